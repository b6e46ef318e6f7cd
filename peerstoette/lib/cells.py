"""What the cells of a table mean: widgets of django-import-export that read and write as a Dane does.

``clean`` takes a cell's text, stripped, and raises ValueError with a sentence for whoever made the
table. ``render`` gives what the writers of ``tables`` take: text, whole number, amount or day.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import widgets

from peerstoette.lib import dates, money
from peerstoette.lib.fields import MoneyFormField

# What a spreadsheet may run, in wide letters too, and what has been put behind an apostrophe.
RUNS = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,]([0-9]+))?")
WHOLE = re.compile(r"[0-9]{1,9}")
# as fields.DayField, without asking the language for its formats at every cell
DAY = re.compile(
    r"(?P<d>[0-9]{1,2})(?P<mark>[./-])(?P<m>[0-9]{1,2})(?P=mark)(?P<y>[0-9]{4})"
    r"|(?P<iy>[0-9]{4})-(?P<im>[0-9]{1,2})-(?P<id>[0-9]{1,2})"
)
BREAK = re.compile(r"\r\n?")


def harmless(text: str) -> str:
    """The text behind an apostrophe if a spreadsheet would run it. ``plain`` takes it away again."""
    return f"'{text}" if RUNS.match(text) else text


def plain(text: str) -> str:
    """What stood there before ``harmless``: for every text ``plain(harmless(text)) == text``."""
    return text[1:] if text.startswith("'") and RUNS.match(text) else text


class Text(widgets.Widget):
    """Text as it is; a formula travels behind an apostrophe."""

    def clean(self, value: str, row=None, **kwargs) -> str:
        return plain(value)

    def render(self, value, obj=None, **kwargs) -> str:
        return harmless(BREAK.sub("\n", str(value or "")))


class Amount(widgets.Widget):
    """Kroner: ``1.234,50``, ``1234,5`` and ``1234``; an empty cell is none."""

    def clean(self, value: str, row=None, **kwargs) -> Decimal | None:
        try:
            return MoneyFormField(required=False).clean(value)
        except ValidationError as error:
            raise ValueError(error.messages[0]) from error

    def render(self, value, obj=None, **kwargs) -> Decimal | None:
        return None if value is None else money.kroner(value)


class Number(widgets.Widget):
    """A number with at most so many decimals, ``0,54``; an empty cell is none, or ``empty``."""

    def __init__(self, decimals: int, empty: Decimal | None = None) -> None:
        super().__init__()
        self.decimals, self.empty = decimals, empty

    def clean(self, value: str, row=None, **kwargs) -> Decimal | None:
        if not value:
            return self.empty
        found = NUMBER.fullmatch(value)
        if not found:
            raise ValueError(_("write a number, for example 0,54."))
        if len((found[1] or "").rstrip("0")) > self.decimals:
            raise ValueError(_("write at most %(count)d decimals.") % {"count": self.decimals})
        return Decimal(value.replace(",", "."))

    def render(self, value, obj=None, **kwargs) -> str:
        """As text: a workbook would show a share of 0,5405 as 0,54."""
        return "" if value is None else f"{value.normalize():f}".replace(".", ",")


class Whole(widgets.Widget):
    """A whole number; an empty cell is none."""

    def clean(self, value: str, row=None, **kwargs) -> int | None:
        if not value:
            return None
        if not WHOLE.fullmatch(value):
            raise ValueError(_("write a whole number."))
        return int(value)

    def render(self, value, obj=None, **kwargs) -> int | None:
        return value


class Day(widgets.Widget):
    """A day: ``14.5.2018``, ``14-5-2018``, ``14/5/2018`` or ``2018-05-14``; an empty cell is none."""

    def clean(self, value: str, row=None, **kwargs) -> date | None:
        if not value:
            return None
        found = DAY.fullmatch(value)
        try:
            year, month, day = (
                found["y"] or found["iy"],
                found["m"] or found["im"],
                found["d"] or found["id"],
            )
            read = date(int(year), int(month), int(day))
        except (TypeError, ValueError) as error:
            raise ValueError(_("write a date, for example 14.5.2018.")) from error
        if not dates.is_near(read):
            raise ValueError(_("write a date between 1900 and 2100."))
        return read

    def render(self, value, obj=None, **kwargs) -> date | None:
        return value


class Hour(widgets.Widget):
    """A time of day: ``13.00`` or ``13:00``."""

    def clean(self, value: str, row=None, **kwargs) -> time | None:
        if not value:
            return None
        for form in ("%H.%M", "%H:%M"):
            try:
                return datetime.strptime(value, form).time()  # noqa: DTZ007 (no day, no zone)
            except ValueError:
                continue
        raise ValueError(_("write a time, for example 13.00."))

    def render(self, value, obj=None, **kwargs) -> str:
        return "" if value is None else f"{value:%H.%M}"


class Words(widgets.Widget):
    """One of a few words, in small or large letters, each with its meaning."""

    def __init__(self, words: Mapping[str, object], *, empty: object = None) -> None:
        super().__init__()
        self.words, self.empty = words, empty
        self.known = {word.lower(): meaning for word, meaning in words.items()}
        self.meanings = {meaning: word for word, meaning in words.items()}

    def clean(self, value: str, row=None, **kwargs):
        if not value:
            return self.empty
        if value.lower() not in self.known:
            raise ValueError(_("write one of: %(words)s.") % {"words": ", ".join(self.words)})
        return self.known[value.lower()]

    def render(self, value, obj=None, **kwargs) -> str:
        return self.meanings.get(value, "" if value in (None, "") else str(value))


def yes_or_no() -> Words:
    return Words({"ja": True, "nej": False}, empty=False)


class Named(widgets.Widget):
    """A row that is known by a name: only those in ``known`` exist for whoever brings the table."""

    def __init__(self, name: str) -> None:
        """``name`` is the attribute that the row is known by."""
        super().__init__()
        self.name = name
        self.known: Mapping[str, object] = {}

    def knows(self, rows) -> None:
        self.known = {str(getattr(row, self.name)).lower(): row for row in rows}

    def clean(self, value: str, row=None, **kwargs):
        if not value:
            return None
        found = self.known.get(plain(value).lower())
        if found is None:
            raise ValueError(_("“%(name)s” is not known in this project.") % {"name": value})
        return found

    def render(self, value, obj=None, **kwargs) -> str:
        return "" if value is None else harmless(str(getattr(value, self.name)))
