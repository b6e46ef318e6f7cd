"""Group courses: planned by season, filled from the referrals, lived through session by session."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from citizens.models import Absence, Attendance, Course, CoursePeer, Enrolment, Session
from partners.models import Project, today
from peerstoette.management.demo import days
from peerstoette.management.demo.cases import LONGEST_WAIT, Case
from peerstoette.management.demo.diary import Diary, is_shown, registration
from peerstoette.management.demo.people import Worker
from peerstoette.management.demo.programme import Programme, Service, Track

SESSIONS = (8, 10)
LATEST = timedelta(days=180)  # from the referral
NOT_HELD = 0.1  # of a track's seasons
CANCELLED = 0.04
SENT_WORD = 0.62  # of those who do not come
REASONS = ("Sygdom hos peer", "Lokalet var dobbeltbooket", "Peer på uddannelsesdag")


@dataclass(eq=False)
class Plan:
    """A course before it is written: its days, who leads it, who is on it."""

    service: Service
    track: Track
    name: str
    days: list[date]
    workers: list[Worker] = field(default_factory=list)
    members: list[Case] = field(default_factory=list)


def plan(
    rng: Random, project: Project, programme: Programme, cases: list[Case], diary: Diary
) -> list[Plan]:
    """The courses in order of their first day, with leaders and members."""
    plans = [
        course
        for service in programme.services
        for track in service.tracks
        for course in _seasons(rng, project, programme, service, track)
    ]
    plans.sort(key=lambda course: course.days[0])
    led: dict[int, int] = {}
    for course in plans:
        _staff(rng, project, course, diary, led)
        if course.workers:
            _fill(rng, course, cases, programme.course_size)
    return [course for course in plans if course.members]


def write(rng: Random, project: Project, plans: list[Plan]) -> None:
    """The courses with everything that happened in them until the project's today."""
    courses = [
        Course(
            project=project,
            name=course.name,
            model=course.service.model,
            place=course.track.place,
            starts_on=course.days[0],
            ends_on=course.days[-1],
        )
        for course in plans
    ]
    Course.objects.bulk_create(courses)
    pairs = list(zip(courses, plans, strict=True))
    CoursePeer.objects.bulk_create(
        CoursePeer(project=project, course=course, peer=worker.peer)
        for course, planned in pairs
        for worker in planned.workers
    )
    Enrolment.objects.bulk_create(
        Enrolment(
            project=project,
            course=course,
            citizen=case.citizen,
            joined_on=case.course[0],
            left_on=case.course[1] if case.course[1] < today(project) else None,
        )
        for course, planned in pairs
        for case in planned.members
    )
    sessions = [
        (_session(rng, project, course, planned, number, day), planned)
        for course, planned in pairs
        for number, day in enumerate(planned.days, start=1)
    ]
    Session.objects.bulk_create([session for session, _ in sessions])
    Attendance.objects.bulk_create(
        Attendance(project=project, session=session, citizen=case.citizen, **attended(rng, case))
        for session, planned in sessions
        if session.was_held
        for case in planned.members
        if case.course[0] <= session.date <= case.course[1]
    )


def attended(rng: Random, case: Case) -> dict:
    """Whether the citizen came this time, and if not, why not."""
    if rng.random() < case.reliability:
        return {"came": True, "absence": ""}
    sent_word = rng.random() < SENT_WORD
    return {"came": False, "absence": Absence.SENT_WORD if sent_word else Absence.NO_WORD}


def _seasons(
    rng: Random, project: Project, programme: Programme, service: Service, track: Track
) -> list[Plan]:
    day, plans = today(project), []
    starts = [
        date(year, month, anchor)
        for year in range(programme.first_referral.year, day.year + 1)
        for month, anchor in programme.seasons
    ]
    for index, season in enumerate(starts):
        first = days.weekday_from(season, track.weekday) + timedelta(weeks=track.delay)
        held = _session_days(project, first, rng.randint(*SESSIONS))
        is_running = first <= day <= held[-1]
        is_within = programme.first_referral + timedelta(days=14) <= first <= day
        if is_within and (is_running or rng.random() >= NOT_HELD):
            plans.append(Plan(service, track, track.names[index % len(track.names)], held))
    return plans


def _session_days(project: Project, first: date, count: int) -> list[date]:
    """Once a week, not on holidays nor in the summer, until the project ends."""
    weekly = (first + timedelta(weeks=week) for week in range(count * 2))
    held = [day for day in weekly if days.is_workday(day) and not days.is_summer(day)]
    return [day for day in held[:count] if day <= project.ends_on] or [first]


def _staff(rng: Random, project: Project, course: Plan, diary: Diary, led: dict[int, int]) -> None:
    """One or two peers who are free, who has led least before; the one who is shown leads today."""
    first, last = course.days[0], course.days[-1]
    slots = diary.slots_within(course.track)
    free = [
        worker
        for worker in diary.at(course.service, first, min(last, today(project)))
        if all(diary.is_free(worker, slot, first, last) for slot in slots)
    ]
    is_running = last >= today(project)
    free.sort(key=lambda w: (not (is_running and is_shown(w)), led.get(w.peer.pk, 0)))
    course.workers = free[: rng.choice((1, 2, 2))]
    for worker in course.workers:
        led[worker.peer.pk] = led.get(worker.peer.pk, 0) + 1
        for slot in slots:
            diary.book(worker, slot, first, last)


def _fill(rng: Random, course: Plan, cases: list[Case], size: tuple[int, int]) -> None:
    """With some of those who wait, and others who are mentored already; too few: it is not held."""
    first, last = course.days[0], course.days[-1]
    fewest, most = size
    wanted = rng.randint((fewest + most) // 2, most)
    open_to = [
        case
        for case in cases
        if case.is_accepted
        and case.course is None
        and case.service is course.service
        and case.model == course.service.model
        and case.referred_on <= first - timedelta(days=4)
    ]
    waiting = [case for case in open_to if first - case.referred_on <= LONGEST_WAIT]
    mentored = [
        case
        for case in open_to
        if LONGEST_WAIT < first - case.referred_on <= LATEST and not case.is_dropout
    ]
    chosen = rng.sample(waiting, min(len(waiting), wanted))
    chosen += rng.sample(mentored, min(len(mentored), wanted - len(chosen)))
    if len(chosen) < fewest:
        return
    course.members = sorted(chosen, key=lambda case: case.citizen.number)
    for case in course.members:
        stops = rng.choice(course.days[1:5]) if case.is_dropout else last
        case.course = (first, stops)


def _session(
    rng: Random, project: Project, course: Course, planned: Plan, number: int, day: date
) -> Session:
    """Staff of the place come to the first session and the last (R20)."""
    is_shared = number in (1, len(planned.days))
    session = Session(
        project=project,
        course=course,
        number=number,
        date=day,
        starts_at=planned.track.starts_at,
        ends_at=planned.track.ends_at,
        audience=Session.Audience.BOTH if is_shared else Session.Audience.CITIZENS,
    )
    worker = planned.workers[0]
    for name, value in registration(rng, project, worker, day, planned.track.ends_at).items():
        setattr(session, name, value)
    if session.is_registered:
        is_alone = len(planned.workers) == 1
        session.was_held = not (is_alone and worker.is_away(day)) and rng.random() >= CANCELLED
        session.cancel_reason = "" if session.was_held else rng.choice(REASONS)
        session.staff_count = rng.randint(1, 3) if is_shared and session.was_held else 0
    return session
