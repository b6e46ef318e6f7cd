"""What the papers of a month share: their sheet, their head, and how they write dates and figures."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerstoette.lib import dates, money
from peerstoette.lib.dates import Period
from reporting.paper import kit
from reporting.paper.build import Sheet
from reporting.paper.values import Heading, Party

NOT_APPLICABLE = "–"


def sheet(heading: Heading, title: str, *, is_landscape: bool = False) -> Sheet:
    return Sheet(
        title=title,
        author=heading.sender.name,
        dated=heading.dated,
        is_landscape=is_landscape,
        watermark=_("DRAFT") if heading.is_draft else "",
    )


def head(heading: Heading, page: Sheet) -> list:
    """The letterhead and the title over "the project, maj 2018"."""
    return [
        *letterhead(heading.sender, page),
        *kit.title(page.title, f"{heading.project}, {month(heading.period)}"),
    ]


def letterhead(sender: Party, page: Sheet) -> list:
    """Who sends, with address, CVR number and e-mail."""
    contact = [_("CVR %(number)s") % {"number": pairs(sender.cvr)}] if sender.cvr else []
    columns = (sender.address, (*contact, *filter(None, [sender.email])))
    return [kit.letterhead(kit.Letterhead(sender.name, tuple(c for c in columns if c)), page.width)]


def address(party: Party) -> list:
    return kit.lines(party.name, party.address)


def amount(value: Decimal | None) -> str:
    return NOT_APPLICABLE if value is None else money.show(value)


def day(value: date) -> str:
    return date_format(value, "DATE_FORMAT")


def short_day(value: date) -> str:
    return date_format(value, "SHORT_DATE_FORMAT")


def month(period: Period) -> str:
    return dates.month_name(period.first)


def period(value: Period) -> str:
    """``1.–31. maj 2018``."""
    return f"{value.first.day}.–{day(value.last)}"


def pairs(cvr: str) -> str:
    """A CVR number as it is read aloud: ``29 19 06 23``."""
    return " ".join(cvr[i : i + 2] for i in range(0, len(cvr), 2))
