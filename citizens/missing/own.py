"""How many citizens stand where, of those whom one person may see."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from accounts.models import User
from citizens.models import Citizen, Referral
from citizens.standing import Status, having
from partners.models import Project


@dataclass(frozen=True)
class OwnCitizens:
    """Each number is that of the list it leads to; ``waiting_since`` is the oldest referral's day."""

    waiting: int
    waiting_since: date | None
    ready: int
    under_way: int
    nearing: int
    past: int

    @property
    def total(self) -> int:
        return self.waiting + self.ready + self.under_way + self.past


def own_citizens(user: User, project: Project) -> OwnCitizens:
    """The citizens visible to the person: for a coordinator those of the own organisation."""
    citizens = Citizen.objects.filter(project=project).visible_to(user)

    def count(status: Status) -> int:
        return having(citizens, status, project, user).count()

    waiting = Referral.objects.filter(project=project).visible_to(user)
    waiting = waiting.filter(outcome=Referral.Outcome.WAITING)
    return OwnCitizens(
        waiting=count(Status.WAITING),
        waiting_since=waiting.aggregate(oldest=Min("referred_on"))["oldest"],
        ready=count(Status.READY),
        under_way=count(Status.UNDER_WAY),
        nearing=count(Status.NEARING),
        past=count(Status.PAST),
    )
