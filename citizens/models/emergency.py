"""Looking at a citizen in an emergency: who did, why, and which leader has looked at it since."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citizens.models.people import Citizen, hidden_from, own_peers
from partners.access import Role, ScopedQuerySet
from partners.models import Project
from peerstoette.lib import dates
from peerstoette.lib.fields import FreeTextField

# Long enough to make the calls that an emergency asks for, too short to work with (object rights).
EMERGENCY_LASTS = timedelta(hours=1)
SHORTEST_REASON = 20  # letters: less explains nothing to the leader who reads it


class EmergencyQuerySet(ScopedQuerySet):
    capability = "citizens.acknowledge"

    def visible_to(self, user) -> "EmergencyQuerySet":
        """For leaders; nobody learns here of a citizen whom the person may not see."""
        return super().visible_to(user).exclude(citizen__in=hidden_from(user))

    def waiting(self) -> "EmergencyQuerySet":
        """Those that no leader has looked at yet."""
        return self.filter(acknowledged_at=None)

    def open_to(self, user) -> "EmergencyQuerySet":
        """The person's own that last: while the role is held, and a peer's employment counts (R9)."""
        staff = user.memberships.granting("citizens.emergency").exclude(role=Role.PEER)
        peers = own_peers(user).values("project")
        return self.filter(
            Q(project__in=staff.values("project")) | Q(project__in=peers),
            person=user,
            began_at__gt=dates.now() - EMERGENCY_LASTS,
        ).exclude(citizen__in=hidden_from(user))


class EmergencyAccess(models.Model):
    """That a person opened a citizen's page without other right to it, for an hour, and why.

    The clock is the real one, also in a demonstration: an hour is no day of the project.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = FreeTextField(_("reason"))
    began_at = models.DateTimeField(_("when"), default=dates.now)
    acknowledged_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency access")
        verbose_name_plural = _("emergency accesses")
        ordering = ["-began_at", "-id"]
        indexes = [models.Index(fields=["person", "-began_at"], name="emergency_of_person")]

    def __str__(self) -> str:
        return self.citizen.code

    @property
    def ends_at(self):
        return self.began_at + EMERGENCY_LASTS
