"""What one line's change does to the sums it is part of: what it may not do, and what follows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from budget.models import BudgetLine, Grant, StatedSum, VoucherLine
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
    """As ``carry`` for many lines, each with what it added before and adds now.

    Raises RuleBroken where a sum grows too large to be kept.
    """
    for stated in StatedSum.objects.filter(project=project):
        change = money.total(after.of(stated) - before.of(stated) for before, after in parts)
        if change:
            stated.amount += change
            refuse_too_large(stated.amount)
            stated.save(update_fields=["amount"])


def closed_years(project: Project) -> set[int]:
    """The years whose every month is closed. Their budget stands on papers that have left the house."""
    found: dict[int, bool] = {}
    for month in project.months.all():
        year = month.first_day.year
        found[year] = found.get(year, True) and not month.is_open
    return {year for year, is_closed in found.items() if is_closed}


def changed_years(years: Iterable[int], before: Part, after: Part) -> list[int]:
    """Those of the years in which the line's group would get another amount from it."""
    is_moved = before.group != after.group
    return [
        year
        for year in sorted(years)
        if before.years.get(year, money.ZERO) != after.years.get(year, money.ZERO)
        or (is_moved and before.years.get(year))
    ]


def refuse_closed_years(closed: Iterable[int], before: Part, after: Part) -> None:
    """Raise RuleBroken for another amount, or another group, in one of the closed years (R11)."""
    for year in changed_years(closed, before, after):
        if before.years[year] == after.years.get(year):
            raise RuleBroken(
                _("The accounts of %(year)d are closed with the line in this group, so it stays.")
                % {"year": year},
                field="group",
                topic="closed",
            )
        raise RuleBroken(
            _(
                "The accounts of %(year)d are closed with a budget of %(amount)s kr. on this"
                " line. Change a year that has an open month."
            )
            % {"year": year, "amount": money.show(before.years.get(year, money.ZERO))},
            field=f"year_{year}",
            topic="closed",
        )


def refuse_above_grant(project: Project, parts: Sequence[tuple[Part, Part]]) -> None:
    """Raise RuleBroken when the lines of the grant would come to more than was granted (R13).

    ``parts`` is what each line that changes added before and adds now.
    """
    grant = Grant.objects.filter(project=project).first()
    had = money.total(before.total for before, _after in parts if before.group in GRANT_GROUPS)
    gets = money.total(after.total for _before, after in parts if after.group in GRANT_GROUPS)
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
            % {"over": money.show(over), "grant": money.show(grant.amount)},
            topic="budget",
        )


def posted_on(lines: Iterable[BudgetLine]) -> dict[int, Decimal]:
    """What is posted on each of the lines that has vouchers, kr. by the line's number in the table."""
    posted = VoucherLine.objects.filter(budget_line__in=[line.pk for line in lines])
    sums = posted.values_list("budget_line").annotate(Sum("amount")).order_by()
    return {line: money.kroner(amount) for line, amount in sums}


def refuse_below(posted: Decimal, total: Decimal, was: Decimal) -> None:
    """Raises RuleBroken when a line that had ``was`` kr. is lowered below what is posted on it (R13)."""
    if total < was and total < posted:
        raise RuleBroken(
            _(
                "%(posted)s kr. is posted on the line already, so its budget cannot be lowered to"
                " %(total)s kr."
            )
            % {"posted": money.show(posted), "total": money.show(total)},
            topic="budget",
        )


def refuse_too_large(amount: Decimal) -> None:
    """Raises RuleBroken for a sum, kr., with more digits than are kept."""
    if amount >= 10**money.MAX_WHOLE_DIGITS:
        raise RuleBroken(
            _("The amounts come to %(sum)s kr. together. Write smaller ones.")
            % {"sum": money.show(amount)}
        )
