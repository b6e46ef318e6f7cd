"""Every registration that is due, for the one who asks the peers to make it (R8)."""

from dataclasses import dataclass
from datetime import date, time

from django.db.models import TextChoices
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from citizens.models import Citizen, Meeting, Session, hidden_from
from partners.models import Project, today
from peers.models import Peer


class Kind(TextChoices):
    SESSION = "session", gettext_lazy("Group course")
    MEETING = "meeting", gettext_lazy("Mentoring (1:1)")


@dataclass(frozen=True)
class Overdue:
    """A session or a meeting that is over and not registered; ``citizen`` is the meeting's."""

    kind: Kind
    title: str
    date: date
    starts_at: time
    days: int
    peers: tuple[Peer, ...]
    url: str
    citizen: Citizen | None = None

    @property
    def who(self) -> str:
        return ", ".join(peer.name for peer in self.peers)

    @property
    def begins(self) -> str:
        return time_format(self.starts_at)

    @property
    def when(self) -> tuple[date, time]:
        return self.date, self.starts_at


def overdue(user: User, project: Project) -> list[Overdue]:
    """Oldest first, without meetings of citizens whom the person may not see. Three queries."""
    day = today(project)
    sessions = Session.objects.filter(project=project).missing(day)
    sessions = sessions.select_related("course").prefetch_related("course__peers")
    meetings = Meeting.objects.filter(project=project).unblocked(user).missing(day)
    meetings = meetings.select_related("match__peer", "match__episode__citizen")
    lines = [_session(row, project, day) for row in sessions]
    lines += [_meeting(row, project, day) for row in meetings]
    return sorted(lines, key=lambda line: line.when)


def overdue_not_shown(user: User, project: Project) -> int:
    """How many there are beside ``overdue``, which the start page counts: another leader's. One query."""
    meetings = Meeting.objects.filter(project=project).missing(today(project))
    return meetings.filter(match__episode__citizen__in=hidden_from(user)).count()


def _session(row: Session, project: Project, day: date) -> Overdue:
    row.project = project
    return Overdue(
        kind=Kind.SESSION,
        title=row.course.name,
        date=row.date,
        starts_at=row.starts_at,
        days=(day - row.date).days,
        peers=tuple(row.course.peers.all()),
        url=row.get_absolute_url(),
    )


def _meeting(row: Meeting, project: Project, day: date) -> Overdue:
    row.project = project
    citizen = row.match.episode.citizen
    return Overdue(
        kind=Kind.MEETING,
        title=_("1:1 with %(name)s") % {"name": citizen.code},
        date=row.date,
        starts_at=row.starts_at,
        days=(day - row.date).days,
        peers=(row.match.peer,),
        url=row.get_absolute_url(),
        citizen=citizen,
    )
