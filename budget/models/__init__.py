"""The money: what is granted, what is spent, what is invoiced. It cannot see a citizen."""

from budget.models.books import Voucher, VoucherLine
from budget.models.invoices import Counter, Invoice, InvoiceLine, MonthSnapshot
from budget.models.plan import BudgetLine, BudgetYear, Grant, Instalment, StatedSum

__all__ = [
    "BudgetLine",
    "BudgetYear",
    "Counter",
    "Grant",
    "Instalment",
    "Invoice",
    "InvoiceLine",
    "MonthSnapshot",
    "StatedSum",
    "Voucher",
    "VoucherLine",
]
