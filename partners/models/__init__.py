"""The partnership: organisations, projects, members, agreement, bodies, plan and months."""

from partners.models.agreement import Body, Clause, Partner, Seat
from partners.models.meetings import AgendaItem, BodyMeeting
from partners.models.members import Membership
from partners.models.plan import (
    BilingualName,
    Deliverable,
    Evidence,
    Guidepost,
    Milestone,
    SupportModel,
)
from partners.models.projects import (
    Month,
    Organisation,
    Pool,
    Project,
    today,
    today_of_row,
)
from partners.models.transfers import TransferDraft

__all__ = [
    "AgendaItem",
    "BilingualName",
    "Body",
    "BodyMeeting",
    "Clause",
    "Deliverable",
    "Evidence",
    "Guidepost",
    "Membership",
    "Milestone",
    "Month",
    "Organisation",
    "Partner",
    "Pool",
    "Project",
    "Seat",
    "SupportModel",
    "TransferDraft",
    "today",
    "today_of_row",
]
