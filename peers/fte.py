"""Full-time equivalents and staffing on plain values: what counts on a day, a month, a commitment.

A full week is 37 hours. Sick leave counts, unpaid leave does not; a contract counts from the day it
was activated (R9). Hours are added before they are divided, so that 20 + 20 + 15.5 hours are
exactly 1.5 and a comparison never fails on a last decimal. Nothing here is rounded: showing is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from peerstoette.lib.dates import ONE_DAY, Period

FULL_WEEK = Decimal(37)  # hours, the Danish full-time week
NO_HOURS = Decimal(0)


@dataclass(frozen=True)
class Contract:
    """An activated employment: ``weekly_hours`` from ``first`` to ``last``, both included.

    ``first`` is the first day it counts; no ``last`` means open. ``unpaid`` holds unpaid leave.
    """

    peer_id: int
    employer_id: int
    weekly_hours: Decimal
    first: date
    last: date | None
    unpaid: tuple[Period, ...]
    is_partner_paid: bool

    def counts_on(self, day: date) -> bool:
        """Whether it is employed time that day."""
        return self.first <= day <= (self.last or date.max) and not any(
            day in leave for leave in self.unpaid
        )

    def days(self, first: date, last: date) -> int:
        """How many days from ``first`` to ``last`` it counts."""
        return sum(
            length(piece) for piece in unchanged([self], first, last) if self.counts_on(piece.first)
        )


@dataclass(frozen=True)
class StaffingInterval:
    """Days on which an employing partner has the same number of peers and the same hours."""

    first: date
    last: date
    peers: int
    fte: Decimal

    @property
    def days(self) -> int:
        return length(self)

    def is_short(self, min_peers: int, min_fte: Decimal) -> bool:
        """Whether either minimum is missed on these days (R3)."""
        return self.peers < min_peers or self.fte < min_fte


def length(period: Period | StaffingInterval) -> int:
    """Days from the first to the last, both included."""
    return (period.last - period.first).days + 1


def fte_on(contracts: Iterable[Contract], day: date) -> Decimal:
    """Full-time equivalents on a day, unrounded, of all the contracts given, whoever pays."""
    return _hours_on(contracts, day) / FULL_WEEK


def mean_fte(contracts: Iterable[Contract], first: date, last: date) -> Decimal:
    """The average of the days from ``first`` to ``last``, unrounded, of all the contracts given.

    Raises ValueError when ``last`` is before ``first``.
    """
    if last < first:
        raise ValueError("a mean needs at least one day")
    contracts = list(contracts)
    hours = sum(
        (
            _hours_on(contracts, piece.first) * length(piece)
            for piece in unchanged(contracts, first, last)
        ),
        NO_HOURS,
    )
    return hours / (FULL_WEEK * length(Period(first, last)))


def staffing(contracts: Iterable[Contract], first: date, last: date) -> list[StaffingInterval]:
    """One employer's peers and FTE for every day from ``first`` to ``last``, as intervals.

    The intervals follow each other without gap; neighbours differ. Distinct peers are counted, and
    only those whom the partner pays: peers paid by the project and volunteers do not count (R3).
    """
    counted = [contract for contract in contracts if contract.is_partner_paid]
    intervals: list[StaffingInterval] = []
    for piece in unchanged(counted, first, last):
        working = [contract for contract in counted if contract.counts_on(piece.first)]
        peers = len({contract.peer_id for contract in working})
        fte = fte_on(working, piece.first)
        before = intervals[-1] if intervals else None
        if before and (before.peers, before.fte) == (peers, fte):
            intervals[-1] = StaffingInterval(before.first, piece.last, peers, fte)
        else:
            intervals.append(StaffingInterval(piece.first, piece.last, peers, fte))
    return intervals


def shortfalls(
    contracts: Iterable[Contract], first: date, last: date, *, min_peers: int, min_fte: Decimal
) -> list[StaffingInterval]:
    """The intervals in which one employer misses a minimum (R3)."""
    return [
        interval
        for interval in staffing(contracts, first, last)
        if interval.is_short(min_peers, min_fte)
    ]


def unchanged(contracts: Iterable[Contract], first: date, last: date) -> Iterator[Period]:
    """Cut ``first`` to ``last`` wherever a contract or an unpaid leave begins or has ended."""
    begins = {first}
    for contract in contracts:
        for start, end in [
            (contract.first, contract.last),
            *((leave.first, leave.last) for leave in contract.unpaid),
        ]:
            begins.add(start)
            if end is not None and end < last:
                begins.add(end + ONE_DAY)
    inside = sorted(day for day in begins if first <= day <= last)
    for begin, following in zip(inside, [*inside[1:], None], strict=True):
        yield Period(begin, following - ONE_DAY if following else last)


def _hours_on(contracts: Iterable[Contract], day: date) -> Decimal:
    return sum(
        (contract.weekly_hours for contract in contracts if contract.counts_on(day)), NO_HOURS
    )


def first_day_over(
    contracts: Iterable[Contract], first: date, last: date | None, limit: Decimal = FULL_WEEK
) -> date | None:
    """The first day from ``first`` to ``last`` on which the weekly hours pass ``limit``; or None."""
    contracts = list(contracts)
    for piece in unchanged(contracts, first, last or date.max):
        if _hours_on(contracts, piece.first) > limit:
            return piece.first
    return None
