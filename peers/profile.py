"""Everything about one peer that their page shows."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from accounts.models import User
from partners.models import Project
from peers.models import Confirmation, Criterion, Employment, Peer, Training, TrainingTheme
from peers.names import peer_names
from peers.roster import Line, line_of


@dataclass(frozen=True)
class Profile:
    """``criteria`` and ``training`` pair what is asked for with when it was met, or None.

    ``criteria`` is None for those whom it does not concern what a peer has been through.
    """

    peer: Peer
    shown: str
    lines: tuple[Line, ...]
    criteria: tuple[tuple[Criterion, Confirmation | None], ...] | None
    training: tuple[tuple[TrainingTheme, Training | None], ...]

    @property
    def is_named(self) -> bool:
        return self.shown != self.peer.initials


def profile(project: Project, peer: Peer, user: User, day: date) -> Profile:
    """The peer as this person may see them, the latest employment first. The queries do not grow."""
    employments = Employment.objects.visible_to(user).select_related("employer")
    employments = employments.order_by("-starts_on").prefetch_related("leaves", "rates")
    prefetch_related_objects([peer], Prefetch("employments", employments), "trainings")
    names = peer_names(user, project)
    completed = {training.theme_id: training for training in peer.trainings.all()}
    return Profile(
        peer=peer,
        shown=names.of(peer),
        lines=tuple(line_of(peer, row, names, day) for row in peer.employments.all()),
        criteria=_criteria(peer, user),
        training=tuple((theme, completed.get(theme.pk)) for theme in project.training_themes.all()),
    )


def _criteria(peer: Peer, user: User) -> tuple[tuple[Criterion, Confirmation | None], ...] | None:
    if not Peer.objects.within_reach(user, "peers.criteria").filter(pk=peer.pk).exists():
        return None
    confirmations = peer.confirmations.select_related("confirmed_by")
    confirmed = {confirmation.criterion: confirmation for confirmation in confirmations}
    return tuple((criterion, confirmed.get(criterion)) for criterion in Criterion)
