"""The list of who holds which role."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import django_filters
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Concat
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from accounts.models import User
from partners.access import Role
from partners.lists import Column, Filters, Table, by_label
from partners.models import Membership, Organisation, Project


@dataclass(frozen=True)
class MemberRow:
    """A role with what the project may tell of its person (R1)."""

    membership: Membership

    @property
    def email(self) -> str:
        return self.membership.user.email

    @property
    def sight(self) -> str:
        return _("Sees citizens") if self.membership.sees_citizens else ""

    @property
    def is_awaited(self) -> bool:
        """Whether the person has not come yet: as ``MembershipQuerySet.awaited``."""
        return not self.membership.is_known or not self.membership.user.has_usable_password()

    @property
    def signed_in(self) -> date | str | None:
        """The day of the last sign-in, or why there is none to tell."""
        if not self.membership.is_known:
            return _("Not since the role was given")
        if self.is_awaited:
            return _("No password yet")
        last = self.membership.user.last_login
        return timezone.localdate(last) if last else _("Never")


class MemberTable(Table):
    title = gettext_lazy("Roles and access")
    counted = ngettext_lazy("%(count)d role", "%(count)d roles", "count")
    file_name = pgettext_lazy("file name", "roles")

    person = Column(
        gettext_lazy("Person"),
        accessor="membership__shown",
        order_by=("shown_as", "role_place"),
    )
    email = Column(gettext_lazy("E-mail"), order_by="user__email")
    role = Column(
        gettext_lazy("Role"),
        accessor="membership__get_role_display",
        order_by=("role_place", "shown_as"),
    )
    sight = Column(gettext_lazy("Citizens"), orderable=False)
    organisation = Column(
        gettext_lazy("Organisation"),
        accessor="membership__organisation",
        order_by=("organisation__name", "shown_as"),
    )
    signed_in = Column(gettext_lazy("Sign-in"), orderable=False, cell="partners/_sign_in_cell.html")
    change = Column(
        gettext_lazy("Change"),
        accessor="membership__pk",
        orderable=False,
        exclude_from_export=True,
        cell="partners/_member_change_cell.html",
        css="ps-edit",
    )

    class Meta:
        order_by = "role"


class MemberFilters(Filters):
    role = django_filters.ChoiceFilter(
        label=gettext_lazy("Role"), empty_label=gettext_lazy("All"), choices=Role.choices
    )
    organisation = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Organisation"), empty_label=gettext_lazy("All")
    )

    def __init__(self, data: QueryDict, rows, *, project: Project, user: User) -> None:
        super().__init__(data, rows, project=project, user=user)
        self.filters["organisation"].queryset = Organisation.objects.filter(
            pk__in=rows.order_by().values("organisation")
        )


def listed_members(project: Project) -> QuerySet:
    """The active roles, with what each person is called as ``shown_as``, which sorts like it."""
    held = project.memberships.active().with_known().select_related("user", "organisation")
    name = Concat(F("user__first_name"), Value(" "), F("user__last_name"), output_field=CharField())
    return held.alias(
        role_place=by_label("role", Role),
        shown_as=Case(
            When(is_known=True, then=name), default=F("user__email"), output_field=CharField()
        ),
    )


def member_rows(memberships: Iterable[Membership]) -> list[MemberRow]:
    return [MemberRow(each) for each in memberships]
