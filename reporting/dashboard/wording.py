"""How the dashboard writes figures: one way for page and paper."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerstoette.lib import money
from reporting.charts.scale import shown
from reporting.figures import Share

NOT_APPLICABLE = "–"


def count(number: int | None) -> str | None:
    """The number, or None where it is hidden."""
    return None if number is None else shown(number)


def percent(value: int | None, whole: int | None) -> str | None:
    """``76 %``; a dash where the whole is nothing, None where either is hidden."""
    if value is not None:
        return _("%(percent)d %%") % {"percent": value}
    return NOT_APPLICABLE if whole == 0 else None


def share(value: Share) -> str:
    return NOT_APPLICABLE if value.percent is None else percent(value.percent, None)


def kr(amount: Decimal | None) -> str:
    """Whole kroner; a dash where an amount does not apply."""
    return NOT_APPLICABLE if amount is None else money.show(amount, decimals=0)


def fte(value: Decimal) -> str:
    return money.show(value)


def day(value: date | None) -> str:
    return NOT_APPLICABLE if value is None else date_format(value, "SHORT_DATE_FORMAT")


def span(first: date, last: date) -> str:
    return f"{day(first)} – {day(last)}"


def short_month(value: date) -> str:
    """``jan.`` without its dot."""
    return date_format(value, "b").rstrip(".")


def listed(names: list[str]) -> str:
    """``A, B og C``."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
