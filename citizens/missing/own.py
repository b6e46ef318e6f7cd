"""How many citizens stand where, of those whom one person may see."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, QuerySet

from accounts.models import User
from citizens.models import Citizen, Referral
from citizens.standing import (
    Status,
    has_ended,
    limit_of,
    status_of,
    told_episodes,
    told_referrals,
    with_latest,
)
from partners.models import Project, today


@dataclass(frozen=True)
class OwnCitizens:
    """Each number is that of the list it leads to; ``waiting_since`` is the oldest referral's day.

    Who nears or is past the limit is under way too.
    """

    waiting: int
    waiting_since: date | None
    ready: int
    under_way: int
    nearing: int
    past: int

    @property
    def total(self) -> int:
        return self.waiting + self.ready + self.under_way


def own_citizens(user: User, project: Project) -> OwnCitizens:
    """The citizens visible to the person: a coordinator's own organisation's. Five queries."""
    day, months = today(project), project.support_months
    referrals = told_referrals(user, project)
    citizens = Citizen.objects.filter(project=project).visible_to(user)
    citizens = with_latest(citizens, referrals, told_episodes(user, project))
    rows = citizens.order_by().values_list(
        "outcome", "episode", "begun_on", "ended_on", "extended_to"
    )
    tally = Counter(
        status_of(
            is_waiting=outcome == Referral.Outcome.WAITING,
            has_episode=episode is not None,
            has_ended=has_ended(begun_on, ended_on, day),
            limit=limit_of(begun_on, extended_to, months),
            day=day,
        )
        for outcome, episode, begun_on, ended_on, extended_to in rows
    )
    return OwnCitizens(
        waiting=tally[Status.WAITING],
        waiting_since=_oldest_waiting(referrals) if tally[Status.WAITING] else None,
        ready=tally[Status.READY],
        under_way=tally[Status.UNDER_WAY] + tally[Status.NEARING] + tally[Status.PAST],
        nearing=tally[Status.NEARING],
        past=tally[Status.PAST],
    )


def _oldest_waiting(referrals: QuerySet[Referral]) -> date | None:
    waiting = referrals.filter(outcome=Referral.Outcome.WAITING)
    return waiting.aggregate(oldest=Min("referred_on"))["oldest"]
