"""What the courses hold in the days ahead, and which of them lack registrations: no participants."""

from dataclasses import dataclass
from datetime import date, time

from django.db.models import Count, Min

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


def sessions_ahead(user: User, project: Project, last: date) -> list[Planned]:
    """From today to ``last``, in the courses that the person may see. One query."""
    courses = Course.objects.filter(project=project).visible_to(user)
    sessions = Session.objects.filter(
        course__in=courses, was_held=None, date__range=(today(project), last)
    )
    return [
        Planned(
            date=session.date,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            course=session.course.name,
            place=session.course.place,
            url=session.course.get_absolute_url(),
        )
        for session in sessions.select_related("course__project").order_by("date", "starts_at")
    ]


def course_gaps(user: User, project: Project) -> list[CourseGap]:
    """The person's courses with a registration missing, the longest overdue first. One query."""
    missing = Session.objects.missing(today(project))
    courses = Course.objects.filter(project=project, sessions__in=missing).visible_to(user)
    found = courses.select_related("project").annotate(
        missing=Count("sessions"), oldest=Min("sessions__date")
    )
    return [
        CourseGap(course.name, course.missing, course.oldest, course.get_absolute_url())
        for course in found.order_by("oldest", "name")
    ]
