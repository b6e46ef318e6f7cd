"""What is done with the money: vouchers are posted, months closed, invoices issued."""

from budget.actions.hand import remove_line, save_line, set_grant, set_instalments
from budget.actions.imports import import_budget, import_payments
from budget.actions.invoices import issue_invoice
from budget.actions.months import close_month
from budget.actions.vouchers import (
    attach_document,
    correct_voucher,
    create_voucher,
    update_voucher,
)

__all__ = [
    "attach_document",
    "close_month",
    "correct_voucher",
    "create_voucher",
    "import_budget",
    "import_payments",
    "issue_invoice",
    "remove_line",
    "save_line",
    "set_grant",
    "set_instalments",
    "update_voucher",
]
