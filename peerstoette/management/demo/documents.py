"""A one-page PDF for every voucher, the same bytes on every run."""

import hashlib
from decimal import Decimal
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from budget.models import BudgetLine, Voucher
from peerstoette.lib import money

LEFT, TOP, LEADING = 42, 540, 18
RIGHT = A5[0] - LEFT


def attach(voucher: Voucher, amounts: list[tuple[BudgetLine, Decimal]]) -> None:
    """Draw the bill, keep it where uploaded documents are kept, and note it on the voucher."""
    content = _draw(voucher, amounts)
    secret = hashlib.sha256(f"{voucher.project.slug} {voucher.code}".encode()).hexdigest()[:32]
    name = f"vouchers/{voucher.project_id}/{secret}.pdf"
    default_storage.delete(name)  # what an earlier build left there
    voucher.document.name = default_storage.save(name, ContentFile(content))
    voucher.document_type = "application/pdf"
    voucher.document_sha256 = hashlib.sha256(content).hexdigest()


def _draw(voucher: Voucher, amounts: list[tuple[BudgetLine, Decimal]]) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A5, invariant=True, lang="da")
    canvas.setTitle(f"Bilag {voucher.code}")
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(LEFT, TOP, voucher.supplier)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(LEFT, TOP - LEADING, f"Dato: {voucher.document_date:%d.%m.%Y}")
    canvas.drawString(LEFT, TOP - 2 * LEADING, voucher.text)
    y = TOP - 4 * LEADING
    for line, amount in amounts:
        canvas.drawString(LEFT, y, line.name_da)
        canvas.drawRightString(RIGHT, y, _kroner(amount))
        y -= LEADING
    canvas.line(LEFT, y + 10, RIGHT, y + 10)
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(LEFT, y - 6, "I alt, kr.")
    canvas.drawRightString(RIGHT, y - 6, _kroner(money.total(amount for _, amount in amounts)))
    canvas.setFont("Helvetica-Oblique", 9)
    canvas.drawString(
        LEFT, LEADING * 2, "Opdigtet bilag til demonstration. Ikke en rigtig regning."
    )
    canvas.save()
    return buffer.getvalue()


def _kroner(amount: Decimal) -> str:
    """The built-in fonts of PDF lack the true minus."""
    return money.show(amount).replace(money.MINUS, "-")
