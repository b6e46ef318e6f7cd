"""Emergency accesses that no leader has looked at yet."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min
from django.utils import timezone

from accounts.models import User
from citizens.models import EmergencyAccess
from partners.models import Project


@dataclass(frozen=True)
class Unseen:
    """How many, and the real day of the oldest."""

    count: int
    since: date


def unseen_emergencies(user: User, project: Project) -> Unseen | None:
    """Those that the person may look at; None where there is none. One query."""
    waiting = EmergencyAccess.objects.filter(project=project).visible_to(user).waiting()
    found = waiting.order_by().aggregate(count=Count("pk"), since=Min("began_at"))
    if not found["count"]:
        return None
    return Unseen(found["count"], timezone.localdate(found["since"]))
