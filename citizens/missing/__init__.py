"""What waits to be registered (R8) or looked at, and whose time runs out (R5): never a person.

The part of this room that may be read from above. Numbers of people are exact only for those who
see the people themselves.
"""

from citizens.missing import clock, registrations
from citizens.missing.clock import Clock, clock_of
from citizens.missing.emergencies import Unseen, unseen_emergencies
from citizens.missing.own import OwnCitizens, own_citizens
from citizens.missing.registrations import MonthGap, Unregistered, gaps, unregistered
from citizens.missing.week import CourseGap, Planned, sessions_ahead
from partners.findings import Finding
from partners.models import Project

__all__ = [
    "Clock",
    "CourseGap",
    "MonthGap",
    "OwnCitizens",
    "Planned",
    "Unregistered",
    "Unseen",
    "clock_of",
    "findings",
    "gaps",
    "month_findings",
    "own_citizens",
    "sessions_ahead",
    "unregistered",
    "unseen_emergencies",
]


def findings(project: Project) -> list[Finding]:
    """R8 by month, oldest first, then R5."""
    return [*month_findings(project), *clock.findings(project)]


def month_findings(project: Project) -> list[Finding]:
    """Those that belong to a month and so can hold it back."""
    return registrations.findings(project)
