"""The project's peers as one person may see them, by employer."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from accounts.models import User
from partners.models import Organisation, Project
from peers.fte import FULL_WEEK
from peers.models import Employment, Peer
from peers.names import PeerNames, peer_names
from peers.staffing import PartnerStaffing, partner_staffing


@dataclass(frozen=True)
class Line:
    """An employment on a day. ``shown`` is the peer's name, or initials for those who get no more."""

    peer: Peer
    shown: str
    employment: Employment
    state: Employment.State
    fte: Decimal


@dataclass(frozen=True)
class Employer:
    """An organisation's employments that have not ended; ``staffing`` if it must employ peers."""

    organisation: Organisation
    lines: tuple[Line, ...]
    staffing: PartnerStaffing | None = None

    @property
    def fte(self) -> Decimal:
        """Of everybody employed there that day, whoever pays: the table's sum."""
        hours = (line.employment.weekly_hours for line in self.lines if line.fte)
        return sum(hours, Decimal(0)) / FULL_WEEK


@dataclass(frozen=True)
class Roster:
    """``idle`` are peers who have had no employment, with what they are called."""

    employers: tuple[Employer, ...]
    ended: tuple[Line, ...]
    idle: tuple[tuple[Peer, str], ...]


def roster(project: Project, user: User, day: date) -> Roster:
    """The employing partners first, then other employers by name. The queries do not grow."""
    peers = _peers(project, user)
    names = peer_names(user, project)
    lines = [line_of(peer, row, names, day) for peer in peers for row in peer.employments.all()]
    current = [line for line in lines if line.state != Employment.State.ENDED]
    employed = {line.peer.pk for line in lines}
    return Roster(
        employers=tuple(_employers(project, user, day, current)),
        ended=tuple(line for line in lines if line.state == Employment.State.ENDED),
        idle=tuple((peer, names.of(peer)) for peer in peers if peer.pk not in employed),
    )


def _peers(project: Project, user: User) -> list[Peer]:
    employments = Employment.objects.visible_to(user).select_related("employer")
    rows = Prefetch("employments", employments.prefetch_related("leaves"))
    return list(project.peers.visible_to(user).prefetch_related(rows))


def line_of(peer: Peer, employment: Employment, names: PeerNames, day: date) -> Line:
    return Line(
        peer=peer,
        shown=names.of(peer),
        employment=employment,
        state=employment.state_on(day),
        fte=employment.fte_on(day),
    )


def _employers(project: Project, user: User, day: date, lines: list[Line]) -> list[Employer]:
    by_employer: dict[Organisation, list[Line]] = {}
    for line in lines:
        by_employer.setdefault(line.employment.employer, []).append(line)
    committed = [
        Employer(each.organisation, tuple(by_employer.pop(each.organisation, [])), each)
        for each in partner_staffing(project, day, user=user)
    ]
    others = sorted(by_employer.items(), key=lambda item: item[0].name)
    return committed + [Employer(employer, tuple(rows)) for employer, rows in others]
