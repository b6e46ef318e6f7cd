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
from citizens.models.people import (
    NEARING_MONTHS,
    Citizen,
    Episode,
    Extension,
    Match,
    Referral,
    support_limit,
)

__all__ = [
    "NEARING_MONTHS",
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
    "support_limit",
]
