"""Inviting people to a project, and who has been invited and has not come."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.departure import close_account
from accounts.invitation import link_expires, send_invitation, send_role, withdraw_links
from accounts.models import User
from partners.access import Role, granting_role
from partners.models import Membership, Project, TransferDraft
from peerstoette.lib import dates
from peerstoette.lib.errors import RuleBroken

Refusal = Callable[[Project, list[User]], None]
_refusals: list[Refusal] = []


@dataclass(frozen=True)
class Invited:
    """A person who has not come yet, with the roles that wait in the project."""

    memberships: tuple[Membership, ...]

    @property
    def membership(self) -> Membership:
        return self.memberships[0]

    @property
    def sent_at(self) -> datetime:
        """When the last link was sent."""
        return max(each.invited_at or each.began_at for each in self.memberships)

    @property
    def expires_at(self) -> datetime:
        return link_expires(self.sent_at)

    @property
    def is_expired(self) -> bool:
        return self.expires_at < dates.now()


def invited(project: Project) -> list[Invited]:
    """Those who have been invited and have not come, who waits longest first."""
    waiting = project.memberships.awaited()
    by_person: dict[int, list[Membership]] = {}
    for membership in waiting.select_related("user", "organisation").order_by("began_at"):
        by_person.setdefault(membership.user_id, []).append(membership)
    return [Invited(tuple(memberships)) for memberships in by_person.values()]


def invite(request: HttpRequest, membership: Membership) -> None:
    """Mail the person of all roles in the project: with a link to choose a password, or where to sign in.

    Links sent before stop working, unless another project may have sent one of them.
    """
    project, user = membership.project, membership.user
    theirs = project.memberships.active().filter(user=user)
    elsewhere = user.memberships.active().exclude(project=project)
    with transaction.atomic():
        theirs.update(invited_at=dates.now())
        _record("member.invite", membership, request.user)
        if not user.has_usable_password() and not elsewhere.exists():
            withdraw_links(user)
    roles = [_told(each) for each in theirs.select_related("organisation")]
    if user.has_usable_password():
        send_role(request, user, project.name, roles, project.get_absolute_url())
    else:
        send_invitation(request, user, project.name, roles)


@transaction.atomic
def withdraw(*, by: User, membership: Membership) -> None:
    """Take back an invitation: the person's roles here end, and links with the last role anywhere.

    Raises RuleBroken for somebody who has come, and for the project's last leader.
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=membership.project_id)
    user = User.objects.select_for_update().get(pk=membership.user_id)
    if not project.memberships.awaited().filter(user=user).exists():
        raise RuleBroken(_("The person has come. Take the role back instead."))
    theirs = project.memberships.active().filter(user=user)
    refuse_without_leader(project, theirs)
    for each in theirs:
        _record("member.withdraw", each, by, held=each.role)
    theirs.update(ended_at=dates.now())
    close_if_gone(user)


def close_if_gone(user: User) -> None:
    """Close the account of somebody without a role anywhere, unless it keeps the installation.

    Links to choose a password, which may still be on their way, stop working then.

    Call it whenever a role has ended: files that the person may not import any more go too.
    """
    TransferDraft.objects.outdated().delete()
    if user.memberships.active().exists():
        return
    if not user.has_usable_password():
        withdraw_links(user)
    if not user.is_superuser:
        close_account(user)


def before_a_leader_goes(refusal: Refusal) -> None:
    """Let a room refuse that only those leaders stay; its module ``leaving`` is read at start."""
    _refusals.append(refusal)


def refuse_without_leader(project: Project, ending: Iterable[Membership]) -> None:
    """Raises RuleBroken when the project would lose its last leader who can sign in.

    Or the last one whom a room needs. A leader who has not come yet gives way to any other.
    """
    leaders = project.memberships.active().filter(role=Role.LEADER).select_related("user")
    ended = {each.pk for each in ending}
    going = [each.user for each in leaders if each.pk in ended]
    staying = [each.user for each in leaders if each.pk not in ended]
    has_come = any(user.can_sign_in for user in going)
    if has_come:
        staying = [user for user in staying if user.can_sign_in]
    if going and not staying:
        raise RuleBroken(
            _(
                "A project has a leader who can sign in. Give somebody else the role, and wait"
                " until that person has come."
            )
        )
    if has_come:
        for refuse in _refusals:
            refuse(project, staying)


def _told(membership: Membership):
    """``Accountant, Foreningen Fyrtårnet``, in the language of the mail."""
    role = Role(membership.role).label
    return _joined % {"role": role, "organisation": membership.organisation.name}


_joined = gettext_lazy("%(role)s, %(organisation)s")


def _record(action: str, membership: Membership, by: User, **details) -> None:
    project = membership.project
    role = granting_role(by, "members.edit", project) or ""
    trail.record(action, membership, by=by, project=project, role=role, **details)
