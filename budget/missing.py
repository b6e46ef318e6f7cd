"""What the books lack."""

from django.db.models import QuerySet

from budget.models import Voucher
from budget.postings import vouchers_by_month
from partners.models import Month, Project
from partners.months import months_of


def vouchers_without_document(month: Month) -> QuerySet[Voucher]:
    """The vouchers of the month that still need a document."""
    return month.vouchers.without_document().order_by("number")


def months_with_missing_documents(project: Project) -> list[tuple[Month, int]]:
    """The open months in which vouchers still need a document, and how many do, earliest first."""
    found = vouchers_by_month(project)
    return [
        (month, found[month.pk].undocumented)
        for month in months_of(project)
        if month.is_open and month.pk in found and found[month.pk].undocumented
    ]
