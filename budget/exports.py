"""The budget as the table that can be imported again."""

from decimal import Decimal

from budget import resources
from budget.models import BudgetLine, StatedSum
from budget.models.plan import COFINANCING_GROUPS, GRANT_GROUPS
from budget.plan import Plan
from peerstoette.lib import tables
from peerstoette.lib.tables import Value

GROUP_WORDS = {group: word for word, group in resources.GROUPS.items()}
SUM_WORDS = {scope: word for word, scope in resources.SUMS.items()}
PHASING_WORDS = {phasing: word for word, phasing in resources.PHASINGS.items()}


def columns() -> list[str]:
    """The columns of the budget's table that are not years."""
    return resources.LINE_COLUMNS


def budget_csv(plan: Plan) -> bytes:
    """The budget with stated amounts and factors; importing it changes nothing."""
    years = list(plan.years((*GRANT_GROUPS, *COFINANCING_GROUPS)))
    per_year = [
        f"{year}{part}"
        for year in years
        for part in ["", f" {resources.STEPS}", f" {resources.YEAR_SHARE}"]
    ]
    headers = [*resources.LINE_COLUMNS[:-1], *per_year, resources.LINE_COLUMNS[-1]]
    rows = [_line(line) for line in plan.lines] + [_sum(plan, scope) for scope in SUM_WORDS]
    return tables.write_csv(headers, ([row.get(name) for name in headers] for row in rows if row))


def _line(line: BudgetLine) -> dict[str, Value]:
    row = {
        resources.NUMBER: line.number,
        resources.GROUP: GROUP_WORDS[line.group],
        resources.NAME: line.name_da,
        resources.NAME_EN: line.name_en,
        resources.PARTNER: line.partner.name if line.partner else "",
        resources.NORM: _number(line.norm),
        resources.HOURS: _number(line.weekly_hours),
        resources.BASIS: _number(line.basis),
        resources.POSTS: _number(line.posts),
        resources.SHARE: _number(line.time_share),
        resources.GROWTH: _number(line.growth),
        resources.PHASING: PHASING_WORDS[line.phasing],
        resources.DUTY: "ja" if line.is_yearly_duty else "nej",
        resources.TOTAL: _number(line.stated_total),
    }
    for year in line.years.all():
        row[f"{year.year}"] = _number(year.amount)
        row[f"{year.year} {resources.STEPS}"] = year.growth_steps
        row[f"{year.year} {resources.YEAR_SHARE}"] = _number(year.year_share)
    return row


def _sum(plan: Plan, scope: str) -> dict[str, Value]:
    sums = [stated for stated in plan.sums if stated.scope == scope]
    if not sums:
        return {}
    row = {resources.GROUP: resources.SUM, resources.NAME: SUM_WORDS[StatedSum.Scope(scope)]}
    for stated in sums:
        row[resources.TOTAL if stated.year is None else str(stated.year)] = _number(stated.amount)
        row[resources.NORM] = _number(stated.norm) or row.get(resources.NORM, "")
    return row


def _number(value: Decimal | None) -> Decimal | None:
    """Without the noughts that say nothing: ``0,54``."""
    return None if value is None else value.normalize()
