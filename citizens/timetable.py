"""Group courses as their pages show them: with names for those who meet the citizens, else counts.

Who may not see a course's citizens gets no count of one to four people either (R14).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from citizens.access import sees_everyone
from citizens.counts import shown
from citizens.models import Course, CoursePeer, Enrolment, Session
from partners.models import Project, today
from peers.names import peer_names


@dataclass(frozen=True)
class CourseRow:
    """``citizens`` is None where the number is hidden."""

    course: Course
    citizens: int | None

    @property
    def citizens_told(self) -> int | str:
        return _("hidden") if self.citizens is None else self.citizens


@dataclass(frozen=True)
class SessionRow:
    """``came`` is None where the number is hidden or nothing is registered."""

    session: Session
    came: int | None
    is_hidden: bool


@dataclass(frozen=True)
class CourseSheet:
    """One course; ``enrolments`` is empty for those who get ``citizens`` as a count only.

    ``not_shown`` are the citizens on it whom the person may not see.
    """

    course: Course
    is_met: bool
    peers: tuple[str, ...]
    sessions: tuple[SessionRow, ...]
    citizens: int | None
    enrolments: tuple[Enrolment, ...]
    not_shown: int


def course_rows(courses: Iterable[Course], user: User, project: Project) -> list[CourseRow]:
    """The rows of a list of courses from ``with_counts``. Two queries more."""
    everyone = sees_everyone(user, project)
    led = set(CoursePeer.led_by(user).values_list("course", flat=True))
    return [
        CourseRow(course, shown(project, course.citizens, exact=everyone or course.pk in led))
        for course in courses
    ]


def course_sheet(course: Course, user: User, project: Project) -> CourseSheet:
    """The course's page. Peers meet its citizens while it runs, and get counts afterwards."""
    everyone = sees_everyone(user, project)
    runs = course.ends_on >= today(project)
    is_met = everyone or (runs and CoursePeer.led_by(user).filter(course=course).exists())
    enrolments = Enrolment.objects.filter(course=course)
    named = enrolments.visible_to(user).select_related("citizen__project")
    named = named.order_by("left_on", "citizen__number") if is_met else []
    total = enrolments.count()
    sessions = course.sessions.with_came().select_related("project")
    return CourseSheet(
        course=course,
        is_met=is_met,
        peers=_peers(course, user, project),
        sessions=tuple(_session_row(session, project, total, is_met) for session in sessions),
        citizens=len(named) if is_met else shown(project, total),
        enrolments=tuple(named),
        not_shown=enrolments.not_shown_to(user).count() if is_met else 0,
    )


def _peers(course: Course, user: User, project: Project) -> tuple[str, ...]:
    names = peer_names(user, project)
    return tuple(names.of(peer) for peer in course.peers.all())


def _session_row(session: Session, project: Project, total: int, exact: bool) -> SessionRow:
    """Nor may those who did not come be told from all who are on the course, when they are few."""
    if not session.was_held:
        return SessionRow(session, None, is_hidden=False)
    stayed_away = shown(project, max(total - session.came, 0), exact=exact)
    came = None if stayed_away is None else shown(project, session.came, exact=exact)
    return SessionRow(session, came, is_hidden=came is None)
