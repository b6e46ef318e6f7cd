"""Somebody without phone, key and paper codes comes in again, by two persons.

Who lost the second step proves the password and asks; a leader of one of the person's projects, who
has spoken to the person, confirms. Neither comes further alone.
"""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import factors, trail
from accounts.models import User
from partners.access import Role, granting_role
from partners.models import Membership, Project
from peerstoette.lib import dates
from peerstoette.lib.errors import RuleBroken

WAITS = timedelta(days=3)
ASKED_AGAIN_AFTER = timedelta(hours=1)  # so that nobody is flooded with mails


def waiting(project: Project) -> QuerySet[Membership]:
    """A role of each person in the project who has asked and has not been confirmed.

    Only where the person was at home in the project before: a leader who has just given somebody
    else's person a role is no second pair of eyes.
    """
    roles = _at_home(project.memberships.filter(user__lost_step_at__gte=dates.now() - WAITS))
    return roles.filter(pk__in=_first_roles(roles)).select_related("user")


@transaction.atomic
def ask(person: User) -> list[tuple[Membership, Project]] | None:
    """Note that the person, who has proved the password, has lost the second step.

    Returns the leaders who can confirm it, each with the project; None where it was asked just now.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.lost_step_at and person.lost_step_at >= dates.now() - ASKED_AGAIN_AFTER:
        return None
    person.lost_step_at = dates.now()
    person.save(update_fields=["lost_step_at"])
    trail.record("factor.lose", person, by=person)
    return [
        (leader, leader.project)
        for leader in Membership.objects.active()
        .filter(role=Role.LEADER, project__in=_at_home(person.memberships).values("project"))
        .exclude(user=person)
        .select_related("user", "project")
        if leader.user.can_sign_in
    ]


def tell(request: HttpRequest, person: User, leaders: list[tuple[Membership, Project]]) -> None:
    """Mail those who can confirm it, and the person, in the installation's language."""
    mail = get_adapter(request).send_mail
    with translation.override(settings.LANGUAGE_CODE):
        mail("account/email/step_lost", person.email, {"request": request})
    for leader, project in leaders:
        url = request.build_absolute_uri(reverse("members", args=[project.slug]))
        context = {"person": person, "project": project, "url": url, "request": request}
        with translation.override(settings.LANGUAGE_CODE):
            mail("account/email/lost_step", leader.user.email, context)


@transaction.atomic
def confirm(*, by: User, membership: Membership) -> None:
    """The person sets up a new second step at the next sign-in.

    Raises RuleBroken for oneself, and where the person has not asked in the last three days.
    """
    person = User.objects.select_for_update().get(pk=membership.user_id)
    if person == by:
        raise RuleBroken(
            _("Two persons are needed. Ask another leader, or who keeps the server."),
            topic="two-persons",
        )
    project = membership.project
    if not waiting(project).filter(user=person).exists():
        raise RuleBroken(_("Nobody waits for this any more. Ask the person to sign in again."))
    role = granting_role(by, "members.edit", project) or ""
    forget(person, by=by, project=project, role=role)


def forget(person: User, *, by: User, project: Project | None = None, role: str = "") -> None:
    """Take the second step away, with the trail. Call it in a transaction, on a locked row."""
    factors.forget(person)
    factors.withdraw_lost_step(person)
    trail.record("factor.forget", person, by=by, project=project, role=role)


def _at_home(roles: QuerySet[Membership]) -> QuerySet[Membership]:
    """Active roles in projects that the person has come to, and that are older than the request."""
    here = roles.active().with_known()
    return here.filter(is_known=True, began_at__lt=F("user__lost_step_at"))


def _first_roles(roles: QuerySet[Membership]) -> list[int]:
    """One role of each person, by whichever role stands first."""
    first: dict[int, int] = {}
    for pk, user in roles.order_by("began_at", "pk").values_list("pk", "user"):
        first.setdefault(user, pk)
    return list(first.values())
