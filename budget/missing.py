"""What the books lack."""

from django.db.models import Count, QuerySet

from budget.models import Voucher
from partners.models import Month, Project


def vouchers_without_document(month: Month) -> QuerySet[Voucher]:
    """The vouchers of the month that still need a document."""
    return month.vouchers.without_document().order_by("number")


def months_with_missing_documents(project: Project) -> list[tuple[Month, int]]:
    """The open months in which vouchers still need a document, and how many do, earliest first."""
    counts = Voucher.objects.filter(project=project).without_document().order_by()
    counts = dict(counts.values_list("month_id").annotate(Count("pk")))
    months = project.months.open().filter(pk__in=counts).order_by("first_day")
    return [(month, counts[month.pk]) for month in months]
