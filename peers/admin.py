"""Upkeep of the peers. What the co-financing is valued from is changed by the acts only."""

from django.contrib import admin

from partners.admin import ProjectRowAdmin
from peers.models import (
    Confirmation,
    Employment,
    Leave,
    PayRate,
    Peer,
    Training,
    TrainingTheme,
)


@admin.register(Peer)
class PeerAdmin(ProjectRowAdmin):
    list_display = ["name", "initials", "user", "project"]
    search_fields = ["name", "initials"]
    autocomplete_fields = ["user"]

    def trail_label(self, obj) -> str:
        return obj.initials


@admin.register(Confirmation)
class ConfirmationAdmin(ProjectRowAdmin):
    list_display = ["peer", "criterion", "confirmed_on", "confirmed_by"]
    autocomplete_fields = ["peer", "confirmed_by"]


@admin.register(TrainingTheme)
class TrainingThemeAdmin(ProjectRowAdmin):
    list_display = ["number", "name_da", "name_en", "project"]


@admin.register(Training)
class TrainingAdmin(ProjectRowAdmin):
    list_display = ["peer", "theme", "completed_on"]
    autocomplete_fields = ["peer"]


@admin.register(Employment)
class EmploymentAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["peer", "employer", "paid_by", "weekly_hours", "starts_on", "ends_on"]
    list_filter = ["project", "employer", "paid_by"]


@admin.register(PayRate)
class PayRateAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["employment", "valid_from", "yearly_rate"]
    list_select_related = ["employment__peer", "employment__employer"]


@admin.register(Leave)
class LeaveAdmin(ProjectRowAdmin):
    is_frozen = True
    list_display = ["employment", "kind", "starts_on", "ends_on"]
    list_filter = ["project", "kind"]
    list_select_related = ["employment__peer", "employment__employer"]
