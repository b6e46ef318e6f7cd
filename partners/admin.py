"""Upkeep of the partnership: what the project pages do not offer yet is entered here."""

from django.contrib import admin

from accounts.admin import TrailAdmin
from partners.models import (
    Body,
    Clause,
    Deliverable,
    Guidepost,
    Membership,
    Milestone,
    Month,
    Organisation,
    Partner,
    Pool,
    Project,
    Seat,
)


class ProjectRowAdmin(TrailAdmin):
    """Rows of a project, found by project."""

    list_filter = ["project"]
    list_select_related = True


@admin.register(Organisation)
class OrganisationAdmin(TrailAdmin):
    list_display = ["name", "kind", "cvr", "gln"]
    list_filter = ["kind"]
    search_fields = ["name"]


@admin.register(Pool)
class PoolAdmin(TrailAdmin):
    list_display = ["name", "funder", "amount"]


@admin.register(Project)
class ProjectAdmin(TrailAdmin):
    list_display = ["name", "slug", "owner", "lead", "starts_on", "ends_on"]
    prepopulated_fields = {"slug": ["name"]}

    def project_of(self, obj):
        return obj

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.add_months()


@admin.register(Membership)
class MembershipAdmin(ProjectRowAdmin):
    list_display = ["user", "role", "organisation", "project", "ended_at"]
    list_filter = ["project", "role"]
    autocomplete_fields = ["user"]


@admin.register(Partner)
class PartnerAdmin(ProjectRowAdmin):
    list_display = ["organisation", "project", "employs_peers", "signed_on", "approved_on"]


@admin.register(Clause)
class ClauseAdmin(ProjectRowAdmin):
    list_display = ["title", "project"]


@admin.register(Body)
class BodyAdmin(ProjectRowAdmin):
    list_display = ["name", "kind", "project"]


@admin.register(Seat)
class SeatAdmin(ProjectRowAdmin):
    list_display = ["person", "partner", "body", "starts_on", "ends_on"]


@admin.register(Deliverable)
class DeliverableAdmin(ProjectRowAdmin):
    list_display = ["letter", "name_da", "project"]


@admin.register(Guidepost)
class GuidepostAdmin(ProjectRowAdmin):
    list_display = ["number", "name_da", "project"]


@admin.register(Milestone)
class MilestoneAdmin(ProjectRowAdmin):
    list_display = ["number", "name_da", "project", "starts_on", "ends_on", "reached_on"]


@admin.register(Month)
class MonthAdmin(ProjectRowAdmin):
    """Months are made with the project and go forward by closing and issuing only."""

    is_frozen = True
    list_display = ["first_day", "project", "state", "closed_at"]
    list_filter = ["project", "state"]
