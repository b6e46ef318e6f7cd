"""Vouchers as a table. Amounts are kr."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tablib import Dataset

from accounts.models import User
from budget.models import BudgetLine, Voucher, VoucherLine
from budget.models.plan import GRANT_GROUPS
from partners.models import Month
from partners.months import lock_open_months, refuse_closed, refuse_outside_period
from partners.transfer.registry import register
from partners.transfer.table import BATCH, Column, Plan, Row, Table
from peerstoette.lib import dates, money
from peerstoette.lib.cells import Amount, Day, Text, Whole
from peerstoette.lib.errors import RuleBroken

HEAD = ("posting_date", "document_date", "supplier", "text")
CODE = re.compile(r"[0-9]{4}-[0-9]{4,}")


@dataclass
class Bill:
    """The rows of the file that belong to one voucher: the first says what all of them share."""

    first: Row
    lines: list[tuple[BudgetLine, Decimal]] = field(default_factory=list)


@register
class VoucherTable(Table):
    """Vouchers with their lines: a row for each line. Only open months are written in (R11)."""

    slug = "vouchers"
    title = gettext_lazy("Vouchers")
    about = gettext_lazy(
        "A row is a line of a voucher; rows with the same voucher belong together. New ones are named"
        " freely, for example ny-1, and numbered here. Only open months are written in. Documents and"
        " corrections are made at the voucher's page."
    )
    model = Voucher
    key = ("code",)
    capability = "vouchers.edit"

    code = Column("code", "bilag", Text(), required=True)
    posting_date = Column("posting_date", "bogført", Day(), required=True)
    document_date = Column("document_date", "bilagsdato", Day(), required=True)
    supplier = Column("supplier", "leverandør", Text(), required=True)
    text = Column("text", "tekst", Text(), required=True)
    corrects = Column("corrects__code", "retter", Text())
    line = Column("line", "nr", Whole(), required=True)
    amount = Column("amount", "beløb", Amount(), required=True)

    def rows(self) -> QuerySet:
        found = Voucher.objects.filter(project=self.project).visible_to(self.user)
        found = found.select_related("corrects", "month").prefetch_related("lines__budget_line")
        return found.order_by("year", "number")

    def export_rows(self) -> Iterator[list]:
        """A row for each line, in the order in which they were written."""
        own = [column for column in self.columns if column.attribute not in {"line", "amount"}]
        line, amount = self.fields["line"].widget, self.fields["amount"].widget
        for voucher in self.rows():
            head = [column.export(voucher) for column in own]
            for each in sorted(voucher.lines.all(), key=lambda each: each.pk):
                yield [*head, line.render(each.budget_line.number), amount.render(each.amount)]

    def plan(self, dataset: Dataset) -> Plan:
        plan = Plan(problems=self.columns_problems(dataset.headers))
        if plan.problems:
            return plan
        self._learn()
        bills: dict[str, Bill] = {}
        for row in self.read(dataset, plan.problems):
            if not row.is_wrong:
                self._add(row, bills)
        if not bills and not plan.problems:
            plan.problems.append(_("The table holds no rows."))
        if not plan.problems:
            standing = {voucher.code: voucher for voucher in self.rows()}
            for bill in bills.values():
                self._judge(bill, standing.get(bill.first.values["code"]), plan)
        return plan

    def stored(self, names: set[str]) -> set[str]:
        return names - {"amount"} | ({"month"} if "posting_date" in names else set())

    def lock(self) -> None:
        lock_open_months(self.project)
        super().lock()

    def after_writing(self, plan: Plan, by: User) -> None:
        rewritten = [row.instance for row in plan.changed if "amount" in row.before]
        VoucherLine.objects.filter(voucher__in=rewritten).delete()
        VoucherLine.objects.bulk_create(
            [
                VoucherLine(
                    project=self.project, voucher=row.instance, budget_line=line, amount=amount
                )
                for row in plan.rows
                if not row.before or "amount" in row.before
                for line, amount in row.values["lines"]
            ],
            batch_size=BATCH,
        )

    def told(self, row: Row) -> dict:
        """The total, kr., and what it was before the lines changed."""
        total = money.total(amount for _line, amount in row.values["lines"])
        was = money.total(amount for _line, amount in row.before.get("amount", []))
        return {"total": str(total), **({"was": str(was)} if "amount" in row.before else {})}

    def _learn(self) -> None:
        """What the rows are held against, read once."""
        lines = self.project.budget_lines.filter(group__in=GRANT_GROUPS)
        self.lines = {line.number: line for line in lines}
        self.months = {month.first_day: month for month in self.project.months.all()}
        open_days = [day for day, month in self.months.items() if month.is_open]
        self.first_open = min(open_days, default=None)
        highest = self.project.vouchers.order_by().values("year").annotate(last=Max("number"))
        self.numbers = Counter({each["year"]: each["last"] for each in highest})

    def _add(self, row: Row, bills: dict[str, Bill]) -> None:
        """Put the row's line on its voucher."""
        line = self.lines.get(row.values["line"])
        if line is None:
            row.wrong("line", _("no line of the grant has this number."))
        if not row.values["amount"]:
            row.wrong("amount", _("write an amount other than zero."))
        bill = bills.setdefault(row.values["code"], Bill(row))
        for name in (*HEAD, "corrects__code"):
            if row.values[name] != bill.first.values[name]:
                row.wrong(
                    name,
                    _("this is not what row %(row)d says of the same voucher.")
                    % {"row": bill.first.number},
                )
        bill.lines.append((line, row.values["amount"]))

    def _judge(self, bill: Bill, standing: Voucher | None, plan: Plan) -> None:
        row = bill.first
        row.values["lines"] = bill.lines
        if standing is None:
            self._number(row)
            plan.new.append(row)
        else:
            row.instance, row.before = standing, self._differences(bill, standing)
            if not row.before:
                plan.same += 1
                return
            self._refuse_change(row, standing)
            for name in HEAD:
                setattr(standing, name, row.values[name])
            plan.changed.append(row)
        try:
            row.instance.month = self._open_month(row.values["posting_date"])
        except RuleBroken as refusal:
            row.refused(refusal)
        self.clean(row)

    def _number(self, row: Row) -> None:
        """The next number of its year. A code that is written must be the one it gets."""
        year = row.values["posting_date"].year
        self.numbers[year] += 1
        head = {name: row.values[name] for name in HEAD}
        row.instance = Voucher(
            project=self.project, year=year, number=self.numbers[year], created_by=self.user, **head
        )
        if CODE.fullmatch(row.values["code"]) and row.values["code"] != row.instance.code:
            row.wrong(
                "code",
                _("a new voucher would get the number %(code)s here. Call it ny-1, for example.")
                % {"code": row.instance.code},
            )
        if row.values["corrects__code"]:
            row.wrong("corrects__code", _("a correction is posted at the page of its voucher."))

    def _differences(self, bill: Bill, standing: Voucher) -> dict:
        said = {name: bill.first.values[name] for name in HEAD}
        before = {
            name: getattr(standing, name)
            for name, value in said.items()
            if getattr(standing, name) != value
        }
        lines = sorted(standing.lines.all(), key=lambda each: each.pk)
        if [(line.budget_line, line.amount) for line in lines] != bill.lines:
            before["amount"] = [(str(line.budget_line), line.amount) for line in lines]
        corrected = standing.corrects.code if standing.corrects else ""
        if bill.first.values["corrects__code"] != corrected:
            bill.first.wrong("corrects__code", _("what a voucher corrects does not change."))
        return before

    def _refuse_change(self, row: Row, standing: Voucher) -> None:
        """What a voucher's own page refuses: a closed month, another year, another reversal."""
        first = next(iter(row.before))
        if not standing.month.is_open:
            row.wrong(
                first,
                _("%(month)s is closed. Correct the voucher in an open month instead.")
                % {"month": str(standing.month).capitalize()},
            )
        elif row.values["posting_date"].year != standing.year:
            row.wrong(
                "posting_date",
                _("Voucher %(voucher)s is numbered in %(year)d. Choose a date in that year.")
                % {"voucher": standing.code, "year": standing.year},
            )
        elif standing.corrects and "amount" in row.before:
            row.wrong(
                "amount",
                _("The voucher reverses %(voucher)s, so its lines stay as they are.")
                % {"voucher": standing.corrects.code},
            )

    def _open_month(self, day: date) -> Month:
        refuse_outside_period(self.project, day, field="posting_date")
        month = self.months[dates.first_of_month(day)]
        if not month.is_open:
            refuse_closed(month, choose_from=self.first_open, field="posting_date")
        return month
