"""Sessions and meetings that are over and not registered, by month (R8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, F, Min, Q, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citizens.models import CoursePeer, Meeting, Session
from partners.findings import Finding, Severity
from partners.models import Month, Project, today
from partners.months import months_of
from peers.models import Employment
from peerstoette.lib import dates
from peerstoette.lib.alphabet import Alphabetical
from peerstoette.lib.once import once

SESSION, MEETING = "session", "meeting"


@dataclass(frozen=True)
class Unregistered:
    """A month's registrations that are due and not made, of all that are planned in it.

    ``partners`` names the employers of the peers who have them, sorted. What is planned from today
    on is neither registered nor missing yet.
    """

    sessions: int
    meetings: int
    planned: int
    registered: int
    partners: tuple[str, ...]

    @property
    def total(self) -> int:
        return self.sessions + self.meetings


@dataclass(frozen=True)
class MonthGap:
    """A calendar month in which registrations are missing, and since when the oldest is."""

    first_day: date
    sessions: int
    meetings: int
    oldest: date

    @property
    def total(self) -> int:
        return self.sessions + self.meetings


@dataclass(frozen=True)
class Tally:
    """A calendar month's sessions or its meetings of a model; ``oldest`` is the first missing.

    ``staff`` is how often staff took part in those that were held (R20).
    """

    kind: str
    model: str
    first_day: date
    planned: int
    registered: int
    due: int
    missing: int
    oldest: date | None
    held: int
    staff: int

    @property
    def cancelled(self) -> int:
        return self.registered - self.held

    @property
    def to_come(self) -> int:
        return self.planned - self.registered - self.missing


@once
def tallies(project: Project) -> list[Tally]:
    """Every month in which something is planned, earliest first. One query."""
    day = today(project)
    sessions, meetings = (model.objects.filter(project=project) for model in (Session, Meeting))
    rows = _tally(sessions, SESSION, day, F("course__model"), F("staff_count")).union(
        _tally(meetings, MEETING, day, F("match__episode__model"), Value(0)), all=True
    )
    return sorted(
        (Tally(*row) for row in rows), key=lambda row: (row.first_day, row.kind, row.model)
    )


def unregistered(month: Month) -> Unregistered:
    """What is missing in the month, from midnight after each date (R8). Two queries."""
    rows = [row for row in tallies(month.project) if row.first_day == month.first_day]
    sessions, meetings = _missing(rows, SESSION), _missing(rows, MEETING)
    return Unregistered(
        sessions=sessions,
        meetings=meetings,
        planned=sum(row.planned for row in rows),
        registered=sum(row.registered for row in rows),
        partners=_employers(month, today(month.project)) if sessions or meetings else (),
    )


def gaps(project: Project) -> list[MonthGap]:
    """The months in which a registration is missing, earliest first."""
    return [
        MonthGap(
            first_day,
            sessions=_missing(rows, SESSION),
            meetings=_missing(rows, MEETING),
            oldest=min(row.oldest for row in rows if row.oldest),
        )
        for first_day, rows in _by_month(tallies(project)).items()
        if any(row.missing for row in rows)
    ]


def findings(project: Project) -> list[Finding]:
    """R8 by month, oldest first."""
    month_ids = {month.first_day: month.pk for month in months_of(project)}
    return [
        _finding(project, first_day, month_ids.get(first_day), rows)
        for first_day, rows in _by_month(tallies(project)).items()
        if any(row.missing for row in rows)
    ]


def _missing(rows: Iterable[Tally], kind: str) -> int:
    return sum(row.missing for row in rows if row.kind == kind)


def _tally(activities, kind: str, day: date, model: F, staff: F | Value):
    return (
        activities.order_by()
        .annotate(kind=Value(kind, CharField()), of_model=model, first_day=TruncMonth("date"))
        .values_list("kind", "of_model", "first_day")
        .annotate(
            planned=Count("pk"),
            registered=Count("pk", filter=Q(was_held__isnull=False)),
            due=Count("pk", filter=Q(date__lt=day)),
            missing=Count("pk", filter=Q(was_held=None, date__lt=day)),
            oldest=Min("date", filter=Q(was_held=None, date__lt=day)),
            held=Count("pk", filter=Q(was_held=True)),
            staff=Coalesce(Sum(staff, filter=Q(was_held=True)), 0),
        )
    )


def _by_month(rows: Iterable[Tally]) -> dict[date, list[Tally]]:
    months: dict[date, list[Tally]] = {}
    for row in rows:
        months.setdefault(row.first_day, []).append(row)
    return months


def _employers(month: Month, day: date) -> tuple[str, ...]:
    sessions = Session.objects.in_month(month).missing(day)
    leading = CoursePeer.objects.filter(course__in=sessions.values("course"))
    meetings = Meeting.objects.in_month(month).missing(day)
    names = (
        Employment.objects.during(month.first_day, month.last_day)
        .filter(
            Q(peer__in=leading.values("peer")) | Q(peer__in=meetings.values("match__peer")),
            project=month.project_id,
        )
        .order_by(Alphabetical("employer__name"))
        .values_list("employer__name", flat=True)
        .distinct()
    )
    return tuple(names)


def _finding(project: Project, first_day: date, month_id: int | None, rows: list[Tally]) -> Finding:
    missing, due = sum(row.missing for row in rows), sum(row.due for row in rows)
    return Finding(
        rule="R8",
        severity=Severity.WARNING,
        title=ngettext(
            "%(count)s registration is missing in %(month)s",
            "%(count)s registrations are missing in %(month)s",
            missing,
        )
        % {"count": missing, "month": dates.month_name(first_day)},
        explanation=_(
            "The month's figures are not complete. A session or meeting without registration does"
            " not count as zero."
        ),
        figures=(
            (_("Planned and due"), str(due)),
            (_("Registered"), str(due - missing)),
            (_("Missing"), str(missing)),
        ),
        url=reverse("missing", args=[project.slug]),
        where=_("Missing registrations"),
        month_id=month_id,
    )
