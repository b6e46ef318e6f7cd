"""Upkeep of the peers. What the co-financing is valued from is changed by the acts only.

So is what leaders have pages for, where it is checked against the person's other employments.
"""

from django.contrib import admin

from partners.upkeep import VIEW, ProjectRowAdmin
from peers.models import (
    Confirmation,
    Employment,
    Leave,
    PayRate,
    Peer,
    Training,
    TrainingTheme,
)
from peers.sign_in import told


@admin.register(Peer)
class PeerAdmin(ProjectRowAdmin):
    """Who signs in as the peer is changed at the peer's page, which asks what runs."""

    leader_may = VIEW
    list_display = ["name", "initials", "user", "project"]
    list_select_related = ["user", "project"]
    search_fields = ["name", "initials"]
    autocomplete_fields = ["user"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["user"] if obj else [])]

    def trail_label(self, obj) -> str:
        return told(obj)


@admin.register(Confirmation)
class ConfirmationAdmin(ProjectRowAdmin):
    leader_may = VIEW
    list_display = ["peer", "criterion", "confirmed_on", "confirmed_by"]
    list_filter = ["project", "criterion"]
    search_fields = ["peer__name", "peer__initials"]
    date_hierarchy = "confirmed_on"
    autocomplete_fields = ["peer", "confirmed_by"]


@admin.register(TrainingTheme)
class TrainingThemeAdmin(ProjectRowAdmin):
    list_display = ["number", "name_da", "name_en", "project"]
    search_fields = ["name_da", "name_en"]


@admin.register(Training)
class TrainingAdmin(ProjectRowAdmin):
    leader_may = VIEW
    list_display = ["peer", "theme", "completed_on"]
    list_filter = ["project", "theme"]
    search_fields = ["peer__name", "peer__initials"]
    date_hierarchy = "completed_on"
    autocomplete_fields = ["peer"]


@admin.register(Employment)
class EmploymentAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["peer", "employer", "paid_by", "weekly_hours", "starts_on", "ends_on"]
    list_filter = ["project", "employer", "paid_by"]
    search_fields = ["peer__name", "peer__initials", "employer__name"]
    date_hierarchy = "starts_on"


@admin.register(PayRate)
class PayRateAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["employment", "valid_from", "yearly_rate"]
    search_fields = ["employment__peer__name", "employment__peer__initials"]
    date_hierarchy = "valid_from"
    list_select_related = ["employment__peer", "employment__employer"]


@admin.register(Leave)
class LeaveAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["employment", "kind", "starts_on", "ends_on"]
    list_filter = ["project", "kind"]
    search_fields = ["employment__peer__name", "employment__peer__initials"]
    date_hierarchy = "starts_on"
    list_select_related = ["employment__peer", "employment__employer"]
