"""The budget and the payment plan as they stand, each table read once."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.urls import reverse

from budget.models import BudgetLine, Grant, Instalment, StatedSum
from budget.models.plan import GRANT_GROUPS
from partners.models import Project
from peerstoette.lib import money
from peerstoette.lib.joined import with_rows
from peerstoette.lib.once import once


@once
def lines_of(project: Project) -> list[BudgetLine]:
    """The budget's lines in its order, with their years and partners. One query."""
    return with_rows(project.budget_lines.select_related("partner"), "years")


def grant_of(project: Project) -> Grant | None:
    return _granted(project)[0]


def instalments_of(project: Project) -> list[Instalment]:
    """How the grant is paid out, the earliest first."""
    return _granted(project)[1]


@once
def _granted(project: Project) -> tuple[Grant | None, list[Instalment]]:
    """The grant and its instalments. One query."""
    (row,) = with_rows(Project.objects.select_related("grant").filter(pk=project.pk), "instalments")
    return getattr(row, "grant", None), list(row.instalments.all())


TOLERANCE = Decimal(2)  # kr.: the source's rounding (rulings, Money)


@dataclass(frozen=True)
class Plan:
    """The project's budget and payment plan, each table read once."""

    project: Project

    @cached_property
    def lines(self) -> list[BudgetLine]:
        return lines_of(self.project)

    @cached_property
    def sums(self) -> list[StatedSum]:
        return list(self.project.stated_sums.all())

    @cached_property
    def grant(self) -> Grant | None:
        return grant_of(self.project)

    @cached_property
    def instalments(self) -> list[Instalment]:
        return instalments_of(self.project)

    @property
    def paid(self) -> Decimal:
        """What all instalments add up to."""
        return money.total(instalment.amount for instalment in self.instalments)

    @property
    def excess(self) -> Decimal:
        """How much more is paid out than was granted; negative if less."""
        return self.paid - self.grant.amount if self.grant and self.instalments else money.ZERO

    @property
    def url(self) -> str:
        return reverse("budget", args=[self.project.slug])

    def years(self, groups: tuple[str, ...]) -> dict[int, Decimal]:
        """The stated amounts of the groups' lines by year."""
        amounts: dict[int, Decimal] = defaultdict(lambda: money.ZERO)
        for line in self.lines:
            if line.group in groups:
                for year in line.years.all():
                    amounts[year.year] += year.amount
        return dict(sorted(amounts.items()))

    def stated(self, scope: str, year: int | None) -> Decimal | None:
        """The sum that the source states, of a year or of the whole project."""
        return next((s.amount for s in self.sums if (s.scope, s.year) == (scope, year)), None)

    def budget_of(self, year: int) -> Decimal:
        """The grant's budget of a year: as the source states it, else as its lines add up."""
        stated = self.stated(StatedSum.Scope.GRANT, year)
        return self.years(GRANT_GROUPS).get(year, money.ZERO) if stated is None else stated

    @cached_property
    def payments(self) -> list["PaymentYear"]:
        """Each year's instalments against its budget, earliest first."""
        by_year: dict[int, list[Instalment]] = defaultdict(list)
        for instalment in self.instalments:
            by_year[instalment.year].append(instalment)
        years = sorted(self.years(GRANT_GROUPS) | by_year)
        return [PaymentYear(year, tuple(by_year[year]), self.budget_of(year)) for year in years]


@dataclass(frozen=True)
class PaymentYear:
    """What is paid out in a year, kr., and what the year may cost."""

    year: int
    instalments: tuple[Instalment, ...]
    budget: Decimal

    @property
    def quarterly(self) -> Decimal | None:
        """What each quarter of the year pays; None where they differ."""
        amounts = {instalment.amount for instalment in self.instalments}
        return amounts.pop() if len(amounts) == 1 else None

    @property
    def paid(self) -> Decimal:
        return money.total(instalment.amount for instalment in self.instalments)

    @property
    def difference(self) -> Decimal:
        return self.paid - self.budget
