"""Short ways to what many tests of the books need."""

import struct
import zlib
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from budget.actions import close_month, create_voucher, issue_invoice
from budget.models import BudgetLine, Voucher
from partners.models import Month

PDF = b"%PDF-1.7\n%made up\nstartxref\n9\n%%EOF\n"


def png(width: int = 1, height: int = 1) -> bytes:
    """A picture that says it is of this size, and holds nothing."""
    out = [b"\x89PNG\r\n\x1a\n"]
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    for name, content in [(b"IHDR", header), (b"IEND", b"")]:
        check = zlib.crc32(name + content)
        out.append(struct.pack(">I4s", len(content), name) + content + struct.pack(">I", check))
    return b"".join(out)


PNG = png()


def upload(content: bytes = PDF, name: str = "kvittering.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def post(cast, *lines: tuple[BudgetLine, str], day: date = date(2018, 5, 20), **more) -> Voucher:
    """A voucher by the accountant, posted on the day; amounts as text in kr."""
    return create_voucher(
        by=cast.gitte,
        project=cast.project,
        document_date=day,
        posting_date=day,
        supplier="Prøvetaxa ApS",
        text="Kørsel til workshop",
        lines=[(line, Decimal(amount)) for line, amount in lines],
        **more,
    )


def close_until(cast, month: Month) -> None:
    """Issue every month before this one, and close this one."""
    for earlier in cast.project.months.filter(first_day__lt=month.first_day):
        close_month(by=cast.gitte, month=earlier)
        issue_invoice(by=cast.gitte, month=earlier)
    close_month(by=cast.gitte, month=month)
