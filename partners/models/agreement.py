"""The agreement: partners, clauses, bodies and who sits in them."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.access import ScopedQuerySet
from partners.models.projects import Organisation, Project
from peerstoette.lib.fields import (
    FreeLineField,
    FreeTextField,
)


class PartnershipQuerySet(ScopedQuerySet):
    capability = "partners.view"


class Partner(models.Model):
    """An organisation's part in a project: its signature, approval and commitment (agreement, R18)."""

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="partners", verbose_name=_("project")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    employs_peers = models.BooleanField(
        _("committed to employ peers"),
        default=False,
        help_text=_("At its own cost (co-financing)."),
    )
    peer_capacity = models.PositiveSmallIntegerField(
        _("highest number of peers"), null=True, blank=True
    )
    needs_approval = models.BooleanField(_("conditional on political approval"), default=False)
    approved_on = models.DateField(_("approved politically"), null=True, blank=True)
    signed_on = models.DateField(_("signed"), null=True, blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["project", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "organisation"], name="partner_once")
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def is_bound(self) -> bool:
        """Whether the party has signed and, if it must, been approved (R18)."""
        return bool(self.signed_on) and not self.awaits_approval

    @property
    def awaits_approval(self) -> bool:
        """A party that is conditional on political approval counts only once approved (R18)."""
        return self.needs_approval and self.approved_on is None


class Clause(models.Model):
    """A clause of the cooperation agreement; one without text is still open (R18)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="clauses")
    title = FreeLineField(_("clause"), max_length=80)
    text = FreeTextField(_("text"), blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["project", "id"]

    def __str__(self) -> str:
        return self.title


class Body(models.Model):
    """A group that steers or works: every partner sits in the steering and the project group (R2)."""

    class Kind(models.TextChoices):
        STEERING = "steering", _("Steering group")
        PROJECT = "project", _("Project group")
        WORKING = "working", _("Working group")

    project = models.ForeignKey(Project, models.PROTECT, related_name="bodies")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    name = FreeLineField(_("name"), max_length=120)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["project", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def needs_every_partner(self) -> bool:
        return self.kind in {self.Kind.STEERING, self.Kind.PROJECT}


class Seat(models.Model):
    """A person who sits in a body for a partner."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="seats")
    body = models.ForeignKey(Body, models.CASCADE, related_name="seats", verbose_name=_("body"))
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="seats", verbose_name=_("partner")
    )
    person = FreeLineField(_("person"), max_length=120)
    is_peer = models.BooleanField(
        _("is a peer"),
        default=False,
        help_text=_("Peers are shown by initials to those who see peers by initials."),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat in a body")
        verbose_name_plural = _("seats in bodies")
        ordering = ["body", "partner", "person"]

    def __str__(self) -> str:
        return f"{self.person}, {self.partner}"

    @property
    def initials(self) -> str:
        return "".join(name[0] for name in self.person.split())

    def is_held(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
