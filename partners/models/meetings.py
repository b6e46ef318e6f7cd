"""Meetings of the bodies: agenda beforehand, decisions afterwards."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.access import ScopedQuerySet
from partners.models.agreement import Body
from partners.models.projects import Project
from peerstoette.lib import dates
from peerstoette.lib.fields import FreeLineField, FreeTextField


class MeetingQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "MeetingQuerySet":
        """Drafts for those who write them; then the steering group's, or those of every body."""

        def where(capability: str) -> models.Q:
            return models.Q(project__in=user.memberships.granting(capability).values("project"))

        is_out = ~models.Q(state=self.model.State.DRAFT)
        of_steering = models.Q(body__kind=Body.Kind.STEERING)
        seen = where("meetings.all") | where("meetings.view") & of_steering
        return self.filter(where("meetings.edit") | is_out & seen)


class AgendaQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "AgendaQuerySet":
        """The points of the meetings that the person may see."""
        return self.filter(meeting__in=BodyMeeting.objects.visible_to(user))


class BodyMeeting(models.Model):
    """A meeting of a body. The agenda is a draft until it is sent; minutes are written after it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Agenda sent")
        HELD = "held", _("Held")

    project = models.ForeignKey(Project, models.PROTECT, related_name="body_meetings")
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name=_("body"))
    date = models.DateField(_("date"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    place = FreeLineField(_("place"), max_length=120)
    state = models.CharField(_("state"), max_length=5, choices=State.choices, default=State.DRAFT)
    sent_on = models.DateField(_("agenda sent"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of a body")
        verbose_name_plural = _("meetings of bodies")
        ordering = ["-date", "starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="body_meeting_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.date:%Y-%m-%d}"

    @property
    def shown(self) -> str:
        """``Styregruppen 21. juni 2018``."""
        return f"{self.body} {dates.day_name(self.date)}"

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    def get_absolute_url(self) -> str:
        return reverse("body_meeting", args=[self.project.slug, self.pk])


class AgendaItem(models.Model):
    """A point on the agenda, and what was decided."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(BodyMeeting, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField(_("number"))
    title = FreeLineField(_("point"), max_length=160)
    text = FreeTextField(_("what it is about"), blank=True)
    presenter = FreeLineField(_("presented by"), max_length=120, blank=True)
    decision = FreeTextField(_("decision"), blank=True)

    objects = AgendaQuerySet.as_manager()

    class Meta:
        verbose_name = _("point on an agenda")
        verbose_name_plural = _("points on agendas")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
