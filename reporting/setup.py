"""How far a project is set up, collected from every room, and what its first month waits for."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from budget.setup import budget_step
from partners.models import Month, Project, today
from partners.setup import facts
from partners.setup.facts import Lack, Step
from peerstoette.lib import dates


@dataclass(frozen=True)
class SetUp:
    """The steps in their order. ``month`` is the first that is not closed; None when all are."""

    project: Project
    steps: tuple[Step, ...]
    month: Month | None

    @cached_property
    def needed(self) -> list[Lack]:
        """What must be there before the first invoice can leave the house."""
        return [lack for step in self.steps for lack in step.needed]

    @property
    def done(self) -> int:
        return sum(step.state == "done" for step in self.steps)

    @property
    def is_begun(self) -> bool:
        """Whether a month has been closed already."""
        return self.month is None or self.month.first_day > dates.first_of_month(
            self.project.starts_on
        )

    @property
    def can_close(self) -> bool:
        """Whether the month is over, so that closing waits for nothing but what it lacks itself."""
        return self.month is not None and today(self.project) > self.month.last_day

    @property
    def closes_from(self) -> str:
        """The day from which the month can be closed."""
        return date_format(self.month.last_day + dates.ONE_DAY)


def set_up(project: Project) -> SetUp:
    """Every step as it stands. As many queries for a big project as for an empty one."""
    # owner, lead and pool are named by several steps
    project = Project.objects.select_related("owner", "lead").get(pk=project.pk)
    steps = [
        *facts.steps(project),
        budget_step(project),
        facts.plan_step(project, themes=project.training_themes.count()),
        facts.people_step(project),
    ]
    return SetUp(project, tuple(steps), project.months.open().order_by("first_day").first())


def ready_title(state: SetUp) -> str:
    if state.needed:
        return _("Not ready for the first invoice")
    return _("Ready for the first month") if not state.is_begun else _("Under way")
