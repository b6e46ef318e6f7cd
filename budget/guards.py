"""What the database itself refuses in the books: changes in closed months and of issued invoices."""

from partners.guards import MONTH_CLOSED
from peerstoette.lib.triggers import Guard, frozen, register


def month_closed(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM partners_month m WHERE m.id = {row}.month_id"
        f" AND m.state IN {MONTH_CLOSED})"
    )


def voucher_month_closed(row: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM budget_voucher v JOIN partners_month m ON m.id = v.month_id"
        f" WHERE v.id = {row}.voucher_id AND m.state IN {MONTH_CLOSED})"
    )


def invoice_issued(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM budget_invoice i WHERE i.id = {row}.invoice_id"
        " AND i.number IS NOT NULL)"
    )


LINE_IN_USE = (
    "(EXISTS (SELECT 1 FROM budget_voucherline l WHERE l.budget_line_id = OLD.id)"
    " OR EXISTS (SELECT 1 FROM budget_invoiceline l WHERE l.budget_line_id = OLD.id))"
)
LINE_MOVED = '(NEW.number <> OLD.number OR NEW."group" <> OLD."group")'
MONTH_WAITS_FOR_INVOICE = (
    "EXISTS (SELECT 1 FROM partners_month m WHERE m.project_id = OLD.project_id"
    " AND m.state = 'closed')"
)
# numbers without gaps: the series goes on by one, and belongs to whom it has begun with
COUNTER_JUMPS = (
    "NEW.last_number < OLD.last_number OR NEW.last_number > OLD.last_number + 1"
    " OR NEW.issuer_id <> OLD.issuer_id OR NEW.kind <> OLD.kind"
)


def guarded(table: str, name: str, condition) -> list[Guard]:
    """No row comes, changes or goes while the condition holds for it."""
    return [
        Guard(table, "INSERT", name, condition("NEW")),
        Guard(table, "UPDATE", name, f"{condition('OLD')} OR {condition('NEW')}"),
        Guard(table, "DELETE", name, condition("OLD")),
    ]


register(
    # vouchers would leave the accounts with their line, or an issued invoice read otherwise
    Guard("budget_budgetline", "UPDATE", "in_use", f"{LINE_MOVED} AND {LINE_IN_USE}"),
    # the invoice of a closed month names the lines as they stood at closing
    Guard("budget_budgetline", "DELETE", "closed", MONTH_WAITS_FOR_INVOICE),
    *guarded("budget_voucher", "month", month_closed),
    *guarded("budget_voucherline", "month", voucher_month_closed),
    *frozen("budget_invoice", "OLD.number IS NOT NULL"),
    Guard("budget_counter", "INSERT", "begins", "NEW.last_number <> 0"),
    Guard("budget_counter", "UPDATE", "by_one", COUNTER_JUMPS),
    Guard("budget_counter", "DELETE", "begun", "OLD.last_number > 0"),
    *guarded("budget_invoiceline", "issued", invoice_issued),
    *frozen("budget_monthsnapshot"),
)
