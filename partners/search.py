"""Search within what a person may see. Every room brings its kinds in a module ``search`` of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from partners.models import Milestone, Partner, Project

MOST_HITS = 8  # of a kind: who needs more uses the list with its filters
MOST_WORDS = 5


@dataclass(frozen=True)
class Hit:
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of thing that is found: ``find`` gives at most MOST_HITS, through ``visible_to``."""

    label: str
    find: Callable[[User, Project, str], list[Hit]]


@dataclass(frozen=True)
class Found:
    kind: str
    hits: list[Hit]

    @property
    def is_cut(self) -> bool:
        """There may be more than are shown."""
        return len(self.hits) == MOST_HITS


_kinds: list[Kind] = []


def register(*kinds: Kind) -> None:
    """Add a room's kinds; its module ``search`` is read at start."""
    _kinds.extend(kinds)


def search(user: User, project: Project, text: str) -> list[Found]:
    """What the person may see of each kind; kinds without a hit are left out."""
    found = [Found(kind.label, kind.find(user, project, text)) for kind in _kinds]
    return [each for each in found if each.hits]


def holding(text: str, *fields: str) -> Q:
    """Rows in which every word of the text stands in one of the fields, in either case.

    SQLite knows no case of letters beyond ASCII, so the likely ways to write a word are tried.
    """
    words = text.split()[:MOST_WORDS]
    return reduce(and_, [_either(word, fields) for word in words], Q())


def _either(word: str, fields: tuple[str, ...]) -> Q:
    spellings = {word, word.lower(), word.capitalize()}
    return reduce(
        or_, [Q(**{f"{field}__icontains": each}) for field in fields for each in spellings]
    )


def _partners(user: User, project: Project, text: str) -> list[Hit]:
    partners = Partner.objects.filter(project=project).visible_to(user)
    found = partners.filter(holding(text, "organisation__name")).select_related("organisation")
    url = reverse("partners", args=[project.slug])
    return [Hit(str(partner.organisation), url) for partner in found[:MOST_HITS]]


def _milestones(user: User, project: Project, text: str) -> list[Hit]:
    milestones = Milestone.objects.filter(project=project).visible_to(user)
    url = reverse("plan", args=[project.slug])
    return [
        Hit(milestone.name, url, _("Milestone %(number)s") % {"number": milestone.number})
        for milestone in milestones.filter(holding(text, "name_da", "name_en"))[:MOST_HITS]
    ]


register(Kind(gettext_lazy("Partners"), _partners), Kind(gettext_lazy("Milestones"), _milestones))
