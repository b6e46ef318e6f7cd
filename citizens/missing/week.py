"""What the courses hold in the days ahead, and which of them lack registrations: no participants."""

from dataclasses import dataclass
from datetime import date, time

from accounts.models import User
from citizens.models import Course, Session
from partners.models import Project, today


@dataclass(frozen=True)
class Planned:
    """A session of a course, before it is held."""

    date: date
    starts_at: time
    ends_at: time
    course: str
    place: str
    url: str


@dataclass(frozen=True)
class CourseGap:
    """A course with sessions that are over and not registered; ``oldest`` is the first of them."""

    course: str
    missing: int
    oldest: date
    url: str


def sessions_ahead(
    user: User, project: Project, last: date
) -> tuple[list[Planned], list[CourseGap]]:
    """What is planned from today to ``last``, and what is missing before, in the person's courses.

    One query: everything up to ``last`` that is not registered, nearest last.
    """
    day = today(project)
    courses = Course.objects.filter(project=project).visible_to(user)
    waiting = Session.objects.filter(course__in=courses, was_held=None, date__lte=last)
    waiting = list(waiting.select_related("course").order_by("date", "starts_at"))
    gaps: dict[int, list[Session]] = {}
    for session in waiting:
        session.course.project = project
        if session.date < day:
            gaps.setdefault(session.course_id, []).append(session)
    return [_planned(each) for each in waiting if each.date >= day], [
        CourseGap(
            course=missing[0].course.name,
            missing=len(missing),
            oldest=missing[0].date,
            url=missing[0].course.get_absolute_url(),
        )
        for missing in gaps.values()
    ]


def _planned(session: Session) -> Planned:
    return Planned(
        date=session.date,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        course=session.course.name,
        place=session.course.place,
        url=session.course.get_absolute_url(),
    )
