"""The lists of months, of the papers that have left the house, and of what does not add up."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import django_filters
from django.db.models import QuerySet, Sum
from django.http import QueryDict
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from budget.models import Invoice
from partners.lists import ALL, Amount, Column, Filters, Rows, Table, years_of
from partners.models import Month, Project, today
from peerstoette.lib import dates, money
from reporting.findings import RULES, Explained, counts


@dataclass(frozen=True)
class MonthLine:
    """A month of a list; ``amount`` is what is posted in it, kr."""

    month: Month
    invoice: Invoice | None
    amount: Decimal

    @property
    def name(self) -> str:
        return capfirst(dates.month_name(self.month.first_day))


class PaperTable(Table):
    title = _("Papers")
    counted = ngettext_lazy("%(count)d month", "%(count)d months", "count")
    file_name = pgettext_lazy("file name", "papers")

    month = Column(_("Month"), accessor="name", order_by="first_day")
    invoice = Column(_("Invoice"), order_by="invoice__number", cell="reporting/_invoice_cell.html")
    amount = Amount(_("Amount, kr."), initial_sort_descending=True)
    accounts = Column(
        _("Monthly accounts"),
        accessor="month__key",
        orderable=False,
        exclude_from_export=True,
        cell="reporting/_accounts_cell.html",
    )
    cofinancing = Column(
        _("Co-financing"),
        accessor="month__key",
        orderable=False,
        exclude_from_export=True,
        cell="reporting/_cofinancing_cell.html",
    )

    class Meta:
        order_by = "-month"


class MonthTable(Table):
    title = _("Months")
    counted = ngettext_lazy("%(count)d month", "%(count)d months", "count")
    file_name = pgettext_lazy("file name", "months")

    month = Column(
        _("Month"), accessor="name", order_by="first_day", cell="reporting/_month_cell.html"
    )
    state = Column(
        _("State"),
        accessor="month__get_state_display",
        orderable=False,
        cell="reporting/_state_cell.html",
    )
    invoice = Column(_("Invoice"), order_by="invoice__number", cell="reporting/_invoice_cell.html")
    amount = Amount(_("Posted, kr."), initial_sort_descending=True)

    class Meta:
        order_by = "-month"


class FindingTable(Table):
    title = _("Findings")
    counted = ngettext_lazy("%(count)d finding", "%(count)d findings", "count")
    file_name = pgettext_lazy("file name", "findings")

    what = Column(
        _("What does not add up"),
        accessor="told",
        order_by="finding__title",
        cell="reporting/_finding_cell.html",
        css="ps-finding",
    )
    severity = Column(
        _("Severity"),
        accessor="finding__severity__label",
        order_by="weight",
        initial_sort_descending=True,
        cell="reporting/_severity_cell.html",
        css="ps-nowrap",
    )
    figures = Column(
        _("Figures"),
        orderable=False,
        cell="reporting/_figures_cell.html",
        css="ps-finding-figures",
    )
    rule = Column(
        _("Rule"),
        accessor="asked",
        order_by="rule_number",
        cell="reporting/_rule_cell.html",
        css="ps-finding-side",
    )
    where = Column(
        _("Mend it here"),
        accessor="finding__where",
        order_by="finding__where",
        cell="reporting/_where_cell.html",
        css="ps-finding-side",
    )

    class Meta:
        order_by = "-severity"


class FindingFilters(Filters):
    """The choices above the list are the severities, with how many there are of each."""

    quick = "severity"
    defaults = {"severity": ALL}

    severity = django_filters.ChoiceFilter(
        label=_("Severity"), method="by_severity", empty_label=None
    )
    rule = django_filters.ChoiceFilter(
        label=_("Rule"),
        method="by_rule",
        empty_label=_("All"),
        choices=[(rule, format_lazy("{} {}", rule, text)) for rule, text in RULES.items()],
    )

    def __init__(self, data: QueryDict, rows: Rows, *, project: Project, user: User) -> None:
        super().__init__(data, rows, project=project, user=user)
        tally = counts([row.finding for row in rows])
        self.filters["severity"].extra["choices"] = [
            (ALL, f"{gettext('All')} ({len(rows)})"),
            *((each.value, f"{each.label} ({count})") for each, count in tally.items()),
        ]

    def by_severity(self, rows: list[Explained], name: str, severity: str) -> Rows:
        return Rows(row for row in rows if severity in (ALL, row.finding.severity))

    def by_rule(self, rows: list[Explained], name: str, rule: str) -> Rows:
        return Rows(row for row in rows if row.finding.rule == rule)


class PaperFilters(Filters):
    year = django_filters.ChoiceFilter(
        label=_("Year"), field_name="first_day", lookup_expr="year", empty_label=_("All")
    )

    def __init__(self, data: QueryDict, rows, *, project: Project, user: User) -> None:
        super().__init__(data, rows, project=project, user=user)
        self.filters["year"].extra["choices"] = years_of(project)


class MonthFilters(PaperFilters):
    state = django_filters.ChoiceFilter(
        label=_("State"), empty_label=_("All"), choices=Month.State.choices
    )


def listed_months(project: Project) -> QuerySet:
    """Every month that has begun, with its invoice and what is posted in it."""
    begun = project.months.filter(first_day__lte=today(project))
    return begun.select_related("invoice").annotate(amount=Sum("vouchers__lines__amount"))


def issued_months(project: Project) -> QuerySet:
    """Those whose papers have left the house."""
    return listed_months(project).filter(state=Month.State.ISSUED)


def month_lines(months: Iterable[Month], project: Project) -> list[MonthLine]:
    lines = []
    for month in months:
        month.project = project
        # SQLite adds decimals as binary numbers: the øre are restored here
        amount = money.kroner(month.amount or 0)
        lines.append(MonthLine(month, getattr(month, "invoice", None), amount))
    return lines
