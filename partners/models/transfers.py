"""A file that somebody has brought and not yet said yes to."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from partners.access import ScopedQuerySet
from partners.models.members import Membership
from partners.models.projects import Project
from peerstoette.lib import dates

KEPT_FOR = timedelta(hours=2)


class DraftQuerySet(ScopedQuerySet):
    capability = "transfer.open"

    def visible_to(self, user) -> "DraftQuerySet":
        """One's own, while one may still bring tables."""
        return self.in_projects_of(user, self.capability).filter(user=user)

    def current(self) -> "DraftQuerySet":
        return self.filter(made_at__gt=dates.now() - KEPT_FOR)

    def outdated(self) -> "DraftQuerySet":
        """Those that nobody came back to in time, and those of people whose role has ended."""
        held = Membership.objects.granting(self.capability)
        held = held.filter(project=OuterRef("project"), user=OuterRef("user"))
        return self.filter(Q(made_at__lte=dates.now() - KEPT_FOR) | ~Exists(held))


class TransferDraft(models.Model):
    """A table between being looked at and being imported; it goes with the answer, or in two hours."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    table = models.CharField(_("table"), max_length=20)
    suffix = models.CharField(_("kind"), max_length=4)
    content = models.BinaryField(_("file"))
    made_at = models.DateTimeField(_("when"), default=dates.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("table on its way in")
        verbose_name_plural = _("tables on their way in")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.table} {self.made_at:%Y-%m-%d %H:%M}"
