"""Figures of the project that several pages show: months with their amounts, and the accounts."""

from dataclasses import dataclass
from decimal import Decimal

from budget.accounts import Accounts, Row
from budget.cofinancing import Statement
from budget.models import Invoice
from budget.models.plan import GRANT_GROUPS
from budget.postings import posted_by_month
from partners.models import Month, Project, today
from partners.months import months_of
from peerstoette.lib import money
from reporting.paper.accounts import FIELDS as ACCOUNTS_FIELDS
from reporting.paper.cofinancing import FIELDS as COFINANCING_FIELDS

HUNDRED = 100


@dataclass(frozen=True)
class MonthRow:
    """A month in a list; ``amount`` is what is posted in it, kr."""

    month: Month
    invoice: Invoice | None
    amount: Decimal


@dataclass(frozen=True)
class Share:
    """A part of a whole, kr. or days."""

    part: Decimal | int
    whole: Decimal | int

    @property
    def percent(self) -> int | None:
        """Rounded down; None where the whole is nothing."""
        return int(self.part * HUNDRED / self.whole) if self.whole else None

    @property
    def width(self) -> int:
        """The percentage as a bar, which ends at the edge."""
        return max(0, min(self.percent or 0, HUNDRED))


@dataclass(frozen=True)
class Section:
    """A group of budget lines in the accounts, with the sum of each column, kr."""

    label: str
    rows: tuple[Row, ...]
    sums: dict[str, Decimal]


@dataclass(frozen=True)
class AccountsTable:
    """The accounts as a page draws them; ``over`` are the lines expected to pass their budget."""

    sections: list[Section]
    sums: dict[str, Decimal]
    over: list[tuple[str, Decimal]]


def accounts_table(figures: Accounts) -> AccountsTable:
    return AccountsTable(
        sections=[
            Section(
                str(group.label),
                figures.group_rows(group),
                {field: figures.total(field, group) for field in ACCOUNTS_FIELDS},
            )
            for group in GRANT_GROUPS
        ],
        sums={field: figures.total(field) for field in ACCOUNTS_FIELDS},
        over=[(row.name, row.expected_overrun) for row in figures.rows if row.expected_overrun],
    )


def statement_sums(figures: Statement) -> dict[str, Decimal]:
    """The sums over all partners: FTE, and kr. of month, year and project so far and as promised."""
    return {field: figures.total(field) for field in ("fte", *COFINANCING_FIELDS)}


def month_rows(project: Project) -> list[MonthRow]:
    """Every month that has begun, newest first."""
    invoices = {invoice.month_id: invoice for invoice in project.invoices.all()}
    amounts = posted_by_month(project)
    return [
        MonthRow(month, invoices.get(month.pk), amounts.get(month.pk, money.ZERO))
        for month in reversed(begun_months(project))
    ]


def begun_months(project: Project) -> list[Month]:
    """The months that have begun, earliest first."""
    return [month for month in months_of(project) if month.first_day <= today(project)]


def issued(rows: list[MonthRow]) -> list[MonthRow]:
    """The months whose papers have left the house."""
    return [row for row in rows if row.month.is_issued]


def current_month(project: Project) -> Month | None:
    """The month that waits to be closed: the first open one, if it has begun."""
    return next((month for month in begun_months(project) if month.is_open), None)
