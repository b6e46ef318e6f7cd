"""Codes that do not stand on the trail's pages for somebody from whom the citizen is hidden."""

from accounts.models import User
from citizens.models import Citizen, hidden_from
from partners.models import Project
from partners.trail_list import hide


def codes(user: User, project: Project) -> list[str]:
    hidden = Citizen.objects.filter(project=project, pk__in=hidden_from(user))
    return [citizen.code for citizen in hidden.only("number")]


hide(codes)
