"""The plan: deliverables, guideposts and milestones."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partners.access import ScopedQuerySet
from partners.models.agreement import Partner
from partners.models.projects import Project
from peerstoette.lib.fields import (
    FreeLineField,
    FreeTextField,
)


class BilingualName(models.Model):
    """A name that the installation's people write in both of the product's languages."""

    name_da = FreeLineField(_("name in Danish"), max_length=160)
    name_en = FreeLineField(_("name in English"), max_length=160)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_da


class PlanQuerySet(ScopedQuerySet):
    capability = "plan.view"


class Deliverable(BilingualName):
    """One of the project's deliverables, A–D in the application."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="deliverables")
    letter = models.CharField(_("letter"), max_length=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        ordering = ["project", "letter"]
        constraints = [
            models.UniqueConstraint(fields=["project", "letter"], name="deliverable_once")
        ]


class Guidepost(BilingualName):
    """A change the project works for (pejlemærke)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="guideposts")
    number = models.PositiveSmallIntegerField(_("number"))
    text_da = FreeTextField(_("text in Danish"), blank=True)
    text_en = FreeTextField(_("text in English"), blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("guidepost")
        verbose_name_plural = _("guideposts")
        ordering = ["project", "number"]

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" else self.text_da


MOST_LETTERS = 1500  # of one piece of evidence: half a page on paper


class Evidence(models.Model):
    """Something that shows how far the project has come towards a guidepost."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="evidence")
    guidepost = models.ForeignKey(
        Guidepost, models.PROTECT, related_name="evidence", verbose_name=_("guidepost")
    )
    date = models.DateField(_("date"))
    text = FreeTextField(
        _("what it shows"),
        max_length=MOST_LETTERS,
        validators=[MaxLengthValidator(MOST_LETTERS)],
    )
    source = FreeLineField(_("where it comes from"), max_length=160, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["guidepost", "-date", "-id"]

    def __str__(self) -> str:
        return f"{self.guidepost} {self.date:%Y-%m-%d}"


class SupportModel(models.TextChoices):
    """The two models of peer-bridging (application, main text)."""

    MUNICIPAL = "1", _("Model 1: municipal services")
    PSYCHIATRY = "2", _("Model 2: the region's psychiatry")


class Milestone(BilingualName):
    """A row of the milestone plan, by deliverable, model and partner where it belongs to one (R17).

    The dates are the plan as it stands now. The baseline is what was first agreed: written when the
    plan is first moved, empty until then.
    ``progress`` is the leader's own estimate, in per cent.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    number = models.PositiveSmallIntegerField(_("number"))
    deliverable = models.ForeignKey(
        Deliverable, models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    model = models.CharField(_("model"), max_length=1, choices=SupportModel.choices, blank=True)
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner"),
    )
    baseline_starts_on = models.DateField(_("first planned from"), null=True, blank=True)
    baseline_ends_on = models.DateField(_("first planned to"), null=True, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    progress = models.PositiveSmallIntegerField(
        _("done, per cent"), default=0, validators=[MaxValueValidator(100)]
    )
    reached_on = models.DateField(_("reached"), null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["project", "number"]

    @property
    def slip_days(self) -> int:
        """How many days later than first agreed it ends; negative when it ends earlier."""
        planned = self.baseline_ends_on or self.ends_on
        return ((self.reached_on or self.ends_on) - planned).days

    def is_overdue(self, day: date) -> bool:
        return self.reached_on is None and self.ends_on < day
