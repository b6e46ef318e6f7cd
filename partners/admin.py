"""Upkeep of the partnership: what the project pages do not offer yet is entered here."""

from collections.abc import Iterable

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.admin import PersonAdmin, TrailAdmin
from accounts.departure import sign_out_after_change
from accounts.models import TrailEntry, User
from partners import trail_words
from partners.backoffice import led_projects
from partners.models import (
    AgendaItem,
    Body,
    BodyMeeting,
    Clause,
    Deliverable,
    Evidence,
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
from partners.sampling import look_at_trail
from partners.setup.partners import PRIVATE_DETAILS, is_kept_by
from partners.trail_list import codes_told
from partners.upkeep import ALL, CHANGE, VIEW, LeadersAdmin, ProjectRowAdmin, in_words

__all__ = ["ProjectRowAdmin"]


@admin.register(User)
class PeopleAdmin(LeadersAdmin, PersonAdmin):
    """A leader reads who is or was a member; whom nobody has met here yet, only the superuser."""

    fields_for_leaders = ["email", "first_name", "last_name", "is_active"]

    def own(self, request, rows: QuerySet) -> QuerySet:
        return rows.filter(pk__in=_met(request).values("user"))

    def get_list_display(self, request):
        return super().get_list_display(request) if _is_keeper(request) else self.fields_for_leaders

    def get_list_filter(self, request):
        return super().get_list_filter(request) if _is_keeper(request) else ["is_active"]

    def get_fieldsets(self, request, obj=None):
        if _is_keeper(request):
            return super().get_fieldsets(request, obj)
        return [(None, {"fields": self.fields_for_leaders})]


@admin.register(TrailEntry)
class TrailEntryAdmin(TrailAdmin):
    """For keepers only: leaders read the trail at its own pages, where what is hidden from them
    stays hidden. Keepers' looks are on the trail of each project that they are told of."""

    is_frozen = True
    list_display = ["at", "actor_label", "role_name", "project_label", "act_name", "about"]
    list_filter = ["project_label", ("object_type", in_words(trail_words.table_name))]
    search_fields = ["actor_label", "action", "object_label"]
    date_hierarchy = "at"

    @admin.display(description=_("Role"), ordering="role")
    def role_name(self, entry: TrailEntry) -> str:
        return trail_words.role_name(entry.role)

    @admin.display(description=_("Act"), ordering="action")
    def act_name(self, entry: TrailEntry) -> str:
        return trail_words.told(entry.action)

    @admin.display(description=_("object"), ordering="object_label")
    def about(self, entry: TrailEntry) -> str:
        return trail_words.about(entry)

    def changelist_view(self, request, *args, **kwargs):
        response = super().changelist_view(request, *args, **kwargs)
        listed = getattr(response, "context_data", {}).get("cl")
        if listed is not None:
            self._look(request, listed.result_list)
        return response

    def change_view(self, request, object_id, *args, **kwargs):
        self._look_at(request, object_id)
        return super().change_view(request, object_id, *args, **kwargs)

    def history_view(self, request, object_id, *args, **kwargs):
        self._look_at(request, object_id)
        return super().history_view(request, object_id, *args, **kwargs)

    def _look_at(self, request, object_id: str) -> None:
        if request.method != "POST" and self.has_view_permission(request):
            self._look(request, filter(None, [self.get_object(request, unquote(object_id))]))

    @transaction.atomic
    def _look(self, request, entries: Iterable[TrailEntry]) -> None:
        of_project: dict[int, list[TrailEntry]] = {}
        for entry in entries:
            of_project.setdefault(entry.project_id, []).append(entry)
        for project in Project.objects.filter(pk__in=of_project).order_by("pk"):
            told = of_project[project.pk]
            texts = [f"{entry.object_label} {entry.details}" for entry in told]
            look_at_trail(
                by=request.user,
                project=project,
                role=self.role_in(request, project),
                entries=len(told),
                **codes_told(texts),
            )


@admin.register(Organisation)
class OrganisationAdmin(LeadersAdmin):
    """A leader reads those of the own projects, and writes those that take part nowhere else.

    Where those that do are paid, and how they are reached, is not for every leader to read.
    """

    leader_may = CHANGE
    list_display = ["name", "kind", "cvr", "gln", "city"]
    list_filter = ["kind"]
    search_fields = ["name", "cvr", "gln", "city"]

    def own(self, request, rows: QuerySet) -> QuerySet:
        return rows.filter(_takes_part_in(Q(pk__in=led_projects(request))))

    def may_write(self, request, obj) -> bool:
        return is_kept_by(request.user, obj)

    def get_fields(self, request, obj=None) -> list:
        fields = super().get_fields(request, obj)
        if obj is None or is_kept_by(request.user, obj):
            return fields
        return [name for name in fields if name not in PRIVATE_DETAILS]

    def projects_of(self, request, obj) -> list:
        """A leader's change is told on the trail of each led project in which it takes part."""
        if _is_keeper(request):
            return super().projects_of(request, obj)
        led = Project.objects.filter(pk__in=led_projects(request))
        return list(led.taken_part_in_by([obj.pk]))


@admin.register(Pool)
class PoolAdmin(TrailAdmin):
    list_display = ["name", "funder", "amount"]
    search_fields = ["name", "funder"]


@admin.register(Project)
class ProjectAdmin(LeadersAdmin):
    """A leader corrects the own project's texts: what its pages judge is changed there only."""

    leader_may = CHANGE
    list_display = ["name", "slug", "owner", "lead", "starts_on", "ends_on"]
    list_filter = ["pool"]
    list_select_related = ["owner", "lead"]
    search_fields = ["name", "slug"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["pool", "owner", "lead"]
    open_to_leaders = frozenset(
        {"name", "funder", "invoice_reference", "invoice_contact", "invoice_vat_note"}
    )

    def own(self, request, rows: QuerySet) -> QuerySet:
        return rows.filter(pk__in=led_projects(request))

    def get_fields(self, request, obj=None) -> list:
        """Leaders read the pool as text: its own page is for keepers."""
        fields = super().get_fields(request, obj)
        if _is_keeper(request):
            return fields
        return ["pool_name", *(name for name in fields if name not in ("pool", "pool_name"))]

    def get_readonly_fields(self, request, obj=None) -> list:
        return [*super().get_readonly_fields(request, obj), "pool_name"]

    @admin.display(description=_("pool"))
    def pool_name(self, project: Project) -> str:
        return str(project.pool or "")

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}

    def get_list_filter(self, request):
        return super().get_list_filter(request) if _is_keeper(request) else []

    def project_of(self, obj):
        return obj

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.add_months()


@admin.register(Membership)
class MembershipAdmin(ProjectRowAdmin):
    """Leaders give and take roles at the members' page, which keeps the last leader.

    A role stays the person's whom the trail names: another person gets a role of one's own.
    """

    leader_may = VIEW
    asks_again = True
    list_display = ["user", "role", "organisation", "project", "began_at", "ended_at"]
    list_filter = ["project", "role", "organisation"]
    list_select_related = ["user", "organisation", "project"]
    search_fields = ["user__email", "user__first_name", "user__last_name"]
    date_hierarchy = "began_at"
    autocomplete_fields = ["user", "organisation"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["user"] if obj else [])]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        sign_out_after_change(obj.user, by=request.user)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        sign_out_after_change(obj.user, by=request.user)

    def delete_queryset(self, request, queryset):
        for membership in queryset:
            self.delete_model(request, membership)

    def own(self, request, rows: QuerySet) -> QuerySet:
        return rows.filter(pk__in=_met(request).values("pk"))

    def sees(self, request, obj) -> bool:
        return _met(request).filter(pk=obj.pk).exists()


@admin.register(Partner)
class PartnerAdmin(ProjectRowAdmin):
    """Leaders write what was agreed, and who sits where, at pages that keep its rules and its dates."""

    leader_may = VIEW
    list_display = ["organisation", "project", "employs_peers", "signed_on", "approved_on"]
    list_filter = ["project", "employs_peers", "needs_approval"]
    list_select_related = ["organisation", "project"]
    search_fields = ["organisation__name"]
    date_hierarchy = "signed_on"
    autocomplete_fields = ["organisation"]


@admin.register(Clause)
class ClauseAdmin(ProjectRowAdmin):
    leader_may = VIEW
    list_display = ["title", "project"]
    search_fields = ["title", "text"]


@admin.register(Body)
class BodyAdmin(ProjectRowAdmin):
    list_display = ["name", "kind", "project"]
    list_filter = ["project", "kind"]
    search_fields = ["name"]


@admin.register(Seat)
class SeatAdmin(ProjectRowAdmin):
    leader_may = VIEW
    list_display = ["person", "partner", "body", "starts_on", "ends_on"]
    list_filter = ["project", "body"]
    list_select_related = ["partner__organisation", "body"]
    search_fields = ["person"]
    date_hierarchy = "starts_on"


@admin.register(BodyMeeting)
class BodyMeetingAdmin(ProjectRowAdmin):
    """Prepared and held at its own pages."""

    leader_may = VIEW
    list_display = ["body", "date", "place", "state", "project"]
    list_filter = ["project", "body", "state"]
    list_select_related = ["body", "project"]
    search_fields = ["place", "body__name"]
    date_hierarchy = "date"


@admin.register(AgendaItem)
class AgendaItemAdmin(ProjectRowAdmin):
    leader_may = VIEW
    list_display = ["number", "title", "meeting", "presenter"]
    list_select_related = ["meeting__body"]
    search_fields = ["title", "presenter"]
    date_hierarchy = "meeting__date"
    autocomplete_fields = ["meeting"]


@admin.register(Deliverable)
class DeliverableAdmin(ProjectRowAdmin):
    list_display = ["letter", "name_da", "project"]
    search_fields = ["letter", "name_da", "name_en"]


@admin.register(Guidepost)
class GuidepostAdmin(ProjectRowAdmin):
    list_display = ["number", "name_da", "project"]
    search_fields = ["name_da", "name_en"]


@admin.register(Evidence)
class EvidenceAdmin(ProjectRowAdmin):
    """Written at the guidepost's page, in the writer's name."""

    leader_may = VIEW
    list_display = ["guidepost", "date", "source", "project"]
    list_filter = ["project", "guidepost"]
    list_select_related = ["guidepost", "project"]
    search_fields = ["text", "source"]
    date_hierarchy = "date"
    autocomplete_fields = ["guidepost", "written_by"]


@admin.register(Milestone)
class MilestoneAdmin(ProjectRowAdmin):
    """Moved on the plan's own page, which keeps what was first agreed."""

    leader_may = VIEW
    list_display = ["number", "name_da", "project", "starts_on", "ends_on", "reached_on"]
    list_filter = ["project", "deliverable"]
    search_fields = ["name_da", "name_en"]
    date_hierarchy = "starts_on"


@admin.register(Month)
class MonthAdmin(ProjectRowAdmin):
    """Months are made with the project and go forward by closing and issuing only."""

    is_frozen = True
    leader_may = ALL
    list_display = ["first_day", "project", "state", "closed_at"]
    list_filter = ["project", "state"]
    date_hierarchy = "first_day"


def _is_keeper(request) -> bool:
    """Whether the person keeps up the whole installation."""
    return request.user.is_superuser


def _met(request) -> QuerySet:
    """Roles in led projects of people whom the projects know by more than an e-mail (R1)."""
    roles = Membership.objects.filter(project__in=led_projects(request))
    return roles.with_known().filter(is_known=True)


def _takes_part_in(which: Q) -> Q:
    """Organisations that own, lead or are a partner of one of the projects."""
    found = Project.objects.filter(which)
    return (
        Q(pk__in=found.values("owner"))
        | Q(pk__in=found.values("lead"))
        | Q(pk__in=Partner.objects.filter(project__in=found).values("organisation"))
    )
