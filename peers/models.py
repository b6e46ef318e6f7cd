"""Peers: who they are, what is confirmed about them, where they are employed, what they learnt."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.access import Role, ScopedQuerySet, roles_with
from partners.models import BilingualName, Organisation, Project
from peers.fte import FULL_WEEK
from peerstoette.lib.alphabet import Alphabetical
from peerstoette.lib.fields import FreeLineField, FreeTextField, MoneyField


def _beyond_own_organisation(user, capability: str):
    """The projects where the person has the capability for every organisation's peers."""
    wide = user.memberships.granting(capability).exclude(role=Role.COORDINATOR)
    return wide.values("project")


class PeerQuerySet(ScopedQuerySet):
    capability = "peers.view"

    def visible_to(self, user) -> "PeerQuerySet":
        return self.within_reach(user, self.capability)

    def within_reach(self, user, capability: str) -> "PeerQuerySet":
        """The peers for whom the person has the capability.

        A coordinator's reaches those who are or were employed at the own organisation, also where
        another of the person's roles sees every peer. Raises KeyError for an unknown capability.
        """
        reached = Q(project__in=_beyond_own_organisation(user, capability))
        if Role.COORDINATOR in roles_with(capability):
            own = Employment.objects.at_employers_coordinated_by(user)
            reached |= Q(pk__in=own.values("peer"))
        return self.filter(reached)

    def of_same_person(self, peer: "Peer") -> "PeerQuerySet":
        """The person's records in every project, as far as a sign-in tells that they are one."""
        return self.filter(user=peer.user_id) if peer.user_id else self.filter(pk=peer.pk)

    def acting_as(self, user) -> "PeerQuerySet":
        """The records of this person as a peer, in the projects where the person is one now."""
        held = user.memberships.active().filter(role=Role.PEER)
        return self.filter(user=user, project__in=held.values("project"))


class Peer(models.Model):
    """A person with lived experience who supports citizens in one project.

    Never health details: only that each criterion is confirmed, by whom and when (application).
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="peers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signs in as"),
    )
    name = FreeLineField(_("name"), max_length=120)
    initials = models.CharField(_("initials"), max_length=6)

    objects = PeerQuerySet.as_manager()

    class Meta:
        verbose_name = _("peer")
        verbose_name_plural = _("peers")
        ordering = ["project", Alphabetical("name")]
        constraints = [
            models.UniqueConstraint(fields=["project", "initials"], name="peer_initials_once"),
            models.UniqueConstraint(
                fields=["project", "user"], condition=Q(user__isnull=False), name="peer_user_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("peer", args=[self.project.slug, self.pk])

    def unconfirmed(self) -> list["Criterion"]:
        """The criteria that nobody has confirmed yet (R9). Reads the confirmations: prefetch them."""
        confirmed = {confirmation.criterion for confirmation in self.confirmations.all()}
        return [criterion for criterion in Criterion if criterion not in confirmed]


class ConfirmationQuerySet(ScopedQuerySet):
    capability = "peers.criteria"

    def visible_to(self, user) -> "ConfirmationQuerySet":
        return self.filter(peer__in=Peer.objects.within_reach(user, self.capability))


class TrainingQuerySet(ScopedQuerySet):
    capability = "peers.view"

    def visible_to(self, user) -> "TrainingQuerySet":
        return self.filter(peer__in=Peer.objects.visible_to(user))


class TrainingThemeQuerySet(ScopedQuerySet):
    capability = "peers.view"


class TermsQuerySet(ScopedQuerySet):
    """Pay and leave, for the leader and those who keep or audit the books."""

    capability = "pay.view"


class Criterion(models.TextChoices):
    """What must be confirmed of every peer before any employment is active (application, R9)."""

    LIVED = "lived", _("Lived experience as in- or outpatient and of municipal services")
    RECOVERY = "recovery", _("Has been through a recovery process")
    STABLE = (
        "stable",
        _("Last year without relapse, admission, substance treatment or forensic measure"),
    )
    EXAM = "exam", _("Has passed the 9th-grade leaving examination")
    CENTRE = "centre", _("Puts the citizen at the centre and reflects on own effort")


class Confirmation(models.Model):
    """That one criterion is confirmed of a peer, by whom and when; never why."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    peer = models.ForeignKey(Peer, models.CASCADE, related_name="confirmations")
    criterion = models.CharField(_("criterion"), max_length=8, choices=Criterion.choices)
    confirmed_on = models.DateField(_("confirmed"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["peer", "id"]
        constraints = [
            models.UniqueConstraint(fields=["peer", "criterion"], name="confirmation_once")
        ]

    def __str__(self) -> str:
        return self.get_criterion_display()


class EmploymentQuerySet(ScopedQuerySet):
    capability = "peers.view"

    def visible_to(self, user) -> "EmploymentQuerySet":
        """Coordinators see what is at their own organisation."""
        return self.filter(
            Q(project__in=_beyond_own_organisation(user, self.capability))
            | Q(pk__in=self.model.objects.at_employers_coordinated_by(user))
        )

    def at_employers_coordinated_by(self, user) -> "EmploymentQuerySet":
        """At the organisation for which the person is coordinator in the same project."""
        coordinated = user.memberships.active().filter(
            role=Role.COORDINATOR, project=models.OuterRef("project")
        )
        return self.filter(employer__in=coordinated.values("organisation"))

    def on(self, day: date) -> "EmploymentQuerySet":
        """Employed that day, activated or not."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def during(self, first: date, last: date) -> "EmploymentQuerySet":
        """Employed on at least one day from ``first`` to ``last``."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=last)


class Employment(models.Model):
    """A dated contract of a peer: hours of a 37-hour week, at an employer, paid by somebody.

    It counts only from ``active_from``: when every criterion is confirmed and the workplace visit
    logged, or the project leader has overridden that with a reason (R9).
    """

    class PaidBy(models.TextChoices):
        PARTNER = "partner", _("The partner (co-financing)")
        PROJECT = "project", _("The project (grant)")
        VOLUNTEER = "volunteer", _("Nobody (volunteer)")

    class State(models.TextChoices):
        """What an employment is on a day."""

        ACTIVE = "active", _("Active")
        UNPAID = "unpaid", _("On unpaid leave")
        WAITING = "waiting", _("Not active")
        AHEAD = "ahead", _("Starts later")
        ENDED = "ended", _("Ended")

    project = models.ForeignKey(Project, models.PROTECT, related_name="employments")
    peer = models.ForeignKey(
        Peer, models.PROTECT, related_name="employments", verbose_name=_("peer")
    )
    employer = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("employer")
    )
    paid_by = models.CharField(_("paid by"), max_length=9, choices=PaidBy.choices)
    weekly_hours = models.DecimalField(
        _("hours a week"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(FULL_WEEK)],
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    visited_on = models.DateField(
        _("workplace visited"),
        null=True,
        blank=True,
        help_text=_(
            "The project visits the workplace and prepares the team before the peer starts."
        ),
    )
    active_from = models.DateField(_("active from"), null=True, blank=True)
    override_reason = FreeTextField(_("reason for the exception"), blank=True)

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        ordering = ["project", "peer", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="employment_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.peer.initials}, {self.employer}"

    def get_absolute_url(self) -> str:
        return reverse("peer", args=[self.project.slug, self.peer_id])

    def state_on(self, day: date) -> "Employment.State":
        """Reads the leaves: prefetch them for a list."""
        if self.ends_on and self.ends_on < day:
            return self.State.ENDED
        if self.starts_on > day:
            return self.State.AHEAD
        if self.active_from is None or self.active_from > day:
            return self.State.WAITING
        unpaid = any(
            leave.kind == Leave.Kind.UNPAID and day in leave for leave in self.leaves.all()
        )
        return self.State.UNPAID if unpaid else self.State.ACTIVE

    def fte_on(self, day: date) -> Decimal:
        """What it counts that day, unrounded; nothing unless it is active."""
        return self.fte if self.state_on(day) == self.State.ACTIVE else Decimal(0)

    def unmet(self) -> list[str]:
        """What is still missing before it can be active, in words (R9)."""
        missing = [str(criterion.label) for criterion in self.peer.unconfirmed()]
        return missing if self.visited_on else [*missing, gettext("The workplace visit")]

    def met_on(self) -> date | None:
        """The day on which the last thing that R9 asks for was in place; None while one is missing."""
        if self.unmet():
            return None
        confirmed = (confirmation.confirmed_on for confirmation in self.peer.confirmations.all())
        return max(self.visited_on, *confirmed)

    def is_on(self, day: date) -> bool:
        """Employed that day, activated or not: as the queryset's ``on``."""
        return self.starts_on <= day <= (self.ends_on or date.max)

    @property
    def counts_from(self) -> date | None:
        """The first day it counts; None until it is activated (R9)."""
        return max(self.starts_on, self.active_from) if self.active_from else None

    @property
    def is_outside_project(self) -> bool:
        """Whether it reaches beyond the project's first or last day."""
        last = self.ends_on or self.starts_on
        return self.starts_on not in self.project.period or last not in self.project.period

    @property
    def fte(self) -> Decimal:
        """Full-time equivalent, unrounded (rulings: compared unrounded)."""
        return self.weekly_hours / FULL_WEEK


class PayRate(models.Model):
    """Yearly pay of a full-time employee, kr., from a day on; values the co-financing (R4)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    employment = models.ForeignKey(Employment, models.CASCADE, related_name="rates")
    valid_from = models.DateField(_("from"))
    yearly_rate = MoneyField(_("yearly pay at full time, kr."), validators=[MinValueValidator(0)])

    objects = TermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("pay rate")
        verbose_name_plural = _("pay rates")
        ordering = ["employment", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["employment", "valid_from"], name="pay_rate_once")
        ]

    def __str__(self) -> str:
        return f"{self.employment} {self.valid_from:%Y-%m-%d}"


class Leave(models.Model):
    """Days away. Unpaid leave does not count as employed time, sick leave does (rulings)."""

    class Kind(models.TextChoices):
        SICK = "sick", _("Sick leave")
        UNPAID = "unpaid", _("Unpaid leave")

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    employment = models.ForeignKey(Employment, models.CASCADE, related_name="leaves")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = TermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        ordering = ["employment", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="leave_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.employment}: {self.get_kind_display()}"

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= (self.ends_on or date.max)


class TrainingTheme(BilingualName):
    """A theme of the peer training; six in the application."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="training_themes")
    number = models.PositiveSmallIntegerField(_("number"))

    objects = TrainingThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("training theme")
        verbose_name_plural = _("training themes")
        ordering = ["project", "number"]


class Training(models.Model):
    """That a peer has completed a theme."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    peer = models.ForeignKey(Peer, models.CASCADE, related_name="trainings")
    theme = models.ForeignKey(TrainingTheme, models.PROTECT, related_name="+")
    completed_on = models.DateField(_("completed"))

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("completed training")
        verbose_name_plural = _("completed trainings")
        ordering = ["peer", "theme"]
        constraints = [models.UniqueConstraint(fields=["peer", "theme"], name="training_once")]

    def __str__(self) -> str:
        return f"{self.peer.initials}: {self.theme}"
