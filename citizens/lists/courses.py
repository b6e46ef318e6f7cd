"""The list of group courses."""

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from accounts.models import User
from partners.lists import ALL, Column, Day, Filters, Number, Table, years_of
from partners.models import Project, SupportModel, today


class CourseTable(Table):
    title = _("Group courses")
    counted = ngettext_lazy("%(count)d course", "%(count)d courses", "count")
    file_name = pgettext_lazy("file name", "courses")

    name = Column(
        _("Course"), accessor="course__name", order_by="name", cell="citizens/_course_cell.html"
    )
    starts = Day(_("First day"), accessor="course__starts_on", order_by=("starts_on", "name"))
    ends = Day(_("Last day"), accessor="course__ends_on", order_by="ends_on")
    place = Column(_("Place"), accessor="course__place", order_by="place")
    model = Column(_("Model"), accessor="course__get_model_display", order_by="model")
    citizens = Number(
        _("Citizens"),
        accessor="citizens_told",
        order_by="citizens",
        cell="citizens/_course_citizens_cell.html",
    )
    planned = Number(_("Sessions"), accessor="course__planned", order_by="planned")
    registered = Number(
        _("Sessions registered"), accessor="course__registered", order_by="registered"
    )

    class Meta:
        order_by = "-starts"


class CourseFilters(Filters):
    quick = "state"
    defaults = {"state": ALL}

    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="by_state",
        empty_label=None,
        choices=[
            (ALL, _("All")),
            ("under-way", _("Under way")),
            ("ahead", _("Starts later")),
            ("ended", _("Ended")),
        ],
    )
    model = django_filters.ChoiceFilter(
        label=_("Model"), empty_label=_("All"), choices=SupportModel.choices
    )
    year = django_filters.ChoiceFilter(label=_("Year"), method="by_year", empty_label=_("All"))

    def __init__(self, data: QueryDict, rows, *, project: Project, user: User) -> None:
        super().__init__(data, rows, project=project, user=user)
        self.filters["year"].extra["choices"] = years_of(project)

    def by_state(self, rows: QuerySet, name: str, state: str) -> QuerySet:
        day = today(self.project)
        fitting = {
            ALL: Q(),
            "under-way": Q(starts_on__lte=day, ends_on__gte=day),
            "ahead": Q(starts_on__gt=day),
            "ended": Q(ends_on__lt=day),
        }
        return rows.filter(fitting[state])

    def by_year(self, rows: QuerySet, name: str, year: str) -> QuerySet:
        """Courses that ran on a day of the year."""
        return rows.filter(starts_on__year__lte=int(year), ends_on__year__gte=int(year))
