"""Upkeep of citizens and courses. Codes only in lists, and opening a citizen is on the trail (R16).

What leaders do about a citizen's support has its own pages with its rules; here they read it.
"""

from operator import attrgetter

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accounts import trail
from citizens.models import (
    Attendance,
    Citizen,
    Course,
    CoursePeer,
    Enrolment,
    Episode,
    Extension,
    Match,
    Meeting,
    Referral,
    Session,
    hidden_from,
)
from partners.models import Project
from partners.upkeep import CHANGE, VIEW, ProjectRowAdmin, ProjectRowInline


class CitizenRowAdmin(ProjectRowAdmin):
    """What is recorded of citizens: opening one row's pages is on the trail as read (R16)."""

    leader_may = VIEW
    # from a row to its citizen; None where it has none
    citizen_path: str | None = "citizen"
    list_select_related = []

    def get_queryset(self, request):
        """Nobody meets a citizen here whom the person may not see, superusers neither."""
        rows = super().get_queryset(request)
        if self.citizen_path is None:
            return rows
        path = self.citizen_path.replace(".", "__") or "pk"
        shown = rows.exclude(**{f"{path}__in": hidden_from(request.user)})
        # what a row is called, and the trail, need its project and citizen
        return shown.select_related(*self.get_list_select_related(request))

    def get_list_select_related(self, request) -> list:
        return ["project", *self.list_select_related]

    def changelist_view(self, request, *args, **kwargs):
        response = super().changelist_view(request, *args, **kwargs)
        context = getattr(response, "context_data", {})
        # the rows of the list, or those of it that were chosen to be deleted
        rows = context["cl"].result_list if "cl" in context else context.get("queryset", ())
        self.before_showing(request, rows)
        return response

    def change_view(self, request, object_id, *args, **kwargs):
        if request.method != "POST" or self.has_change_permission(request):
            self._read(request, object_id)
        return super().change_view(request, object_id, *args, **kwargs)

    def history_view(self, request, object_id, *args, **kwargs):
        self._read(request, object_id)
        return super().history_view(request, object_id, *args, **kwargs)

    def delete_view(self, request, object_id, *args, **kwargs):
        if self.has_delete_permission(request):
            self._read(request, object_id)
        return super().delete_view(request, object_id, *args, **kwargs)

    def before_showing(self, request, rows) -> None:
        """Whom a list or a choice shows is on the trail by code, in each project (R16)."""
        if self.citizen_path is None:
            return
        codes: dict[Project, set[str]] = {}
        for row in rows:
            codes.setdefault(row.project, set()).add(self._code(row))
        with transaction.atomic():
            for project in codes:
                trail.record(
                    f"{self.opts.model_name}.list",
                    project,
                    by=request.user,
                    project=project,
                    role=self.role_in(request, project),
                    citizens=sorted(codes[project]),
                )

    def _code(self, row) -> str:
        return (attrgetter(self.citizen_path)(row) if self.citizen_path else row).code

    def _read(self, request, object_id: str) -> None:
        """By code: the row may be deleted later. Raises Http404 for one that does not exist."""
        if not self.has_view_permission(request):
            return  # Django's own views turn the person away
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_permission(request, row):
            raise Http404
        codes = {} if self.citizen_path is None else {"citizens": [self._code(row)]}
        with transaction.atomic():
            trail.record(
                f"{row._meta.model_name}.read",
                row,
                by=request.user,
                project=row.project,
                role=self.role_in(request, row.project),
                **codes,
            )


@admin.register(Citizen)
class CitizenAdmin(CitizenRowAdmin):
    """A leader corrects a name or a year of birth here; a citizen comes by a referral."""

    leader_may = CHANGE
    citizen_path = ""
    list_display = ["shown_code", "project"]
    search_fields = ["number"]
    readonly_fields = ["number"]

    @admin.display(description=_("Code"), ordering="number")
    def shown_code(self, citizen: Citizen) -> str:
        return citizen.code

    def get_readonly_fields(self, request, obj=None):
        """The code stands on papers, so a citizen keeps it."""
        fields = super().get_readonly_fields(request, obj)
        return fields if obj else [name for name in fields if name != "number"]

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, _number(search_term))


@admin.register(Referral)
class ReferralAdmin(CitizenRowAdmin):
    list_display = ["citizen", "referred_by", "model", "referred_on", "outcome"]
    list_filter = ["project", "outcome", "model", "referred_by"]
    list_select_related = ["citizen", "referred_by"]
    search_fields = ["citizen__number"]
    date_hierarchy = "referred_on"
    autocomplete_fields = ["citizen", "referred_by"]


@admin.register(Episode)
class EpisodeAdmin(CitizenRowAdmin):
    list_display = ["citizen", "model", "starts_on", "ends_on", "end_reason"]
    list_filter = ["project", "model", "end_reason"]
    list_select_related = ["citizen"]
    search_fields = ["citizen__number"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["citizen", "referral"]


@admin.register(Extension)
class ExtensionAdmin(CitizenRowAdmin):
    citizen_path = "episode.citizen"
    list_display = ["episode", "until", "granted_by", "granted_on"]
    list_select_related = ["episode__citizen", "granted_by"]
    search_fields = ["episode__citizen__number"]
    date_hierarchy = "until"
    autocomplete_fields = ["episode", "granted_by"]


@admin.register(Match)
class MatchAdmin(CitizenRowAdmin):
    citizen_path = "episode.citizen"
    list_display = ["episode", "peer", "starts_on", "ends_on", "not_kin_confirmed_on"]
    list_select_related = ["episode__citizen", "peer"]
    search_fields = ["episode__citizen__number", "peer__initials"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["episode", "peer", "not_kin_confirmed_by"]


class CoursePeerInline(ProjectRowInline):
    """Leaders choose the peers of a course at its own page, which keeps its rules."""

    model = CoursePeer
    autocomplete_fields = ["peer"]

    def has_add_permission(self, request, obj=None) -> bool:
        return request.user.is_superuser

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Course)
class CourseAdmin(ProjectRowAdmin):
    """A course comes with its sessions from its own page; a leader corrects what it is called here."""

    leader_may = CHANGE
    open_to_leaders = frozenset({"name", "place"})
    list_display = ["name", "model", "place", "starts_on", "ends_on"]
    list_filter = ["project", "model"]
    search_fields = ["name", "place"]
    date_hierarchy = "starts_on"
    inlines = [CoursePeerInline]

    def save_formset(self, request, form, formset, change):
        for each in formset.forms:
            each.instance.project = form.instance.project
        super().save_formset(request, form, formset, change)


@admin.register(Enrolment)
class EnrolmentAdmin(CitizenRowAdmin):
    list_display = ["citizen", "course", "joined_on", "left_on"]
    list_filter = ["project", "course"]
    list_select_related = ["citizen", "course"]
    search_fields = ["citizen__number", "course__name"]
    date_hierarchy = "joined_on"
    autocomplete_fields = ["citizen", "course"]


class ActivityAdmin(CitizenRowAdmin):
    """Registered by the peers' own pages; here it can only be read."""

    is_frozen = True
    list_filter = ["project", "was_held"]
    date_hierarchy = "date"


@admin.register(Session)
class SessionAdmin(ActivityAdmin):
    citizen_path = None
    list_display = ["course", "number", "date", "audience", "was_held"]
    list_select_related = ["course"]
    search_fields = ["course__name"]


@admin.register(Meeting)
class MeetingAdmin(ActivityAdmin):
    citizen_path = "match.episode.citizen"
    list_display = ["match", "date", "minutes", "was_held", "came"]
    list_select_related = ["match__episode__citizen", "match__peer"]
    search_fields = ["match__episode__citizen__number", "match__peer__initials"]


@admin.register(Attendance)
class AttendanceAdmin(CitizenRowAdmin):
    is_frozen = True
    list_display = ["citizen", "session", "came", "absence"]
    list_filter = ["project", "came"]
    list_select_related = ["citizen", "session__course"]
    search_fields = ["citizen__number", "session__course__name"]
    date_hierarchy = "session__date"


def _number(text: str) -> str:
    """What is searched for in codes: ``B-0412`` and ``412`` find the same citizen."""
    return text.strip().lstrip("Bb-").lstrip("0")
