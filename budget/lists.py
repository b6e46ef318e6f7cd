"""The list of vouchers."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy
from django_filters.fields import ModelChoiceField

from accounts.models import User
from budget.forms import grant_lines
from budget.models import BudgetLine, Voucher
from partners.lists import Amount, Column, Day, Filters, Table, month_days, months_of
from partners.models import Project, today
from peerstoette.lib import money


@dataclass(frozen=True)
class VoucherRow:
    voucher: Voucher

    @property
    def lines(self) -> str:
        return ", ".join(line.budget_line.name for line in self.voucher.lines.all())

    @property
    def document(self) -> str:
        """Whether the document is there; a correction stands on that of the voucher it corrects."""
        if self.voucher.document:
            return _("Attached")
        return _("Correction") if self.voucher.corrects_id else _("Missing")

    @property
    def amount(self) -> Decimal:
        """Of the budget line that is asked for, else of all; SQLite adds decimals as binary numbers."""
        return money.kroner(self.voucher.amount)


class VoucherTable(Table):
    title = gettext_lazy("Vouchers")
    counted = ngettext_lazy("%(count)d voucher", "%(count)d vouchers", "count")
    file_name = pgettext_lazy("file name", "vouchers")

    code = Column(
        gettext_lazy("Voucher"),
        accessor="voucher__code",
        order_by=("year", "number"),
        cell="budget/_code_cell.html",
        css="ps-nowrap",
    )
    posted = Day(
        gettext_lazy("Posted"),
        accessor="voucher__posting_date",
        order_by=("posting_date", "year", "number"),
        initial_sort_descending=True,
    )
    supplier = Column(gettext_lazy("Supplier"), accessor="voucher__supplier", order_by="supplier")
    text = Column(gettext_lazy("Text"), accessor="voucher__text", orderable=False)
    lines = Column(gettext_lazy("Budget line"), orderable=False)
    document = Column(gettext_lazy("Document"), orderable=False, cell="budget/_document_cell.html")
    amount = Amount(gettext_lazy("Amount, kr."), initial_sort_descending=True)

    class Meta:
        order_by = "-code"


class LineField(ModelChoiceField):
    def label_from_instance(self, line: BudgetLine) -> str:
        return line.name


class LineFilter(django_filters.ModelChoiceFilter):
    field_class = LineField


class VoucherFilters(Filters):
    month = django_filters.ChoiceFilter(
        label=gettext_lazy("Month"), empty_label=gettext_lazy("All months")
    )
    line = LineFilter(label=gettext_lazy("Budget line"), empty_label=gettext_lazy("All lines"))
    document = django_filters.ChoiceFilter(
        label=gettext_lazy("Document"),
        empty_label=gettext_lazy("All"),
        choices=[("missing", gettext_lazy("Missing"))],
    )

    def __init__(self, data: QueryDict, rows, *, project: Project, user: User) -> None:
        super().__init__(data, rows, project=project, user=user)
        self.filters["month"].extra["choices"] = months_of(project, today(project))
        self.filters["line"].queryset = grant_lines(project)

    def found(self) -> QuerySet:
        asked = self.form.cleaned_data
        return self.queryset.search(
            days=month_days(asked["month"]) if asked["month"] else None,
            line=asked["line"],
            without_document=asked["document"] == "missing",
        )


def voucher_rows(vouchers: Iterable[Voucher]) -> list[VoucherRow]:
    return [VoucherRow(voucher) for voucher in vouchers]
