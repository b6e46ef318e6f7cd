"""The milestone plan as it stands on a day."""

from dataclasses import dataclass
from datetime import date

from partners.models import Milestone, Project, today


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


def plan(project: Project) -> list[PlanRow]:
    """Every milestone in the plan's order, seen from today."""
    day = today(project)
    return [
        PlanRow(milestone, day) for milestone in project.milestones.select_related("deliverable")
    ]
