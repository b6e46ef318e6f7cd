"""Reading the rows of a table, noting every cell that is wrong instead of stopping at the first."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from tablib import Dataset

from budget.formats import FORMULA, TableRefused
from peerstoette.lib.cells import plain
from peerstoette.lib.cpr import refuse_cpr
from peerstoette.lib.fields import MoneyFormField

T = TypeVar("T")
FACTOR = re.compile(r"([0-9]{1,2})(?:[.,]([0-9]+))?")
WHOLE = re.compile(r"[0-9]{1,4}")


class Record:
    """A row of the table. What cannot be read is added to ``problems`` and read as nothing."""

    def __init__(self, number: int, cells: Mapping[str, str], problems: list[str]) -> None:
        self.number = number
        self.cells = cells
        self.problems = problems

    def __contains__(self, column: str) -> bool:
        return bool(self.cells.get(column))

    def wrong(self, column: str, text: str) -> None:
        """Note ``Row 4, column 2016: …``."""
        self.problems.append(
            _("Row %(row)d, column %(column)s: %(problem)s")
            % {"row": self.number, "column": column, "problem": text}
        )

    def require(self, column: str) -> bool:
        """Whether the cell is filled; an empty one is wrong."""
        if column not in self:
            self.wrong(column, _("write something here."))
        return column in self

    def refuse(self, column: str) -> None:
        """The cell must be empty in a row of this kind."""
        if column in self:
            self.wrong(column, _("leave this empty in a row of this kind."))

    def text(self, column: str, *, length: int = 160) -> str:
        value = self.cells.get(column, "")
        if not self.require(column):
            return ""
        if FORMULA.match(value):
            self.wrong(column, _("a formula cannot be imported. Write the text itself."))
        if len(value) > length:
            self.wrong(column, _("write at most %(length)d characters.") % {"length": length})
        try:
            refuse_cpr(value)
        except ValidationError as error:
            self.wrong(column, error.messages[0])
        return plain(value)

    def amount(self, column: str) -> Decimal | None:
        """An amount of at least 0 kr., None for an empty cell."""
        try:
            return MoneyFormField(required=False, min_value=Decimal(0)).clean(
                self.cells.get(column, "")
            )
        except ValidationError as error:
            self.wrong(column, error.messages[0])
            return None

    def factor(self, column: str, *, highest: Decimal, decimals: int) -> Decimal | None:
        """A number such as ``0,54``, with as many decimals as are kept; None for an empty cell."""
        value = self.cells.get(column, "")
        if not value:
            return None
        found = FACTOR.fullmatch(value)
        if found and len((found[2] or "").rstrip("0")) > decimals:
            self.wrong(column, _("write at most %(count)d decimals.") % {"count": decimals})
            return None
        factor = Decimal(value.replace(",", ".")) if found else None
        if factor is None or factor > highest:
            shown = str(highest).replace(".", ",")
            self.wrong(
                column,
                _("write a number from 0 to %(highest)s, for example 0,54.") % {"highest": shown},
            )
            return None
        return factor

    def whole(self, column: str, *, highest: int = 9999) -> int | None:
        """A whole number of at most four digits, None for an empty cell."""
        value = self.cells.get(column, "")
        if not value:
            return None
        if not WHOLE.fullmatch(value):
            self.wrong(column, _("write a whole number."))
            return None
        if int(value) > highest:
            self.wrong(column, _("write at most %(highest)d.") % {"highest": highest})
            return None
        return int(value)

    def day(self, column: str) -> date | None:
        if not self.require(column):
            return None
        try:
            return forms.DateField().clean(self.cells[column])
        except ValidationError:
            self.wrong(column, _("write a date, for example 01.12.2014."))
            return None

    def choice(
        self, column: str, choices: Mapping[str, T], *, default: T | None = None
    ) -> T | None:
        """One of the words given, in small or large letters."""
        value = self.cells.get(column, "").lower()
        known = {word.lower(): meaning for word, meaning in choices.items()}
        if value in known:
            return known[value]
        if value or default is None:
            self.wrong(column, _("write one of: %(words)s.") % {"words": ", ".join(choices)})
        return default


def records(dataset: Dataset, problems: list[str]) -> Iterator[Record]:
    """The rows that hold anything, numbered as the person sees them."""
    for number, row in enumerate(dataset, start=2):
        if any(row):
            yield Record(number, dict(zip(dataset.headers, row, strict=True)), problems)


def check_columns(dataset: Dataset, *, required: list[str], known: list[str]) -> None:
    """Raises TableRefused naming columns that are missing, unknown or there twice."""
    headers = dataset.headers
    problems = [
        _("Column %(column)s is missing.") % {"column": column}
        for column in required
        if column not in headers
    ]
    problems += [
        _("Column %(column)s is not known here.") % {"column": column or index + 1}
        for index, column in enumerate(headers)
        if column not in known
    ]
    problems += [
        _("Column %(column)s is there twice.") % {"column": column}
        for column in dict.fromkeys(headers)
        if headers.count(column) > 1 and column
    ]
    if problems:
        raise TableRefused(problems)
