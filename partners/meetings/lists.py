"""The list of the bodies' meetings."""

from collections.abc import Iterable
from dataclasses import dataclass

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from accounts.models import User
from partners.lists import ALL, Column, Day, Filters, Table, by_label, years_of
from partners.models import Body, BodyMeeting, Project, today

AHEAD, PAST = "ahead", "past"


@dataclass(frozen=True)
class MeetingRow:
    meeting: BodyMeeting

    @property
    def time(self) -> str:
        return f"{time_format(self.meeting.starts_at)}–{time_format(self.meeting.ends_at)}"


class MeetingTable(Table):
    title = _("Meetings")
    counted = ngettext_lazy("%(count)d meeting", "%(count)d meetings", "count")
    file_name = pgettext_lazy("file name", "meetings")

    body = Column(
        _("Meeting"),
        accessor="meeting__body",
        order_by=("body__name", "date", "starts_at"),
        cell="partners/_body_meeting_cell.html",
    )
    date = Day(
        _("Date"),
        accessor="meeting__date",
        order_by=("date", "starts_at"),
        initial_sort_descending=True,
    )
    time = Column(_("Time"), orderable=False, css="ps-nowrap")
    place = Column(_("Place"), accessor="meeting__place", order_by="place")
    state = Column(
        _("State"),
        accessor="meeting__get_state_display",
        order_by=("state_place", "date"),
        cell="partners/_meeting_state_cell.html",
    )

    class Meta:
        order_by = "-date"


class AheadTable(MeetingTable):
    """Those to come: the next one first."""

    class Meta(MeetingTable.Meta):
        order_by = "date"


class MeetingFilters(Filters):
    quick = "when"
    defaults = {"when": ALL}

    when = django_filters.ChoiceFilter(
        label=_("When"),
        method="by_when",
        empty_label=None,
        choices=[(ALL, _("All")), (AHEAD, _("Ahead")), (PAST, _("Until now"))],
    )
    body = django_filters.ModelChoiceFilter(label=_("Body"), empty_label=_("All"))
    year = django_filters.ChoiceFilter(
        label=_("Year"), field_name="date", lookup_expr="year", empty_label=_("All")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), empty_label=_("All"), choices=BodyMeeting.State.choices
    )

    def __init__(self, data: QueryDict, rows, *, project: Project, user: User) -> None:
        super().__init__(data, rows, project=project, user=user)
        self.filters["body"].queryset = Body.objects.filter(pk__in=rows.order_by().values("body"))
        self.filters["year"].extra["choices"] = years_of(project)

    def by_when(self, rows: QuerySet, name: str, when: str) -> QuerySet:
        day = today(self.project)
        if when == ALL:
            return rows
        return rows.filter(date__gte=day) if when == AHEAD else rows.filter(date__lt=day)


def listed_meetings(meetings: QuerySet) -> QuerySet:
    return meetings.alias(state_place=by_label("state", BodyMeeting.State))


def meeting_rows(meetings: Iterable[BodyMeeting]) -> list[MeetingRow]:
    return [MeetingRow(each) for each in meetings]
