"""What the dashboard shows, as plain values: page, paper and workbook only draw these.

Every number of citizens is ``int | None``: None is hidden (R14), wherever it is shown. Amounts are
kr. with two places, full-time equivalents unrounded.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from citizens.counts import (
    Activity,
    Answers,
    Attended,
    CrossTable,
    Dropout,
    Ended,
    Held,
    Point,
    Side,
    TableRow,
    percent,
)
from partners.findings import Severity
from reporting.dashboard.period import Period
from reporting.figures import Share

__all__ = [
    "Activity",
    "Answers",
    "Attended",
    "Cofinancing",
    "CofinancingRow",
    "CrossTable",
    "Dashboard",
    "Dropout",
    "Ended",
    "FindingCount",
    "FtePoint",
    "GuidepostRow",
    "Held",
    "Invoiced",
    "MilestoneRow",
    "Money",
    "MoneyRow",
    "PartnerFte",
    "Point",
    "Reach",
    "Side",
    "Staffing",
    "TableRow",
    "percent",
]


@dataclass(frozen=True)
class Reach:
    """Unique citizens (R7): a held mentoring meeting that they came to, or an attended session.

    ``in_project`` is from the project's first day to the period's last known one. ``goal_period``
    is the goal of the period: the year's for a calendar year, None for all others, since a goal of
    unique citizens cannot be divided. Goals are 0 where the application names none. ``cumulative``
    counts from the period's first day to the end of each of its months.
    """

    in_period: int | None
    in_project: int | None
    goal_year: int
    goal_period: int | None
    goal_from: int
    goal_to: int
    cumulative: tuple[Point, ...]


@dataclass(frozen=True)
class FtePoint:
    """A month's mean of full-time equivalents."""

    month: date
    fte: Decimal


@dataclass(frozen=True)
class PartnerFte:
    """A partner that must employ peers, on the period's last known day (R3).

    ``below_since`` is since when a minimum is missed without a break, None while it is kept or
    outside the commitment. ``series`` has a mean for each month of the period that has begun.
    """

    partner: str
    peers: int
    fte: Decimal
    min_peers: int
    min_fte: Decimal
    below_since: date | None
    series: tuple[FtePoint, ...]


@dataclass(frozen=True)
class Staffing:
    """``peers`` and ``fte`` are of everybody who works on the day, whoever pays them or nobody."""

    partners: tuple[PartnerFte, ...]
    peers: int
    fte: Decimal
    goal_peers: int


@dataclass(frozen=True)
class MoneyRow:
    """A group of the grant's budget, or the whole grant, kr.

    ``budget`` is that of the calendar years the period lies in, and for the whole project what its
    lines state in all; ``used`` is posted from the first day of those years to the period's last
    known day; ``in_period`` is posted in the period itself. ``project_budget`` and ``project_used``
    are the whole project's, to the same day.
    """

    label: str
    budget: Decimal
    in_period: Decimal
    used: Decimal
    project_budget: Decimal
    project_used: Decimal

    @property
    def left(self) -> Decimal:
        return self.budget - self.used

    @property
    def project_left(self) -> Decimal:
        return self.project_budget - self.project_used

    @property
    def share(self) -> Share:
        return Share(self.used, self.budget)

    @property
    def project_share(self) -> Share:
        return Share(self.project_used, self.project_budget)


@dataclass(frozen=True)
class Money:
    """``total`` is the sum of ``groups``. ``time`` is days passed of the same years' days."""

    groups: tuple[MoneyRow, ...]
    total: MoneyRow
    time: Share
    project_time: Share


@dataclass(frozen=True)
class Invoiced:
    """Invoices less credit notes of the period's months and to date, kr., against the grant.

    ``is_sent`` is False where the lead is the owner: nobody is invoiced.
    """

    is_sent: bool
    count: int
    in_period: Decimal
    to_date: Decimal
    grant: Decimal | None

    @property
    def share(self) -> Share:
        return Share(self.to_date, self.grant or 0)


@dataclass(frozen=True)
class CofinancingRow:
    """A partner's own peers in kr.: in the period, to date, and what the budget promises.

    ``year_to_date`` and ``year_commitment`` are of the year of the period's last known day.
    """

    partner: str
    in_period: Decimal
    year_to_date: Decimal
    year_commitment: Decimal
    to_date: Decimal
    commitment: Decimal

    @property
    def share(self) -> Share:
        return Share(self.to_date, self.commitment)


@dataclass(frozen=True)
class Cofinancing:
    rows: tuple[CofinancingRow, ...]
    total: CofinancingRow


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone as it stood on the period's last known day.

    ``state`` is ``reached``, ``overdue``, ``under_way`` or ``planned``. The baseline is the plan
    itself while it was never moved. ``slip_days`` is negative where it ends earlier. ``progress`` is
    the leader's estimate of today: None where the day is past and the milestone was open then, since
    nobody knows any more how far it was.
    """

    number: int
    name: str
    deliverable: str
    starts_on: date
    ends_on: date
    baseline_starts_on: date
    baseline_ends_on: date
    progress: int | None
    reached_on: date | None
    slip_days: int
    state: str


@dataclass(frozen=True)
class GuidepostRow:
    """A guidepost with its latest evidence up to the period's last known day, if there is any."""

    number: int
    name: str
    pieces: int
    date: date | None
    text: str
    source: str


@dataclass(frozen=True)
class FindingCount:
    """Open findings of today, of one severity."""

    severity: Severity
    label: str
    count: int


@dataclass(frozen=True)
class Dashboard:
    """The project in a period. The same for everybody who may see it."""

    project: str
    hidden_below: int
    period: Period
    today: date
    reach: Reach
    table: CrossTable
    sides: tuple[Side, ...]
    attendance: Attended
    dropout: Dropout
    activity: Activity
    staffing: Staffing
    money: Money
    invoiced: Invoiced
    cofinancing: Cofinancing
    milestones: tuple[MilestoneRow, ...]
    guideposts: tuple[GuidepostRow, ...]
    findings: tuple[FindingCount, ...]

    @property
    def holds_today(self) -> bool:
        """Whether what is known of today only belongs to the period."""
        return self.today <= self.period.last
