"""Where a citizen stands: referred, under way, ended, and how much of the time is used (R5)."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from citizens.missing import NEARING_MONTHS
from citizens.models import Citizen, Episode, Referral
from partners.models import Project, today
from peerstoette.lib import dates


class Status(models.TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    READY = "ready", _("Accepted, not begun")
    UNDER_WAY = "under-way", _("Under way")
    NEARING = "nearing", _("Nearing the limit")
    PAST = "past", _("Past the limit")
    ENDED = "ended", _("Closed out")
    DECLINED = "declined", _("Declined")


PILLS = {Status.PAST: "error", Status.NEARING: "warn", Status.UNDER_WAY: "now"}


@dataclass(frozen=True)
class Standing:
    """``limit`` is the last day of support; ``months`` the whole months used of ``months_most``."""

    status: Status
    referral: Referral | None
    episode: Episode | None
    months: int | None = None
    months_most: int | None = None
    last_day: date | None = None

    @property
    def pill(self) -> str:
        return PILLS.get(self.status, "")


def with_standing(citizens: QuerySet, user: User) -> QuerySet:
    """Citizens with what ``standing`` reads. Three more queries, however many there are.

    A coordinator is told what follows from own referrals only (rulings), so no others are read.
    """
    referrals = Referral.objects.visible_to(user).select_related("referred_by")
    episodes = Episode.objects.visible_to(user).prefetch_related("extensions")
    return citizens.prefetch_related(
        Prefetch("referrals", referrals), Prefetch("episodes", episodes)
    )


def standing(citizen: Citizen, project: Project) -> Standing:
    """Where the citizen stands today, from the latest referral and episode of ``with_standing``."""
    day = today(project)
    referral = max(citizen.referrals.all(), key=lambda row: (row.referred_on, row.pk), default=None)
    episode = max(citizen.episodes.all(), key=lambda row: row.pk, default=None)
    if referral and referral.outcome == Referral.Outcome.WAITING:
        return Standing(Status.WAITING, referral, episode)
    if episode is None:
        return Standing(Status.DECLINED, referral, None)
    if episode.starts_on is None:
        status = Status.ENDED if episode.ends_on else Status.READY
        return Standing(status, referral, episode)
    episode.project = project
    limit = episode.months_limit()
    return Standing(
        _clock_status(episode, limit, day),
        referral,
        episode,
        months=episode.months_used(day),
        months_most=project.support_months,
        last_day=limit - dates.ONE_DAY,
    )


def having(citizens: QuerySet, status: str, project: Project, user: User) -> QuerySet:
    """The citizens of a status, as ``standing`` tells it to the person."""
    day = today(project)
    episodes = Episode.objects.visible_to(user)
    waiting = Referral.objects.visible_to(user).filter(outcome=Referral.Outcome.WAITING)
    if status == Status.WAITING:
        return citizens.filter(pk__in=waiting.values("citizen"))
    if status in {Status.NEARING, Status.PAST}:
        running = episodes.with_clock(project, day)
        return citizens.filter(pk__in=_by_clock(running, status, day))
    fitting = {
        Status.READY: Q(starts_on=None, ends_on=None),
        Status.UNDER_WAY: Q(starts_on__isnull=False) & (Q(ends_on=None) | Q(ends_on__gte=day)),
        Status.ENDED: Q(ends_on__lt=day),
    }
    rest = citizens.exclude(pk__in=waiting.values("citizen"))
    if status == Status.DECLINED:
        return rest.exclude(pk__in=episodes.values("citizen"))
    latest = episodes.filter(citizen=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    found = Episode.objects.filter(fitting[Status(status)], project=project)
    return rest.annotate(latest=latest).filter(latest__in=found.values("pk"))


def _clock_status(episode: Episode, limit: date, day: date) -> Status:
    if episode.ends_on and episode.ends_on < day:
        return Status.ENDED
    if limit <= day:
        return Status.PAST
    if limit <= dates.add_months(day, NEARING_MONTHS):
        return Status.NEARING
    return Status.UNDER_WAY


def _by_clock(running: QuerySet, status: str, day: date) -> list[int]:
    return [
        episode.citizen_id
        for episode in running
        if _clock_status(episode, episode.months_limit(), day) == status
    ]
