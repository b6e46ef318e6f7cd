"""One block, one stand-in and one emergency access, so that their pages show something."""

from accounts.models import User
from citizens.models import Block, EmergencyAccess, Episode, Match, Session, StandIn
from citizens.standing_in import possible_stand_ins
from partners.access import Role
from partners.models import Membership, Project, today
from peers.models import Peer
from peerstoette.management.demo import tables

SHOWN_IN = "peerstoette"
REASON = "Borgeren er mødt op uden aftale og kan ikke sige, hvem der plejer at støtte."


def make_rights(project: Project) -> None:
    """In one of the projects; nothing here is drawn, so that everything else stays as it is."""
    if project.slug != SHOWN_IN:
        return
    leader = _holder(project, Role.LEADER)
    peer = _stand_in(project, leader)
    running = Episode.objects.filter(project=project, ends_on=None, starts_on__isnull=False)
    alone = running.exclude(pk__in=Match.objects.filter(ends_on=None).values("episode"))
    hidden, opened = alone.select_related("citizen").order_by("-pk")[:2]
    Block.objects.create(
        project=project,
        citizen=hidden.citizen,
        person=peer.user,
        kind=Block.Kind.NEIGHBOUR,
        since=max(hidden.referral.referred_on, hidden.starts_on),
        by=leader,
    )
    EmergencyAccess.objects.create(
        project=project,
        citizen=opened.citizen,
        person=_holder(project, Role.STAFF),
        reason=REASON,
        began_at=tables.moment(today(project), 9),
    )


def _stand_in(project: Project, leader: User) -> Peer:
    """Somebody for the first session ahead for which there is somebody."""
    ahead = Session.objects.filter(project=project, date__gte=today(project), was_held=None)
    for session in ahead.order_by("date", "pk"):
        peer = possible_stand_ins(session).order_by("-pk").first()
        if peer is not None:
            named_at = tables.moment(today(project), 8)
            StandIn.objects.create(
                project=project, session=session, peer=peer, named_by=leader, named_at=named_at
            )
            return peer
    raise LookupError("no session ahead has a peer who could step in")


def _holder(project: Project, role: Role) -> User:
    """The first person who holds the role and sees citizens by no grant of its own."""
    held = Membership.objects.filter(project=project, role=role, sees_citizens=False)
    return held.order_by("pk")[0].user
