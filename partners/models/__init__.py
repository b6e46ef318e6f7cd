"""The partnership: organisations, projects, members, agreement, bodies, plan and months."""

from partners.models.agreement import Body, Clause, Partner, Seat
from partners.models.members import Membership
from partners.models.plan import BilingualName, Deliverable, Guidepost, Milestone, SupportModel
from partners.models.projects import (
    Month,
    Organisation,
    Pool,
    Project,
    today,
    today_of_row,
)

__all__ = [
    "BilingualName",
    "Body",
    "Clause",
    "Deliverable",
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
    "today",
    "today_of_row",
]
