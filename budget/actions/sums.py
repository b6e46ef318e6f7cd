"""What one line's change does to the sums it is part of: what it may not do, and what follows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from budget.models import BudgetLine, Grant, StatedSum
from budget.models.plan import GRANT_GROUPS
from partners.models import Project
from peerstoette.lib import money
from peerstoette.lib.errors import RuleBroken


@dataclass(frozen=True)
class Part:
    """What a line adds to the sums, kr.: by year and in all. A line that is not there adds nothing."""

    group: str = ""
    years: Mapping[int, Decimal] = field(default_factory=dict)
    total: Decimal = money.ZERO

    def of(self, stated: StatedSum) -> Decimal:
        if self.group not in stated.groups:
            return money.ZERO
        return self.total if stated.year is None else self.years.get(stated.year, money.ZERO)


def part_of(line: BudgetLine) -> Part:
    """What the line adds as it stands in the database."""
    if not line.pk:
        return Part()
    stored = BudgetLine.objects.get(pk=line.pk)
    years = dict(stored.years.values_list("year", "amount"))
    return Part(stored.group, years, stored.stated_total)


def carry(line: BudgetLine, before: Part, after: Part) -> None:
    """Move every stated sum of the line's project by what the line adds more or less than before.

    A difference between a stated sum and its lines that was there already stays, and stays found.
    """
    carry_all(line.project, [(before, after)])


def carry_all(project: Project, parts: Sequence[tuple[Part, Part]]) -> None:
    """As ``carry`` for many lines, each with what it added before and adds now."""
    for stated in StatedSum.objects.filter(project=project):
        change = money.total(after.of(stated) - before.of(stated) for before, after in parts)
        if change:
            stated.amount += change
            stated.save(update_fields=["amount"])


def refuse_closed_years(project: Project, before: Part, after: Part) -> None:
    """Raise RuleBroken for another amount in a year whose every month is closed.

    Its budget stands on papers that have left the house (R11).
    """
    open_years = {month.first_day.year for month in project.months.open()}
    for year in sorted({*before.years, *after.years} - open_years):
        had, gets = before.years.get(year, money.ZERO), after.years.get(year, money.ZERO)
        if had != gets and project.months.filter(first_day__year=year).exists():
            raise RuleBroken(
                _(
                    "The accounts of %(year)d are closed with a budget of %(amount)s kr. on this"
                    " line. Change a year that has an open month."
                )
                % {"year": year, "amount": money.show(had)},
                field=f"year_{year}",
            )


def refuse_above_grant(project: Project, before: Part, after: Part) -> None:
    """Raise RuleBroken when the lines of the grant would come to more than was granted (R13)."""
    grant = Grant.objects.filter(project=project).first()
    had = before.total if before.group in GRANT_GROUPS else money.ZERO
    gets = after.total if after.group in GRANT_GROUPS else money.ZERO
    if grant is None or gets <= had:
        return
    lines = BudgetLine.objects.filter(project=project, group__in=GRANT_GROUPS)
    over = money.total(lines.values_list("stated_total", flat=True)) - had + gets - grant.amount
    if over > 0:
        raise RuleBroken(
            _(
                "With this, the lines of the grant come to %(over)s kr. more than the grant of"
                " %(grant)s kr. Lower another line first."
            )
            % {"over": money.show(over), "grant": money.show(grant.amount)}
        )
