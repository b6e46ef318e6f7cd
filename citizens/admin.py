"""Upkeep of citizens and courses. Codes only in lists, and opening a citizen is on the trail (R16)."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import Http404

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
)
from partners.admin import ProjectRowAdmin


class CitizenRowAdmin(ProjectRowAdmin):
    """What is recorded of citizens: opening one row's pages is on the trail as read (R16)."""

    def change_view(self, request, object_id, *args, **kwargs):
        self._read(request, object_id)
        return super().change_view(request, object_id, *args, **kwargs)

    def history_view(self, request, object_id, *args, **kwargs):
        self._read(request, object_id)
        return super().history_view(request, object_id, *args, **kwargs)

    def delete_view(self, request, object_id, *args, **kwargs):
        self._read(request, object_id)
        return super().delete_view(request, object_id, *args, **kwargs)

    def _read(self, request, object_id: str) -> None:
        """Raises Http404 for a row that does not exist."""
        if not self.has_view_permission(request):
            return  # Django's own views turn the person away
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        with transaction.atomic():
            trail.record(
                f"{row._meta.model_name}.read",
                row,
                by=request.user,
                project=row.project,
                role="upkeep",
            )


@admin.register(Citizen)
class CitizenAdmin(CitizenRowAdmin):
    list_display = ["code", "project"]
    search_fields = ["number"]


@admin.register(Referral)
class ReferralAdmin(CitizenRowAdmin):
    list_display = ["citizen", "referred_by", "model", "referred_on", "outcome"]
    list_filter = ["project", "outcome", "model", "referred_by"]
    list_select_related = ["citizen", "referred_by"]
    raw_id_fields = ["citizen"]


@admin.register(Episode)
class EpisodeAdmin(CitizenRowAdmin):
    list_display = ["citizen", "model", "starts_on", "ends_on", "end_reason"]
    list_filter = ["project", "model", "end_reason"]
    list_select_related = ["citizen"]
    raw_id_fields = ["citizen", "referral"]


@admin.register(Extension)
class ExtensionAdmin(CitizenRowAdmin):
    list_display = ["episode", "until", "granted_by", "granted_on"]
    list_select_related = ["episode__citizen", "granted_by"]
    raw_id_fields = ["episode", "granted_by"]


@admin.register(Match)
class MatchAdmin(CitizenRowAdmin):
    list_display = ["episode", "peer", "starts_on", "ends_on", "not_kin_confirmed_on"]
    list_select_related = ["episode__citizen", "peer"]
    raw_id_fields = ["episode", "not_kin_confirmed_by"]


class CoursePeerInline(admin.TabularInline):
    model = CoursePeer
    extra = 0


@admin.register(Course)
class CourseAdmin(ProjectRowAdmin):
    list_display = ["name", "model", "place", "starts_on", "ends_on"]
    list_filter = ["project", "model"]
    search_fields = ["name", "place"]
    inlines = [CoursePeerInline]


@admin.register(Enrolment)
class EnrolmentAdmin(CitizenRowAdmin):
    list_display = ["citizen", "course", "joined_on", "left_on"]
    list_select_related = ["citizen", "course"]
    raw_id_fields = ["citizen", "course"]


class ActivityAdmin(CitizenRowAdmin):
    """Registered by the peers' own pages; here it can only be read."""

    is_frozen = True
    list_filter = ["project", "was_held"]
    date_hierarchy = "date"


@admin.register(Session)
class SessionAdmin(ActivityAdmin):
    list_display = ["course", "number", "date", "audience", "was_held"]
    list_select_related = ["course"]


@admin.register(Meeting)
class MeetingAdmin(ActivityAdmin):
    list_display = ["match", "date", "minutes", "was_held", "came"]
    list_select_related = ["match__episode__citizen", "match__peer"]


@admin.register(Attendance)
class AttendanceAdmin(CitizenRowAdmin):
    is_frozen = True
    list_display = ["citizen", "session", "came", "absence"]
    list_filter = ["project", "came"]
    list_select_related = ["citizen", "session__course"]
