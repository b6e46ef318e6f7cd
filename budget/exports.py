"""The budget and the payment plan as the tables that can be imported again."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from budget import resources
from budget.models import BudgetLine, BudgetYear, StatedSum
from budget.models.plan import COFINANCING_GROUPS, GRANT_GROUPS
from budget.plan import Plan
from partners.models import Project
from peerstoette.lib import tables
from peerstoette.lib.tables import Value

Cells = dict[str, Value]  # by column

GROUP_WORDS = {group: word for word, group in resources.GROUPS.items()}
SUM_WORDS = {scope: word for word, scope in resources.SUMS.items()}
PHASING_WORDS = {phasing: word for word, phasing in resources.PHASINGS.items()}


def columns() -> list[str]:
    """The columns of the budget's table that are not years."""
    return resources.LINE_COLUMNS


def budget_columns(plan: Plan) -> list[str]:
    """All columns of the budget's table: the years of the budget, of the project before it has one."""
    years = list(plan.years((*GRANT_GROUPS, *COFINANCING_GROUPS))) or _years(plan.project)
    per_year = [column for year in years for column in year_columns(year)]
    return [*resources.LINE_COLUMNS[:-1], *per_year, resources.LINE_COLUMNS[-1]]


def budget_rows(plan: Plan) -> list[Cells]:
    """The budget with stated amounts and factors; importing it changes nothing."""
    lines = [line_cells(line, line.years.all()) for line in plan.lines]
    return lines + [row for scope in SUM_WORDS if (row := sum_cells(plan.sums, scope))]


def payment_rows(plan: Plan) -> list[Cells]:
    """The grant and its instalments; importing them changes nothing."""
    grant = plan.grant
    granted = (grant.amount, grant.granted_on, grant.stated_average) if grant else (None,) * 3
    return payment_cells(
        *granted, {(each.year, each.quarter): each.amount for each in plan.instalments}
    )


def budget_csv(plan: Plan) -> bytes:
    return tables.write_csv(*as_table(budget_columns(plan), budget_rows(plan)))


def as_table(columns: list[str], rows: Iterable[Cells]) -> tuple[list[str], list[list[Value]]]:
    """What the writers of tables take."""
    return columns, [[row.get(name) for name in columns] for row in rows]


def year_columns(year: int) -> list[str]:
    """A year's amount, and the factors of its computed one."""
    return [f"{year}", f"{year} {resources.STEPS}", f"{year} {resources.YEAR_SHARE}"]


def line_cells(line: BudgetLine, years: Iterable[BudgetYear | resources.YearAmount]) -> Cells:
    row = {
        resources.NUMBER: line.number,
        resources.GROUP: GROUP_WORDS[line.group],
        resources.NAME: line.name_da,
        resources.NAME_EN: line.name_en,
        resources.PARTNER: line.partner.name if line.partner else "",
        resources.NORM: _factor(line.norm),
        resources.HOURS: _factor(line.weekly_hours),
        resources.BASIS: _number(line.basis),
        resources.POSTS: _factor(line.posts),
        resources.SHARE: _factor(line.time_share),
        resources.GROWTH: _factor(line.growth),
        resources.PHASING: PHASING_WORDS[line.phasing],
        resources.DUTY: "ja" if line.is_yearly_duty else "nej",
        resources.TOTAL: _number(line.stated_total),
    }
    for year in years:
        amount, steps, share = year_columns(year.year)
        row[amount] = _number(year.amount)
        row[steps] = year.growth_steps
        row[share] = _factor(year.year_share)
    return row


def sum_cells(sums: Iterable[StatedSum | resources.Sum], scope: str) -> Cells:
    """The row of what the source states for the scope; nothing where it states none."""
    sums = [stated for stated in sums if stated.scope == scope]
    if not sums:
        return {}
    row: Cells = {resources.GROUP: resources.SUM, resources.NAME: SUM_WORDS[StatedSum.Scope(scope)]}
    for stated in sums:
        row[resources.TOTAL if stated.year is None else str(stated.year)] = _number(stated.amount)
        row[resources.NORM] = _factor(stated.norm) or row.get(resources.NORM, "")
    return row


def payment_cells(
    grant: Decimal | None,
    granted_on: date | None,
    average: Decimal | None,
    instalments: Mapping[tuple[int, int], Decimal],
) -> list[Cells]:
    """A row for what was granted, for the average that the source states, and for each instalment."""
    kind, amount = resources.KIND, resources.AMOUNT
    rows: list[Cells] = []
    if grant is not None:
        rows.append({kind: resources.GRANT, resources.DAY: granted_on, amount: _number(grant)})
    if average is not None:
        rows.append({kind: resources.AVERAGE, amount: _number(average)})
    return rows + [
        {
            kind: resources.INSTALMENT,
            resources.YEAR: year,
            resources.QUARTER: quarter,
            amount: _number(paid),
        }
        for (year, quarter), paid in sorted(instalments.items())
    ]


def _years(project: Project) -> list[int]:
    return list(range(project.starts_on.year, project.ends_on.year + 1))


def _number(value: Decimal | None) -> Decimal | None:
    """Without the noughts that say nothing: ``1284,5``."""
    return None if value is None else value.normalize()


def _factor(value: Decimal | None) -> str:
    """As text: a workbook would show a share of 0,5405 as 0,54."""
    return "" if value is None else tables.csv_text(value.normalize())
