"""The two tables that can be imported: the budget as the application's form has it, and the payments.

Both are read whole before anything is written: a table with one wrong cell is refused with all of
its wrong cells named. Columns are Danish, like the form.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from tablib import Dataset

from budget.formats import TableRefused
from budget.models import BudgetLine, BudgetYear, StatedSum
from budget.models.plan import GRANT_GROUPS, MAX_GROWTH, MAX_GROWTH_STEPS, Group
from budget.records import Record, check_columns, records
from partners.models import Project
from peers.fte import FULL_WEEK
from peerstoette.lib.cells import plain

NUMBER, GROUP, NAME, NAME_EN, PARTNER = "nr", "gruppe", "post", "post_en", "part"
NORM, HOURS, BASIS, POSTS = "normering", "timer", "grundbeløb", "stillinger"
SHARE, GROWTH, PHASING, DUTY, TOTAL = "timeandel", "regulering", "forløb", "hvert år", "i alt"
STEPS, YEAR_SHARE = "trin", "andel"
FACTORS = [HOURS, BASIS, POSTS, SHARE, GROWTH, PHASING, DUTY]
LINE_COLUMNS = [NUMBER, GROUP, NAME, NAME_EN, PARTNER, NORM, *FACTORS, TOTAL]

SUM = "sum"
GROUPS = {
    "personale": Group.STAFF,
    "drift": Group.OPERATING,
    "naturalier": Group.IN_KIND,
    "parternes peers": Group.PARTNER_PEERS,
}
SUMS = {
    "personale": StatedSum.Scope.STAFF,
    "drift": StatedSum.Scope.OPERATING,
    "bevilling": StatedSum.Scope.GRANT,
    "medfinansiering": StatedSum.Scope.COFINANCING,
}
ANSWERS = {"ja": True, "nej": False}
PHASINGS = {"jævnt": BudgetLine.Phasing.EVEN, "resten": BudgetLine.Phasing.REST}

HIGHEST = {
    "weekly_hours": FULL_WEEK,
    "time_share": Decimal(1),
    "year_share": Decimal(1),
    "growth": MAX_GROWTH,
}

KIND, YEAR, QUARTER, DAY, AMOUNT = "art", "år", "kvartal", "dato", "beløb"
PAYMENT_COLUMNS = [KIND, YEAR, QUARTER, DAY, AMOUNT]
INSTALMENT, GRANT, AVERAGE = "rate", "bevilling", "gennemsnit"
# what a row of each kind leaves empty
EMPTY = {INSTALMENT: [DAY], GRANT: [YEAR, QUARTER], AVERAGE: [YEAR, QUARTER, DAY]}


@dataclass(frozen=True)
class YearAmount:
    """A line's stated amount in a year, kr., with the factors of its computed one."""

    year: int
    amount: Decimal
    growth_steps: int = 0
    year_share: Decimal | None = None


@dataclass(frozen=True)
class Line:
    """A budget line of the table; ``fields`` are those of BudgetLine."""

    number: int
    group: str
    name_da: str
    years: tuple[YearAmount, ...]
    fields: Mapping = field(default_factory=dict)

    @property
    def identity(self) -> tuple[int, str, str]:
        """What makes a line of a new table the same as one that stands."""
        return self.number, self.group, self.name_da


@dataclass(frozen=True)
class Sum:
    """A stated sum of the table; no year for the whole project."""

    scope: str
    year: int | None
    amount: Decimal
    norm: Decimal | None = None


@dataclass(frozen=True)
class Budget:
    """The whole table."""

    lines: tuple[Line, ...]
    sums: tuple[Sum, ...]


@dataclass(frozen=True)
class Payments:
    """The grant, kr., when it was granted, its instalments, and the average the source states."""

    grant: Decimal
    granted_on: date
    stated_average: Decimal | None
    instalments: Mapping[tuple[int, int], Decimal]


def read_budget(dataset: Dataset, project: Project) -> Budget:
    """The budget in a table. Raises TableRefused naming every row and column that is wrong."""
    years = _years(dataset.headers)
    per_year = [f"{year}{part}" for year in years for part in ["", f" {STEPS}", f" {YEAR_SHARE}"]]
    check_columns(dataset, required=LINE_COLUMNS, known=[*LINE_COLUMNS, *per_year])
    _check_years(years, project)
    partners = {
        partner.organisation.name: partner.organisation
        for partner in project.partners.select_related("organisation")
    }
    problems: list[str] = []
    lines, sums = [], []
    for record in records(dataset, problems):
        if record.cells[GROUP].lower() == SUM:
            sums += _sums(record, years)
        else:
            lines.append(_line(record, years, partners))
            if lines[-1].number in {line.number for line in lines[:-1]}:
                record.wrong(NUMBER, _("this number is there twice."))
    if not lines and not problems:
        problems.append(_("The table holds no budget lines."))
    if len({(s.scope, s.year) for s in sums}) < len(sums):
        problems.append(_("A stated sum is there twice."))
    if problems:
        raise TableRefused(problems)
    return Budget(tuple(lines), tuple(sums))


def read_payments(dataset: Dataset, project: Project) -> Payments:
    """The payment plan in a table. Raises TableRefused naming every row and column that is wrong."""
    check_columns(dataset, required=PAYMENT_COLUMNS, known=PAYMENT_COLUMNS)
    problems: list[str] = []
    instalments: dict[tuple[int, int], Decimal] = {}
    grants: list[tuple[Decimal | None, date | None]] = []
    averages: list[Decimal | None] = []
    for record in records(dataset, problems):
        kind = record.choice(KIND, {word: word for word in EMPTY})
        amount = record.amount(AMOUNT) if record.require(AMOUNT) else None
        for column in EMPTY.get(kind, ()):
            record.refuse(column)
        if kind == INSTALMENT:
            _add_instalment(record, amount, instalments, project)
        elif kind == GRANT:
            grants.append((amount, record.day(DAY)))
        elif kind == AVERAGE:
            averages.append(amount)
    if len(grants) != 1 and not problems:
        problems.append(
            _("Write exactly one row with what was granted (%(kind)s).") % {"kind": GRANT}
        )
    if len(averages) > 1:
        problems.append(_("Write at most one row with the average (%(kind)s).") % {"kind": AVERAGE})
    if problems:
        raise TableRefused(problems)
    return Payments(*grants[0], averages[0] if averages else None, instalments)


def _years(headers: list[str]) -> list[int]:
    return [int(header) for header in headers if re.fullmatch(r"[0-9]{4}", header)]


def _check_years(years: list[int], project: Project) -> None:
    first, last = project.starts_on.year, project.ends_on.year
    problems = [
        _("Column %(column)d: the project runs from %(first)d to %(last)d.")
        % {"column": year, "first": first, "last": last}
        for year in years
        if not first <= year <= last
    ]
    if not years:
        problems = [_("There is no column for a year, for example %(year)d.") % {"year": last}]
    if problems:
        raise TableRefused(problems)


def _line(record: Record, years: list[int], partners: Mapping) -> Line:
    group = record.choice(GROUP, GROUPS)
    number = record.whole(NUMBER) if record.require(NUMBER) else None
    total = record.amount(TOTAL) if record.require(TOTAL) else None
    posts, share, growth = (
        _factor(record, column, name)
        for column, name in [(POSTS, "posts"), (SHARE, "time_share"), (GROWTH, "growth")]
    )
    fields = {
        "name_en": record.text(NAME_EN),
        "partner": _partner(record, group, partners),
        "norm": _factor(record, NORM, "norm"),
        "weekly_hours": _factor(record, HOURS, "weekly_hours"),
        "basis": record.amount(BASIS),
        "posts": Decimal(1) if posts is None else posts,
        "time_share": Decimal(1) if share is None else share,
        "growth": Decimal(1) if growth is None else growth,
        "phasing": record.choice(PHASING, PHASINGS, default=BudgetLine.Phasing.EVEN),
        "is_yearly_duty": record.choice(DUTY, ANSWERS, default=False),
        "stated_total": total,
    }
    amounts = [amount for year in years if (amount := _year_amount(record, year))]
    return Line(number, group, record.text(NAME), tuple(amounts), fields)


def _year_amount(record: Record, year: int) -> YearAmount | None:
    column = str(year)
    steps = record.whole(f"{year} {STEPS}", highest=MAX_GROWTH_STEPS)
    share = _factor(record, f"{year} {YEAR_SHARE}", "year_share", of=BudgetYear)
    if column not in record:
        if steps is not None or share is not None:
            record.wrong(column, _("there are factors, but no amount."))
        return None
    amount = record.amount(column)
    return None if amount is None else YearAmount(year, amount, steps or 0, share)


def _factor(record: Record, column: str, name: str, *, of=BudgetLine) -> Decimal | None:
    """A factor with no more decimals than its field keeps."""
    decimals = of._meta.get_field(name).decimal_places
    return record.factor(column, highest=HIGHEST.get(name, Decimal(99)), decimals=decimals)


def _partner(record: Record, group: str | None, partners: Mapping):
    if group in GRANT_GROUPS:
        return record.refuse(PARTNER)
    if group == Group.PARTNER_PEERS and not record.require(PARTNER):
        return None
    name = plain(record.cells[PARTNER])
    if name and name not in partners:
        record.wrong(PARTNER, _("%(name)s is not a partner of the project.") % {"name": name})
    return partners.get(name)


def _sums(record: Record, years: list[int]) -> list[Sum]:
    for column in [NUMBER, NAME_EN, PARTNER, *FACTORS]:
        record.refuse(column)
    scope = record.choice(NAME, SUMS)
    norm = _factor(record, NORM, "norm", of=StatedSum)
    columns = [(year, str(year), None) for year in years] + [(None, TOTAL, norm)]
    return [
        Sum(scope, year, amount, norm)
        for year, column, norm in columns
        if (amount := record.amount(column)) is not None
    ]


def _add_instalment(
    record: Record,
    amount: Decimal | None,
    instalments: dict[tuple[int, int], Decimal],
    project: Project,
) -> None:
    year = record.whole(YEAR) if record.require(YEAR) else None
    quarter = record.whole(QUARTER) if record.require(QUARTER) else None
    first, last = project.starts_on.year, project.ends_on.year
    if year is not None and not first <= year <= last:
        record.wrong(
            YEAR, _("the project runs from %(first)d to %(last)d.") % {"first": first, "last": last}
        )
    if quarter is not None and quarter not in range(1, 5):
        record.wrong(QUARTER, _("write a quarter from 1 to 4."))
    if (year, quarter) in instalments:
        record.wrong(QUARTER, _("this quarter is there twice."))
    instalments[year, quarter] = amount
