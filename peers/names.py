"""What peers are called: by name, or by initials before those who get no more (rulings)."""

from dataclasses import dataclass

from accounts.models import User
from partners.models import Project
from peers.models import Peer


@dataclass(frozen=True)
class PeerNames:
    """What one person may call the peers of a project. ``known`` are the peers known by name."""

    known: frozenset[int]

    def of(self, peer: Peer) -> str:
        return peer.name if peer.pk in self.known else peer.initials


def peer_names(user: User, project: Project) -> PeerNames:
    """Asked once for a page: one query, however many peers are shown."""
    known = project.peers.within_reach(user, "peers.name")
    return PeerNames(frozenset(known.values_list("pk", flat=True)))
