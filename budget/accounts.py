"""The monthly accounts: what each line of the grant may cost, has cost and is expected to cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language

from budget import snapshots
from budget.models import BudgetLine
from budget.models.plan import GRANT_GROUPS
from budget.plan import lines_of
from budget.postings import Posting, postings
from partners.models import Month, today
from peerstoette.lib import dates, money
from peerstoette.lib.dates import Period


@dataclass(frozen=True)
class Row:
    """A budget line in the accounts of a month, kr.

    ``year_budget`` is None where the line has no money in the month's year. ``budget`` is the whole
    project's, as stated; ``remaining`` is what is left of it and may be negative. ``has_vouchers``
    tells whether anything was posted in the month's year so far, also where it adds up to nothing.
    """

    line_id: int
    number: int
    group: str
    name_da: str
    name_en: str
    year_budget: Decimal | None
    month: Decimal
    year_to_date: Decimal
    budget: Decimal
    to_date: Decimal
    remaining: Decimal
    forecast: Decimal
    has_vouchers: bool

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_da

    @property
    def left_of_year(self) -> Decimal | None:
        """What is left of the year's budget; None where the line has none."""
        return None if self.year_budget is None else self.year_budget - self.year_to_date

    @property
    def is_over_budget(self) -> bool:
        """Whether more has been used than the whole project's budget of the line (R13)."""
        return bool(self.overrun)

    @property
    def overrun(self) -> Decimal:
        return overrun(self.budget, self.to_date)

    @property
    def expected_overrun(self) -> Decimal:
        """How much more than its budget the line is expected to use, kr."""
        return overrun(self.budget, self.forecast)


@dataclass(frozen=True)
class Accounts:
    """The accounts of a month: every line of the grant, in the budget's order."""

    month: Month
    rows: tuple[Row, ...]

    def group_rows(self, group: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.group == group)

    def total(self, field: str, group: str | None = None) -> Decimal:
        """The sum of one column, kr., of a group or of the whole grant."""
        rows = self.rows if group is None else self.group_rows(group)
        return money.total(value for row in rows if (value := getattr(row, field)) is not None)


def accounts(month: Month) -> Accounts:
    """The accounts of a month: live while it is open, as they were frozen once it is closed."""
    snapshot = snapshots.of(month)
    if snapshot is not None:
        return Accounts(month, snapshots.from_json(tuple[Row, ...], snapshot.accounts))
    lines = [line for line in lines_of(month.project) if line.group in GRANT_GROUPS]
    posted: dict[int, list[Posting]] = {}
    for posting in postings(month.project):
        if posting.first_day <= month.first_day:
            posted.setdefault(posting.line_id, []).append(posting)
    return Accounts(month, tuple(_row(line, month, posted.get(line.pk, [])) for line in lines))


def overrun(budget: Decimal, used: Decimal) -> Decimal:
    """How much more has been used than a line's budget, kr.; 0.00 while it holds (R13)."""
    return max(used - budget, money.ZERO)


def forecast(
    phasing: str,
    *,
    period: Period,
    month: date,
    years: Mapping[int, Decimal],
    budget: Decimal,
    to_date: Decimal,
    running: Decimal | None = None,
) -> Decimal:
    """What the line is expected to have cost when the project ends, kr.: to date and what is to come.

    A line used evenly: the year's stated amount × the project's months left in the year after
    ``month`` / the project's months in that year, and the later years' stated amounts. While the
    month is running, ``running`` is what is posted in it so far, corrections of earlier months
    apart, and what its own share lacks is still to come. A line of which the rest is expected to be used: what is left of its whole budget, nothing
    if overspent.
    """
    if phasing == BudgetLine.Phasing.REST:
        return max(budget, to_date)
    in_year = _project_months(period, month.year)
    left = [first for first in in_year if first > month]
    this_year = years.get(month.year, money.ZERO)
    to_come = this_year * len(left) / len(in_year) if in_year else money.ZERO
    if running is not None and in_year:
        to_come += max(this_year / len(in_year) - max(running, money.ZERO), money.ZERO)
    later = money.total(amount for year, amount in years.items() if year > month.year)
    return money.kroner(to_date + to_come + later)


def _project_months(period: Period, year: int) -> list[date]:
    first = max(period.first, date(year, 1, 1))
    last = min(period.last, date(year, 12, 31))
    return list(dates.months_between(first, last))


def _sum(posted: Iterable[Posting]) -> Decimal:
    return money.total(posting.amount for posting in posted)


def _row(line: BudgetLine, month: Month, posted: list[Posting]) -> Row:
    """``posted`` is the line's, of this month and all before it."""
    in_year = [each for each in posted if each.first_day.year == month.first_day.year]
    in_month = [each for each in posted if each.month_id == month.pk]
    to_date = _sum(posted)
    years = {year.year: year.amount for year in line.years.all()}
    is_running = today(month.project) <= month.last_day
    return Row(
        line_id=line.pk,
        number=line.number,
        group=line.group,
        name_da=line.name_da,
        name_en=line.name_en,
        year_budget=years.get(month.first_day.year),
        budget=line.stated_total,
        remaining=line.stated_total - to_date,
        forecast=forecast(
            line.phasing,
            period=month.project.period,
            month=month.first_day,
            years=years,
            budget=line.stated_total,
            to_date=to_date,
            running=_sum(each for each in in_month if not each.is_correction)
            if is_running
            else None,
        ),
        has_vouchers=bool(in_year),
        month=_sum(in_month),
        year_to_date=_sum(in_year),
        to_date=to_date,
    )
