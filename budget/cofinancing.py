"""The co-financing statement: what the partners' own peers are worth, against what was promised.

Valued from the employments themselves (R4). A month of an employment is yearly rate / 12 × weekly
hours / 37 × employed calendar days / days of the month, rounded once (rulings, Money). A rate that
changes inside the month holds from its day on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import prefetch_related_objects

from budget import snapshots
from budget.models import BudgetLine
from budget.models.plan import Group
from budget.plan import lines_of
from partners.agreement import partners_of
from partners.models import Month, Organisation, Project
from peers.fte import FULL_WEEK, Contract, mean_fte
from peers.models import Employment
from peers.staffing import contract_of, employments_of
from peerstoette.lib import dates, money
from peerstoette.lib.dates import Period
from peerstoette.lib.once import once

MONTHS_IN_YEAR = 12


@dataclass(frozen=True)
class PeerRow:
    """An employment in a month: hours a week, mean FTE, employed days, value in kr."""

    initials: str
    weekly_hours: Decimal
    fte: Decimal
    days: int
    value: Decimal


@dataclass(frozen=True)
class PartnerRow:
    """A partner's co-financing: mean FTE of the month, kr. of month, year and project so far.

    ``year_commitment`` and ``commitment`` are the partner's budget lines of the year and in all.
    """

    organisation_id: int
    name: str
    peers: tuple[PeerRow, ...]
    fte: Decimal
    value: Decimal
    year_to_date: Decimal
    to_date: Decimal
    year_commitment: Decimal
    commitment: Decimal
    min_peers: int
    min_fte: Decimal


@dataclass(frozen=True)
class Statement:
    """The co-financing of a month by partner."""

    month: Month
    partners: tuple[PartnerRow, ...]

    def total(self, field: str) -> Decimal:
        """The sum of one column over all partners."""
        return money.total(getattr(row, field) for row in self.partners)


@dataclass(frozen=True)
class Paid:
    """An employment that a partner pays, with its rates as (from, kr. a year), earliest first."""

    initials: str
    contract: Contract
    rates: tuple[tuple[date, Decimal], ...]

    def value(self, first: date, last: date) -> Decimal:
        """What the calendar month ``first`` to ``last`` is worth, kr.; days before a rate nothing."""
        pay = sum(
            (
                rate * self.contract.days(max(first, start), min(last, end))
                for (start, rate), end in zip(self.rates, _ends(self.rates, last), strict=True)
                if max(first, start) <= min(last, end)
            ),
            Decimal(0),
        )
        days_of_month = (last - first).days + 1
        return money.kroner(
            pay * self.contract.weekly_hours / (MONTHS_IN_YEAR * FULL_WEEK * days_of_month)
        )

    @property
    def lacks_rate(self) -> bool:
        """Whether it counts from a day before its first rate."""
        return not self.rates or self.contract.first < self.rates[0][0]

    def lacks_rate_in(self, first: date, last: date) -> bool:
        """Whether it counts on a day from ``first`` to ``last`` that no rate covers."""
        if self.rates:
            last = min(last, self.rates[0][0] - dates.ONE_DAY)
        return first <= last and self.contract.days(first, last) > 0

    def row(self, first: date, last: date) -> PeerRow:
        return PeerRow(
            initials=self.initials,
            weekly_hours=self.contract.weekly_hours,
            fte=mean_fte([self.contract], first, last),
            days=self.contract.days(first, last),
            value=self.value(first, last),
        )


def statement(month: Month) -> Statement:
    """The statement of a month: live while it is open, as it was frozen once it is closed.

    A live one builds on what was frozen: months that are closed keep the value they were closed at.
    """
    snapshot = snapshots.of(month)
    if snapshot is not None:
        return Statement(month, snapshots.from_json(tuple[PartnerRow, ...], snapshot.cofinancing))
    project = month.project
    frozen, since = _frozen_before(month)
    paid = paid_by_partners(project)
    lines = [line for line in lines_of(project) if line.group == Group.PARTNER_PEERS]
    return Statement(
        month,
        tuple(
            _partner_row(
                month,
                organisation,
                is_committed,
                paid=[p for p in paid if p.contract.employer_id == organisation.pk],
                lines=[line for line in lines if line.partner_id == organisation.pk],
                before=frozen.get(organisation.pk),
                since=since,
            )
            for organisation, is_committed in _payers(project, paid)
        ),
    )


def payers(month: Month) -> list[tuple[str, int]]:
    """The partners of the month's statement with how many peers each pays, nothing valued."""
    if not month.is_open:
        return [(row.name, len(row.peers)) for row in statement(month).partners]
    first, last = month.first_day, month.last_day
    paid = paid_by_partners(month.project)
    present = [each.contract.employer_id for each in paid if each.contract.days(first, last)]
    return [
        (organisation.name, present.count(organisation.pk))
        for organisation, _is_committed in _payers(month.project, paid)
    ]


@once
def paid_by_partners(project: Project) -> list[Paid]:
    """The project's activated employments that a partner pays, in three queries.

    Only days inside the project's period are co-financed: an employment may be longer than it.
    """
    employments = [
        each
        for each in employments_of(project)
        if each.active_from and each.paid_by == Employment.PaidBy.PARTNER
    ]
    employments.sort(key=lambda each: (each.peer.initials, each.starts_on, each.pk))
    prefetch_related_objects(employments, "rates")
    return [
        Paid(
            initials=employment.peer.initials,
            contract=contract,
            rates=tuple((rate.valid_from, rate.yearly_rate) for rate in employment.rates.all()),
        )
        for employment in employments
        if (contract := _clipped(contract_of(employment, employment.unpaid), project.period))
    ]


def _clipped(contract: Contract, period: Period) -> Contract | None:
    """The contract on the days of the period; None where it has none."""
    first = max(contract.first, period.first)
    last = min(contract.last or period.last, period.last)
    return replace(contract, first=first, last=last) if first <= last else None


def _ends(rates: Sequence[tuple[date, Decimal]], last: date) -> list[date]:
    """The last day of each rate: the day before the next one begins."""
    return [start - dates.ONE_DAY for start, _ in rates[1:]] + [last] * bool(rates)


def _payers(project: Project, paid: Iterable[Paid]) -> list[tuple[Organisation, bool]]:
    """Partners committed to employ peers, in the agreement's order, then others who pay some."""
    committed = [each.organisation for each in partners_of(project) if each.employs_peers]
    others = {p.contract.employer_id for p in paid} - {
        organisation.pk for organisation in committed
    }
    return [(organisation, True) for organisation in committed] + [
        (organisation, False)
        for organisation in (Organisation.objects.filter(pk__in=others) if others else [])
    ]


def _frozen_before(month: Month) -> tuple[dict[int, tuple[PartnerRow, int]], date]:
    """Each partner's last frozen row with its year, and the first month that is not frozen."""
    snapshot = snapshots.last_before(month)
    if snapshot is None:
        return {}, dates.first_of_month(month.project.starts_on)
    rows = snapshots.from_json(tuple[PartnerRow, ...], snapshot.cofinancing)
    closed = snapshot.month.first_day
    return {row.organisation_id: (row, closed.year) for row in rows}, dates.add_months(closed, 1)


def _partner_row(
    month: Month,
    organisation: Organisation,
    is_committed: bool,
    *,
    paid: list[Paid],
    lines: list[BudgetLine],
    before: tuple[PartnerRow, int] | None,
    since: date,
) -> PartnerRow:
    first, last = month.first_day, month.last_day
    peers = tuple(row for p in paid if (row := p.row(first, last)).days)
    live = {
        start: money.total(p.value(start, dates.last_of_month(start)) for p in paid)
        for start in dates.months_between(since, last)
    }
    this_year = money.total(value for start, value in live.items() if start.year == first.year)
    frozen, frozen_year = before or (None, None)
    if frozen and frozen_year == first.year:
        this_year += frozen.year_to_date
    return PartnerRow(
        organisation_id=organisation.pk,
        name=organisation.name,
        peers=peers,
        fte=mean_fte([p.contract for p in paid], first, last),
        value=money.total(row.value for row in peers),
        year_to_date=this_year,
        to_date=money.total(live.values()) + (frozen.to_date if frozen else money.ZERO),
        year_commitment=money.total(
            year.amount for line in lines for year in line.years.all() if year.year == first.year
        ),
        commitment=money.total(line.stated_total for line in lines),
        min_peers=month.project.min_peers if is_committed else 0,
        min_fte=month.project.min_fte if is_committed else Decimal(0),
    )
