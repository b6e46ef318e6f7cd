"""The whole budget, and the whole payment plan, as tables that take the place of what stands."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tablib import Dataset

from accounts.models import User
from budget import exports, resources
from budget.actions.imports import (
    part_of_row,
    part_of_standing,
    put_budget,
    put_payments,
    refuse_budget,
)
from budget.exports import Cells
from budget.formats import TableRefused
from budget.models import BudgetLine
from budget.models.plan import COFINANCING_GROUPS, GRANT_GROUPS
from budget.plan import Plan as Budget
from partners.transfer.registry import register
from partners.transfer.table import Plan, Row, Table, Totals
from peerstoette.lib import money
from peerstoette.lib.errors import RuleBroken
from peerstoette.lib.reading import MAX_ROWS
from peerstoette.lib.tables import csv_text


@dataclass(frozen=True)
class Entry:
    """What the preview calls a row; it has no number in the database that would last."""

    name: str
    pk: None = None


class WholeTable(Table):
    """A table that is read, judged and written whole, by the act that imports it.

    Its rows are held against those that stand as the export writes both, cell by cell.
    """

    capability = "budget.edit"
    max_rows = MAX_ROWS
    has_breaks = False
    page = "budget"

    def read_whole(self, dataset: Dataset):
        """What the file holds. Raises TableRefused or RuleBroken as the act."""
        raise NotImplementedError

    def cells_of(self, brought) -> list[Cells]:
        """What ``read_whole`` gave, as the export would write it."""
        raise NotImplementedError

    def cells(self) -> list[Cells]:
        """What stands, in the order of the export."""
        raise NotImplementedError

    def name(self, cells: Cells) -> tuple[Hashable, str]:
        """What makes a row the same as one that stands, and what the preview calls it."""
        raise NotImplementedError

    @cached_property
    def budget(self) -> Budget:
        """What stands; each look at a file has a table of its own."""
        return Budget(self.project)

    def export_rows(self) -> Iterator[list]:
        for cells in self.cells():
            yield [cells.get(heading) for heading in self.headings]

    def plan(self, dataset: Dataset) -> Plan:
        plan = Plan()
        try:
            self.brought = self.read_whole(dataset)
        except TableRefused as refusal:
            plan.problems += refusal.problems
        except RuleBroken as refusal:
            plan.problems.append(refusal.message)
        else:
            self._compare(plan)
        return plan

    def label(self, instance: Entry) -> str:
        return instance.name

    def shown(self, name: str, value) -> str:
        return value or ""

    def _compare(self, plan: Plan) -> None:
        standing = self._by_key(self.cells())
        for key, (name, cells) in self._by_key(self.cells_of(self.brought)).items():
            _name, was = standing.pop(key, (name, None))
            row = Row(0, plan.problems, {}, values=cells, instance=Entry(name))
            if was is None:
                plan.new.append(row)
                continue
            headings = [*was, *(heading for heading in cells if heading not in was)]
            row.before = {
                heading: was.get(heading, "")
                for heading in headings
                if was.get(heading, "") != cells.get(heading, "")
            }
            if row.before:
                plan.changed.append(row)
            else:
                plan.same += 1
        plan.removed = [
            Row(0, plan.problems, {}, values=cells, instance=Entry(name))
            for name, cells in standing.values()
        ]

    def _by_key(self, rows: Iterable[Cells]) -> dict[Hashable, tuple[str, dict[str, str]]]:
        """Each row's name and its cells as text."""
        found = {}
        for cells in rows:
            key, name = self.name(cells)
            found[key] = name, {heading: csv_text(value) for heading, value in cells.items()}
        return found


@register
class BudgetTable(WholeTable):
    """The budget as the application's form has it: lines, their years, and the stated sums."""

    slug = "budget"
    title = gettext_lazy("The whole budget")
    about = gettext_lazy(
        "Lines with their years and the stated sums, as in the application's form. The file takes the"
        " place of the budget that stands."
    )
    consequences = (
        gettext_lazy(
            "The file takes the place of the whole budget: lines, amounts of years and stated sums"
            " that it does not hold are removed."
        ),
    )

    @property
    def headings(self) -> list[str]:
        return exports.budget_columns(self.budget)

    def cells(self) -> list[Cells]:
        return exports.budget_rows(self.budget)

    def read_whole(self, dataset: Dataset) -> resources.Budget:
        table = resources.read_budget(dataset, self.project)
        refuse_budget(self.project, table)
        return table

    def cells_of(self, brought: resources.Budget) -> list[Cells]:
        lines = [
            exports.line_cells(
                BudgetLine(
                    number=line.number, group=line.group, name_da=line.name_da, **line.fields
                ),
                line.years,
            )
            for line in brought.lines
        ]
        sums = (exports.sum_cells(brought.sums, scope) for scope in exports.SUM_WORDS)
        return lines + [row for row in sums if row]

    def name(self, cells: Cells) -> tuple[Hashable, str]:
        number, group, name = (
            cells.get(column) for column in (resources.NUMBER, resources.GROUP, resources.NAME)
        )
        return (number, group, name), f"{resources.SUM if number is None else number} {name}"

    def totals(self, plan: Plan) -> Totals:
        standing = [part_of_standing(line) for line in self.budget.lines]
        brought = [part_of_row(line) for line in self.brought.lines]
        years = sorted({year for part in (*standing, *brought) for year in part.years})
        columns = [
            [part for part in parts if part.group in groups]
            for groups in (GRANT_GROUPS, COFINANCING_GROUPS)
            for parts in (standing, brought)
        ]
        rows = [
            (
                str(year),
                [
                    money.total(part.years.get(year, money.ZERO) for part in parts)
                    for parts in columns
                ],
            )
            for year in years
        ]
        whole = [money.total(part.total for part in parts) for parts in columns]
        return Totals(
            [
                _("Grant budget before"),
                _("Grant budget after"),
                _("Co-financing before"),
                _("Co-financing after"),
            ],
            [*rows, (_("In all"), whole)],
        )

    def write(self, plan: Plan, by: User) -> None:
        put_budget(by=by, project=self.project, table=self.brought)


@register
class PaymentsTable(WholeTable):
    """What was granted, and how it is paid out."""

    slug = "payments"
    title = gettext_lazy("Grant and payment plan")
    about = gettext_lazy(
        "What was granted, the stated average, and an instalment for each quarter. The file takes the"
        " place of the payment plan that stands."
    )
    consequences = (
        gettext_lazy(
            "The file takes the place of the grant and of the whole payment plan: instalments that it"
            " does not hold are removed."
        ),
    )
    headings = resources.PAYMENT_COLUMNS

    def cells(self) -> list[Cells]:
        return exports.payment_rows(self.budget)

    def read_whole(self, dataset: Dataset) -> resources.Payments:
        return resources.read_payments(dataset, self.project)

    def cells_of(self, brought: resources.Payments) -> list[Cells]:
        return exports.payment_cells(
            brought.grant, brought.granted_on, brought.stated_average, brought.instalments
        )

    def name(self, cells: Cells) -> tuple[Hashable, str]:
        kind, year, quarter = (
            cells.get(column) for column in (resources.KIND, resources.YEAR, resources.QUARTER)
        )
        return (kind, year, quarter), kind if year is None else f"{kind} {year}/{quarter}"

    def totals(self, plan: Plan) -> Totals:
        standing = {(each.year, each.quarter): each.amount for each in self.budget.instalments}
        columns = [standing, self.brought.instalments]
        years = sorted({year for plan in columns for year, _quarter in plan})
        rows = [
            (
                str(each),
                [
                    money.total(paid for (year, _q), paid in plan.items() if year == each)
                    for plan in columns
                ],
            )
            for each in years
        ]
        whole = [money.total(plan.values()) for plan in columns]
        return Totals([_("Paid out before"), _("Paid out after")], [*rows, (_("In all"), whole)])

    def write(self, plan: Plan, by: User) -> None:
        put_payments(by=by, project=self.project, table=self.brought)
