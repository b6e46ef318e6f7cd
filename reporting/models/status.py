"""The yearly status report: its versions, their texts, and each step of their way (R12).

The steering group approves exactly one version. So a version is frozen when it is submitted, byte for
byte; what is changed afterwards is a new version, and an approval never moves to it.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from partners.access import Role, ScopedQuerySet
from partners.models import BodyMeeting, Organisation, Project
from peerstoette.lib.fields import FreeLineField, FreeTextField


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waits for the steering group")
    APPROVED = "approved", _("Approved")
    AT_OWNER = "at_owner", _("Sent to the project owner")
    AT_FUNDER = "at_funder", _("Sent to the funder")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Sent to somebody outside the partnership's desk.
LEFT = (State.AT_OWNER, State.AT_FUNDER)

# Who meets a version first at which state: those who write it, those who are to approve it or watch
# over it, the owner's controller, and everybody else with sight of reports when it has left.
SEEN_FROM = {
    "report.drafts": list(State),
    "report.review": [state for state in State if state != State.DRAFT],
    "report.receive": list(LEFT),
    "report.view": [State.AT_FUNDER],
}


# Comments are the partners' talk while the report is made; the funder reads the result.
COMMENTS_SEEN_BY = ("report.drafts", "report.review")


def _seen_by(user, path: str = "", capabilities: Iterable[str] = tuple(SEEN_FROM)) -> Q:
    """The versions a person may see, by project and state. ``path`` leads from the row to them."""
    seen = Q(pk__in=[])
    for capability in capabilities:
        states = SEEN_FROM[capability]
        projects = user.memberships.granting(capability).values("project")
        seen |= Q(**{f"{path}project__in": projects, f"{path}state__in": states})
    return seen


class StatusReportQuerySet(ScopedQuerySet):
    capability = "report.view"

    def visible_to(self, user) -> "StatusReportQuerySet":
        """Those of which the person may see a version."""
        seen = ReportVersion.objects.visible_to(user)
        return self.filter(pk__in=seen.values("report"))


class ReportVersionQuerySet(ScopedQuerySet):
    capability = "report.view"

    def visible_to(self, user) -> "ReportVersionQuerySet":
        return self.filter(_seen_by(user))

    def without_content(self) -> "ReportVersionQuerySet":
        """For lists and pages: the file itself is fetched only to be handed out."""
        return self.defer("content")


class OfVersionQuerySet(ScopedQuerySet):
    """Texts and steps: seen with their version."""

    capability = "report.view"

    def visible_to(self, user) -> "OfVersionQuerySet":
        return self.filter(_seen_by(user, "version__"))


class ReportCommentQuerySet(ScopedQuerySet):
    capability = "report.review"

    def visible_to(self, user) -> "ReportCommentQuerySet":
        return self.filter(_seen_by(user, "version__", COMMENTS_SEEN_BY))


class StatusReport(models.Model):
    """The status report of a calendar year."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="status_reports")
    year = models.PositiveSmallIntegerField(_("year"))

    objects = StatusReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        ordering = ["project", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["project", "year"], name="status_report_once")
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.year}".capitalize()


class ReportVersion(models.Model):
    """One version of a report. Its content is the PDF as it was submitted, and never changes."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    report = models.ForeignKey(
        StatusReport, models.PROTECT, related_name="versions", verbose_name=_("report")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    content = models.BinaryField(_("content"), null=True)
    sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True)

    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a status report")
        verbose_name_plural = _("versions of status reports")
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self._meta.get_field('number').verbose_name} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.project.slug, self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_submitted(self) -> bool:
        return self.state == State.SUBMITTED

    @property
    def is_approved(self) -> bool:
        return self.state == State.APPROVED

    @property
    def is_at_owner(self) -> bool:
        return self.state == State.AT_OWNER

    @property
    def is_withdrawn(self) -> bool:
        return self.state == State.WITHDRAWN

    @property
    def has_left(self) -> bool:
        """Whether it has been sent to somebody outside the partnership's desk."""
        return self.state in LEFT

    @cached_property
    def done(self) -> dict[str, "ReportStep"]:
        """Its steps by what was done."""
        return {step.kind: step for step in self.steps.all()}


class ReportText(models.Model):
    """What the leader wrote in a section; ``section`` is a key of ``reporting.status.sections``."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    version = models.ForeignKey(ReportVersion, models.PROTECT, related_name="texts")
    section = models.CharField(_("section"), max_length=20)
    text = FreeTextField(_("text"), blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )

    objects = OfVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a status report")
        verbose_name_plural = _("texts of status reports")
        ordering = ["version", "section"]
        constraints = [
            models.UniqueConstraint(fields=["version", "section"], name="report_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.section}"


class ReportComment(models.Model):
    """What a partner says of a version. It is never changed; the answer is the next version."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    version = models.ForeignKey(ReportVersion, models.PROTECT, related_name="comments")
    section = models.CharField(_("section"), max_length=20, blank=True)
    text = FreeTextField(_("comment"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("partner")
    )
    written_on = models.DateField(_("written"))

    objects = ReportCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a status report")
        verbose_name_plural = _("comments on status reports")
        ordering = ["version", "id"]

    def __str__(self) -> str:
        return f"{self.version}: {self.organisation}"


class ReportStep(models.Model):
    """A step of a version's way: what, when, and by whom in which role, as it was then (R12)."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted to the steering group")
        TAKEN_BACK = "taken_back", _("Taken back")
        APPROVED = "approved", _("Approved by the steering group")
        FELL = "fell", _("The approval fell")
        TO_OWNER = "to_owner", _("Sent to the project owner")
        TO_FUNDER = "to_funder", _("Sent to the funder")

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    version = models.ForeignKey(ReportVersion, models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=10, choices=Kind.choices)
    date = models.DateField(_("date"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    name = FreeLineField(_("name"), max_length=300)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    organisation = FreeLineField(_("organisation"), max_length=120)
    meeting = models.ForeignKey(
        BodyMeeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("meeting"),
    )

    objects = OfVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a status report")
        verbose_name_plural = _("steps of status reports")
        ordering = ["version", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "kind"], name="report_step_once")]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_kind_display()}"
