"""Referring citizens, and the support that follows: matches, extensions, endings."""

from datetime import date

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from citizens.models import (
    Attendance,
    Block,
    Citizen,
    Enrolment,
    Episode,
    Extension,
    Match,
    Meeting,
    Referral,
)
from partners import months
from partners.access import granting_role
from partners.models import Month, Organisation, Project, today
from peers.models import Employment, Peer
from peerstoette.lib import dates
from peerstoette.lib.errors import RuleBroken


@transaction.atomic
def refer_citizen(
    *,
    by: User,
    project: Project,
    given_name: str,
    family_name: str,
    birth_year: int,
    referred_by: Organisation,
    model: str,
    referred_on: date,
    legal_basis: str,
    is_motivated: bool,
    has_prospect: bool,
) -> Referral:
    """A new citizen with a first referral.

    Raises RuleBroken outside the project's ages (R6), before the project and for a day to come.
    """
    refuse_untimely(project, referred_on, "referred_on")
    refuse_age(project, birth_year, referred_on)
    Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    last = Citizen.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0
    citizen = Citizen.objects.create(
        project=project,
        number=last + 1,
        given_name=given_name,
        family_name=family_name,
        birth_year=birth_year,
    )
    return _refer(
        by,
        citizen,
        referred_by=referred_by,
        model=model,
        referred_on=referred_on,
        legal_basis=legal_basis,
        is_motivated=is_motivated,
        has_prospect=has_prospect,
    )


@transaction.atomic
def refer_again(
    *,
    by: User,
    citizen: Citizen,
    referred_by: Organisation,
    model: str,
    referred_on: date,
    legal_basis: str,
    is_motivated: bool,
    has_prospect: bool,
) -> Referral:
    """Another referral of a citizen. Raises RuleBroken while one waits or support is under way.

    Nobody learns by it of another service's referral.
    """
    citizen = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen.pk)
    refuse_untimely(citizen.project, referred_on, "referred_on")
    refuse_age(citizen.project, citizen.birth_year, referred_on)
    _refuse_under_way(by, citizen)
    return _refer(
        by,
        citizen,
        referred_by=referred_by,
        model=model,
        referred_on=referred_on,
        legal_basis=legal_basis,
        is_motivated=is_motivated,
        has_prospect=has_prospect,
    )


@transaction.atomic
def decide_referral(
    *, by: User, referral: Referral, outcome: str, is_motivated: bool, has_prospect: bool
) -> Episode | None:
    """Accept, which opens an episode whose clock starts with the first active day, or decline.

    Raises RuleBroken when it is decided already, and when a citizen is accepted without both of
    what the application asks for.
    """
    referral = Referral.objects.select_for_update(of=("self",), no_key=True).get(pk=referral.pk)
    if referral.outcome != Referral.Outcome.WAITING:
        raise RuleBroken(_("The referral has been decided already."))
    refuse_unready(outcome, is_motivated, has_prospect)
    referral.outcome = outcome
    referral.is_motivated, referral.has_prospect = is_motivated, has_prospect
    referral.save(update_fields=["outcome", "is_motivated", "has_prospect"])
    _record("referral.decide", referral, by, referral.project, outcome=str(outcome))
    if outcome != Referral.Outcome.ACCEPTED:
        return None
    return Episode.objects.create(
        project=referral.project,
        citizen=referral.citizen,
        referral=referral,
        model=referral.model,
    )


@transaction.atomic
def start_match(
    *, by: User, episode: Episode, peer: Peer, starts_on: date, is_not_kin: bool
) -> Match:
    """Let a peer support a citizen. Kinship is asked and confirmed every time (R22).

    Raises RuleBroken without that confirmation, for a peer who is not active that day (R9), for
    support that has ended, for two who are matched already, for a peer who may not see the citizen
    (without telling why: the reason is private), and as ``begin_episode``.
    """
    episode = _locked(episode)
    _refuse_ended(episode)
    if not is_not_kin:
        raise RuleBroken(
            _("Ask both, and confirm that they are not related. Otherwise choose another peer."),
            field="is_not_kin",
            topic="kinship",
        )
    active = Employment.objects.on(starts_on).filter(peer=peer, active_from__lte=starts_on)
    if not active.exists():
        raise RuleBroken(
            _("%(peer)s is not active on %(day)s. Choose another peer or day.")
            % {"peer": peer.name, "day": date_format(starts_on)},
            field="peer",
        )
    if Block.objects.stopping(episode.citizen_id, peer.user_id).exists():
        raise RuleBroken(
            _("%(peer)s cannot support this citizen. Choose another peer.") % {"peer": peer.name},
            field="peer",
        )
    if episode.matches.filter(peer=peer, ends_on=None).exists():
        raise RuleBroken(_("The two are matched already."), field="peer")
    begin_episode(episode, starts_on, field="starts_on")
    match = Match.objects.create(
        project=episode.project,
        episode=episode,
        peer=peer,
        starts_on=starts_on,
        not_kin_confirmed_on=today(episode.project),
        not_kin_confirmed_by=by,
    )
    _record("match.start", match, by, episode.project)
    return match


@transaction.atomic
def end_match(*, by: User, match: Match, ends_on: date) -> None:
    """End a match on its last day; meetings still to come are taken out of the calendar.

    Raises RuleBroken for a day before the match began, before a meeting that was held or that is
    due and not registered, and for one to come.
    """
    match = Match.objects.select_for_update(of=("self",), no_key=True).get(pk=match.pk)
    if match.ends_on:
        raise RuleBroken(
            _("The match ended on %(day)s.") % {"day": date_format(match.ends_on)}, field="ends_on"
        )
    refuse_untimely(match.project, ends_on, "ends_on")
    removed = _end_matches([match], ends_on)
    _record("match.end", match, by, match.project, meetings_removed=removed)


@transaction.atomic
def extend_episode(*, by: User, episode: Episode, until: date, reason: str) -> Extension:
    """Let support go on past its limit, until a day, with a reason and a name (R5).

    Raises RuleBroken when the day is within the limit or past the project's last day, and for
    support that has not begun or has ended.
    """
    episode = _locked(episode)
    _refuse_ended(episode)
    months.refuse_outside_period(episode.project, until, field="until")
    limit = episode.months_limit()
    if limit is None:
        raise RuleBroken(_("The support has not begun, so there is nothing to extend."))
    if until < limit:
        raise RuleBroken(
            _("The support may run to %(day)s as it is. Choose a later day.")
            % {"day": date_format(limit - dates.ONE_DAY)},
            field="until",
        )
    extension = Extension.objects.create(
        project=episode.project,
        episode=episode,
        until=until,
        reason=reason,
        granted_on=today(episode.project),
        granted_by=by,
    )
    _record("episode.extend", episode, by, episode.project, until=until.isoformat())
    return extension


@transaction.atomic
def end_episode(*, by: User, episode: Episode, ends_on: date, reason: str) -> None:
    """End all peer support of an episode: its matches, and the citizen's places on courses.

    Raises RuleBroken for a day before support began, for support that has ended, and as
    ``end_match``.
    """
    episode = _locked(episode)
    _refuse_ended(episode)
    attended = Attendance.objects.filter(citizen=episode.citizen_id, came=True)
    refuse_end(episode, ends_on, attended.aggregate(last=Max("session__date"))["last"])
    meetings = _end_matches(list(episode.matches.filter(ends_on=None)), ends_on)
    places = Enrolment.objects.filter(citizen=episode.citizen_id, left_on=None)
    unused, _rows = places.filter(joined_on__gt=ends_on).delete()
    places.update(left_on=ends_on)
    episode.ends_on, episode.end_reason = ends_on, reason
    episode.save(update_fields=["ends_on", "end_reason"])
    removed = {"meetings_removed": meetings, "places_removed": unused}
    _record("episode.end", episode, by, episode.project, reason=str(reason), **removed)


def begin_episode(episode: Episode, day: date, *, field: str) -> None:
    """The first active day starts the clock, and an earlier one moves it (R5).

    Raises RuleBroken as ``refuse_support``.
    """
    refuse_support(episode, day, field=field)
    if episode.starts_on is None or day < episode.starts_on:
        episode.starts_on = day
        episode.save(update_fields=["starts_on"])


def refuse_support(episode: Episode, day: date, *, field: str) -> None:
    """Raises RuleBroken for a day on which nobody can be given support of this episode.

    That is outside the project, to come, before the referral, or past the longest support.
    """
    refuse_untimely(episode.project, day, field)
    referred_on = episode.referral.referred_on
    if day < referred_on:
        raise RuleBroken(
            _("%(code)s was referred on %(day)s. Choose that day or later.")
            % {"code": episode.citizen.code, "day": date_format(referred_on)},
            field=field,
        )
    limit = episode.months_limit()
    if limit and limit <= day:
        raise RuleBroken(
            _("The support may run to %(day)s. Extend it first.")
            % {"day": date_format(limit - dates.ONE_DAY)},
            field=field,
        )


def refuse_end(episode: Episode, day: date, last_came: date | None) -> None:
    """Raises RuleBroken for a last day to come, before support began, or before the citizen last came."""
    refuse_untimely(episode.project, day, "ends_on")
    if episode.starts_on and day < episode.starts_on:
        raise RuleBroken(
            _("The support began on %(day)s. Choose that day or later.")
            % {"day": date_format(episode.starts_on)},
            field="ends_on",
        )
    if last_came and last_came > day:
        raise RuleBroken(
            _("%(code)s came on %(day)s. Choose that day or later.")
            % {"code": episode.citizen.code, "day": date_format(last_came)},
            field="ends_on",
        )


def refuse_unready(outcome: str, is_motivated: bool, has_prospect: bool) -> None:
    """Raises RuleBroken when a citizen is accepted without both of what the application asks for."""
    if outcome == Referral.Outcome.ACCEPTED and not (is_motivated and has_prospect):
        raise RuleBroken(
            _("A citizen is accepted when both motivation and prospect are confirmed."),
            field="outcome",
        )


def already_under_way(citizen: Citizen) -> RuleBroken:
    """The refusal of another referral while one waits or support is under way."""
    return RuleBroken(
        _("%(code)s is referred or supported already. End that first.") % {"code": citizen.code}
    )


def possible_ages(birth_year: int, day: date) -> tuple[int, int]:
    """The two ages that a person born in that year can have on the day, the younger first."""
    return day.year - birth_year - 1, day.year - birth_year


def _refuse_under_way(by: User, citizen: Citizen) -> None:
    waiting = Q(outcome=Referral.Outcome.WAITING)
    supported = Q(pk__in=citizen.episodes.filter(ends_on=None).values("referral"))
    under_way = citizen.referrals.filter(waiting | supported)
    if under_way.visible_to(by).exists():
        raise already_under_way(citizen)
    if under_way.exists():
        raise RuleBroken(
            _("%(code)s cannot be referred by you now. Ask the project leader.")
            % {"code": citizen.code}
        )


def _refer(by: User, citizen: Citizen, **fields) -> Referral:
    referral = Referral.objects.create(project=citizen.project, citizen=citizen, **fields)
    _record("referral.create", referral, by, citizen.project, capability="citizens.refer")
    return referral


def _locked(episode: Episode) -> Episode:
    return Episode.objects.select_for_update(of=("self",), no_key=True).get(pk=episode.pk)


def _end_matches(matches: list[Match], ends_on: date) -> int:
    """End them on the day; how many meetings still to come were taken out of the calendar.

    A meeting that was cancelled stays, whenever it was to be. The months are locked in which
    meetings are removed.
    """
    for match in matches:
        if ends_on < match.starts_on:
            raise RuleBroken(
                _("They were matched on %(day)s. Choose that day or later.")
                % {"day": date_format(match.starts_on)},
                field="ends_on",
            )
    if not matches:
        return 0
    project = matches[0].project
    list(Month.objects.select_for_update(no_key=True).filter(project=project).open())
    after = Meeting.objects.filter(match__in=matches, date__gt=ends_on)
    _refuse_after(
        after.filter(was_held=True),
        _("A meeting on %(day)s is registered. Choose that day or later."),
    )
    planned = after.filter(was_held=None)
    _refuse_after(
        planned.filter(date__lte=today(project)),
        _("A meeting on %(day)s is not registered. Register or cancel it first."),
    )
    removed, _rows = planned.delete()
    Match.objects.filter(pk__in=[match.pk for match in matches]).update(ends_on=ends_on)
    return removed


def _refuse_after(meetings: QuerySet, message: str) -> None:
    last = meetings.aggregate(last=Max("date"))["last"]
    if last:
        raise RuleBroken(message % {"day": date_format(last)}, field="ends_on")


def refuse_age(project: Project, birth_year: int, day: date) -> None:
    """With only a year of birth, either possible age may fit (rulings, R6)."""
    youngest, oldest = possible_ages(birth_year, day)
    fits = oldest >= project.age_min and (project.age_max is None or youngest <= project.age_max)
    if fits:
        return
    limits = (
        _("%(min)s years and over") % {"min": project.age_min}
        if project.age_max is None
        else _("%(min)s to %(max)s years") % {"min": project.age_min, "max": project.age_max}
    )
    raise RuleBroken(
        _(
            "Born in %(year)s is %(youngest)s or %(oldest)s years old. The project is for %(limits)s."
        )
        % {"year": birth_year, "youngest": youngest, "oldest": oldest, "limits": limits},
        field="birth_year",
        topic="age",
    )


def refuse_untimely(project: Project, day: date, field: str) -> None:
    """What is said of a person has happened, and within the project."""
    months.refuse_outside_period(project, day, field=field)
    if day > today(project):
        raise RuleBroken(
            _("%(day)s has not come yet. Choose today or an earlier day.")
            % {"day": date_format(day)},
            field=field,
        )


def _refuse_ended(episode: Episode) -> None:
    if episode.ends_on:
        raise RuleBroken(_("The support ended on %(day)s.") % {"day": date_format(episode.ends_on)})


def _record(
    action: str, obj, by: User, project: Project, capability: str = "citizens.edit", **details
) -> None:
    role = granting_role(by, capability, project) or ""
    trail.record(action, obj, by=by, project=project, role=role, **details)
