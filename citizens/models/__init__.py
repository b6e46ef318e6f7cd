"""Citizens and what they take part in. Foreign keys that point down have no way back up."""

from citizens.models.activities import (
    Absence,
    Answer,
    Attendance,
    Course,
    CoursePeer,
    Enrolment,
    Meeting,
    Session,
)
from citizens.models.people import Citizen, Episode, Extension, Match, Referral

__all__ = [
    "Absence",
    "Answer",
    "Attendance",
    "Citizen",
    "Course",
    "CoursePeer",
    "Enrolment",
    "Episode",
    "Extension",
    "Match",
    "Meeting",
    "Referral",
    "Session",
]
