"""Counts of citizens that are safe to show to those who see counts only (R14).

A count of one to ``project.hidden_below`` - 1 people comes back as None, "hidden". Nought hides
nobody. Sessions and meetings are no people and are counted openly.
"""

from datetime import date

from django.db.models import Q, QuerySet

from citizens.models import Attendance, Citizen, Meeting, Session
from partners.models import Project


def unique_citizens(project: Project, first: date, last: date) -> int | None:
    """People with a held mentoring meeting or an attended session from ``first`` to ``last`` (R7).

    A meeting that the citizen did not come to reaches nobody.
    """
    return shown(project, _reached(project, first, last).count())


def sessions_held(project: Project, first: date, last: date) -> int:
    """Sessions of group courses that were held in the period."""
    return _held(Session.objects, project, first, last).count()


def meetings_held(project: Project, first: date, last: date) -> int:
    """Mentoring meetings that were held in the period and that the citizen came to."""
    return _held(Meeting.objects, project, first, last).filter(came=True).count()


def shown(project: Project, number: int, *, exact: bool = False) -> int | None:
    """The number of people, or None where it must be hidden (R14).

    ``exact`` is for those who see the citizens themselves.
    """
    return None if not exact and 0 < number < project.hidden_below else number


def _reached(project: Project, first: date, last: date) -> QuerySet:
    attended = Attendance.objects.filter(
        session__in=_held(Session.objects, project, first, last), came=True
    )
    met = _held(Meeting.objects, project, first, last).filter(came=True)
    return Citizen.objects.filter(
        Q(pk__in=attended.values("citizen")) | Q(pk__in=met.values("match__episode__citizen")),
        project=project,
    )


def _held(activities, project: Project, first: date, last: date) -> QuerySet:
    return activities.filter(project=project, date__range=(first, last), was_held=True)
