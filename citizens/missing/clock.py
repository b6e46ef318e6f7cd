"""Support that nears its limit or runs past it (R5)."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from citizens.models import NEARING_MONTHS, support_limit
from citizens.participation import supports_of
from partners.findings import Finding, Severity
from partners.models import Project, today
from peerstoette.lib import dates
from peerstoette.lib.once import once


@dataclass(frozen=True)
class Clock:
    """The first days past the limit of the episodes that run: those reached, and those soon to be."""

    past: tuple[date, ...]
    nearing: tuple[date, ...]


@once
def clock_of(project: Project) -> Clock:
    """The project's running episodes by their limits, earliest first."""
    day = today(project)
    soon = dates.add_months(day, NEARING_MONTHS)
    limits = sorted(
        support_limit(
            each.starts_on, project.support_months, [each.extended_to] if each.extended_to else []
        )
        for each in supports_of(project)
        if each.runs_on(day)
    )
    return Clock(
        past=tuple(limit for limit in limits if limit <= day),
        nearing=tuple(limit for limit in limits if day < limit <= soon),
    )


def findings(project: Project) -> list[Finding]:
    """R5: past the limit, and nearing it."""
    clock = clock_of(project)
    found = []
    if clock.past:
        found.append(
            _finding(
                project,
                Severity.ERROR,
                "past",
                _("Support past %(months)s months: %(count)s"),
                len(clock.past),
                _("End the support, or extend it with a reason and a name."),
            )
        )
    if clock.nearing:
        found.append(
            _finding(
                project,
                Severity.NOTICE,
                "nearing",
                _("Support that reaches %(months)s months within a month: %(count)s"),
                len(clock.nearing),
                _("Plan the ending, or extend it with a reason and a name in good time."),
            )
        )
    return found


def _finding(
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
