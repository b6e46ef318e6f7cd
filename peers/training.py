"""How far the peers are in the training."""

from dataclasses import dataclass

from django.db.models import Count

from partners.models import Project, today
from peers.models import Peer, Training
from peers.staffing import employments_of


@dataclass(frozen=True)
class TrainingLeft:
    """A peer who is employed today and has completed ``done`` of the training's ``themes``."""

    peer: Peer
    done: int
    themes: int


def training_left(project: Project) -> list[TrainingLeft]:
    """Those employed today with a theme left, least done first. Two queries beside employments."""
    themes = project.training_themes.count()
    done = Training.objects.filter(project=project).order_by().values_list("peer")
    completed = dict(done.annotate(Count("pk")))
    employed = {
        each.peer_id: each.peer for each in employments_of(project) if each.is_on(today(project))
    }
    left = [
        TrainingLeft(peer, completed.get(peer.pk, 0), themes)
        for peer in employed.values()
        if completed.get(peer.pk, 0) < themes
    ]
    return sorted(left, key=lambda each: (each.done, each.peer.name))
