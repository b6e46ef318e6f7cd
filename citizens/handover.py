"""What a peer leaves behind: the matches that last and the courses that still run."""

from dataclasses import dataclass

from accounts.models import User
from citizens.models import Course, Match
from partners.models import today
from peers.models import Peer


@dataclass(frozen=True)
class Handover:
    """Rows that somebody else must take over, or that must be ended.

    ``not_shown`` matches are with citizens whom the person who asks may not see: another leader's.
    """

    peer: Peer
    matches: tuple[Match, ...]
    courses: tuple[Course, ...]
    not_shown: int

    @property
    def is_empty(self) -> bool:
        return not self.matches and not self.courses and not self.not_shown


def handover(peer: Peer, user: User) -> Handover:
    """The peer's matches without an end, and the courses led that end today or later."""
    lasting = Match.objects.filter(peer=peer, ends_on=None)
    matches = lasting.unblocked(user)
    courses = Course.objects.filter(peers=peer, ends_on__gte=today(peer.project))
    return Handover(
        peer,
        tuple(matches.select_related("episode__citizen", "episode__project", "project")),
        tuple(courses.order_by("starts_on", "name")),
        not_shown=lasting.exclude(pk__in=matches).count(),
    )
