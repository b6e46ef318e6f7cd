"""Who looked at whom lately, so that the log, an activity and the monthly sample show something."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.models import TrailEntry
from citizens.actions import read_citizens
from citizens.models import EmergencyAccess, Meeting, Session
from partners.models import Project, today

SPAN = timedelta(days=75)  # reaches over the whole of the last month that is over

Reading = tuple[datetime, dict]  # when, and what ``read_citizens`` is told


def make_readings(project: Project) -> None:
    """Whoever registered something had looked at it, and who opened a citizen in an emergency too.

    By the product's own act, in the order of time. Runs before the trail is frozen.
    """
    readings = [*_sessions(project), *_meetings(project), *_emergencies(project)]
    readings.sort(key=lambda reading: reading[0])
    last = TrailEntry.objects.order_by("pk").last()
    for _when, shown in readings:
        read_citizens(project=project, **shown)
    entries = list(TrailEntry.objects.filter(pk__gt=last.pk).order_by("pk"))
    for entry, (when, _shown) in zip(entries, readings, strict=True):
        entry.at = when
    TrailEntry.objects.bulk_update(entries, ["at"], batch_size=300)


def _sessions(project: Project) -> Iterator[Reading]:
    registered = Session.objects.filter(project=project, registered_at__isnull=False)
    lately = registered.filter(date__gte=today(project) - SPAN, attendances__isnull=False)
    for session in lately.select_related("registered_by").distinct():
        shown = [each.citizen for each in session.attendances.select_related("citizen")]
        yield session.registered_at, _shown("session.read", session.registered_by, session, shown)


def _meetings(project: Project) -> Iterator[Reading]:
    registered = Meeting.objects.filter(project=project, registered_at__isnull=False)
    lately = registered.filter(date__gte=today(project) - SPAN)
    for meeting in lately.select_related("registered_by", "match__episode__citizen"):
        shown = [meeting.match.episode.citizen]
        yield meeting.registered_at, _shown("meeting.read", meeting.registered_by, meeting, shown)


def _emergencies(project: Project) -> Iterator[Reading]:
    for use in EmergencyAccess.objects.filter(project=project).select_related("citizen", "person"):
        shown = _shown("citizen.emergency-read", use.person, use.citizen, [use.citizen])
        yield use.began_at, shown


def _shown(action: str, by, about, citizens: list) -> dict:
    return {"action": action, "by": by, "about": about, "citizens": citizens}
