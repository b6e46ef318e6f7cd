"""What the project leader does with the partnership: agreement, bodies, plan and members."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import trail
from accounts.departure import reopen_account, sign_out_after_change
from accounts.models import User
from partners.access import Role, granting_role
from partners.invitations import close_if_gone, refuse_without_leader
from partners.models import (
    Body,
    Clause,
    Membership,
    Milestone,
    Organisation,
    Partner,
    Project,
    Seat,
    today,
)
from partners.months import refuse_wrong_period
from peerstoette.lib import dates
from peerstoette.lib.errors import RuleBroken


@transaction.atomic
def create_project(
    *, by: User, slug: str, name: str, organisation: Organisation, starts_on: date, ends_on: date
) -> Project:
    """A new project that the organisation both owns and leads, with its months and two groups.

    Raises RuleBroken when the address is taken, and for a period that no project has.
    """
    refuse_wrong_period(starts_on, ends_on)
    if Project.objects.filter(slug=slug).exists():
        raise RuleBroken(_("Another project has this address."), field="slug")
    project = Project.objects.create(
        slug=slug,
        name=name,
        owner=organisation,
        lead=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    project.add_months()
    Partner.objects.create(project=project, organisation=organisation)
    with translation.override(settings.LANGUAGE_CODE):  # names stand on Danish papers
        for kind in (Body.Kind.STEERING, Body.Kind.PROJECT):
            Body.objects.create(project=project, kind=kind, name=str(kind.label))
    trail.record("project.create", project, by=by, project=project)
    return project


@transaction.atomic
def sign_partner(
    *, by: User, partner: Partner, signed_on: date | None, approved_on: date | None = None
) -> Partner:
    """Record when the party signed and was approved politically; None takes a date back (R18).

    Raises RuleBroken for a day that has not come, and for an approval of a party that needs none.
    """
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    _refuse_future(partner.project, "signed_on", signed_on)
    _refuse_future(partner.project, "approved_on", approved_on)
    if approved_on and not partner.needs_approval:
        raise RuleBroken(
            _("This partner does not depend on political approval."), field="approved_on"
        )
    partner.signed_on, partner.approved_on = signed_on, approved_on
    partner.save(update_fields=["signed_on", "approved_on"])
    _record(
        "partner.sign", partner, by, "partners.edit", signed_on=signed_on, approved_on=approved_on
    )
    return partner


@transaction.atomic
def write_clause(*, by: User, clause: Clause, text: str) -> Clause:
    """Write what the clause says; an empty text leaves it open."""
    clause.text = text
    clause.save(update_fields=["text"])
    _record("clause.write", clause, by, "partners.edit", is_open=not text)
    return clause


@transaction.atomic
def add_seat(
    *,
    by: User,
    body: Body,
    partner: Partner,
    person: str,
    starts_on: date,
    is_peer: bool = False,
) -> Seat:
    """Give a person a seat in a body for a partner.

    Raises RuleBroken when the person sits there for this partner on that day already.
    """
    seats = Seat.objects.filter(body=body, partner=partner, person__iexact=person)
    if any(seat.ends_on is None or seat.ends_on >= starts_on for seat in seats):
        raise RuleBroken(
            _("%(person)s already has a seat in %(body)s.") % {"person": person, "body": body},
            field="person",
        )
    seat = Seat.objects.create(
        project=body.project,
        body=body,
        partner=partner,
        person=person,
        is_peer=is_peer,
        starts_on=starts_on,
    )
    _record("seat.add", seat, by, "partners.edit", body=str(body), starts_on=starts_on)
    return seat


@transaction.atomic
def end_seat(*, by: User, seat: Seat, ends_on: date) -> Seat:
    """End the seat with its last day. Raises RuleBroken for a day before its first."""
    if ends_on < seat.starts_on:
        raise RuleBroken(
            _("The seat began on %(day)s. Choose that day or a later one.")
            % {"day": dates.day_name(seat.starts_on)},
            field="ends_on",
        )
    seat.ends_on = ends_on
    seat.save(update_fields=["ends_on"])
    _record("seat.end", seat, by, "partners.edit", ends_on=ends_on)
    return seat


@transaction.atomic
def reach_milestone(*, by: User, milestone: Milestone, reached_on: date | None) -> Milestone:
    """Record when the milestone was reached; None says that it was not.

    Raises RuleBroken for a day that has not come or lies before the project.
    """
    project = milestone.project
    _refuse_future(project, "reached_on", reached_on)
    if reached_on and reached_on < project.starts_on:
        raise RuleBroken(
            _("The project began on %(day)s. Choose that day or a later one.")
            % {"day": dates.day_name(project.starts_on)},
            field="reached_on",
        )
    milestone.reached_on = reached_on
    milestone.save(update_fields=["reached_on"])
    _record("milestone.reach", milestone, by, "plan.edit", reached_on=reached_on)
    return milestone


@transaction.atomic
def add_member(
    *,
    by: User,
    project: Project,
    email: str,
    first_name: str,
    last_name: str,
    role: Role,
    organisation: Organisation,
    sees_citizens: bool = False,
) -> Membership:
    """Give a person a role in the project; somebody new gets an account without a password.

    Somebody who had left comes in again, with a new password. Names are only used for somebody new.
    Whoever had a role here is signed out; a stranger to the project is not, for any leader anywhere
    could do that to anybody. Raises RuleBroken when the person has the role already, and when a role
    other than staff is to be granted sight of citizens.
    """
    if sees_citizens and role != Role.STAFF:
        raise RuleBroken(
            _("Only project staff are granted this. The other roles follow fixed rules."),
            field="sees_citizens",
        )
    # two leaders who invite the same person wait for each other
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    user, is_new = _person(email.lower(), first_name, last_name)
    held = list(project.memberships.active().filter(user=user))
    if any(each.role == role and each.organisation_id == organisation.pk for each in held):
        raise RuleBroken(
            _("%(person)s already has this role.") % {"person": user.email}, field="role"
        )
    membership = project.memberships.create(
        user=user,
        role=role,
        organisation=organisation,
        sees_citizens=sees_citizens,
        began_at=user.date_joined if is_new else dates.now(),
    )
    if held:
        sign_out_after_change(user, by=by)
    _record("member.add", membership, by, "members.edit", held=role, sees_citizens=sees_citizens)
    return membership


@transaction.atomic
def end_membership(*, by: User, membership: Membership) -> Membership:
    """Take the role from the person, from the next request on; with the last one the account closes.

    Raises RuleBroken for the last leader who has come, and when the role has ended already.
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=membership.project_id)
    person = User.objects.select_for_update().get(pk=membership.user_id)
    membership.refresh_from_db()
    if membership.ended_at:
        raise RuleBroken(_("The role has already ended."))
    refuse_without_leader(project, [membership])
    membership.ended_at = dates.now()
    membership.save(update_fields=["ended_at"])
    _record("member.end", membership, by, "members.edit", held=membership.role)
    sign_out_after_change(person, by=by)
    close_if_gone(person)
    return membership


def _person(email: str, first_name: str, last_name: str) -> tuple[User, bool]:
    """The person with the e-mail, else a new one who cannot sign in before choosing a password.

    The second value tells whether the person is new.
    """
    user = User.objects.by_email([email]).get(email)
    created = False
    if user is None:
        user, created = User.objects.get_or_create(
            email=email,
            defaults={"username": email, "first_name": first_name, "last_name": last_name},
        )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    elif not user.is_active:
        if user.closed_at is None:
            raise RuleBroken(
                _("%(email)s cannot get a role from here. Ask whoever keeps the installation.")
                % {"email": email},
                field="email",
            )
        reopen_account(user)
    return user, created


def _refuse_future(project: Project, field: str, day: date | None) -> None:
    if day and day > today(project):
        raise RuleBroken(
            _("The day has not come yet. Choose %(day)s or an earlier day.")
            % {"day": dates.day_name(today(project))},
            field=field,
        )


def _record(action: str, obj, by: User, capability: str, **details) -> None:
    project = obj.project
    role = granting_role(by, capability, project) or ""
    days = {key: value.isoformat() for key, value in details.items() if isinstance(value, date)}
    trail.record(action, obj, by=by, project=project, role=role, **details | days)
