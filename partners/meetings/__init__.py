"""Meetings of the bodies: what is next, and which agenda must go out."""

from datetime import date, timedelta

from partners.models import Body, BodyMeeting, Project

# Good practice: those who are to decide get a week to read and to ask at home.
AGENDA_AHEAD = timedelta(days=7)


def next_meeting(project: Project, day: date, kind: Body.Kind | None = None) -> BodyMeeting | None:
    """The first meeting on ``day`` or later that is not held yet, of any body or of one kind."""
    ahead = project.body_meetings.exclude(state=BodyMeeting.State.HELD).filter(date__gte=day)
    if kind:
        ahead = ahead.filter(body__kind=kind)
    return ahead.select_related("body", "project").order_by("date", "starts_at").first()


def agenda_due(meeting: BodyMeeting) -> date:
    """The last day on which the agenda should go out."""
    return meeting.date - AGENDA_AHEAD
