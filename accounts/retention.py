"""How long the trail is kept, and the removal of what is older.

The bookkeeping act keeps the records behind accounts for five years from the end of the year that
they concern, and the Danish data protection agency asks that logs are deleted by themselves when
their purpose is over. The seal of what was removed stays: the chain goes through it.
"""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from accounts import trail
from accounts.models import TrailEntry, TrailSeal, User
from peerstoette.lib import dates

TRAIL_YEARS = 5  # from the end of the calendar year, counted in UTC


def utc_today() -> date:
    return dates.utc_day(dates.now())


def is_due(seal: TrailSeal, day: date) -> bool:
    """Whether the segment's entries have been kept long enough on that day."""
    return day.year > dates.utc_day(seal.until).year + TRAIL_YEARS


def outdated() -> QuerySet[TrailSeal]:
    """The seals whose entries are too old and not removed yet, in the order of their chains."""
    first_kept = dates.utc_midnight(date(utc_today().year - TRAIL_YEARS, 1, 1))
    return TrailSeal.objects.filter(removed_on=None, until__lt=first_kept).defer("macs")


@transaction.atomic
def remove(*, by: User, seal: TrailSeal, project=None) -> int:
    """Remove the entries of a whole segment, which itself goes on the trail; how many they were.

    Nothing happens where another process has removed it. ``project`` is the one of the chain, if it
    still exists.
    """
    marked = TrailSeal.objects.filter(pk=seal.pk, removed_on=None).update(removed_on=utc_today())
    if not marked:
        return 0
    entries = TrailEntry.objects.filter(
        project_id=seal.project_id, id__range=(seal.first_id, seal.last_id)
    )
    removed, _rows = entries.delete()
    trail.record("trail.prune", seal, by=by, project=project, entries=removed)
    return removed
