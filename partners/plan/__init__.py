"""The milestone plan as it stands on a day."""

from dataclasses import dataclass
from datetime import date

from partners.models import Evidence, Guidepost, Milestone, Project, today
from peerstoette.lib.joined import with_rows
from peerstoette.lib.once import once


@dataclass(frozen=True)
class PlanRow:
    """A milestone and where it stands: reached, overdue by some days, under way, or planned."""

    milestone: Milestone
    day: date

    @property
    def days_over(self) -> int:
        """Days past the plan without being reached; 0 when it is not overdue."""
        is_overdue = self.milestone.is_overdue(self.day)
        return (self.day - self.milestone.ends_on).days if is_overdue else 0

    @property
    def is_under_way(self) -> bool:
        return self.milestone.starts_on <= self.day and not self.milestone.reached_on


@dataclass(frozen=True)
class GuidepostRow:
    """A guidepost and what was last noted of it, if anything."""

    guidepost: Guidepost
    latest: Evidence | None
    noted: int


def guideposts(project: Project, until: date | None = None) -> list[GuidepostRow]:
    """Every guidepost with its latest evidence, noted up to and including ``until`` or ever."""
    rows = []
    for guidepost in guideposts_of(project):
        noted = [each for each in guidepost.evidence.all() if each.date <= (until or each.date)]
        rows.append(GuidepostRow(guidepost, next(iter(noted), None), len(noted)))
    return rows


@once
def guideposts_of(project: Project) -> list[Guidepost]:
    """Every guidepost with its evidence, the latest first. One query."""
    return with_rows(project.guideposts.all(), "evidence")


@once
def plan(project: Project) -> list[PlanRow]:
    """Every milestone in the plan's order, seen from today."""
    day = today(project)
    return [
        PlanRow(milestone, day) for milestone in project.milestones.select_related("deliverable")
    ]
