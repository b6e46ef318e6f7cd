"""The budget page's figures: every stated amount with the one that arithmetic gives beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from budget.models import BudgetLine, StatedSum
from budget.models.plan import COFINANCING_GROUPS, GRANT_GROUPS, Group
from budget.plan import TOLERANCE, Plan
from peerstoette.lib import money


@dataclass(frozen=True)
class Cell:
    """A figure as it is stated, kr., and as it is computed; None where there is none."""

    stated: Decimal | None
    computed: Decimal | None = None

    @property
    def shown(self) -> Decimal | None:
        return self.computed if self.stated is None else self.stated

    @property
    def is_beside(self) -> bool:
        """Whether there is a computed figure to show beside the stated one."""
        return self.stated is not None and self.computed is not None

    @property
    def is_off(self) -> bool:
        """Whether the two are further apart than the rounding of 2 kr."""
        return self.is_beside and abs(self.stated - self.computed) > TOLERANCE


@dataclass(frozen=True)
class TableRow:
    """A line or a sum of the budget: a cell for each year, and the whole project's.

    ``line_id`` is None for a sum.
    """

    label: str
    kind: str
    cells: tuple[Cell, ...]
    total: Cell
    norm: Decimal | None = None
    basis: Decimal | None = None
    line_id: int | None = None

    @property
    def is_off(self) -> bool:
        return any(cell.is_off for cell in [*self.cells, self.total])


@dataclass(frozen=True)
class Table:
    """The budget by line and year: the grant, then the co-financing."""

    years: tuple[int, ...]
    grant: tuple[TableRow, ...]
    cofinancing: tuple[TableRow, ...]

    @property
    def is_empty(self) -> bool:
        return not self.years


def table(plan: Plan) -> Table:
    """The budget as a table of lines and sums."""
    years = tuple(plan.years((*GRANT_GROUPS, *COFINANCING_GROUPS)))
    return Table(
        years,
        grant=(
            *_lines(plan, Group.STAFF, years),
            _sum(plan, StatedSum.Scope.STAFF, years),
            *_lines(plan, Group.OPERATING, years),
            _sum(plan, StatedSum.Scope.OPERATING, years),
            _sum(plan, StatedSum.Scope.GRANT, years, kind="total"),
        ),
        cofinancing=(
            *_lines(plan, Group.IN_KIND, years),
            *_lines(plan, Group.PARTNER_PEERS, years),
            _sum(plan, StatedSum.Scope.COFINANCING, years, kind="total"),
        ),
    )


def _lines(plan: Plan, group: str, years: tuple[int, ...]) -> Iterable[TableRow]:
    for line in plan.lines:
        if line.group == group:
            yield _line(line, years)


def _line(line: BudgetLine, years: tuple[int, ...]) -> TableRow:
    stated = {year.year: year for year in line.years.all()}
    return TableRow(
        label=line.name,
        kind="line",
        cells=tuple(
            Cell(stated[year].amount, line.computed(stated[year])) if year in stated else Cell(None)
            for year in years
        ),
        total=Cell(line.stated_total, money.total(year.amount for year in stated.values())),
        norm=line.norm,
        basis=line.basis,
        line_id=line.pk,
    )


def _sum(plan: Plan, scope: str, years: tuple[int, ...], *, kind: str = "sum") -> TableRow:
    """A stated sum beside that of its lines; the whole project's beside that of its own years."""
    groups = StatedSum(scope=scope).groups
    added = plan.years(groups)
    cells = tuple(Cell(plan.stated(scope, year), added.get(year, money.ZERO)) for year in years)
    return TableRow(
        label=str(StatedSum.Scope(scope).label),
        kind=kind,
        cells=cells,
        total=Cell(
            plan.stated(scope, None),
            money.total(cell.shown for cell in cells if cell.shown is not None),
        ),
        norm=next((s.norm for s in plan.sums if s.scope == scope and s.norm is not None), None),
    )
