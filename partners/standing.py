"""What stands on a day of a project, told by the rooms that hold it: it keeps its day in the period.

Each app names its own in its module ``dated``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from partners.models import Project


@dataclass(frozen=True)
class Dated:
    """Rows of a project with a day in ``field``; ``label`` is what a person calls them."""

    label: str
    rows: Callable[[Project], QuerySet]
    field: str


_registered: list[Dated] = []


def register(*dated: Dated) -> None:
    """Let rows hold the period of their project."""
    _registered.extend(dated)


def outside(project: Project, first: date, last: date) -> list[str]:
    """What the project has on days before ``first`` or after ``last``, by its label."""
    return [
        str(dated.label)
        for dated in _registered
        if dated.rows(project)
        .filter(Q(**{f"{dated.field}__lt": first}) | Q(**{f"{dated.field}__gt": last}))
        .exists()
    ]
