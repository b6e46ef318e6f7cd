"""What people do with citizens, courses and attendance. Each act is whole or refused in words."""

from citizens.actions.attendance import (
    Tally,
    cancel_session,
    plan_meeting,
    register_meeting,
    register_session,
)
from citizens.actions.courses import add_session, create_course, enrol, leave_course
from citizens.actions.emergency import acknowledge_emergency, open_in_emergency
from citizens.actions.handover import hand_over
from citizens.actions.people import (
    decide_referral,
    end_episode,
    end_match,
    extend_episode,
    refer_again,
    refer_citizen,
    start_match,
)
from citizens.actions.reading import note_citizens, read_citizens
from citizens.actions.rights import lift_block, name_stand_in, set_block, withdraw_stand_in

__all__ = [
    "Tally",
    "acknowledge_emergency",
    "add_session",
    "cancel_session",
    "create_course",
    "decide_referral",
    "end_episode",
    "end_match",
    "enrol",
    "extend_episode",
    "hand_over",
    "leave_course",
    "lift_block",
    "name_stand_in",
    "open_in_emergency",
    "plan_meeting",
    "note_citizens",
    "read_citizens",
    "refer_again",
    "refer_citizen",
    "register_meeting",
    "register_session",
    "set_block",
    "start_match",
    "withdraw_stand_in",
]
