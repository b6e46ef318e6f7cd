"""What is open at a peer who leaves: citizens and courses that somebody must take over."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from citizens.handover import handover
from partners.leaving import Open, register
from partners.models import Project


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


register(_support)
