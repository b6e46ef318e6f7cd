"""The list of emergency accesses, for those who look at them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from citizens.models import EmergencyAccess
from partners.lists import ALL, Column, Day, Filters, Table

WAITING, SEEN = "waiting", "seen"


@dataclass(frozen=True)
class EmergencyRow:
    use: EmergencyAccess

    @property
    def when(self) -> str:
        return date_format(timezone.localtime(self.use.began_at), "SHORT_DATETIME_FORMAT")

    @property
    def seen_on(self) -> date | None:
        at = self.use.acknowledged_at
        return at and timezone.localdate(at)


class EmergencyTable(Table):
    """The reason stays on the page: what somebody wrote of a citizen is not taken along as a file."""

    title = _("Emergency accesses")
    counted = ngettext_lazy("%(count)d emergency access", "%(count)d emergency accesses", "count")
    file_name = pgettext_lazy("file name", "emergency-accesses")

    when = Column(
        _("When"), order_by=("began_at", "id"), initial_sort_descending=True, css="ps-nowrap"
    )
    person = Column(
        _("Person"),
        accessor="use__person",
        order_by=("person__first_name", "person__last_name", "began_at"),
    )
    citizen = Column(
        _("Citizen"),
        accessor="use__citizen__code",
        order_by=("citizen__number", "began_at"),
        css="ps-nowrap",
    )
    reason = Column(_("Reason"), accessor="use__reason", orderable=False, exclude_from_export=True)
    seen_on = Day(
        _("Looked at"),
        order_by=("acknowledged_at", "began_at"),
        initial_sort_descending=True,
        cell="citizens/_emergency_cell.html",
    )
    seen_by = Column(
        _("Looked at by"),
        accessor="use__acknowledged_by",
        order_by=("acknowledged_by__first_name", "acknowledged_by__last_name", "began_at"),
    )

    class Meta:
        order_by = "-when"


class EmergencyFilters(Filters):
    quick = "seen"
    defaults = {"seen": ALL}

    seen = django_filters.ChoiceFilter(
        label=_("Looked at"),
        method="by_seen",
        empty_label=None,
        choices=[(ALL, _("All")), (WAITING, _("To look at")), (SEEN, _("Looked at"))],
    )

    def by_seen(self, rows: QuerySet, name: str, seen: str) -> QuerySet:
        return rows if seen == ALL else rows.filter(acknowledged_at__isnull=seen == WAITING)


def emergency_rows(uses: Iterable[EmergencyAccess]) -> list[EmergencyRow]:
    return [EmergencyRow(each) for each in uses]
