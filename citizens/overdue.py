"""Every registration that is due, for the one who asks the peers to make it (R8)."""

from dataclasses import dataclass

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citizens.models import Meeting, Session
from partners.models import Project, today
from peers.models import Peer


@dataclass(frozen=True)
class Overdue:
    """One line of the list, in the shape of the due list's template."""

    when: str
    title: str
    text: str
    url: str
    peers: tuple[Peer, ...]
    late: bool = True

    @property
    def who(self) -> str:
        return ", ".join(peer.name for peer in self.peers)


def overdue(project: Project, peer: str = "") -> dict:
    """``due`` oldest first, of one peer or all, and ``peers`` with how many each has."""
    day = today(project)
    sessions = Session.objects.filter(project=project).missing(day)
    meetings = Meeting.objects.filter(project=project).missing(day)
    rows = [
        *sessions.select_related("course", "project").prefetch_related("course__peers"),
        *meetings.select_related("match__peer", "match__episode__citizen", "project"),
    ]
    rows.sort(key=lambda row: (row.date, row.starts_at))
    lines = [_line(row, (day - row.date).days) for row in rows]
    tally: dict[Peer, int] = {}
    for line in lines:
        for each in line.peers:
            tally[each] = tally.get(each, 0) + 1
    chosen = next((each for each in tally if str(each.pk) == peer), None)
    return {
        "due": [line for line in lines if chosen is None or chosen in line.peers],
        "peers": sorted(tally.items(), key=lambda pair: (-pair[1], pair[0].name)),
        "chosen": chosen,
        "total": len(lines),
    }


def _line(row: Session | Meeting, days: int) -> Overdue:
    is_session = isinstance(row, Session)
    return Overdue(
        when=ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days},
        title=row.course.name
        if is_session
        else _("1:1 with %(name)s") % {"name": row.match.episode.citizen.code},
        text=_("%(day)s at %(time)s")
        % {"day": date_format(row.date), "time": time_format(row.starts_at)},
        url=row.get_absolute_url(),
        peers=tuple(row.course.peers.all()) if is_session else (row.match.peer,),
    )
