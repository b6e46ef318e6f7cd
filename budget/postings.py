"""What is posted in a project, added up by the database: every figure of the accounts starts here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, Sum

from budget.models import Voucher, VoucherLine
from partners.models import Project
from peerstoette.lib import money
from peerstoette.lib.once import once

A_CORRECTION = ExpressionWrapper(Q(voucher__corrects__isnull=False), BooleanField())


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


@once
def postings(project: Project) -> list[Posting]:
    """All of them, the earliest month first. One query."""
    lines = VoucherLine.objects.filter(project=project).annotate(is_correction=A_CORRECTION)
    sums = (
        lines.order_by("voucher__month__first_day", "budget_line_id", "is_correction")
        .values_list(
            "budget_line_id", "voucher__month_id", "voucher__month__first_day", "is_correction"
        )
        .annotate(amount=Sum("amount"), count=Count("pk"))
    )
    # SQLite adds decimals as binary numbers and tells truth as a number: both are restored here
    return [
        Posting(line, month, day, bool(is_correction), money.kroner(amount), count)
        for line, month, day, is_correction, amount, count in sums
    ]


def posted_by_month(project: Project) -> dict[int, Decimal]:
    """What is posted in each month by its id, kr."""
    amounts: dict[int, Decimal] = {}
    for each in postings(project):
        amounts[each.month_id] = amounts.get(each.month_id, money.ZERO) + each.amount
    return amounts


@once
def vouchers_by_month(project: Project) -> dict[int, Vouchers]:
    """The months with vouchers by their ids. One query."""
    lacking = Q(document="", corrects=None)  # as ``without_document``
    rows = (
        Voucher.objects.filter(project=project)
        .order_by()
        .values_list("month_id")
        .annotate(count=Count("pk"), undocumented=Count("pk", filter=lacking))
    )
    return {month_id: Vouchers(count, undocumented) for month_id, count, undocumented in rows}
