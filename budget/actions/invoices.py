"""Issuing the specified invoice of a closed month, with a number from a locked counter (R10)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from budget.accounts import Accounts, Row, accounts
from budget.actions.months import refuse_overrun
from budget.models import Counter, Invoice, InvoiceLine
from budget.snapshots import party
from partners.access import granting_role
from partners.models import Month, Organisation, today
from partners.months import locked
from peerstoette.lib.errors import RuleBroken


@transaction.atomic
def issue_invoice(*, by: User, month: Month, on: date | None = None) -> Invoice | None:
    """Issue the closed month, dated ``on`` or today; None where it gets no invoice.

    The invoice holds every line of the grant that has a budget or a voucher in the month's year. A
    negative net becomes a credit note. The number is taken last of all, so that the counter's row
    is locked for as short as can be. Raises RuleBroken unless the month is closed and not issued and
    every month before it is issued, and when a line has used more than its whole budget (R13).
    """
    month = locked(month)
    _refuse_issuing(month)
    figures = accounts(month)
    refuse_overrun(figures)
    invoice = None
    if gets_invoice(figures):
        invoice = _draft(by, month, figures, on or today(month.project))
    month.state = Month.State.ISSUED
    month.save(update_fields=["state"])
    if invoice is None:
        _record("month.issue", month, by, month, invoice="none")
        return None
    invoice.number = next_number(invoice.issuer_organisation, invoice.kind)
    invoice.save(update_fields=["number"])
    _record("invoice.issue", invoice, by, month, month=month.key, total=str(invoice.total))
    return invoice


def next_number(issuer: Organisation, kind: str) -> int:
    """The issuer's next number for a kind of document; others wait until this transaction ends."""
    counters = Counter.objects.filter(issuer=issuer, kind=kind)
    # whoever comes second waits here for the first one's row, and then finds it
    Counter.objects.bulk_create([Counter(issuer=issuer, kind=kind)], ignore_conflicts=True)
    counter = counters.select_for_update(of=("self",)).get()
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return counter.last_number


def gets_invoice(figures: Accounts) -> bool:
    """Whether the month is invoiced: to somebody else than the issuer, and of more than nothing.

    Nobody invoices itself. Nothing is to be paid where nothing was posted, nor where the vouchers
    add up to nothing: they then stand in the accounts only.
    """
    return figures.month.project.invoices_owner and figures.total("month") != 0


def lines_to_invoice(figures: Accounts) -> list[InvoiceLine]:
    """The lines that the month's invoice holds or would hold, on no invoice yet."""
    project = figures.month.project
    lines = project.budget_lines.in_bulk([row.line_id for row in figures.rows])
    return [
        InvoiceLine(
            project=project,
            budget_line=lines[row.line_id],
            group=row.group,
            name_da=row.name_da,
            name_en=row.name_en,
            amount=row.month,
            year_to_date=row.year_to_date,
            budget=row.budget,
            remaining=row.remaining,
        )
        for row in figures.rows
        if _is_invoiced(row)
    ]


def _is_invoiced(row: Row) -> bool:
    """Whether the line stands on the month's invoice: a budget or a voucher in the year.

    A voucher counts also where another one outweighs it, so that the annex holds every voucher.
    """
    return row.year_budget is not None or row.has_vouchers


def _refuse_issuing(month: Month) -> None:
    name = {"month": str(month).capitalize()}
    if month.is_open:
        raise RuleBroken(_("%(month)s is still open. Close it before you issue.") % name)
    if month.is_issued:
        raise RuleBroken(_("%(month)s has already been issued.") % name)
    earlier = month.project.months.filter(first_day__lt=month.first_day)
    waiting = earlier.exclude(state=Month.State.ISSUED).order_by("first_day").first()
    if waiting is not None:
        raise RuleBroken(
            _("%(earlier)s has not been issued. Issue the months in their order.")
            % {"earlier": str(waiting).capitalize()}
        )


def _draft(by: User, month: Month, figures: Accounts, day: date) -> Invoice:
    """The invoice without its number; with the number the database freezes it."""
    project = month.project
    total = figures.total("month")
    invoice = Invoice.objects.create(
        project=project,
        month=month,
        kind=Invoice.Kind.CREDIT_NOTE if total < 0 else Invoice.Kind.INVOICE,
        issuer_organisation=project.lead,
        issued_on=day,
        due_on=day + timedelta(days=project.lead.payment_days),
        issued_by=by,
        issuer=party(project.lead),
        recipient=party(project.owner),
        reference=project.invoice_reference,
        contact=project.invoice_contact,
        vat_note=project.invoice_vat_note,
        total=total,
    )
    lines = lines_to_invoice(figures)
    for line in lines:
        line.invoice = invoice
    InvoiceLine.objects.bulk_create(lines)
    return invoice


def _record(action: str, obj, by: User, of: Month, **details) -> None:
    role = granting_role(by, "month.close", of.project) or ""
    trail.record(
        action,
        obj,
        by=by,
        project=of.project,
        role=role,
        label=f"{obj.kind} {obj.number}" if isinstance(obj, Invoice) else of.key,
        **details,
    )
