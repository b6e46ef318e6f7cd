"""Who holds which role in a project."""

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from partners.access import Role, roles_with
from partners.models.projects import Organisation, Project
from peerstoette.lib import dates


class MembershipQuerySet(models.QuerySet):
    def active(self) -> "MembershipQuerySet":
        return self.filter(ended_at=None)

    def granting(self, capability: str) -> "MembershipQuerySet":
        """Active roles that have the capability. Raises KeyError for an unknown one."""
        return self.active().filter(role__in=roles_with(capability))

    def visible_to(self, user) -> "MembershipQuerySet":
        """The roles this person may give and take: those of projects that the person leads."""
        return self.filter(project__in=user.memberships.granting("members.edit").values("project"))

    def with_known(self) -> "MembershipQuerySet":
        """``is_known``: whether the person came with this project's invitation or signed in since.

        Until then only the e-mail is shown: a role cannot be given to learn whose it is (R1).
        """
        here = Membership.objects.filter(project=OuterRef("project"), user=OuterRef("user"))
        met = Q(began_at__lte=F("user__date_joined")) | Q(began_at__lte=F("user__last_login"))
        return self.annotate(is_known=Exists(here.filter(met)))

    def awaited(self) -> "MembershipQuerySet":
        """Active roles of people who have not come yet, with ``is_known``.

        Whether somebody whom the project does not know has a password is not told either (R1).
        """
        has_none = Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return self.active().with_known().filter(has_none | Q(is_known=False))

    def seeing_citizens(self) -> "MembershipQuerySet":
        """Active roles that see every citizen of the project: staff only where it is granted."""
        return self.granting("citizens.all").exclude(role=Role.STAFF, sees_citizens=False)


class Membership(models.Model):
    """A person's role in a project, on behalf of an organisation, until it is ended."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="memberships", verbose_name=_("project")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    sees_citizens = models.BooleanField(
        _("sees citizens"),
        default=False,
        help_text=_("Staff see citizens only where the project leader has granted it."),
    )
    began_at = models.DateTimeField(_("began"), default=dates.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    invited_at = models.DateTimeField(_("link sent"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("role in a project")
        verbose_name_plural = _("roles in projects")
        ordering = ["project", "role", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "user", "role", "organisation"],
                condition=Q(ended_at=None),
                name="membership_once",
            )
        ]

    def __str__(self) -> str:
        """By e-mail: it stands on the trail, which must not tell whose the e-mail is (R1)."""
        return f"{self.user.email}, {self.get_role_display()}"

    @property
    def shown(self) -> str:
        """The person's name, or the e-mail while that is all the project knows; ``with_known``."""
        return str(self.user) if self.is_known else self.user.email
