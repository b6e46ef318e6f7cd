"""What is done to peers and their employments; ``rules`` says what is refused. All is trailed."""

from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from partners.access import granting_role, may
from partners.models import Organisation, Project
from peers import rules, sign_in
from peers.fte import FULL_WEEK
from peers.models import (
    Confirmation,
    Criterion,
    Employment,
    Leave,
    PayRate,
    Peer,
    Training,
    TrainingTheme,
)
from peerstoette.lib.errors import RuleBroken


@transaction.atomic
def add_peer(
    *, by: User, project: Project, name: str, initials: str, user: User | None = None
) -> Peer:
    """A new peer of the project. Refuses initials or a sign-in that another peer has."""
    _locked(project)
    peer = Peer(project=project, name=name, initials=initials, user=user)
    rules.refuse_twin(peer)
    peer.save()
    _record("peer.add", peer, by, label=sign_in.told(peer))
    return peer


@transaction.atomic
def change_peer(
    *, by: User, peer: Peer, name: str, initials: str, user: User | None = None
) -> Peer:
    """Correct the name or initials, or let the peer sign in.

    Refuses as ``add_peer`` does, and that what the peer supports comes to another person that way.
    """
    _locked(peer.project)
    peer = _locked(peer)
    was = peer.user
    sign_in.refuse_other_person(peer, user)
    peer.name, peer.initials, peer.user = name, initials, user
    _lock_person(peer)
    rules.refuse_twin(peer)
    rules.refuse_claimed_twice_by(peer)
    peer.save()
    if was == user:
        _record("peer.change", peer, by)
    else:
        _record("peer.change", peer, by, label=sign_in.told(peer), was=was.email if was else "")
    return peer


@transaction.atomic
def confirm_criterion(
    *, by: User, peer: Peer, criterion: Criterion, confirmed_on: date
) -> Confirmation:
    """Confirm that the peer meets a criterion, never why (R9). Refuses a second time."""
    peer = _locked(peer)
    rules.refuse_future(peer.project, confirmed_on, "confirmed_on")
    if criterion not in peer.unconfirmed():
        raise RuleBroken(_("This criterion is confirmed already."), field="criterion")
    confirmation = Confirmation.objects.create(
        project=peer.project,
        peer=peer,
        criterion=criterion,
        confirmed_on=confirmed_on,
        confirmed_by=by,
    )
    _record("peer.confirm", peer, by, criterion=str(criterion), on=confirmed_on.isoformat())
    return confirmation


@transaction.atomic
def complete_training(
    *, by: User, peer: Peer, theme: TrainingTheme, completed_on: date
) -> Training:
    """The peer has completed a theme of the training. Refuses a second time."""
    peer = _locked(peer)
    rules.refuse_future(peer.project, completed_on, "completed_on")
    if peer.trainings.filter(theme=theme).exists():
        raise RuleBroken(_("The peer has completed this theme already."), field="theme")
    training = Training.objects.create(
        project=peer.project, peer=peer, theme=theme, completed_on=completed_on
    )
    _record("peer.train", peer, by, theme=theme.number, on=completed_on.isoformat())
    return training


@transaction.atomic
def add_employment(
    *,
    by: User,
    peer: Peer,
    employer: Organisation,
    paid_by: Employment.PaidBy,
    weekly_hours: Decimal,
    starts_on: date,
    ends_on: date | None = None,
) -> Employment:
    """A dated contract; it counts for nothing until it is activated.

    Refuses one that ends before it starts, overlaps another of the same person at the same employer,
    or brings the person past a full week on any day (R4).
    """
    _lock_person(peer)
    if not 0 < weekly_hours <= FULL_WEEK:
        raise RuleBroken(_("Write more than 0 and at most 37 hours."), field="weekly_hours")
    employment = Employment(
        project=peer.project,
        peer=peer,
        employer=employer,
        paid_by=paid_by,
        weekly_hours=weekly_hours,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    rules.refuse_end_before_start(starts_on, ends_on)
    rules.refuse_overlap(employment, field="starts_on")
    rules.refuse_over_full_week(employment, field="weekly_hours")
    employment.save()
    _record("employment.add", employment, by, hours=str(weekly_hours), paid_by=str(paid_by))
    return employment


@transaction.atomic
def end_employment(*, by: User, employment: Employment, ends_on: date) -> Employment:
    """Set or move the last day. Refuses what ``add_employment`` refuses, and closed months."""
    _lock_person(employment.peer)
    employment = _locked(employment)
    before = employment.ends_on
    rules.refuse_end_before_start(employment.starts_on, ends_on)
    rules.refuse_closed_end(employment, before, ends_on)
    employment.ends_on = ends_on
    rules.refuse_overlap(employment, field="ends_on")
    rules.refuse_over_full_week(employment, field="ends_on")
    employment.save(update_fields=["ends_on"])
    _record("employment.end", employment, by, on=ends_on.isoformat())
    return employment


@transaction.atomic
def log_workplace_visit(*, by: User, employment: Employment, visited_on: date) -> Employment:
    """The project has visited the workplace and prepared the team (R9)."""
    employment = _locked(employment)
    rules.refuse_future(employment.project, visited_on, "visited_on")
    if employment.visited_on:
        raise RuleBroken(_("The visit to this workplace is logged already."), field="visited_on")
    employment.visited_on = visited_on
    employment.save(update_fields=["visited_on"])
    _record("employment.visit", employment, by, on=visited_on.isoformat())
    return employment


@transaction.atomic
def activate_employment(
    *, by: User, employment: Employment, active_from: date, override_reason: str = ""
) -> Employment:
    """From this day the employment counts (R9).

    Refuses while a criterion or the workplace visit is missing, or was in place only later, unless
    somebody who may override that writes a reason.
    """
    employment = _locked(employment)
    if employment.active_from:
        raise RuleBroken(_("This employment is active already."), field="active_from")
    rules.refuse_outside(employment, active_from, "active_from")
    is_early = rules.is_too_early(employment, active_from)
    if is_early and not override_reason:
        rules.refuse_unmet(employment)
    if is_early and not may(by, "peers.override", employment.project):
        raise RuleBroken(_("Only the project leader may make an exception."))
    employment.active_from = active_from
    rules.refuse_closed(employment, active_from, "active_from")
    employment.override_reason = override_reason if is_early else ""
    employment.save(update_fields=["active_from", "override_reason"])
    _record(
        "employment.activate", employment, by, on=active_from.isoformat(), is_exception=is_early
    )
    return employment


@transaction.atomic
def set_pay_rate(
    *, by: User, employment: Employment, valid_from: date, yearly_rate: Decimal
) -> PayRate:
    """Yearly pay at full time, kr., from a day on; replaces a rate from the same day.

    Refuses a volunteer's, and a day that would change the co-financing of a closed month.
    """
    employment = _locked(employment)
    if employment.paid_by == Employment.PaidBy.VOLUNTEER:
        raise RuleBroken(_("A volunteer has no pay."))
    if yearly_rate < 0:
        raise RuleBroken(_("The pay cannot be negative."), field="yearly_rate")
    rules.refuse_outside(employment, valid_from, "valid_from")
    rules.refuse_closed(employment, valid_from, "valid_from")
    rate, _created = PayRate.objects.update_or_create(
        employment=employment,
        valid_from=valid_from,
        defaults={"project": employment.project, "yearly_rate": yearly_rate},
    )
    _record("pay.set", employment, by, capability="pay.edit", on=valid_from.isoformat())
    return rate


@transaction.atomic
def add_leave(
    *,
    by: User,
    employment: Employment,
    kind: Leave.Kind,
    starts_on: date,
    ends_on: date | None = None,
) -> Leave:
    """Days away. Refuses days outside the employment, on another leave, or unpaid in a closed month."""
    employment = _locked(employment)
    rules.refuse_end_before_start(starts_on, ends_on)
    rules.refuse_outside(employment, starts_on, "starts_on")
    if ends_on:
        rules.refuse_outside(employment, ends_on, "ends_on")
    leave = Leave(
        project=employment.project,
        employment=employment,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    rules.refuse_second_leave(leave, "starts_on")
    if kind == Leave.Kind.UNPAID:
        rules.refuse_closed(employment, starts_on, "starts_on")
    leave.save()
    _record("leave.add", employment, by, on=starts_on.isoformat())
    return leave


@transaction.atomic
def end_leave(*, by: User, leave: Leave, ends_on: date) -> Leave:
    """Set or move the last day of a leave. Refuses as ``add_leave`` does."""
    employment = _locked(leave.employment)
    leave = _locked(leave)
    before = leave.ends_on
    rules.refuse_end_before_start(leave.starts_on, ends_on)
    rules.refuse_outside(employment, ends_on, "ends_on")
    if leave.kind == Leave.Kind.UNPAID:
        rules.refuse_closed_end(employment, before, ends_on)
    leave.ends_on = ends_on
    rules.refuse_second_leave(leave, "ends_on")
    leave.save(update_fields=["ends_on"])
    _record("leave.end", employment, by, on=ends_on.isoformat())
    return leave


@transaction.atomic
def remove_employment(*, by: User, employment: Employment) -> Peer:
    """Take away an employment that was entered by mistake, with its pay and leave; its peer stays.

    Refuses one that has counted in a closed month.
    """
    employment = _locked(employment)
    rules.refuse_counted(employment, employment.starts_on)
    _record("employment.remove", employment, by, hours=str(employment.weekly_hours))
    employment.delete()
    return employment.peer


@transaction.atomic
def remove_leave(*, by: User, leave: Leave) -> Employment:
    """Take away a leave that was entered by mistake; its employment stays.

    Refuses one that changed a closed month.
    """
    employment = _locked(leave.employment)
    leave = _locked(leave)
    if leave.kind == Leave.Kind.UNPAID:
        rules.refuse_counted(employment, leave.starts_on)
    _record("leave.remove", employment, by, on=leave.starts_on.isoformat())
    leave.delete()
    return employment


def _locked(row: models.Model) -> models.Model:
    return type(row).objects.select_for_update().get(pk=row.pk)


def _lock_person(peer: Peer) -> None:
    """Two contracts of one person are never weighed at the same time, in whichever project."""
    list(Peer.objects.select_for_update().of_same_person(peer).order_by("pk"))


def _record(
    action: str, obj: models.Model, by: User, *, capability="peers.edit", label="", **details
) -> None:
    peer = obj if isinstance(obj, Peer) else obj.peer
    trail.record(
        action,
        obj,
        by=by,
        project=obj.project,
        role=granting_role(by, capability, obj.project) or "",
        label=label or peer.initials,
        **details,
    )
