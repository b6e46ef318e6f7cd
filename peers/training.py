"""How far the peers are in the training."""

from dataclasses import dataclass

from django.db.models import Count

from partners.models import Project, today
from peers.models import Peer
from peers.staffing import employments_of
from peerstoette.lib import alphabet


@dataclass(frozen=True)
class TrainingLeft:
    """A peer who is employed today and has completed ``done`` of the training's ``themes``."""

    peer: Peer
    done: int
    themes: int


def training_left(project: Project) -> list[TrainingLeft]:
    """Those employed today with a theme left, least done first. One query beside employments."""
    employed = {each.peer_id for each in employments_of(project) if each.is_on(today(project))}
    peers = project.peers.annotate(
        done=Count("trainings", distinct=True),
        themes=Count("project__training_themes", distinct=True),
    )
    left = [
        TrainingLeft(peer, peer.done, peer.themes)
        for peer in peers
        if peer.pk in employed and peer.done < peer.themes
    ]
    return sorted(left, key=lambda each: (each.done, alphabet.key(each.peer.name)))
