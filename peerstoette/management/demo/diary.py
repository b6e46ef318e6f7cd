"""The peers' week: who is where, which hours are taken, and what is registered when."""

from datetime import date, time, timedelta
from random import Random

from partners.models import Project, today
from peerstoette.lib import dates
from peerstoette.management.demo import tables
from peerstoette.management.demo.people import Worker
from peerstoette.management.demo.programme import Service, Track

Slot = tuple[int, time]  # weekday, Monday is 0, and when it starts

TIMES = (time(9), time(10, 30), time(13), time(14, 30))
SLOTS = tuple((weekday, start) for weekday in range(5) for start in TIMES)
SHOWN = "omar@"  # the peer whose day is shown: the last week waits to be registered
SHOWN_DAYS = 9
FORGOTTEN = 0.12


class Diary:
    """Which slots of the week each peer has given away, from a day to a day."""

    def __init__(self, workers: list[Worker], keys: dict[int, str]) -> None:
        """``keys`` names each employer's id as the programme does."""
        self.workers = workers
        self.keys = keys
        self.taken: dict[tuple[int, Slot], list[tuple[date, date]]] = {}

    def at(self, service: Service, first: date, last: date) -> list[Worker]:
        """The service's peers who are employed and active from ``first`` to ``last``."""
        return [
            worker
            for worker in self.workers
            if self.keys[worker.employer.pk] in service.employers
            and worker.first <= first
            and last <= worker.last
        ]

    def is_free(self, worker: Worker, slot: Slot, first: date, last: date) -> bool:
        booked = self.taken.get((worker.peer.pk, slot), [])
        return all(last < start or end < first for start, end in booked)

    def free_slots(self, worker: Worker, first: date, last: date) -> list[Slot]:
        return [slot for slot in SLOTS if self.is_free(worker, slot, first, last)]

    def book(self, worker: Worker, slot: Slot, first: date, last: date) -> None:
        self.taken.setdefault((worker.peer.pk, slot), []).append((first, last))

    def load(self, worker: Worker, day: date) -> int:
        """How many slots the peer has given away that day."""
        return sum(
            start <= day <= end
            for (peer, _), booked in self.taken.items()
            if peer == worker.peer.pk
            for start, end in booked
        )

    @staticmethod
    def slots_within(track: Track) -> list[Slot]:
        return [
            (track.weekday, start) for start in TIMES if track.starts_at <= start < track.ends_at
        ]


def registration(rng: Random, project: Project, worker: Worker, day: date, ended: time) -> dict:
    """When and by whom it was registered that it took place; nothing for what is missing or ahead.

    Everything before the month of the project's today is registered, so that it can be closed.
    """
    if day >= today(project) or _is_forgotten(rng, project, worker, day):
        return {}
    at = tables.moment(day, ended.hour, 45) + timedelta(minutes=rng.randint(0, 50))
    return {"was_held": True, "registered_at": at, "registered_by": worker.user}


def is_shown(worker: Worker) -> bool:
    return worker.user.email.startswith(SHOWN)


def _is_forgotten(rng: Random, project: Project, worker: Worker, day: date) -> bool:
    if day < dates.first_of_month(today(project)):
        return False
    if is_shown(worker):
        return day >= today(project) - timedelta(days=SHOWN_DAYS)
    return rng.random() < FORGOTTEN
