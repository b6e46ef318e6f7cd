"""Citizens and what they take part in. Foreign keys that point down have no way back up."""

from citizens.models.activities import (
    STAND_IN_LASTS,
    Absence,
    Answer,
    Attendance,
    Course,
    CoursePeer,
    Enrolment,
    Meeting,
    Session,
    StandIn,
)
from citizens.models.emergency import EMERGENCY_LASTS, SHORTEST_REASON, EmergencyAccess
from citizens.models.people import (
    NEARING_MONTHS,
    Block,
    Citizen,
    Episode,
    Extension,
    Match,
    Referral,
    hidden_from,
    own_peers,
    support_limit,
)

__all__ = [
    "EMERGENCY_LASTS",
    "NEARING_MONTHS",
    "SHORTEST_REASON",
    "STAND_IN_LASTS",
    "Absence",
    "Answer",
    "Attendance",
    "Block",
    "Citizen",
    "Course",
    "CoursePeer",
    "EmergencyAccess",
    "Enrolment",
    "Episode",
    "Extension",
    "Match",
    "Meeting",
    "Referral",
    "Session",
    "StandIn",
    "hidden_from",
    "own_peers",
    "support_limit",
]
