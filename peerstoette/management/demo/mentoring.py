"""Mentoring one to one: who is matched with whom, and every meeting they had or will have."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from accounts.models import User
from citizens.models import Match, Meeting
from partners.models import Project, today
from peerstoette.management.demo import days
from peerstoette.management.demo.cases import Case
from peerstoette.management.demo.courses import REASONS, attended
from peerstoette.management.demo.diary import Diary, Slot, registration
from peerstoette.management.demo.people import Worker

WEEKLY = 5  # meetings before they become fortnightly
CANCELLED = 0.03
MINUTES = (60, 60, 60, 45, 90)


@dataclass(frozen=True)
class Pair:
    """A citizen and a peer who meet in one slot of the week, in even or odd weeks later on."""

    case: Case
    worker: Worker
    first: date
    last: date
    slot: Slot
    is_even: bool


def pair(rng: Random, project: Project, cases: list[Case], diary: Diary) -> list[Pair]:
    """Each mentored citizen with the least busy peer; another peer takes over from one who leaves."""
    pairs = []
    for case in sorted((c for c in cases if c.mentoring), key=lambda c: c.mentoring[0]):
        first, last = case.mentoring
        last = min(last, project.ends_on)
        while first <= min(last, today(project)):
            found = _match(rng, project, case, diary, first, last)
            if found is None:
                break
            pairs.append(found)
            first = found.last + timedelta(days=1)
    return pairs


def write(rng: Random, project: Project, pairs: list[Pair], confirmed_by: User) -> None:
    """Matches and meetings; kinship is asked a few days before the match (R22)."""
    matches = [
        Match(
            project=project,
            episode=pair.case.episode,
            peer=pair.worker.peer,
            starts_on=pair.first,
            ends_on=pair.last if pair.last < today(project) else None,
            not_kin_confirmed_on=days.workday_before(
                pair.first - timedelta(days=rng.randint(0, 6))
            ),
            not_kin_confirmed_by=confirmed_by,
        )
        for pair in pairs
    ]
    Match.objects.bulk_create(matches)
    Meeting.objects.bulk_create(
        _meeting(rng, project, match, pair, day)
        for match, pair in zip(matches, pairs, strict=True)
        for day in _meeting_days(project, pair)
    )


def _match(
    rng: Random, project: Project, case: Case, diary: Diary, first: date, last: date
) -> Pair | None:
    """With a peer who has two weeks of the employment left at least."""
    known = min(first + timedelta(days=14), last)
    candidates = [
        worker
        for worker in diary.at(case.service, first, known)
        if diary.free_slots(worker, first, last)
    ]
    if not candidates:
        return None
    worker = min(candidates, key=lambda worker: diary.load(worker, first))
    last = min(last, worker.last) if worker.last < today(project) else last
    slot, is_even = _slot(rng, project, diary, worker, first, last)
    diary.book(worker, slot, first, last)
    return Pair(case, worker, first, last, slot, is_even)


def _slot(
    rng: Random, project: Project, diary: Diary, worker: Worker, first: date, last: date
) -> tuple[Slot, bool]:
    """One of the peer's citizens is met on the very day that the demonstration shows."""
    day = today(project)
    shown = (day.weekday(), time(10, 30))
    free = diary.free_slots(worker, first, last)
    if first <= day <= last and shown in free:
        return shown, _is_even(day)
    return rng.choice(free), rng.random() < 0.5


def _meeting_days(project: Project, pair: Pair) -> list[date]:
    """Weekly at first, then fortnightly; not on holidays, nor in the summer, nor without the peer."""
    day, meetings = days.weekday_from(pair.first, pair.slot[0]), []
    last = min(pair.last, pair.worker.last, project.ends_on)
    while day <= last:
        is_due = len(meetings) < WEEKLY or _is_even(day) == pair.is_even
        if is_due and days.is_workday(day) and not days.is_summer(day):
            meetings.append(day)
        day += timedelta(weeks=1)
    return meetings


def _is_even(day: date) -> bool:
    return day.isocalendar().week % 2 == 0


def _meeting(rng: Random, project: Project, match: Match, pair: Pair, day: date) -> Meeting:
    starts_at = pair.slot[1]
    meeting = Meeting(
        project=project,
        match=match,
        date=day,
        starts_at=starts_at,
        minutes=rng.choice(MINUTES),
        place=pair.case.service.places[
            match.episode.citizen.number % len(pair.case.service.places)
        ],
        **registration(rng, project, pair.worker, day, starts_at),
    )
    if not meeting.is_registered:
        return meeting
    if pair.worker.is_away(day) or rng.random() < CANCELLED:
        meeting.was_held = False
        meeting.cancel_reason = REASONS[0] if pair.worker.is_away(day) else rng.choice(REASONS)
        return meeting
    for name, value in attended(rng, pair.case).items():
        setattr(meeting, name, value)
    return meeting
