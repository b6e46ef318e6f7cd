"""Figures of the project that several pages show: months with their amounts, and the key figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from budget.accounts import Accounts, Row, accounts
from budget.cofinancing import Statement
from budget.models import Invoice, VoucherLine
from budget.models.plan import GRANT_GROUPS
from citizens import counts
from partners.models import Month, Project, today
from peers.staffing import partner_staffing
from peerstoette.lib import dates, money
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
class KeyFigures:
    """Counts only; a number of citizens is None where it is hidden (R14). Budget in kr."""

    year: int
    citizens_in_year: int | None
    citizens_in_all: int | None
    sessions_in_year: int
    meetings_in_year: int
    peers: int
    fte: Decimal
    used: Share
    time: Share


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
    invoices = {invoice.month_id: invoice for invoice in Invoice.objects.filter(project=project)}
    posted = VoucherLine.objects.filter(project=project).order_by().values_list("voucher__month_id")
    # SQLite adds decimals as binary numbers: the øre are restored here
    amounts = {
        month_id: money.kroner(amount) for month_id, amount in posted.annotate(amount=Sum("amount"))
    }
    begun = project.months.filter(first_day__lte=today(project)).select_related("project")
    return [
        MonthRow(month, invoices.get(month.pk), amounts.get(month.pk, money.ZERO))
        for month in begun.order_by("-first_day")
    ]


def by_year(rows: list[MonthRow]) -> list[tuple[int, list[MonthRow]]]:
    years: dict[int, list[MonthRow]] = {}
    for row in rows:
        years.setdefault(row.month.first_day.year, []).append(row)
    return list(years.items())


def issued(rows: list[MonthRow]) -> list[MonthRow]:
    """The months whose papers have left the house."""
    return [row for row in rows if row.month.is_issued]


def current_month(project: Project) -> Month | None:
    """The month that waits to be closed: the first open one, if it has begun."""
    open_months = project.months.open().filter(first_day__lte=today(project))
    return open_months.select_related("project__owner").order_by("first_day").first()


def key_figures(project: Project) -> KeyFigures:
    """The figures of this year and of the whole project so far."""
    day = today(project)
    last = min(day, project.ends_on)
    first = max(date(day.year, 1, 1), project.starts_on)
    in_all = counts.unique_citizens(project, project.starts_on, last)
    working = [row.now for row in partner_staffing(project) if row.now]
    return KeyFigures(
        year=day.year,
        citizens_in_year=beside(project, in_all, counts.unique_citizens(project, first, last)),
        citizens_in_all=in_all,
        sessions_in_year=counts.sessions_held(project, first, last),
        meetings_in_year=counts.meetings_held(project, first, last),
        peers=sum(interval.peers for interval in working),
        fte=sum((interval.fte for interval in working), Decimal(0)),
        used=budget_used(project),
        time=time_passed(project),
    )


def beside(project: Project, whole: int | None, part: int | None) -> int | None:
    """The part, hidden where the whole beside it would tell of a few people who are not in it."""
    if whole is None or part is None:
        return part
    return None if counts.shown(project, whole - part) is None else part


def budget_used(project: Project) -> Share:
    """What is posted of the whole grant budget, kr., up to and including the month at hand."""
    begun = project.months.filter(first_day__lte=today(project)).select_related("project")
    month = begun.order_by("-first_day").first()
    if month is None:
        return Share(money.ZERO, money.ZERO)
    figures = accounts(month)
    return Share(figures.total("to_date"), figures.total("budget"))


def time_passed(project: Project) -> Share:
    """Days of the project up to and including today, of all its days."""
    first, last = project.starts_on, project.ends_on
    return Share(
        dates.overlap_days(first, last, first, today(project)),
        dates.overlap_days(first, last, first, last),
    )
