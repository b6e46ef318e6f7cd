"""Who may not see a citizen, and who steps in at one session. Both count from the next request."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from citizens.models import STAND_IN_LASTS, Block, Citizen, Session, StandIn
from citizens.standing_in import possible_stand_ins
from partners.access import granting_role
from partners.models import Project, today
from peers.models import Peer
from peerstoette.lib import dates
from peerstoette.lib.errors import RuleBroken


@transaction.atomic
def set_block(*, by: User, citizen: Citizen, person: User, kind: str) -> Block:
    """Hide the citizen from the person everywhere. The trail says that, not from whom or why.

    Raises RuleBroken for oneself (two pairs of eyes), for somebody without a role in the project,
    for a block that stands already, for one who may no longer see the citizen, and where no leader
    who can sign in would be left to see the citizen.
    """
    # no leader's role ends meanwhile
    Project.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen.project_id)
    citizen = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen.pk)
    _refuse_oneself(by, person)
    if not citizen.project.memberships.active().filter(user=person).exists():
        raise RuleBroken(_("Choose somebody with a role in the project."), field="person")
    if Block.objects.in_force().filter(citizen=citizen, person=person).exists():
        raise RuleBroken(_("The person may not see the citizen already."), field="person")
    # two leaders may block each other at the same moment: the second one waited for the lock above
    if not Citizen.objects.visible_to(by).filter(pk=citizen.pk).exists():
        raise RuleBroken(
            _("%(code)s is not shown to you any more. Another project leader decides.")
            % {"code": citizen.code}
        )
    _refuse_last(citizen, person)
    block = Block.objects.create(
        project=citizen.project,
        citizen=citizen,
        person=person,
        kind=kind,
        since=today(citizen.project),
        by=by,
    )
    _record("citizen.block", citizen, by, "citizens.block")
    return block


@transaction.atomic
def lift_block(*, by: User, block: Block) -> None:
    """Let the person see the citizen again, as far as the roles reach. Raises RuleBroken for oneself."""
    block = Block.objects.select_for_update(of=("self",), no_key=True).get(pk=block.pk)
    _refuse_oneself(by, block.person)
    if block.until:
        raise RuleBroken(_("It was lifted on %(day)s.") % {"day": date_format(block.until)})
    block.until, block.lifted_by = max(today(block.project), block.since), by
    block.save(update_fields=["until", "lifted_by"])
    _record("citizen.unblock", block.citizen, by, "citizens.block")


@transaction.atomic
def name_stand_in(*, by: User, session: Session, peer: Peer) -> StandIn:
    """Let a peer see one session and register it, until the day after it has passed.

    Raises RuleBroken for oneself (two pairs of eyes), for a session that is over for longer, and for a
    peer who leads the course, stands in already or is not active that day (R9). A peer who may not see
    one of the participants is shown the others: to refuse would tell of the block.
    """
    if peer.user_id == by.pk:
        raise RuleBroken(_("Nobody names oneself. Ask somebody else to name you."), field="peer")
    session = Session.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
    if session.date + STAND_IN_LASTS < today(session.project):
        raise RuleBroken(
            _("The session was on %(day)s. A stand-in can register until the day after.")
            % {"day": date_format(session.date)}
        )
    if not possible_stand_ins(session).filter(pk=peer.pk).exists():
        raise RuleBroken(
            _(
                "%(peer)s leads the course, stands in already or is not active on %(day)s. Choose"
                " another peer."
            )
            % {"peer": peer.name, "day": date_format(session.date)},
            field="peer",
        )
    stand_in = StandIn.objects.create(
        project=session.project, session=session, peer=peer, named_by=by
    )
    _record("stand_in.name", stand_in, by, "courses.edit")
    return stand_in


def withdraw_moved(by: User, sessions: Sequence[Session]) -> None:
    """Nobody stands in any more at sessions that now have another day: they were named for the old one.

    Call it inside the transaction of the change. Those whose days have passed are withdrawn too: a
    later day would let them in again.
    """
    named = StandIn.objects.select_for_update(of=("self",), no_key=True)
    named = named.filter(session__in=sessions, withdrawn_at=None)
    named = list(named.select_related("session__course", "peer", "project"))
    if not named:
        return
    StandIn.objects.filter(pk__in=[each.pk for each in named]).update(
        withdrawn_at=dates.now(), withdrawn_by=by
    )
    project = named[0].project
    role = granting_role(by, "courses.edit", project) or ""
    trail.record_many("stand_in.withdraw", named, by=by, project=project, role=role)


@transaction.atomic
def withdraw_stand_in(*, by: User, stand_in: StandIn) -> None:
    """The peer no longer sees the session. Raises RuleBroken when it is withdrawn already."""
    stand_in = StandIn.objects.select_for_update(of=("self",), no_key=True).get(pk=stand_in.pk)
    if stand_in.withdrawn_at:
        raise RuleBroken(_("It is withdrawn already."))
    stand_in.withdrawn_at, stand_in.withdrawn_by = dates.now(), by
    stand_in.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record("stand_in.withdraw", stand_in, by, "courses.edit")


def _refuse_oneself(by: User, person: User) -> None:
    if by == person:
        raise RuleBroken(
            _("Another project leader decides what you may see yourself."), field="person"
        )


def _refuse_last(citizen: Citizen, person: User) -> None:
    """Refuse to hide the citizen from the last leader who sees the citizen and can sign in."""
    hidden = Block.objects.in_force().filter(citizen=citizen).values("person")
    leaders = citizen.project.memberships.granting("citizens.block").select_related("user")
    others = leaders.exclude(user=person).exclude(user__in=hidden)
    if not any(each.user.can_sign_in for each in others):
        raise RuleBroken(
            _("Give somebody else the project leader's role first: somebody must see the citizen."),
            field="person",
        )


def _record(action: str, obj: Citizen | StandIn, by: User, capability: str) -> None:
    role = granting_role(by, capability, obj.project) or ""
    trail.record(action, obj, by=by, project=obj.project, role=role)
