"""What is posted in a project, added up by the database: every figure of the accounts starts here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    DecimalField,
    ExpressionWrapper,
    Q,
    QuerySet,
    Sum,
    Value,
)

from budget.models import Voucher, VoucherLine
from partners.models import Project
from peerstoette.lib import money
from peerstoette.lib.once import once

A_CORRECTION = ExpressionWrapper(Q(voucher__corrects__isnull=False), BooleanField())
# as ``without_document``
LACKS_DOCUMENT = ExpressionWrapper(Q(document="", corrects=None), BooleanField())


@dataclass(frozen=True)
class Posting:
    """What a budget line got in a month, kr., and in how many voucher lines.

    Corrections of earlier months stand apart from what the month itself cost.
    """

    line_id: int
    month_id: int
    first_day: date
    is_correction: bool
    amount: Decimal
    count: int


@dataclass(frozen=True)
class Vouchers:
    """How many vouchers a month has, and how many of them still need a document."""

    count: int = 0
    undocumented: int = 0


def postings(project: Project) -> list[Posting]:
    """All of them, the earliest month first."""
    return _books(project)[0]


def posted_by_month(project: Project) -> dict[int, Decimal]:
    """What is posted in each month by its id, kr."""
    amounts: dict[int, Decimal] = {}
    for each in postings(project):
        amounts[each.month_id] = amounts.get(each.month_id, money.ZERO) + each.amount
    return amounts


def vouchers_by_month(project: Project) -> dict[int, Vouchers]:
    """The months with vouchers by their ids."""
    return _books(project)[1]


@once
def _books(project: Project) -> tuple[list[Posting], dict[int, Vouchers]]:
    """What is posted and how many vouchers there are, both by month. One query.

    A row without a budget line is of vouchers: the flag says that they lack a document.
    """
    posted, vouchers = [], {}
    for line, month, day, flag, amount, count in _sums(project).union(_counts(project), all=True):
        if line is None:
            lacking = count if flag else 0
            before = vouchers.get(month, Vouchers())
            vouchers[month] = Vouchers(before.count + count, before.undocumented + lacking)
        else:
            # SQLite adds decimals as binary numbers and tells truth as a number: restored here
            posted.append(Posting(line, month, day, bool(flag), money.kroner(amount), count))
    posted.sort(key=lambda each: (each.first_day, each.line_id, each.is_correction))
    return posted, vouchers


def _sums(project: Project) -> QuerySet:
    lines = VoucherLine.objects.filter(project=project).order_by()
    return (
        lines.annotate(flag=A_CORRECTION)
        .values_list("budget_line_id", "voucher__month_id", "voucher__month__first_day", "flag")
        .annotate(amount=Sum("amount"), count=Count("pk"))
    )


def _counts(project: Project) -> QuerySet:
    vouchers = Voucher.objects.filter(project=project).order_by()
    return (
        vouchers.annotate(line=Value(None, BigIntegerField()), flag=LACKS_DOCUMENT)
        .values_list("line", "month_id", "month__first_day", "flag")
        .annotate(amount=Value(money.ZERO, DecimalField()), count=Count("pk"))
    )
