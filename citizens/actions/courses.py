"""Planning group courses, and who is on them."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from citizens.actions.people import begin_episode, refuse_support
from citizens.models import Attendance, Citizen, Course, CoursePeer, Enrolment, Episode, Session
from partners import months
from partners.access import granting_role
from partners.models import Project, today
from peers.models import Peer
from peerstoette.lib.errors import RuleBroken


@transaction.atomic
def create_course(
    *,
    by: User,
    project: Project,
    name: str,
    model: str,
    place: str,
    starts_on: date,
    sessions: int,
    weeks_between: int,
    starts_at: time,
    ends_at: time,
    audience: str,
    peers: Iterable[Peer],
) -> Course:
    """A course with its planned sessions, ``weeks_between`` weeks apart from the first day on.

    Raises RuleBroken when a session would lie outside the project or in a closed month, or end
    before it begins.
    """
    months.refuse_outside_period(project, starts_on, field="starts_on")
    days = [starts_on + timedelta(weeks=weeks_between * number) for number in range(sessions)]
    _refuse_backwards(starts_at, ends_at)
    months.lock_open(project, days, field="starts_on")
    course = Course.objects.create(
        project=project,
        name=name,
        model=model,
        place=place,
        starts_on=days[0],
        ends_on=days[-1],
    )
    CoursePeer.objects.bulk_create(
        CoursePeer(project=project, course=course, peer=peer) for peer in peers
    )
    Session.objects.bulk_create(
        Session(
            project=project,
            course=course,
            number=number,
            date=day,
            starts_at=starts_at,
            ends_at=ends_at,
            audience=audience,
        )
        for number, day in enumerate(days, start=1)
    )
    _record("course.create", course, by, project, sessions=len(days))
    return course


@transaction.atomic
def add_session(
    *, by: User, course: Course, date: date, starts_at: time, ends_at: time, audience: str
) -> Session:
    """One more session. Raises RuleBroken as ``create_course``."""
    _refuse_backwards(starts_at, ends_at)
    months.lock_open(course.project, [date], field="date")
    course = Course.objects.select_for_update(of=("self",), no_key=True).get(pk=course.pk)
    last = course.sessions.aggregate(last=Max("number"))["last"] or 0
    session = Session.objects.create(
        project=course.project,
        course=course,
        number=last + 1,
        date=date,
        starts_at=starts_at,
        ends_at=ends_at,
        audience=audience,
    )
    course.starts_on, course.ends_on = min(course.starts_on, date), max(course.ends_on, date)
    course.save(update_fields=["starts_on", "ends_on"])
    _record("session.add", session, by, course.project)
    return session


@transaction.atomic
def enrol(*, by: User, course: Course, citizen: Citizen, joined_on: date) -> Enrolment:
    """Put a citizen on a course; support begins then, if it has not begun before (R5).

    On a course that has not begun, support begins with the first session the citizen comes to.
    Raises RuleBroken for a course that has ended, a citizen who is on it already or has no support
    to begin, a day in a closed month or not after the last session held (its roster is complete),
    and as ``refuse_support``.
    """
    months.lock_open(course.project, [joined_on], field="joined_on")
    if course.ends_on < today(course.project):
        raise RuleBroken(_("The course ended on %(day)s.") % {"day": date_format(course.ends_on)})
    if course.enrolments.filter(citizen=citizen).exists():
        raise RuleBroken(
            _("%(code)s is or was on the course already.") % {"code": citizen.code},
            field="citizen",
        )
    episodes = Episode.objects.select_for_update(of=("self",), no_key=True)
    episode = episodes.filter(citizen=citizen, ends_on=None).order_by("pk").last()
    if episode is None:
        raise RuleBroken(
            _("%(code)s has no support under way. Accept a referral first.")
            % {"code": citizen.code},
            field="citizen",
        )
    _refuse_before_held(course, joined_on)
    if course.starts_on > today(course.project):
        refuse_support(episode, joined_on, field="joined_on")
    else:
        begin_episode(episode, joined_on, field="joined_on")
    enrolment = Enrolment.objects.create(
        project=course.project, course=course, citizen=citizen, joined_on=joined_on
    )
    _record_place("enrolment.start", enrolment, by)
    return enrolment


@transaction.atomic
def leave_course(*, by: User, enrolment: Enrolment, left_on: date) -> None:
    """End an enrolment. Raises RuleBroken for a day before joining or before registered attendance."""
    enrolment = Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=enrolment.pk)
    months.refuse_outside_period(enrolment.project, left_on, field="left_on")
    if left_on < enrolment.joined_on:
        raise RuleBroken(
            _("%(code)s joined on %(day)s. Choose that day or later.")
            % {"code": enrolment.citizen.code, "day": date_format(enrolment.joined_on)},
            field="left_on",
        )
    came = Attendance.objects.filter(
        session__course=enrolment.course_id, citizen=enrolment.citizen_id, came=True
    ).aggregate(last=Max("session__date"))["last"]
    if came and came > left_on:
        raise RuleBroken(
            _("%(code)s came on %(day)s. Choose that day or later.")
            % {"code": enrolment.citizen.code, "day": date_format(came)},
            field="left_on",
        )
    enrolment.left_on = left_on
    enrolment.save(update_fields=["left_on"])
    _record_place("enrolment.end", enrolment, by)


def _refuse_before_held(course: Course, joined_on: date) -> None:
    """Who joins later than a roster was registered would be missing on it, and nobody would see it.

    The sessions are locked, so that none is registered meanwhile.
    """
    since = course.sessions.select_for_update(of=("self",), no_key=True).filter(date__gte=joined_on)
    held = [each.date for each in since if each.was_held and each.counts_citizens]
    if held:
        raise RuleBroken(
            _("The session on %(day)s is registered. Choose a later day.")
            % {"day": date_format(max(held))},
            field="joined_on",
        )


def _refuse_backwards(starts_at: time, ends_at: time) -> None:
    if ends_at <= starts_at:
        raise RuleBroken(_("It must end after it begins."), field="ends_at")


def _record_place(action: str, enrolment: Enrolment, by: User) -> None:
    """With the citizen's code: the place may be taken back, and the citizen's log keeps the entry."""
    _record(action, enrolment, by, enrolment.project, citizens=[enrolment.citizen.code])


def _record(action: str, obj, by: User, project: Project, **details) -> None:
    role = granting_role(by, "courses.edit", project) or ""
    trail.record(action, obj, by=by, project=project, role=role, **details)
