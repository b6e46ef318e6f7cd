"""Where a citizen stands: referred, under way, ended, and how much of the time is used (R5)."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from citizens.access import sees_everyone
from citizens.models import (
    NEARING_MONTHS,
    Citizen,
    Episode,
    Extension,
    Referral,
    hidden_from,
)
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


CURRENT = "current"  # waiting, accepted or under way: everybody but those who are done with

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
    limit = None
    if episode is not None:
        episode.project = project
        limit = episode.months_limit()
    status = status_of(
        is_waiting=referral is not None and referral.outcome == Referral.Outcome.WAITING,
        has_episode=episode is not None,
        has_ended=episode is not None and has_ended(episode.starts_on, episode.ends_on, day),
        limit=limit,
        day=day,
    )
    if limit is None or status == Status.WAITING:
        return Standing(status, referral, episode)
    return Standing(
        status,
        referral,
        episode,
        months=episode.months_used(day),
        months_most=project.support_months,
        last_day=limit - dates.ONE_DAY,
    )


def status_of(
    *, is_waiting: bool, has_episode: bool, has_ended: bool, limit: date | None, day: date
) -> Status:
    """What a citizen's latest referral and latest episode say; ``limit`` is None before it begins."""
    if is_waiting:
        return Status.WAITING
    if not has_episode:
        return Status.DECLINED
    if has_ended:
        return Status.ENDED
    if limit is None:
        return Status.READY
    if limit <= day:
        return Status.PAST
    if limit <= dates.add_months(day, NEARING_MONTHS):
        return Status.NEARING
    return Status.UNDER_WAY


def told_episodes(user: User, project: Project) -> QuerySet:
    """Episodes of the project that the person is told of; see ``told_referrals``."""
    if sees_everyone(user, project):
        return Episode.objects.filter(project=project).exclude(citizen__in=hidden_from(user))
    told = Episode.objects.visible_to(user).filter(project=project)
    return Episode.objects.filter(pk__in=list(told.values_list("pk", flat=True)))


def told_referrals(user: User, project: Project) -> QuerySet:
    """Referrals of the project that the person is told of.

    The few of those who do not see everyone are read here: asked again for each row of a list, the
    question of who sees what takes seconds.
    """
    if sees_everyone(user, project):
        return Referral.objects.filter(project=project).exclude(citizen__in=hidden_from(user))
    told = Referral.objects.visible_to(user).filter(project=project)
    return Referral.objects.filter(pk__in=list(told.values_list("pk", flat=True)))


def with_latest(citizens: QuerySet, referrals: QuerySet, episodes: QuerySet) -> QuerySet:
    """Citizens with what their latest referral and episode say, for lists of any length.

    ``referrals`` and ``episodes`` are those that the person is told of: a coordinator what follows
    from own referrals only (rulings).
    ``outcome``, ``referred_model`` and ``referred_by`` are the referral's (to filter by: ``referrer``),
    ``episode``, ``begun_on`` and ``ended_on`` the episode's, ``extended_to`` its last extension's.
    """
    about = OuterRef("pk")
    referral = referrals.filter(citizen=about).order_by("-referred_on", "-pk")
    episode = episodes.filter(citizen=about).order_by("-pk")
    extension = Extension.objects.filter(episode=OuterRef("episode")).order_by("-until")
    return (
        citizens.annotate(
            outcome=Subquery(referral.values("outcome")[:1]),
            referred_model=Subquery(referral.values("model")[:1]),
            referred_by=Subquery(referral.values("referred_by__name")[:1]),
            episode=Subquery(episode.values("pk")[:1]),
            begun_on=Subquery(episode.values("starts_on")[:1]),
            ended_on=Subquery(episode.values("ends_on")[:1]),
        )
        .alias(referrer=Subquery(referral.values("referred_by")[:1]))
        .annotate(extended_to=Subquery(extension.values("until")[:1]))
    )


def having(citizens: QuerySet, status: str, day: date, months: int) -> QuerySet:
    """Those of ``with_latest`` who stand so, as ``status_of`` tells it; ``CURRENT`` has a way to go.

    ``months`` is the project's longest support. Who nears or is past the limit is under way too.
    """
    waiting = Q(outcome=Referral.Outcome.WAITING)
    if status == Status.WAITING:
        return citizens.filter(waiting)
    running = Q(begun_on__isnull=False) & (Q(ended_on=None) | Q(ended_on__gte=day))
    soon = dates.add_months(day, NEARING_MONTHS)
    ready = Q(episode__isnull=False, begun_on=None, ended_on=None)
    if status == CURRENT:
        return citizens.filter(waiting | ready | running)
    past = running & _limit_reached(day, months)
    fitting = {
        Status.DECLINED: Q(episode=None),
        Status.READY: ready,
        Status.UNDER_WAY: running,
        Status.PAST: past,
        Status.NEARING: running & _limit_reached(soon, months) & ~past,
        Status.ENDED: Q(ended_on__lt=day) | Q(begun_on=None, ended_on__isnull=False),
    }
    # a citizen without any referral has no outcome, which is not "waiting" either
    return citizens.filter(~waiting | Q(outcome=None)).filter(fitting[Status(status)])


def limit_of(begun_on: date | None, extended_to: date | None, months: int) -> date | None:
    """The first day past the longest support (R5); as ``Episode.months_limit``."""
    if begun_on is None:
        return None
    limit = dates.add_months(begun_on, months)
    return max(limit, extended_to + dates.ONE_DAY) if extended_to else limit


def has_ended(begun_on: date | None, ended_on: date | None, day: date) -> bool:
    return ended_on is not None and (begun_on is None or ended_on < day)


def _limit_reached(day: date, months: int) -> Q:
    """Support whose limit is ``day`` or earlier."""
    return Q(begun_on__lte=_latest_begin(day, months)) & (
        Q(extended_to=None) | Q(extended_to__lt=day)
    )


def _latest_begin(day: date, months: int) -> date:
    """The last day on which support of so many months began whose limit has come by ``day``."""
    begin = dates.add_months(day, -months)
    while dates.add_months(begin + dates.ONE_DAY, months) <= day:
        begin += dates.ONE_DAY
    return begin
