"""Upkeep of the budget. Vouchers and what has left the house are changed by the acts only."""

from django.contrib import admin

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
from partners.admin import ProjectRowAdmin


@admin.register(BudgetLine)
class BudgetLineAdmin(ProjectRowAdmin):
    list_display = ["number", "name_da", "group", "stated_total", "phasing", "project"]
    list_filter = ["project", "group"]
    search_fields = ["name_da", "name_en"]


@admin.register(BudgetYear)
class BudgetYearAdmin(ProjectRowAdmin):
    list_display = ["line", "year", "amount", "growth_steps", "year_share"]
    list_filter = ["project", "year"]
    autocomplete_fields = ["line"]


@admin.register(StatedSum)
class StatedSumAdmin(ProjectRowAdmin):
    list_display = ["scope", "year", "amount", "norm", "project"]


@admin.register(Grant)
class GrantAdmin(ProjectRowAdmin):
    list_display = ["project", "amount", "granted_on", "stated_average"]


@admin.register(Instalment)
class InstalmentAdmin(ProjectRowAdmin):
    list_display = ["year", "quarter", "amount", "project"]


@admin.register(Voucher)
class VoucherAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["code", "posting_date", "supplier", "text", "project"]
    search_fields = ["supplier", "text"]
    date_hierarchy = "posting_date"


@admin.register(VoucherLine)
class VoucherLineAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["voucher", "budget_line", "amount"]


@admin.register(Invoice)
class InvoiceAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["number", "kind", "month", "total", "issued_on", "project"]


@admin.register(InvoiceLine)
class InvoiceLineAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["invoice", "name_da", "amount"]


@admin.register(MonthSnapshot)
class MonthSnapshotAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["month", "project"]


@admin.register(Counter)
class CounterAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["issuer", "kind", "last_number"]
    list_filter = ["kind"]
