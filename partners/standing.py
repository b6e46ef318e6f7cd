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
    """Rows of a project with a day or a year in ``field``; ``label`` is what a person calls them."""

    label: str
    rows: Callable[[Project], QuerySet]
    field: str
    is_year: bool = False

    def outside(self, project: Project, first: date, last: date) -> QuerySet:
        before, after = (first.year, last.year) if self.is_year else (first, last)
        beyond = Q(**{f"{self.field}__lt": before}) | Q(**{f"{self.field}__gt": after})
        return self.rows(project).filter(beyond)


_registered: list[Dated] = []


def register(*dated: Dated) -> None:
    """Let rows hold the period of their project."""
    _registered.extend(dated)


def outside(project: Project, first: date, last: date) -> list[str]:
    """What the project has on days before ``first`` or after ``last``, by its label."""
    return [
        str(dated.label) for dated in _registered if dated.outside(project, first, last).exists()
    ]
