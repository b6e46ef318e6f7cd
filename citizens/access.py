"""Who sees every citizen of a project, and for which organisations a person may refer."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from accounts.models import User
from partners.access import Role, may, sees_every_citizen
from partners.models import Organisation, Project


def sees_everyone(user: User, project: Project) -> bool:
    """The leader does, and staff where the leader has granted it."""
    return sees_every_citizen(user, project)


def require_sight(user: User, project: Project) -> None:
    """Raises PermissionDenied (403) for staff to whom citizens are not shown."""
    if not sees_everyone(user, project):
        raise PermissionDenied("citizens are not shown to this person")


def referrers(user: User, project: Project) -> QuerySet:
    """The leader refers for every partner, a coordinator for the own organisation."""
    if may(user, "citizens.edit", project):
        return partner_organisations(project)
    own = user.memberships.active().filter(project=project, role=Role.COORDINATOR)
    return Organisation.objects.filter(pk__in=own.values("organisation"))


def partner_organisations(project: Project) -> QuerySet:
    """The organisations that are partners of the project."""
    return Organisation.objects.filter(pk__in=project.partners.values("organisation"))
