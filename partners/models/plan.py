"""The plan: deliverables, guideposts and milestones."""

from datetime import date

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partners.access import ScopedQuerySet
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


class SupportModel(models.TextChoices):
    """The two models of peer-bridging (application, main text)."""

    MUNICIPAL = "1", _("Model 1: municipal services")
    PSYCHIATRY = "2", _("Model 2: the region's psychiatry")


class Milestone(BilingualName):
    """A row of the milestone plan, by deliverable, model and partner where it belongs to one (R17)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    number = models.PositiveSmallIntegerField(_("number"))
    deliverable = models.ForeignKey(
        Deliverable, models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    model = models.CharField(_("model"), max_length=1, choices=SupportModel.choices, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    reached_on = models.DateField(_("reached"), null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["project", "number"]

    def is_overdue(self, day: date) -> bool:
        return self.reached_on is None and self.ends_on < day
