"""The bills that the lead paid, month by month, on the lines of the grant."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from accounts import trail
from accounts.models import User
from budget.models import BudgetLine, Voucher, VoucherLine
from budget.models.plan import Group
from partners.models import Project, today
from peerstoette.lib import dates, money
from peerstoette.management.demo import days, documents, tables

# How much of a year's budget is used, by group; meetings have cost more than a year allowed (R13).
USED = {Group.STAFF: (0.972, 0.997), Group.OPERATING: (0.90, 0.985)}
USED_ON_MEETINGS = {2015: 0.98, 2016: 1.06, 2017: 1.0, 2018: 0.97}
USED_BY_LINE = {("peerstoette", 16): USED_ON_MEETINGS}
STARTED = {("peerstoette", 3): date(2015, 2, 1), ("peerstoette", 5): date(2015, 2, 1)}
PAY = {"løn", "peers", "pension"}  # bundles of bills.csv that are posted on the last workday
LATE = 0.015


@dataclass(eq=False)
class Bill:
    """A voucher before it has its number: what is on it, kr. by budget line."""

    document_date: date
    posting_date: date
    supplier: str
    text: str
    amounts: list[tuple[BudgetLine, Decimal]]
    corrects: "Bill | None" = None
    voucher: Voucher | None = field(default=None, repr=False)


def make_vouchers(rng: Random, project: Project, by: User) -> None:
    """Every bill until the day before the project's today, each with a document but the last."""
    lines = {line.number: line for line in project.budget_lines.prefetch_related("years")}
    bills = _paid(rng, project, lines)
    bills += _corrections(project, lines, bills)
    bills.sort(key=lambda bill: bill.posting_date)
    _number(project, by, bills)
    for bill in bills[:-1]:
        documents.attach(bill.voucher, bill.amounts)
    # a correction points at the voucher that was there before it
    Voucher.objects.bulk_create(bill.voucher for bill in bills if not bill.corrects)
    Voucher.objects.bulk_create(bill.voucher for bill in bills if bill.corrects)
    VoucherLine.objects.bulk_create(
        VoucherLine(project=project, voucher=bill.voucher, budget_line=line, amount=amount)
        for bill in bills
        for line, amount in bill.amounts
    )
    trail.record_many("voucher.create", (bill.voucher for bill in bills), by=by, project=project)


def _paid(rng: Random, project: Project, lines: dict[int, BudgetLine]) -> list[Bill]:
    """The bills of the table; those of one bundle in one month are one bill with several lines."""
    bundles: dict[tuple, list[tuple[BudgetLine, Decimal]]] = defaultdict(list)
    for row in tables.rows("bills", project.slug):
        line = lines[int(row["line"])]
        for index, (month, amount) in enumerate(_amounts(rng, project, line, row)):
            # what belongs to no bundle is a bill of its own
            bundle = row["bundle"] or f"{line.number}/{index}"
            bundles[month, bundle, row["supplier"], row["text"]].append((line, amount))
    bills = [
        _bill(rng, project, month, supplier, text, amounts, is_pay=bundle in PAY)
        for (month, bundle, supplier, text), amounts in bundles.items()
    ]
    return [bill for bill in bills if bill.posting_date < today(project)]


def _amounts(
    rng: Random, project: Project, line: BudgetLine, row: dict[str, str]
) -> Iterable[tuple[date, Decimal]]:
    """(month, kr.) of every bill of one row of the table; a year's bills sum to what is used of it."""
    started = STARTED.get((project.slug, line.number), project.starts_on)
    for year in line.years.all():
        if not year.amount:
            continue
        months = [
            first
            for number in row["months"].split()
            for first in [date(year.year, int(number), 1)] * int(row["a_month"])
            if started <= first <= project.ends_on
        ]
        used = rng.uniform(*USED[line.group])
        used = USED_BY_LINE.get((project.slug, line.number), {}).get(year.year, used)
        if months:
            amount = year.amount * Decimal(used) * int(row["share"]) / 100
            spread = int(row["spread"]) / 100
            weights = [Decimal(rng.uniform(1 - spread, 1 + spread)) for _ in months]
            yield from zip(months, money.split(money.kroner(amount), weights), strict=True)


def _bill(
    rng: Random,
    project: Project,
    month: date,
    supplier: str,
    text: str,
    amounts: list[tuple[BudgetLine, Decimal]],
    *,
    is_pay: bool,
) -> Bill:
    """Pay is posted on the last workday; other bills some days after their date, a few much later."""
    last = days.workday_before(dates.last_of_month(month))
    if is_pay:
        return Bill(
            last - dates.ONE_DAY, last, supplier, f"{text}, {dates.month_name(month)}", amounts
        )
    document_date = days.workday(month + timedelta(days=rng.randint(0, 21)))
    posting_date = min(days.workday(document_date + timedelta(days=rng.randint(1, 7))), last)
    if rng.random() < LATE:
        document_date -= timedelta(days=rng.randint(32, 55))
    return Bill(max(document_date, project.starts_on), posting_date, supplier, text, amounts)


def _corrections(
    project: Project, lines: dict[int, BudgetLine], bills: list[Bill]
) -> Iterable[Bill]:
    """A bill on the wrong line is reversed in an open month and posted again on the right one (R11)."""
    for row in tables.rows("corrections", project.slug):
        wrong = next(
            bill
            for bill in bills
            if f"{bill.posting_date:%Y-%m}" == row["posted_in"]
            and bill.amounts[0][0].number == int(row["line"])
        )
        day = days.workday(date.fromisoformat(f"{row['corrected_in']}-06"))
        amount = wrong.amounts[0][1]
        yield Bill(
            wrong.document_date,
            day,
            wrong.supplier,
            row["text"],
            [(wrong.amounts[0][0], -amount)],
            wrong,
        )
        yield Bill(
            wrong.document_date,
            day,
            wrong.supplier,
            wrong.text,
            [(lines[int(row["right_line"])], amount)],
        )


def _number(project: Project, by: User, bills: list[Bill]) -> None:
    """One series a year, in the order of posting."""
    months = {month.first_day: month for month in project.months.all()}
    last: dict[int, int] = defaultdict(int)
    for bill in bills:
        year = bill.posting_date.year
        last[year] += 1
        bill.voucher = Voucher(
            project=project,
            month=months[dates.first_of_month(bill.posting_date)],
            year=year,
            number=last[year],
            document_date=bill.document_date,
            posting_date=bill.posting_date,
            supplier=bill.supplier,
            text=bill.text,
            corrects=bill.corrects.voucher if bill.corrects else None,
            created_by=by,
        )
