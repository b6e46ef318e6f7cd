"""Upkeep of the budget. Vouchers and what has left the house are changed by the acts only.

Leaders read the budget here: its own pages refuse what would lower it below what is posted (R13).
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin import TrailAdmin
from budget.models import (
    BudgetLine,
    BudgetYear,
    Counter,
    Grant,
    Instalment,
    Invoice,
    InvoiceLine,
    MonthSnapshot,
    StatedSum,
    Voucher,
    VoucherLine,
)
from partners.upkeep import VIEW, ProjectRowAdmin


@admin.register(BudgetLine)
class BudgetLineAdmin(ProjectRowAdmin):
    leader_may = VIEW
    list_display = ["number", "name_da", "group", "stated_total", "phasing", "project"]
    list_filter = ["project", "group"]
    search_fields = ["name_da", "name_en"]


@admin.register(BudgetYear)
class BudgetYearAdmin(ProjectRowAdmin):
    leader_may = VIEW
    list_display = ["line", "year", "amount", "growth_steps", "year_share"]
    list_filter = ["project", "year"]
    list_select_related = ["line"]
    search_fields = ["line__name_da", "line__name_en"]
    autocomplete_fields = ["line"]


@admin.register(StatedSum)
class StatedSumAdmin(ProjectRowAdmin):
    leader_may = VIEW
    list_display = ["scope", "year", "amount", "norm", "project"]
    list_filter = ["project", "scope", "year"]


@admin.register(Grant)
class GrantAdmin(ProjectRowAdmin):
    leader_may = VIEW
    list_display = ["project", "amount", "granted_on", "stated_average"]
    search_fields = ["project__name"]
    date_hierarchy = "granted_on"


@admin.register(Instalment)
class InstalmentAdmin(ProjectRowAdmin):
    leader_may = VIEW
    list_display = ["year", "quarter", "amount", "project"]
    list_filter = ["project", "year"]


@admin.register(Voucher)
class VoucherAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["shown_code", "posting_date", "supplier", "text", "project"]
    list_filter = ["project", "year"]
    list_select_related = ["project"]
    search_fields = ["number", "supplier", "text"]
    date_hierarchy = "posting_date"

    @admin.display(description=_("Voucher"), ordering="number")
    def shown_code(self, voucher: Voucher) -> str:
        return voucher.code


@admin.register(VoucherLine)
class VoucherLineAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["voucher", "budget_line", "amount"]
    list_filter = ["project", "budget_line"]
    list_select_related = ["voucher", "budget_line"]
    search_fields = ["voucher__supplier", "voucher__text", "budget_line__name_da"]
    date_hierarchy = "voucher__posting_date"


@admin.register(Invoice)
class InvoiceAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["number", "kind", "month", "total", "issued_on", "project"]
    list_filter = ["project", "kind"]
    list_select_related = ["month", "project"]
    search_fields = ["number"]
    date_hierarchy = "issued_on"


@admin.register(InvoiceLine)
class InvoiceLineAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["invoice", "name_da", "amount"]
    list_select_related = ["invoice"]
    search_fields = ["name_da", "name_en"]


@admin.register(MonthSnapshot)
class MonthSnapshotAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["month", "project"]
    date_hierarchy = "month__first_day"


@admin.register(Counter)
class CounterAdmin(TrailAdmin):
    """Of an issuer, whose projects share the series: for superusers."""

    is_frozen = True
    list_select_related = ["issuer"]
    list_display = ["issuer", "kind", "last_number"]
    list_filter = ["kind"]
