"""Meetings of the bodies: when an agenda must go out."""

from datetime import date, timedelta

from partners.models import BodyMeeting

# Good practice: those who are to decide get a week to read and to ask at home.
AGENDA_AHEAD = timedelta(days=7)


def agenda_due(meeting: BodyMeeting) -> date:
    """The last day on which the agenda should go out."""
    return meeting.date - AGENDA_AHEAD
