"""What the leader does with the plan: move a milestone, say how far it is, note what shows progress."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from partners.access import granting_role
from partners.models import Deliverable, Evidence, Guidepost, Milestone, Project, today
from partners.months import refuse_outside_period
from partners.references import references, refuse_named
from peerstoette.lib import dates
from peerstoette.lib.errors import RuleBroken


@transaction.atomic
def move_milestone(
    *, by: User, milestone: Milestone, starts_on: date, ends_on: date, progress: int
) -> Milestone:
    """Change the plan's dates and the estimate of how far it is, in per cent.

    What was first agreed is kept as the baseline the first time a date moves. Raises RuleBroken
    when it ends before it starts, and for a day outside the project.
    """
    milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    for field, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        refuse_outside_period(milestone.project, day, field=field)
    if ends_on < starts_on:
        raise RuleBroken(_("The milestone ends before it starts."), field="ends_on")
    moves = (starts_on, ends_on) != (milestone.starts_on, milestone.ends_on)
    if moves and milestone.baseline_ends_on is None:
        milestone.baseline_starts_on = milestone.starts_on
        milestone.baseline_ends_on = milestone.ends_on
    milestone.starts_on, milestone.ends_on, milestone.progress = starts_on, ends_on, progress
    milestone.save(
        update_fields=["starts_on", "ends_on", "progress", "baseline_starts_on", "baseline_ends_on"]
    )
    _record(
        "milestone.move",
        milestone,
        by,
        starts_on=str(starts_on),
        ends_on=str(ends_on),
        done=progress,
    )
    return milestone


@transaction.atomic
def add_evidence(
    *, by: User, guidepost: Guidepost, date: date, text: str, source: str = ""
) -> Evidence:
    """Note something that shows how far the project has come towards the guidepost.

    Raises RuleBroken for a day that has not come.
    """
    _refuse_future(guidepost.project, date)
    evidence = Evidence.objects.create(
        project=guidepost.project,
        guidepost=guidepost,
        date=date,
        text=text,
        source=source,
        written_by=by,
    )
    _record("evidence.add", evidence, by)
    return evidence


@transaction.atomic
def change_evidence(
    *, by: User, evidence: Evidence, date: date, text: str, source: str = ""
) -> Evidence:
    """Correct what was noted. Raises RuleBroken for a day that has not come."""
    _refuse_future(evidence.project, date)
    evidence.date, evidence.text, evidence.source = date, text, source
    evidence.save(update_fields=["date", "text", "source"])
    _record("evidence.change", evidence, by)
    return evidence


@transaction.atomic
def remove_row(*, by: User, row: Deliverable | Guidepost | Milestone | Evidence) -> None:
    """Take back a row of the plan that was entered by mistake. Raises RuleBroken when others name it."""
    refuse_named(str(row), references(row, row.project))
    _record(f"{row._meta.model_name}.remove", row, by)
    row.delete()


def _refuse_future(project: Project, date: date) -> None:
    day = today(project)
    if date > day:
        raise RuleBroken(
            _("The day has not come yet. Choose %(day)s or an earlier day.")
            % {"day": dates.day_name(day)},
            field="date",
        )


def _record(action: str, obj, by: User, **details) -> None:
    role = granting_role(by, "plan.edit", obj.project) or ""
    trail.record(action, obj, by=by, project=obj.project, role=role, **details)
