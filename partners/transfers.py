"""Organisations and people of a project as tables."""

from collections.abc import Iterator
from functools import cached_property

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.departure import reopen_account, sign_out_after_change
from accounts.models import User
from partners.access import Role, granting_role
from partners.models import Membership, Organisation, Partner, Project
from partners.setup.partners import PRIVATE_DETAILS, kept_elsewhere
from partners.transfer.registry import register
from partners.transfer.table import Column, Plan, Row, Table
from peerstoette.lib import dates
from peerstoette.lib.cells import Named, Text, Whole, Words, yes_or_no

KINDS = {
    "region": Organisation.Kind.REGION,
    "kommune": Organisation.Kind.MUNICIPALITY,
    "brugerorganisation": Organisation.Kind.USERS,
    "anden": Organisation.Kind.OTHER,
}
ROLES = {
    "projektleder": Role.LEADER,
    "projektmedarbejder": Role.STAFF,
    "peer": Role.PEER,
    "koordinator": Role.COORDINATOR,
    "styregruppemedlem": Role.STEERING,
    "regnskabsansvarlig": Role.ACCOUNTANT,
    "revisor": Role.AUDITOR,
    "controller": Role.CONTROLLER,
    "puljeadministrator": Role.POOL,
}


def taking_part(project: Project) -> QuerySet:
    """The organisations of the project, by name."""
    return Organisation.objects.of(project).order_by("name")


@register
class OrganisationTable(Table):
    """New ones become partners. One that also takes part elsewhere is kept by nobody here.

    Its bank account and e-mail leave with no file, and no file changes it or brings it in.
    """

    slug = "organisations"
    title = gettext_lazy("Organisations")
    about = gettext_lazy(
        "Organisations that are new become partners of the project. One that takes part in other"
        " projects too is neither added nor changed here, and its bank account, e-mail and payment"
        " term are left out."
    )
    model = Organisation
    key = ("name",)
    capability = "partners.edit"

    name = Column("name", "navn", Text(), required=True)
    kind = Column("kind", "slags", Words(KINDS), required=True)
    cvr = Column("cvr", "cvr", Text())
    gln = Column("gln", "gln", Text(), is_reference=True)
    department = Column("department", "afdeling", Text())
    street = Column("street", "vej", Text())
    postcode = Column("postcode", "postnr", Text())
    city = Column("city", "by", Text())
    email = Column("email", "e-mail", Text())
    bank_registration = Column("bank_registration", "reg.nr", Text(), is_reference=True)
    bank_account = Column("bank_account", "konto", Text(), is_reference=True)
    payment_days = Column("payment_days", "betalingsfrist", Whole())

    def rows(self) -> QuerySet:
        return taking_part(self.project)

    def belongs(self) -> dict:
        return {}

    def export_rows(self) -> Iterator[list]:
        for organisation in self.rows():
            if organisation.pk in self.kept_elsewhere:
                for name in PRIVATE_DETAILS:
                    setattr(organisation, name, None)
            yield [column.export(organisation) for column in self.columns]

    def place(self, row: Row, standing: Organisation | None, plan: Plan) -> None:
        """What leaves with no file is not compared with one either: that would answer to guesses."""
        if standing is not None and standing.pk in self.kept_elsewhere:
            for name in PRIVATE_DETAILS:
                if row.values[name]:
                    row.wrong(
                        name, _("leave this empty: the organisation takes part elsewhere too.")
                    )
                row.values[name] = getattr(standing, name)
        elif row.values["payment_days"] is None:
            row.wrong("payment_days", _("write something here."))
            return
        super().place(row, standing, plan)

    def judge(self, row: Row) -> None:
        try:
            row.instance.clean()
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                row.wrong(name, texts[0])

    def check(self, plan: Plan) -> None:
        """Who takes part elsewhere is changed and added by whoever keeps the installation."""
        for row in plan.changed:
            if row.instance.pk in self.kept_elsewhere:
                row.wrong(
                    next(iter(row.before)),
                    _(
                        "this organisation takes part elsewhere too. Whoever runs the system changes it."
                    ),
                )
        known = {each.name.lower(): each for each in self._namesakes(plan.new)}
        elsewhere = kept_elsewhere(self.user, [each.pk for each in known.values()])
        for row in plan.new:
            other = known.get(row.instance.name.lower())
            if other is not None and other.pk in elsewhere:
                row.wrong("name", _("ask whoever runs the system to add this organisation."))
            elif other is not None:
                self._take(row, other)

    @cached_property
    def kept_elsewhere(self) -> set[int]:
        """Which organisations of the project are not this person's to read in full."""
        return kept_elsewhere(self.user, self.rows().values_list("pk", flat=True))

    def write(self, plan: Plan, by: User) -> None:
        new = plan.new
        plan.new = [row for row in new if row.instance.pk is None]
        super().write(plan, by)
        plan.new = new
        partners = Partner.objects.bulk_create(
            Partner(project=self.project, organisation=row.instance) for row in new
        )
        role = granting_role(by, self.capability, self.project) or ""
        trail.record_many("partner.import", partners, by=by, project=self.project, role=role)

    def _take(self, row: Row, other: Organisation) -> None:
        """An organisation that the person keeps joins the project: what is left empty stays as it is."""
        for column in self.columns:
            said = getattr(row.instance, column.attribute)
            if column.attribute != "name" and said and said != getattr(other, column.attribute):
                row.wrong(
                    column.attribute,
                    _("this organisation is known with something else here. Leave it empty."),
                )
        row.instance = other

    def _namesakes(self, rows: list[Row]) -> list[Organisation]:
        """Organisations of the same names, in small or large letters (SQLite knows ASCII's only)."""
        names = {row.instance.name.lower() for row in rows}
        return [each for each in Organisation.objects.all() if each.name.lower() in names]


@register
class PeopleTable(Table):
    """Roles in the project. Somebody new gets an account without a password, as at the members' page."""

    slug = "people"
    title = gettext_lazy("People")
    about = gettext_lazy(
        "A row is a role that a person holds. Somebody new gets an account and is invited from the"
        " page of members. Roles are ended there, not here."
    )
    model = Membership
    key = ("email", "role", "organisation")
    capability = "members.edit"
    max_rows = 2000

    email = Column("email", "e-mail", Text(), required=True)
    first_name = Column("first_name", "fornavn", Text())
    last_name = Column("last_name", "efternavn", Text())
    role = Column("role", "rolle", Words(ROLES), required=True)
    organisation = Column("organisation", "organisation", Named("name"), required=True)
    sees_citizens = Column("sees_citizens", "ser borgere", yes_or_no())

    def rows(self) -> QuerySet:
        """Each with ``email`` and, once the project knows the person, the name (R1)."""
        held = Membership.objects.filter(project=self.project).active().with_known()
        found = held.select_related("user", "organisation").order_by("user__email", "role", "pk")
        for membership in found:
            membership.email = membership.user.email
            membership.first_name = membership.user.first_name if membership.is_known else ""
            membership.last_name = membership.user.last_name if membership.is_known else ""
        return found

    def known(self) -> dict:
        return {"organisation": taking_part(self.project)}

    def label(self, instance: Membership) -> str:
        return f"{instance.email}, {instance.get_role_display()}"

    def told(self, row: Row) -> dict:
        return {"held": row.instance.role, "sees_citizens": row.instance.sees_citizens}

    def complete(self, row: Row) -> None:
        row.values["email"] = row.values["email"].lower()
        if row.values["sees_citizens"] and row.values["role"] != Role.STAFF:
            row.wrong(
                "sees_citizens",
                _("Only project staff are granted this. The other roles follow fixed rules."),
            )
        for name in ("email", "first_name", "last_name"):
            try:
                User._meta.get_field(name).clean(row.values[name], None)
            except ValidationError as error:
                row.wrong(name, error.messages[0])

    def place(self, row: Row, standing: Membership | None, plan: Plan) -> None:
        """A name is the person's own: from here it is given to somebody new only."""
        for name in ("first_name", "last_name"):
            is_known = standing is not None and standing.is_known
            if is_known and row.values[name] != getattr(standing, name):
                row.wrong(name, _("names are not changed here."))
        super().place(row, standing, plan)
        row.instance.email = row.values["email"]

    def check(self, plan: Plan) -> None:
        """An account that was closed in upkeep is opened there only."""
        people = User.objects.by_email(row.values["email"] for row in plan.new)
        for row in plan.new:
            person = people.get(row.values["email"])
            if person and not person.is_active and person.closed_at is None:
                row.wrong("email", _("ask whoever runs the system to add this person."))

    def write(self, plan: Plan, by: User) -> None:
        """People first, whom the roles then name; who had left comes in again with a new password.

        Whoever had a role here and gets another, or whose role changes, is signed out, as at the
        members' page.
        """
        held = self.project.memberships.active()
        had_roles = set(held.values_list("user_id", flat=True))
        first_rows = {row.values["email"]: row for row in reversed(plan.new)}
        standing = User.objects.by_email(first_rows)
        locked = make_password(None)
        User.objects.bulk_create(
            User(
                username=email,
                email=email,
                first_name=row.values["first_name"],
                last_name=row.values["last_name"],
                password=locked,
            )
            for email, row in sorted(first_rows.items())
            if email not in standing
        )
        people = User.objects.by_email(first_rows)
        for person in people.values():
            if not person.is_active:
                reopen_account(person)
        for row in plan.new:
            email = row.values["email"]
            person = row.instance.user = people[email]
            row.instance.began_at = dates.now() if email in standing else person.date_joined
        super().write(plan, by)
        touched = {row.instance.user for row in plan.rows}
        sign_out_after_change(*(each for each in touched if each.pk in had_roles), by=by)
