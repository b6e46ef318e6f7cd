"""Budget lines as a table. Amounts are kr."""

from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from budget import resources
from budget.actions.hand import refuse_partner
from budget.actions.imports import refuse_before_invoice
from budget.actions.sums import (
    Part,
    carry_all,
    closed_years,
    posted_on,
    refuse_above_grant,
    refuse_below,
    refuse_closed_years,
)
from budget.models import BudgetLine, BudgetYear, InvoiceLine, VoucherLine
from partners.models import Organisation
from partners.transfer.registry import register
from partners.transfer.table import Column, Plan, Row, Table
from peerstoette.lib import money
from peerstoette.lib.cells import Amount, Named, Number, Text, Whole, Words, yes_or_no
from peerstoette.lib.errors import RuleBroken

ONE = Decimal(1)


@register
class BudgetLineTable(Table):
    """The lines with their factors; the amounts of each year are in the whole budget's table."""

    slug = "budget-lines"
    title = gettext_lazy("Budget lines")
    about = gettext_lazy(
        "Lines are added and changed, never removed. What each year gets is imported at the budget's page."
    )
    model = BudgetLine
    key = ("number",)
    capability = "budget.edit"

    number = Column("number", resources.NUMBER, Whole(), required=True)
    group = Column("group", resources.GROUP, Words(resources.GROUPS), required=True)
    name_da = Column("name_da", resources.NAME, Text(), required=True)
    name_en = Column("name_en", resources.NAME_EN, Text(), required=True)
    partner = Column("partner", resources.PARTNER, Named("name"))
    norm = Column("norm", resources.NORM, Number(2))
    weekly_hours = Column("weekly_hours", resources.HOURS, Number(2))
    basis = Column("basis", resources.BASIS, Amount())
    posts = Column("posts", resources.POSTS, Number(2, empty=ONE))
    time_share = Column("time_share", resources.SHARE, Number(4, empty=ONE))
    growth = Column("growth", resources.GROWTH, Number(4, empty=ONE))
    phasing = Column(
        "phasing",
        resources.PHASING,
        Words(resources.PHASINGS, empty=BudgetLine.Phasing.EVEN),
    )
    is_yearly_duty = Column("is_yearly_duty", resources.DUTY, yes_or_no())
    stated_total = Column("stated_total", resources.TOTAL, Amount(), required=True)

    def rows(self) -> QuerySet:
        found = BudgetLine.objects.filter(project=self.project).visible_to(self.user)
        return found.select_related("partner").order_by("number")

    def known(self) -> dict:
        partners = self.project.partners.values("organisation")
        return {"partner": Organisation.objects.filter(pk__in=partners)}

    def judge(self, row: Row) -> None:
        """What the budget's own table refuses: negative figures, shares above what they can be."""
        for name in (
            "norm",
            "weekly_hours",
            "basis",
            "posts",
            "time_share",
            "growth",
            "stated_total",
        ):
            value = row.values[name]
            highest = resources.HIGHEST.get(name)
            if value is not None and (value < 0 or (highest is not None and value > highest)):
                row.wrong(
                    name,
                    _("write a number from 0 to %(highest)s, for example 0,54.")
                    % {"highest": str(highest or money.MAX_WHOLE_DIGITS * "9").replace(".", ",")},
                )
        try:
            refuse_partner(row.values["group"], row.values["partner"])
        except RuleBroken as refusal:
            row.refused(refusal)

    def check(self, plan: Plan) -> None:
        """What writing a line by hand refuses: while an invoice waits, another group, too little."""
        if not plan.rows:
            return
        try:
            refuse_before_invoice(self.project)
        except RuleBroken as refusal:
            plan.rows[0].refused(refusal)
        changed = [row.instance.pk for row in plan.changed]
        used = set(
            VoucherLine.objects.filter(budget_line__in=changed).values_list(
                "budget_line", flat=True
            )
        ) | set(
            InvoiceLine.objects.filter(budget_line__in=changed).values_list(
                "budget_line", flat=True
            )
        )
        for row in plan.changed:
            if "group" in row.before and row.instance.pk in used:
                row.wrong("group", _("the line has vouchers, so it keeps its group."))
        self._refuse_below_posted(plan.changed)
        closed, parts = closed_years(self.project), self._parts(plan)
        for row, (before, after) in zip([*plan.new, *plan.changed], parts, strict=True):
            try:
                refuse_closed_years(closed, before, after)
            except RuleBroken as refusal:
                row.refused(refusal)
        try:
            refuse_above_grant(self.project, parts)
        except RuleBroken as refusal:
            plan.rows[0].refused(refusal)

    def after_writing(self, plan: Plan, by: User) -> None:
        carry_all(self.project, self._parts(plan))

    def _parts(self, plan: Plan) -> list[tuple[Part, Part]]:
        """What each line of the file adds to the sums, before and after. A new one has no years yet."""
        years: dict[int, dict[int, Decimal]] = {}
        changed = [row.instance.pk for row in plan.changed]
        amounts = BudgetYear.objects.filter(line__in=changed)
        for line, year, amount in amounts.values_list("line", "year", "amount"):
            years.setdefault(line, {})[year] = amount
        parts = [
            (Part(), Part(row.values["group"], {}, row.values["stated_total"])) for row in plan.new
        ]
        for row in plan.changed:
            was, of_years = row.values | row.before, years.get(row.instance.pk, {})
            before = Part(was["group"], of_years, was["stated_total"])
            parts.append((before, Part(row.values["group"], of_years, row.values["stated_total"])))
        return parts

    def told(self, row: Row) -> dict:
        return {"number": row.instance.number, "total": str(row.instance.stated_total)}

    def _refuse_below_posted(self, changed: list[Row]) -> None:
        """No line is lowered below what is posted on it (R13). One query."""
        lowered = [row for row in changed if "stated_total" in row.before]
        posted = posted_on(row.instance for row in lowered)
        for row in lowered:
            on_it = posted.get(row.instance.pk, money.ZERO)
            try:
                refuse_below(on_it, row.values["stated_total"], row.before["stated_total"])
            except RuleBroken as refusal:
                row.refused(refusal)
