"""An employment as one person may see it on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from peers.models import Employment, Peer
from peers.names import PeerNames


@dataclass(frozen=True)
class Line:
    """An employment on a day. ``shown`` is the peer's name, or initials for those who get no more."""

    peer: Peer
    shown: str
    employment: Employment
    state: Employment.State
    fte: Decimal


def line_of(peer: Peer, employment: Employment, names: PeerNames, day: date) -> Line:
    return Line(
        peer=peer,
        shown=names.of(peer),
        employment=employment,
        state=employment.state_on(day),
        fte=employment.fte_on(day),
    )
