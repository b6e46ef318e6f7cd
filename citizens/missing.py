"""What is planned and not registered (R8), and support that runs past its limit (R5)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citizens.models import CoursePeer, Episode, Meeting, Session
from partners.findings import Finding, Severity
from partners.models import Month, Project, today
from peers.models import Employment
from peerstoette.lib import dates

NEARING_MONTHS = 1  # the peer and the coordinator are told ahead of the limit (application)


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


def unregistered(month: Month) -> Unregistered:
    """What is missing in the month, from midnight after each date (R8). Three queries."""
    day = today(month.project)
    sessions = _tally(Session.objects.in_month(month), day)
    meetings = _tally(Meeting.objects.in_month(month), day)
    return Unregistered(
        sessions=sessions["missing"],
        meetings=meetings["missing"],
        planned=sessions["planned"] + meetings["planned"],
        registered=sessions["registered"] + meetings["registered"],
        partners=_employers(month, day),
    )


def findings(project: Project) -> list[Finding]:
    """R8 by month, oldest first, then R5."""
    return [*_unregistered_months(project), *_clock(project)]


def _tally(activities, day: date) -> dict[str, int]:
    return activities.aggregate(
        planned=Count("pk"),
        registered=Count("pk", filter=Q(was_held__isnull=False)),
        missing=Count("pk", filter=Q(was_held=None, date__lt=day)),
    )


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
        .order_by("employer__name")
        .values_list("employer__name", flat=True)
        .distinct()
    )
    return tuple(names)


def _unregistered_months(project: Project) -> list[Finding]:
    day = today(project)
    due = {}
    for activities in (Session.objects, Meeting.objects):
        months = (
            activities.filter(project=project, date__lt=day)
            .annotate(first_day=TruncMonth("date"))
            .values("first_day")
            .annotate(planned=Count("pk"), registered=Count("pk", filter=Q(was_held__isnull=False)))
            .order_by("first_day")
        )
        for row in months:
            planned, registered = due.get(row["first_day"], (0, 0))
            due[row["first_day"]] = planned + row["planned"], registered + row["registered"]
    month_ids = dict(project.months.values_list("first_day", "pk"))
    return [
        _month_finding(project, first_day, month_ids.get(first_day), planned, registered)
        for first_day, (planned, registered) in sorted(due.items())
        if registered < planned
    ]


def _month_finding(
    project: Project, first_day: date, month_id: int | None, planned: int, registered: int
) -> Finding:
    missing = planned - registered
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
            (_("Planned and due"), str(planned)),
            (_("Registered"), str(registered)),
            (_("Missing"), str(missing)),
        ),
        url=reverse("missing", args=[project.slug]),
        where=_("Missing registrations"),
        month_id=month_id,
    )


def _clock(project: Project) -> list[Finding]:
    day = today(project)
    soon = dates.add_months(day, NEARING_MONTHS)
    limits = [episode.months_limit() for episode in Episode.objects.with_clock(project, day)]
    past = sum(limit <= day for limit in limits)
    nearing = sum(day < limit <= soon for limit in limits)
    found = []
    if past:
        found.append(
            _clock_finding(
                project,
                Severity.ERROR,
                "past",
                _("Support past %(months)s months: %(count)s"),
                past,
                _("End the support, or extend it with a reason and a name."),
            )
        )
    if nearing:
        found.append(
            _clock_finding(
                project,
                Severity.NOTICE,
                "nearing",
                _("Support that reaches %(months)s months within a month: %(count)s"),
                nearing,
                _("Plan the ending, or extend it with a reason and a name in good time."),
            )
        )
    return found


def _clock_finding(
    project: Project, severity: Severity, clock: str, title: str, number: int, explanation: str
) -> Finding:
    """The findings are read by people who see counts only, so small numbers are not told (R14)."""
    below = project.hidden_below
    count = _("fewer than %(limit)s") % {"limit": below} if number < below else str(number)
    return Finding(
        rule="R5",
        severity=severity,
        title=title % {"months": project.support_months, "count": count},
        explanation=explanation,
        url=f"{reverse('citizens', args=[project.slug])}?status={clock}",
        where=_("Citizens"),
    )
