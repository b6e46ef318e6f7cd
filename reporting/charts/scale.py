"""From figures to lengths: axes that end on round numbers, and days along a line."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format

from peerstoette.lib import dates
from reporting.charts.specs import Number

STEPS = (1, 2, Decimal("2.5"), 5, 10)
MOST_TICKS = 5


def ticks(top: Number) -> list[Decimal]:
    """Nought and up in even steps of a round number, at most to ``top``."""
    if top <= 0:
        return [Decimal(0)]
    rough = Decimal(top) / MOST_TICKS
    power = Decimal(10) ** rough.adjusted()
    whole = [power * step for step in STEPS if power * step >= rough]
    step = next((s for s in whole if top < 10 or s == int(s)), whole[-1])
    return [step * n for n in range(int(Decimal(top) / step) + 1)]


def shown(value: Number) -> str:
    """A figure on an axis, with the language's decimal mark and no empty decimals."""
    plain = Decimal(value).normalize()
    decimals = max(0, -int(plain.as_tuple().exponent))
    return number_format(plain, decimal_pos=decimals, force_grouping=True)


@dataclass(frozen=True)
class Calendar:
    """The days from ``first`` to ``last`` along ``width`` units from ``left``."""

    first: date
    last: date
    left: float
    width: float

    def x(self, day: date) -> float:
        """Where the day begins; days outside stand at the edge."""
        days = (self.last - self.first).days + 1
        passed = min(max((day - self.first).days, 0), days)
        return self.left + self.width * passed / days

    def end(self, day: date) -> float:
        return self.x(day + dates.ONE_DAY)

    def quarters(self) -> list[date]:
        """The first days of the quarters, from the one that holds the first day."""
        start = date(self.first.year, 3 * ((self.first.month - 1) // 3) + 1, 1)
        return [day for day in dates.months_between(start, self.last) if day.month % 3 == 1]

    def months(self) -> list[date]:
        return list(dates.months_between(self.first, self.last))


def short_day(day: date) -> str:
    """``31. dec.`` in the active language."""
    return f"{day.day}. {date_format(day, 'b')}"
