"""A sample of a month's look-ups of citizens, for the leader to look through.

Which ones are drawn nobody can tell beforehand, and it is the same each time: the trail's key, the
project and the month decide. Entries bear the real clock, so a month is over by it, in demonstrations
too; then no entry of it comes any more.
"""

from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from django.db import transaction
from django.db.models import QuerySet

from accounts import trail
from accounts.models import TrailEntry, User
from accounts.seals import keyed
from partners.access import granting_role
from partners.models import Project
from partners.trail_list import entries_of, without_hidden
from partners.trail_words import readings
from peerstoette.lib import dates

SIZE = 20
LOOKED_THROUGH = "trail.sample"


@dataclass(frozen=True)
class Waiting:
    """The sample of the last month that is over, while nobody has looked through it."""

    month: date
    since: date


def last_over() -> date:
    """The first day of the last month that is over."""
    return dates.add_months(dates.first_of_month(dates.copenhagen_today()), -1)


def is_over(month: date) -> bool:
    return dates.is_near(month) and month <= last_over()


def sample(project: Project, month: date) -> QuerySet[TrailEntry]:
    """The entries that are drawn, at most ``SIZE``. One query, and one when it is read."""

    def lot(pk: int) -> str:
        return keyed(b"sample", f"{project.pk} {month:%Y-%m} {pk}".encode())

    ids = _readings(project, month).order_by().values_list("pk", flat=True)
    return entries_of(project).filter(pk__in=nsmallest(SIZE, ids.iterator(), key=lot))


def looked_through(project: Project, month: date) -> QuerySet[TrailEntry]:
    """Who has looked through the month's sample, the first first."""
    told = entries_of(project).filter(action=LOOKED_THROUGH, details__month=f"{month:%Y-%m}")
    return told.order_by("id")


def waiting(project: Project) -> Waiting | None:
    """Demonstrations have none: their days are not those of the real clock."""
    month = last_over()
    if project.is_demo or not _readings(project, month).exists():
        return None
    if looked_through(project, month).exists():
        return None
    return Waiting(month, dates.add_months(month, 1))


@transaction.atomic
def look_through(*, by: User, project: Project, month: date) -> None:
    """Say that the sample has been looked through; once for each person, and not of an empty one."""
    shown = without_hidden(sample(project, month), user=by, project=project)
    drawn = sorted(shown.values_list("pk", flat=True))
    if drawn and not looked_through(project, month).filter(actor_id=by.pk).exists():
        role = granting_role(by, "trail.sample", project) or ""
        trail.record(
            LOOKED_THROUGH,
            project,
            by=by,
            project=project,
            role=role,
            month=f"{month:%Y-%m}",
            entries=drawn,
        )


def look_at_trail(*, by: User, project: Project, role: str = "", **what) -> None:
    """That somebody looked at the trail is on it: it tells of citizens and of colleagues.

    ``role`` is that of those who hold none in the project. ``what`` says how much was shown. Read
    that first: the entry would be among what is shown. Call it inside a transaction.
    """
    role = role or granting_role(by, "trail.view", project) or ""
    trail.record("trail.look", project, by=by, project=project, role=role, **what)


def _readings(project: Project, month: date) -> QuerySet[TrailEntry]:
    first, after = dates.midnight(month), dates.midnight(dates.add_months(month, 1))
    return entries_of(project).filter(readings(), at__gte=first, at__lt=after)
