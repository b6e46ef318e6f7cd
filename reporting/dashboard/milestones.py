"""Milestones and guideposts as they stood on a day, for dashboard, plan and report alike."""

from datetime import date

from partners.models import Milestone, Project, today
from partners.plan import guideposts, plan
from reporting.dashboard.figures import GuidepostRow, MilestoneRow

WHOLE = 100  # per cent


def milestone_rows(project: Project, day: date) -> tuple[MilestoneRow, ...]:
    """Every milestone in the plan's order, as it stood on the day by the plan of today."""
    return tuple(_milestone(row.milestone, day) for row in plan(project))


def guidepost_rows(project: Project, day: date) -> tuple[GuidepostRow, ...]:
    """Every guidepost with the latest evidence up to and including the day."""
    return tuple(
        GuidepostRow(
            number=row.guidepost.number,
            name=row.guidepost.name,
            pieces=row.noted,
            date=row.latest.date if row.latest else None,
            text=row.latest.text if row.latest else "",
            source=row.latest.source if row.latest else "",
        )
        for row in guideposts(project, day)
    )


def _milestone(milestone: Milestone, day: date) -> MilestoneRow:
    reached = milestone.reached_on if (milestone.reached_on or date.max) <= day else None
    planned = milestone.baseline_ends_on or milestone.ends_on
    return MilestoneRow(
        number=milestone.number,
        name=milestone.name,
        deliverable=str(milestone.deliverable.letter) if milestone.deliverable else "",
        starts_on=milestone.starts_on,
        ends_on=milestone.ends_on,
        baseline_starts_on=milestone.baseline_starts_on or milestone.starts_on,
        baseline_ends_on=planned,
        progress=_progress(milestone, reached, day),
        reached_on=reached,
        slip_days=((reached or milestone.ends_on) - planned).days,
        state=_state(milestone, reached, day),
    )


def _progress(milestone: Milestone, reached: date | None, day: date) -> int | None:
    if reached:
        return WHOLE
    if milestone.starts_on > day:
        return 0
    return milestone.progress if day >= today(milestone.project) else None


def _state(milestone: Milestone, reached: date | None, day: date) -> str:
    if reached:
        return "reached"
    if milestone.ends_on < day:
        return "overdue"
    return "under_way" if milestone.starts_on <= day else "planned"
