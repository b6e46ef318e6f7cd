"""The papers of a month: filled from figures, drawn, and kept once they have left the house.

An issued month's paper is drawn once, from what was frozen, and from then on handed out as the same
bytes (research: bytes are only the same within one version of the libraries). Drafts are never kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.utils import translation
from django.utils.translation import get_language, pgettext

from budget import snapshots
from budget.accounts import accounts
from budget.actions.invoices import gets_invoice, lines_to_invoice
from budget.cofinancing import statement
from budget.models import Invoice, InvoiceLine, VoucherLine
from partners.models import Month, today
from peerstoette.lib.dates import Period
from reporting import sheets
from reporting.models import StoredPaper
from reporting.paper import accounts as accounts_paper
from reporting.paper import build
from reporting.paper import cofinancing as cofinancing_paper
from reporting.paper import invoice as invoice_paper
from reporting.paper.values import (
    AccountsFigures,
    CofinancingFigures,
    Heading,
    InvoicedLine,
    InvoiceFigures,
    Party,
    PostedVoucher,
)

Kind, Format = StoredPaper.Kind, StoredPaper.Format
MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Document:
    """A file to hand out."""

    name: str
    media_type: str
    content: bytes


def paper_of(month: Month, kind: str, format: str) -> Document | None:
    """A paper of an issued month: as stored, else drawn from what is frozen and stored now.

    None when there is no such paper: the month is not issued, or nothing was invoiced in it.
    """
    if not month.is_issued or (kind, format) not in DRAWERS:
        return None
    invoice = invoice_of(month)
    if kind == Kind.INVOICE and invoice is None:
        return None
    stored = StoredPaper.objects.filter(month=month, kind=kind, format=format).first()
    if stored is None:
        content = _draw(month, kind, format, invoice)
        stored, _created = StoredPaper.objects.get_or_create(
            month=month,
            kind=kind,
            format=format,
            defaults={
                "project": month.project,
                "content": content,
                "sha256": sha256(content).hexdigest(),
            },
        )
    return _document(month, kind, format, invoice, bytes(stored.content))


def draft_of(month: Month, kind: str, format: str) -> Document | None:
    """A paper of a month that is not issued, as its figures stand now, marked as a draft.

    None when there is no such paper: the month is issued, or as it stands gets no invoice.
    """
    if month.is_issued or (kind, format) not in DRAWERS:
        return None
    if kind == Kind.INVOICE and not gets_invoice(accounts(month)):
        return None
    return _document(month, kind, format, None, _draw(month, kind, format, None))


def papers_of(month: Month) -> list[Document]:
    """Every paper of an issued month."""
    found = [paper_of(month, kind, format) for kind, format in DRAWERS]
    return [document for document in found if document is not None]


def invoice_of(month: Month) -> Invoice | None:
    return Invoice.objects.filter(month=month).select_related("project").first()


def invoice_figures(month: Month, invoice: Invoice | None) -> InvoiceFigures:
    """The month's invoice as issued, or what it would be today."""
    project = month.project
    day = invoice.issued_on if invoice else today(project)
    return InvoiceFigures(
        heading=_heading(month, invoice),
        recipient=Party(**(invoice.recipient if invoice else snapshots.party(project.owner))),
        number=invoice.number if invoice else None,
        due_on=invoice.due_on if invoice else day + timedelta(days=project.lead.payment_days),
        reference=invoice.reference if invoice else project.invoice_reference,
        contact=invoice.contact if invoice else project.invoice_contact,
        agreement=snapshots.heading(month)["agreement"],
        vat_note=invoice.vat_note if invoice else project.invoice_vat_note,
        lines=_lines(month, invoice),
        vouchers=_vouchers(month),
    )


def accounts_figures(month: Month, invoice: Invoice | None) -> AccountsFigures:
    return AccountsFigures(_heading(month, invoice), accounts(month))


def cofinancing_figures(month: Month, invoice: Invoice | None) -> CofinancingFigures:
    return CofinancingFigures(_heading(month, invoice), statement(month))


@dataclass(frozen=True)
class Drawer:
    """How one kind of paper is made in one format."""

    figures: Callable[[Month, Invoice | None], Any]
    draw: Callable[[Any], bytes]


def _pdf(paper) -> Callable[[Any], bytes]:
    return lambda figures: build.draw(paper, figures)


DRAWERS = {
    (Kind.INVOICE, Format.PDF): Drawer(invoice_figures, _pdf(invoice_paper)),
    (Kind.ACCOUNTS, Format.PDF): Drawer(accounts_figures, _pdf(accounts_paper)),
    (Kind.ACCOUNTS, Format.XLSX): Drawer(accounts_figures, sheets.accounts),
    (Kind.COFINANCING, Format.PDF): Drawer(cofinancing_figures, _pdf(cofinancing_paper)),
    (Kind.COFINANCING, Format.XLSX): Drawer(cofinancing_figures, sheets.cofinancing),
}


def _draw(month: Month, kind: str, format: str, invoice: Invoice | None) -> bytes:
    drawer = DRAWERS[Kind(kind), Format(format)]
    with translation.override("da"):
        return drawer.draw(drawer.figures(month, invoice))


def _document(month, kind, format, invoice, content) -> Document:
    """``faktura-41-2018-05.pdf``: the name is Danish, as the paper is."""
    with translation.override("da"):
        parts = [_file_word(kind, invoice)]
        if kind == Kind.INVOICE:
            parts.append(str(invoice.number) if invoice else pgettext("file name", "draft"))
        elif not month.is_issued:
            parts.append(pgettext("file name", "draft"))
    return Document(
        f"{'-'.join([*parts, month.key])}.{format}", MEDIA_TYPES[Format(format)], content
    )


def _file_word(kind: str, invoice: Invoice | None) -> str:
    if invoice is not None and kind == Kind.INVOICE and invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return pgettext("file name", "credit-note")
    return {
        Kind.INVOICE: pgettext("file name", "invoice"),
        Kind.ACCOUNTS: pgettext("file name", "accounts"),
        Kind.COFINANCING: pgettext("file name", "co-financing"),
    }[Kind(kind)]


def _heading(month: Month, invoice: Invoice | None) -> Heading:
    said = snapshots.heading(month)
    return Heading(
        sender=Party(**(invoice.issuer if invoice else said["sender"])),
        project=said["project"],
        period=Period(month.first_day, month.last_day),
        dated=invoice.issued_on if invoice else _dated(month),
        is_draft=not month.is_issued,
    )


def _dated(month: Month) -> date:
    """A draft is of today; what is issued without an invoice is of the month's end."""
    return month.last_day if month.is_issued else today(month.project)


def _lines(month: Month, invoice: Invoice | None) -> tuple[InvoicedLine, ...]:
    if invoice:
        lines = invoice.lines.select_related("budget_line")
    else:
        lines = lines_to_invoice(accounts(month))
    return tuple(
        InvoicedLine(
            number=line.budget_line.number,
            group=line.group,
            name=_name(line),
            amount=line.amount,
            year_to_date=line.year_to_date,
            budget=line.budget,
            remaining=line.remaining,
        )
        for line in lines
    )


def _name(line: InvoiceLine) -> str:
    return line.name_en if get_language() == "en" else line.name_da


def _vouchers(month: Month) -> tuple[PostedVoucher, ...]:
    lines = VoucherLine.objects.filter(voucher__month=month).select_related(
        "voucher", "budget_line"
    )
    return tuple(
        PostedVoucher(
            line_number=line.budget_line.number,
            code=line.voucher.code,
            document_date=line.voucher.document_date,
            supplier=line.voucher.supplier,
            text=line.voucher.text,
            amount=line.amount,
        )
        for line in lines.order_by("budget_line__number", "voucher__number", "id")
    )
