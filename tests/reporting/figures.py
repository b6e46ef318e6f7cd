"""An invoice made of plain values, as large as a test wants it."""

from datetime import date
from decimal import Decimal

from peerstoette.lib.dates import Period
from reporting.paper.values import Heading, InvoicedLine, InvoiceFigures, Party, PostedVoucher

MAY = Period(date(2018, 5, 1), date(2018, 5, 31))


def invoice(
    *, vouchers: int = 2, supplier: str = "Prøvetaxa ApS", is_draft: bool = False
) -> InvoiceFigures:
    """Two lines; the vouchers share the first one's 1.000,00 kr. and add up to it."""
    share = Decimal("1000.00") / vouchers
    return InvoiceFigures(
        heading=Heading(
            sender=Party("Foreningen Fyrtårnet", street="Eksempelvej 12", cvr="10000009"),
            project="Prøveprojektet",
            period=MAY,
            dated=date(2018, 6, 13),
            is_draft=is_draft,
        ),
        recipient=Party("Region Testland", gln="5790000123452", cvr="29190623"),
        number=None if is_draft else 41,
        due_on=date(2018, 7, 13),
        reference="P-2018-017",
        contact="Projektkontrol",
        agreement="2014–2018",
        vat_note="Der opkræves ikke moms.",
        lines=(
            InvoicedLine(
                1,
                "staff",
                "Projektleder",
                Decimal("1000.00"),
                Decimal("5000.50"),
                Decimal("20000.00"),
                Decimal("14999.50"),
            ),
            InvoicedLine(
                2,
                "operating",
                "Transport",
                Decimal("0.00"),
                Decimal("300.00"),
                Decimal("2000.00"),
                Decimal("-12.25"),
            ),
        ),
        vouchers=tuple(
            PostedVoucher(1, f"2018-{n:04d}", date(2018, 5, 14), supplier, "Kørsel", share)
            for n in range(1, vouchers + 1)
        ),
    )
