"""Peers are found by name where the person knows their names, by initials where not."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.models import User
from partners.models import Project
from partners.search import MOST_HITS, Hit, Kind, holding, register
from peers.models import Peer
from peers.names import peer_names


def _peers(user: User, project: Project, text: str) -> list[Hit]:
    names = peer_names(user, project)
    peers = Peer.objects.filter(project=project).visible_to(user)
    found = peers.filter(
        holding(text, "initials") | (Q(pk__in=names.known) & holding(text, "name"))
    ).order_by("initials")
    return [
        Hit(names.of(peer), reverse("peer", args=[project.slug, peer.pk]))
        for peer in found[:MOST_HITS]
    ]


register(Kind(gettext_lazy("Peers"), _peers))
