"""The specified monthly invoice, or credit note: by budget line, with its vouchers as an annex (R10).

It names no citizen and no peer.
"""

from decimal import Decimal

from django.utils.translation import gettext as _
from reportlab.platypus import KeepTogether, PageBreak

from budget.models.plan import GRANT_GROUPS
from peerstoette.lib import money
from reporting.paper import common, kit
from reporting.paper.build import Sheet
from reporting.paper.kit import Column, Fact, Row, RowKind
from reporting.paper.values import InvoiceFigures

FACTS_WIDTH = 225
AMOUNT_WIDTH = 82


def sheet(figures: InvoiceFigures) -> Sheet:
    return common.sheet(figures.heading, title(figures))


def title(figures: InvoiceFigures) -> str:
    """``Faktura 41``; a draft has no number yet."""
    name = _("Credit note") if figures.is_credit_note else _("Invoice")
    if figures.number is None:
        return _("%(paper)s, draft") % {"paper": name}
    return f"{name} {figures.number}"


def story(figures: InvoiceFigures) -> list:
    page = sheet(figures)
    return [
        *common.head(figures.heading, page),
        kit.side_by_side(_recipient(figures), _facts(figures), page.width, FACTS_WIDTH),
        kit.gap(18),
        _lines(figures, page.width),
        kit.gap(8),
        *_payment(figures, page.width),
        *_annex(figures, page.width),
    ]


def _recipient(figures: InvoiceFigures) -> list:
    recipient = figures.recipient
    numbers = [Fact(_("GLN"), recipient.gln), Fact(_("CVR"), common.pairs(recipient.cvr))]
    return [
        kit.paragraph(_("To"), kit.styles.LABEL),
        *common.address(recipient),
        kit.gap(3),
        *(kit.facts([number], FACTS_WIDTH) for number in numbers if number.value),
    ]


def _facts(figures: InvoiceFigures) -> list:
    rows = [
        Fact(_("Invoice date"), common.day(figures.heading.dated)),
        Fact(_("To be paid by"), common.day(figures.due_on), is_strong=True),
        Fact(_("Period"), common.period(figures.heading.period)),
        Fact(_("Order number"), figures.reference),
        Fact(_("Person reference"), figures.contact),
        Fact(_("Agreement"), _("Cooperation agreement %(years)s") % {"years": figures.agreement}),
    ]
    if figures.is_credit_note:
        del rows[1]
    return [kit.facts([row for row in rows if row.value], FACTS_WIDTH)]


def _lines(figures: InvoiceFigures, width: float):
    period = figures.heading.period
    columns = [
        Column(_("Budget line")),
        Column(_capital(common.month(period)), AMOUNT_WIDTH, is_amount=True),
        Column(
            _("Invoiced in %(year)s") % {"year": period.first.year}, AMOUNT_WIDTH, is_amount=True
        ),
        Column(_("Whole budget"), AMOUNT_WIDTH, is_amount=True),
        Column(_("Left of budget"), AMOUNT_WIDTH, is_amount=True),
    ]
    rows = [row for group in GRANT_GROUPS for row in _group(figures, group)]
    return kit.money_table(columns, rows, width)


def _group(figures: InvoiceFigures, group) -> list[Row]:
    lines = figures.group_lines(group)
    if not lines:
        return []
    body = [
        Row((line.name, *_amounts(line.amount, line.year_to_date, line.budget, line.remaining)))
        for line in lines
    ]
    # the budget's columns are not summed: lines without money this year are left out
    sums = (
        money.total(getattr(line, field) for line in lines) for field in ("amount", "year_to_date")
    )
    in_all = _("%(group)s in all") % {"group": group.label}
    return [
        Row((str(group.label),), RowKind.GROUP),
        *body,
        Row((in_all, *_amounts(*sums)), RowKind.SUM),
    ]


def _payment(figures: InvoiceFigures, width: float) -> list:
    total = money.show(figures.total)
    rows = [Fact(_("In all without VAT"), total), Fact(_("VAT"), money.show(money.ZERO))]
    if figures.is_credit_note:
        due = Fact(_("Credited, kr."), money.show(abs(figures.total)))
        return [kit.sum_box(rows, due, width), kit.gap(14), _note(figures)]
    due = Fact(_("To be paid, kr."), total)
    sender = figures.heading.sender
    halves = (
        [
            Fact(_("Bank account"), f"{sender.bank_registration} {sender.bank_account}".strip()),
            Fact(_("Message"), title(figures)),
        ],
        [
            Fact(_("Amount, kr."), total, is_strong=True),
            Fact(_("To be paid by"), common.day(figures.due_on), is_strong=True),
        ],
    )
    return [
        kit.sum_box(rows, due, width),
        KeepTogether(
            [kit.gap(14), kit.box(_("Payment"), halves, width), kit.gap(10), _note(figures)]
        ),
    ]


def _note(figures: InvoiceFigures):
    texts = [
        figures.vat_note,
        _("The vouchers are listed on the following pages.") if figures.vouchers else "",
        _(
            "Left of budget is the grant for the whole project less what has been used up to and"
            " including %(day)s."
        )
        % {"day": common.day(figures.heading.period.last)},
    ]
    return kit.note(" ".join(filter(None, texts)))


def _annex(figures: InvoiceFigures, width: float) -> list:
    """Each voucher under its budget line; a line's vouchers add up to its amount."""
    if not figures.vouchers:
        return []
    columns = [
        Column(_("Voucher"), 52),
        Column(_("Date"), 56),
        Column(_("Supplier"), 132),
        Column(_("Text")),
        Column(_("Amount, kr."), AMOUNT_WIDTH, is_amount=True),
    ]
    rows = []
    for line in figures.lines:
        vouchers = figures.vouchers_on(line)
        if vouchers:
            rows.append(Row((line.name, "", "", "", money.show(line.amount)), RowKind.GROUP))
            rows += [
                Row(
                    (
                        v.code,
                        common.short_day(v.document_date),
                        v.supplier,
                        v.text,
                        money.show(v.amount),
                    )
                )
                for v in vouchers
            ]
    in_all = money.total(v.amount for v in figures.vouchers)
    rows.append(Row((_("In all"), "", "", "", money.show(in_all)), RowKind.TOTAL))
    return [
        PageBreak(),
        kit.heading(_("Vouchers of %(month)s") % {"month": common.month(figures.heading.period)}),
        kit.gap(8),
        kit.money_table(columns, rows, width, density=kit.styles.DENSE),
    ]


def _amounts(*values: Decimal) -> tuple[str, ...]:
    return tuple(money.show(value) for value in values)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
