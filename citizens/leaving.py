"""What is open at a peer who leaves, and that a leader who sees each citizen stays.

Nor do a peer's citizens come to another person by who signs in as the peer.
"""

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from citizens.handover import handover
from citizens.models import Block
from partners.invitations import before_a_leader_goes
from partners.leaving import Open, register
from partners.models import Project
from peers import sign_in
from peers.models import Peer
from peerstoette.lib.errors import RuleBroken


def _support(project: Project, person: User) -> Iterator[Open]:
    for peer in project.peers.filter(user=person):
        state = handover(peer, person)
        url = reverse("peer_handover", args=[project.slug, peer.pk])
        act = _("Hand over")
        matches = len(state.matches) + state.not_shown
        if matches:
            text = ngettext("%(count)d match", "%(count)d matches", matches)
            yield Open(text % {"count": matches}, url, act)
        if state.courses:
            text = ngettext("%(count)d group course", "%(count)d group courses", len(state.courses))
            yield Open(text % {"count": len(state.courses)}, url, act)


def _refuse_unseen(project: Project, staying: list[User]) -> None:
    """Raises RuleBroken, naming nobody, while a citizen is hidden from all leaders who would stay."""
    leaders = {leader.pk for leader in staying}
    blocks = Block.objects.in_force().filter(project=project, person__in=leaders).order_by()
    hidden = blocks.values("citizen").annotate(times=Count("pk")).filter(times=len(leaders))
    if hidden.exists():
        raise RuleBroken(
            _(
                "A citizen is hidden from all project leaders who would stay. Give somebody else the"
                " role first, or let the one who leaves lift the block."
            )
        )


def _refuse_handover_by_sign_in(peer: Peer, person: User | None) -> None:
    """Kinship was asked, and blocks were heeded, for whoever signs in as the peer now.

    Somebody who did not sign in until now is the same person, and may meet the citizens or not.
    """
    if peer.user:
        running = [each.what for each in _support(peer.project, peer.user)]
        if running:
            raise RuleBroken(
                _("Hand over or end this first: %(what)s.") % {"what": "; ".join(running)},
                field="user",
            )
    elif person and handover(peer, person).not_shown:
        raise RuleBroken(
            _("%(peer)s cannot support this citizen. Choose another peer.") % {"peer": peer.name},
            field="user",
        )


register(_support)
before_a_leader_goes(_refuse_unseen)
sign_in.register(_refuse_handover_by_sign_in)
