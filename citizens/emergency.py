"""A citizen's page in an emergency: who it is and whom to call, for an hour, and nothing to write."""

import re
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from citizens.models import (
    Block,
    Citizen,
    EmergencyAccess,
    Match,
    Referral,
    hidden_from,
    own_peers,
)
from partners.access import Role, may
from partners.models import Membership, Project
from peers.models import Peer

CODE = re.compile(r"(?:b-?)?0*([1-9][0-9]{0,5})", re.IGNORECASE)


@dataclass(frozen=True)
class EmergencySheet:
    """``leaders`` and ``peers`` are those to call, ``referred_by`` the service that knows the citizen.

    Nobody is to be called from whom the citizen is hidden.
    """

    use: EmergencyAccess
    citizen: Citizen
    peers: tuple[Peer, ...]
    referred_by: str
    leaders: tuple[Membership, ...]


def emergency_sheet(user: User, project: Project, pk: int) -> EmergencySheet | None:
    """What somebody is shown who has opened the citizen; None without access that lasts."""
    if not may(user, "citizens.emergency", project):
        return None
    uses = EmergencyAccess.objects.filter(project=project, citizen=pk).open_to(user)
    use = uses.select_related("citizen").order_by("-began_at").first()
    if use is None:
        return None
    citizen = use.citizen
    citizen.project = project
    referrals = Referral.objects.filter(citizen=citizen).select_related("referred_by")
    referral = referrals.order_by("referred_on", "pk").last()
    hidden = Block.objects.in_force().filter(citizen=citizen).values("person")
    matches = Match.objects.filter(episode__citizen=citizen, ends_on=None)
    matches = matches.exclude(peer__user__in=hidden).select_related("peer__user")
    leaders = _leaders(project).exclude(user__in=hidden).with_known()
    return EmergencySheet(
        use=use,
        citizen=citizen,
        peers=tuple(match.peer for match in matches),
        referred_by=str(referral.referred_by) if referral else "",
        leaders=tuple(leaders.order_by("user__first_name", "pk")),
    )


def may_be_opened_by(user: User, project: Project) -> bool:
    """Whether the role lasts, and a peer's employment counts: sight of citizens ends with it (R9)."""
    staff = user.memberships.granting("citizens.emergency").exclude(role=Role.PEER)
    return (
        staff.filter(project=project).exists() or own_peers(user).filter(project=project).exists()
    )


def number_in(code: str) -> int | None:
    """The number of a code, however it is written; None for what is no code."""
    written = CODE.fullmatch(code.strip())
    return int(written[1]) if written else None


def citizen_of(user: User, project: Project, code: str) -> Citizen | None:
    """The citizen with that code, if the person may meet that citizen at all."""
    citizens = Citizen.objects.filter(project=project, number=number_in(code))
    return citizens.exclude(pk__in=hidden_from(user)).first()


def leaders_to_tell(use: EmergencyAccess) -> list[User]:
    """The project's leaders who may look at it: not the person, nor who may not see the citizen."""
    leaders = _leaders(use.project).exclude(user=use.person_id)
    people = User.objects.filter(pk__in=leaders.values("user"), is_active=True)
    # each is asked for by itself: a block is one person's
    return [person for person in people if _may_look(person, use)]


def _may_look(person: User, use: EmergencyAccess) -> bool:
    return EmergencyAccess.objects.visible_to(person).filter(pk=use.pk).exists()


def _leaders(project: Project) -> QuerySet[Membership]:
    held = project.memberships.granting("citizens.acknowledge")
    return held.select_related("user")
