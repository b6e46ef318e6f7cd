"""Citizens, how they came, and how long they are supported."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.access import Role, ScopedQuerySet
from partners.models import Organisation, Project, SupportModel, today_of_row
from peers.models import Employment, Peer
from peerstoette.lib import dates
from peerstoette.lib.fields import FreeLineField, FreeTextField

NEARING_MONTHS = 1  # the peer and the coordinator are told ahead of the limit (application)


def support_limit(starts_on: date, months: int, extended: Iterable[date]) -> date:
    """The first day past the longest support: ``months`` from its first day, or extended (R5)."""
    limit = dates.add_months(starts_on, months)
    return max([limit, *(until + dates.ONE_DAY for until in extended)])


class BlockQuerySet(ScopedQuerySet):
    capability = "citizens.block"

    def visible_to(self, user) -> "BlockQuerySet":
        """For leaders; nobody learns here of a citizen whom the person may not see."""
        return super().visible_to(user).exclude(citizen__in=hidden_from(user))

    def in_force(self) -> "BlockQuerySet":
        return self.filter(until=None)

    def stopping(self, citizen, user_id: int | None) -> "BlockQuerySet":
        """What keeps the person from supporting the citizen: an own block, or that the file is closed."""
        closed = Q(kind=Block.Kind.FORMER)
        return self.in_force().filter(closed | Q(person=user_id), citizen=citizen)


class Block(models.Model):
    """That a person may not see a citizen, from a day until it is lifted (object rights).

    Why is told to leaders only: it is about health or private life. A file that belongs to somebody
    who works here now (``FORMER``) is closed to everybody but the leaders, and to its own person too.
    """

    class Kind(models.TextChoices):
        COLLEAGUE = "colleague", _("Colleague")
        NEIGHBOUR = "neighbour", _("Neighbour or friend")
        KIN = "kin", _("Related")
        FORMER = "former", _("Was this citizen, and works here now")
        OTHER = "other", _("Other reason")

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    citizen = models.ForeignKey("citizens.Citizen", models.PROTECT, related_name="blocks")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    since = models.DateField(_("since"))
    # the day it was lifted: from then on it does not count
    until = models.DateField(_("until"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["citizen", "-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "person"], condition=Q(until=None), name="block_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="block_lifted_after_it_was_set",
            ),
        ]

    def __str__(self) -> str:
        return self.citizen.code


def hidden_from(user) -> models.QuerySet:
    """The citizens whom the person may not meet anywhere, whatever the roles, by id (object rights).

    Every ``visible_to`` here leaves them out, so a block counts from the next request.
    """
    leads = user.memberships.granting(BlockQuerySet.capability).values("project")
    closed = Q(kind=Block.Kind.FORMER) & ~Q(project__in=leads)
    return Block.objects.in_force().filter(Q(person=user) | closed).values("citizen")


def own_peers(user) -> models.QuerySet:
    """The person's records as a peer, while an employment counts: sight of citizens ends with it (R9)."""
    day = today_of_row()
    current = Employment.objects.on(day).filter(active_from__lte=day)
    return Peer.objects.acting_as(user).filter(pk__in=current.values("peer"))


class CitizenQuerySet(ScopedQuerySet):
    capability = "citizens.view"

    def visible_to(self, user) -> "CitizenQuerySet":
        """Those whom the person works with, and for coordinators their own referrals."""
        return self.exclude(pk__in=hidden_from(user)).filter(
            Q(pk__in=self.model.objects.met_by(user).values("pk"))
            | Q(pk__in=Referral.objects.own_of_coordinator(user).values("citizen"))
        )

    def met_by(self, user) -> "CitizenQuerySet":
        """Whose history the person may read: all for the leader and granted staff, own for peers.

        A peer's own are those matched now, and those on a course that still runs.
        """
        day = today_of_row()
        enrolled = self.model.objects.filter(
            Q(enrolments__left_on=None) | Q(enrolments__left_on__gte=day),
            enrolments__course__ends_on__gte=day,
            enrolments__course__peers__in=own_peers(user),
        )
        return self.exclude(pk__in=hidden_from(user)).filter(
            Q(project__in=user.memberships.seeing_citizens().values("project"))
            | Q(pk__in=Match.objects.own(user).values("episode__citizen"))
            | Q(pk__in=enrolled.values("pk"))
        )


class Citizen(models.Model):
    """A person who is or was supported. Everywhere but on pages about them, only the code is shown."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("number"))
    given_name = FreeLineField(_("given name"), max_length=60)
    family_name = FreeLineField(_("family name"), max_length=60)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"))

    objects = CitizenQuerySet.as_manager()

    class Meta:
        verbose_name = _("citizen")
        verbose_name_plural = _("citizens")
        ordering = ["project", "number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="citizen_once")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("citizen", args=[self.project.slug, self.pk])

    @property
    def code(self) -> str:
        """``B-0412``, the only thing that stands for the citizen in addresses, trail and titles."""
        return f"B-{self.number:04d}"

    @property
    def short_name(self) -> str:
        """``Amalie R.``, enough for those who meet the citizen."""
        return f"{self.given_name} {self.family_name[:1]}."


class ReferralQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "ReferralQuerySet":
        """All of those whom the person meets; a coordinator's own, and nobody else's."""
        return self.exclude(citizen__in=hidden_from(user)).filter(
            Q(citizen__in=Citizen.objects.met_by(user))
            | Q(pk__in=self.model.objects.own_of_coordinator(user))
        )

    def own_of_coordinator(self, user) -> "ReferralQuerySet":
        """Made by the organisation for which the person is coordinator in the same project."""
        coordinated = user.memberships.active().filter(
            role=Role.COORDINATOR, project=OuterRef("project")
        )
        return self.filter(referred_by__in=coordinated.values("organisation"))


class Referral(models.Model):
    """That a service asks for support for a citizen, and what was recorded then (application)."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="referrals")
    referred_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("referred by")
    )
    model = models.CharField(_("model"), max_length=1, choices=SupportModel.choices)
    referred_on = models.DateField(_("referred"))
    legal_basis = models.CharField(_("legal basis"), max_length=60, blank=True)
    is_motivated = models.BooleanField(_("motivated"), default=False)
    has_prospect = models.BooleanField(
        _("realistic prospect that support furthers recovery"), default=False
    )
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=Outcome.choices, default=Outcome.WAITING
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["project", "referred_on"]

    def __str__(self) -> str:
        return f"{self.citizen.code} {self.referred_on:%Y-%m-%d}"


class EpisodeQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "EpisodeQuerySet":
        """As referrals: what a coordinator sees follows from an own one."""
        return self.filter(referral__in=Referral.objects.visible_to(user))


class Episode(models.Model):
    """One course of support for a citizen; the clock runs from the first active day (R5)."""

    class EndReason(models.TextChoices):
        COMPLETED = "completed", _("Completed")
        DROPOUT = "dropout", _("Dropped out")
        MOVED = "moved", _("Moved on to another service")
        OTHER = "other", _("Other")

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="episodes")
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="episode")
    model = models.CharField(_("model"), max_length=1, choices=SupportModel.choices)
    starts_on = models.DateField(_("first active day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    end_reason = models.CharField(
        _("why it ended"), max_length=9, choices=EndReason.choices, blank=True
    )

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")
        ordering = ["project", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="episode_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.citizen.code}: {self.get_model_display()}"

    def months_limit(self) -> date | None:
        """The first day past the project's longest support, extensions included (R5)."""
        if self.starts_on is None:
            return None
        extended = [extension.until for extension in self.extensions.all()]
        return support_limit(self.starts_on, self.project.support_months, extended)

    def months_used(self, day: date) -> int:
        """Whole calendar months from the first active day to ``day``; a pause stops nothing (R5)."""
        if self.starts_on is None:
            return 0
        return dates.whole_months(self.starts_on, min(day, self.ends_on or day))

    def is_running(self, day: date) -> bool:
        return self.starts_on is not None and self.starts_on <= day <= (self.ends_on or day)


class ExtensionQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "ExtensionQuerySet":
        """Its reason is for those who meet the citizen."""
        return self.filter(episode__citizen__in=Citizen.objects.met_by(user))


class Extension(models.Model):
    """A dated leave to go on past the limit, with a reason and a name (R5)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="extensions")
    until = models.DateField(_("until"))
    reason = FreeTextField(_("reason"))
    granted_on = models.DateField(_("granted"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["episode", "until"]

    def __str__(self) -> str:
        return f"{self.episode} {self.until:%Y-%m-%d}"


class MatchQuerySet(ScopedQuerySet):
    def visible_to(self, user) -> "MatchQuerySet":
        """All for those who see every citizen, a peer's own that last."""
        return self.unblocked(user).filter(
            Q(project__in=user.memberships.seeing_citizens().values("project"))
            | Q(pk__in=self.model.objects.own(user).values("pk"))
        )

    def own(self, user) -> "MatchQuerySet":
        """The person's own as a peer that last."""
        return self.unblocked(user).filter(peer__in=own_peers(user), ends_on=None)

    def unblocked(self, user) -> "MatchQuerySet":
        """With citizens whom the person may meet."""
        return self.exclude(episode__citizen__in=hidden_from(user))


class Match(models.Model):
    """A peer who supports a citizen for a time; kinship is asked and confirmed every time (R22)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="matches")
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="+", verbose_name=_("peer"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    not_kin_confirmed_on = models.DateField(_("confirmed that they are not related"))
    not_kin_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["project", "starts_on"]

    def __str__(self) -> str:
        return f"{self.episode.citizen.code}, {self.peer.initials}"
