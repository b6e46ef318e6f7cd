"""What the papers are drawn from: plain values, filled by ``reporting.papers``."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from budget.accounts import Accounts
from budget.cofinancing import Statement
from peerstoette.lib import money
from peerstoette.lib.dates import Period


@dataclass(frozen=True)
class Party:
    """Who sends or receives, as it was when the paper left the house."""

    name: str
    department: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    cvr: str = ""
    gln: str = ""
    bank_registration: str = ""
    bank_account: str = ""

    @property
    def address(self) -> tuple[str, ...]:
        place = f"{self.postcode} {self.city}".strip()
        return tuple(line for line in (self.department, self.street, place) if line)


@dataclass(frozen=True)
class Heading:
    """What every paper of a month says of itself; a draft carries no number and a watermark."""

    sender: Party
    project: str
    period: Period
    dated: date
    is_draft: bool = False


@dataclass(frozen=True)
class InvoicedLine:
    """A budget line of an invoice, kr."""

    number: int
    group: str
    name: str
    amount: Decimal
    year_to_date: Decimal
    budget: Decimal
    remaining: Decimal


@dataclass(frozen=True)
class PostedVoucher:
    """A voucher's part on the budget line ``line_number``, kr."""

    line_number: int
    code: str
    document_date: date
    supplier: str
    text: str
    amount: Decimal


@dataclass(frozen=True)
class InvoiceFigures:
    """A month's invoice, or its credit note when ``total`` is negative. ``number`` None: a draft.

    ``agreement`` is the agreement's years. The vouchers add up to the lines and so to the total.
    """

    heading: Heading
    recipient: Party
    number: int | None
    due_on: date
    reference: str
    contact: str
    agreement: str
    vat_note: str
    lines: tuple[InvoicedLine, ...]
    vouchers: tuple[PostedVoucher, ...]

    @property
    def total(self) -> Decimal:
        return money.total(line.amount for line in self.lines)

    @property
    def is_credit_note(self) -> bool:
        return self.total < 0

    def group_lines(self, group: str) -> tuple[InvoicedLine, ...]:
        return tuple(line for line in self.lines if line.group == group)

    def vouchers_on(self, line: InvoicedLine) -> tuple[PostedVoucher, ...]:
        return tuple(v for v in self.vouchers if v.line_number == line.number)


@dataclass(frozen=True)
class AccountsFigures:
    heading: Heading
    accounts: Accounts


@dataclass(frozen=True)
class CofinancingFigures:
    heading: Heading
    statement: Statement
