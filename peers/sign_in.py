"""Who signs in as a peer. Rooms above refuse what must not change hands, in their module ``leaving``."""

from collections.abc import Callable

from accounts.models import User
from peers.models import Peer

Refusal = Callable[[Peer, User | None], None]
_registered: list[Refusal] = []


def register(refusal: Refusal) -> None:
    """Let a room raise RuleBroken when the person (None: nobody) must not sign in as the peer now."""
    _registered.append(refusal)


def refuse_other_person(peer: Peer, person: User | None) -> None:
    """Raises RuleBroken when the person does not sign in as the peer already and must not."""
    if peer.user != person:
        for refusal in _registered:
            refusal(peer, person)


def told(peer: Peer) -> str:
    """The peer as the trail names it with who signs in: ``OP, omar@example.dk``."""
    return f"{peer.initials}, {peer.user.email}" if peer.user else peer.initials
