"""A peer's day: what must be registered, what is on today and what comes next."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from citizens.models import Citizen, Meeting, Session
from partners.models import Month, Project, today
from peerstoette.lib import dates

DAYS_AHEAD = 7
DAYS_BACK = 7  # how long a fresh registration stays within reach for a correction


@dataclass(frozen=True)
class Item:
    """A session or a meeting as the list shows it; ``month`` is the one that holds its date."""

    date: date
    starts_at: time
    ends_at: time
    title: str
    place: str
    participants: int | None
    url: str
    is_registered: bool
    month: Month | None
    is_pressing: bool = False
    citizen: Citizen | None = None


@dataclass(frozen=True)
class Agenda:
    """``due`` is oldest first: what waits longest is what closes first."""

    due: list[Item]
    today: list[Item]
    ahead: list[Item]
    registered: list[Item]

    @property
    def citizens(self) -> set[Citizen]:
        """Those whose names it shows: the ones of mentoring meetings."""
        items = [*self.due, *self.today, *self.ahead, *self.registered]
        return {item.citizen for item in items if item.citizen}


def agenda(user: User, project: Project) -> Agenda:
    """The person's own sessions and meetings as a peer. Three queries, however many there are."""
    day = today(project)
    months = {month.first_day: month for month in project.months.all()}
    items = sorted(
        [
            *(_session_item(row, months, day) for row in _sessions(user, project, day)),
            *(_meeting_item(row, months, day) for row in _meetings(user, project, day)),
        ],
        key=lambda item: (item.date, item.starts_at),
    )
    return Agenda(
        due=[item for item in items if item.date < day and not item.is_registered],
        today=[item for item in items if item.date == day],
        ahead=[item for item in items if item.date > day],
        registered=[item for item in reversed(items) if item.date < day and item.is_registered],
    )


def ends_at(meeting: Meeting) -> time:
    """When a mentoring meeting of its length is over."""
    begins = datetime.combine(meeting.date, meeting.starts_at)
    return (begins + timedelta(minutes=meeting.minutes)).time()


def _sessions(user: User, project: Project, day: date):
    return (
        _near(Session.objects.filter(project=project).own(user), day)
        .with_participants()
        .select_related("course", "project")
    )


def _meetings(user: User, project: Project, day: date):
    return _near(Meeting.objects.filter(project=project).own(user), day).select_related(
        "match__episode__citizen", "project"
    )


def _near(activities, day: date):
    """From what is missing, however old, and what was registered lately, to the days ahead."""
    near = activities.filter(
        date__range=(day - timedelta(days=DAYS_BACK), day + timedelta(days=DAYS_AHEAD))
    )
    return near | activities.missing(day)


def _session_item(session: Session, months: dict[date, Month], day: date) -> Item:
    return Item(
        date=session.date,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=session.course.name,
        place=session.course.place,
        participants=session.participants if session.counts_citizens else None,
        url=session.get_absolute_url(),
        is_registered=session.is_registered,
        **_closing(session.date, months, day),
    )


def _meeting_item(meeting: Meeting, months: dict[date, Month], day: date) -> Item:
    citizen = meeting.match.episode.citizen
    return Item(
        date=meeting.date,
        starts_at=meeting.starts_at,
        ends_at=ends_at(meeting),
        title=_("1:1 with %(name)s") % {"name": citizen.short_name},
        place=meeting.place,
        participants=None,
        url=meeting.get_absolute_url(),
        is_registered=meeting.is_registered,
        citizen=citizen,
        **_closing(meeting.date, months, day),
    )


def _closing(happens: date, months: dict[date, Month], day: date) -> dict:
    """The month, and whether it waits only for this: it is over and not closed yet."""
    month = months.get(dates.first_of_month(happens))
    return {"month": month, "is_pressing": bool(month and month.is_open and month.last_day < day)}
