"""The rows of employments as contracts, and how each employing partner keeps its commitment (R3)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import User
from partners.access import Role, roles_of, roles_with
from partners.agreement import partners_of
from partners.models import Month, Organisation, Partner, Project, today
from peers.fte import Contract, StaffingInterval, mean_fte, staffing
from peers.models import Employment, Leave
from peerstoette.lib.dates import Period
from peerstoette.lib.joined import with_rows
from peerstoette.lib.once import once


@dataclass(frozen=True)
class PartnerStaffing:
    """An employing partner's peers on a day and through the whole commitment.

    ``contracts`` are those that the partner pays: only they count (R3). ``now`` is None when the
    day lies outside the commitment. ``ahead`` is the next interval after the day that misses a
    minimum, as contracts are known today.
    """

    partner: Partner
    day: date
    contracts: tuple[Contract, ...]
    intervals: tuple[StaffingInterval, ...]
    shortfalls: tuple[StaffingInterval, ...]
    now: StaffingInterval | None
    ahead: StaffingInterval | None

    @property
    def organisation(self) -> Organisation:
        return self.partner.organisation

    @property
    def peers(self) -> int:
        """Distinct peers on the day, inside the commitment or not."""
        return self.on(self.day).peers

    @property
    def fte(self) -> Decimal:
        """Full-time equivalents on the day, unrounded."""
        return self.on(self.day).fte

    def on(self, day: date) -> StaffingInterval:
        """Peers and full-time equivalents on any day."""
        (interval,) = staffing(self.contracts, day, day)
        return interval

    def mean_fte(self, first: date, last: date) -> Decimal:
        """The average of the days, unrounded. Raises ValueError when ``last`` is before ``first``."""
        return mean_fte(self.contracts, first, last)

    @property
    def is_short(self) -> bool:
        """Whether a minimum is missed on the day itself."""
        return self.now in self.shortfalls

    @property
    def bar(self) -> list[tuple[int, StaffingInterval]]:
        """The intervals with the days from the beginning of the commitment to each."""
        return [((each.first - self.intervals[0].first).days, each) for each in self.intervals]

    @property
    def days(self) -> int:
        """The length of the commitment."""
        return sum(each.days for each in self.intervals)

    @property
    def is_over_capacity(self) -> bool:
        """Whether there are more peers on the day than the partner has room for."""
        capacity = self.partner.peer_capacity
        return capacity is not None and self.peers > capacity


@dataclass(frozen=True)
class Figures:
    """A partner on a chosen day and in a chosen month; no mean where the project has no months."""

    organisation: Organisation
    on_day: StaffingInterval
    is_committed: bool
    is_short: bool
    mean: Decimal | None


def figures(project: Project, each: PartnerStaffing, day: date, month: Month | None) -> Figures:
    """What the staffing page shows of a partner for the day and the month that were chosen."""
    on_day = each.on(day)
    period = commitment_of(project)
    is_committed = period is not None and day in period
    return Figures(
        organisation=each.organisation,
        on_day=on_day,
        is_committed=is_committed,
        is_short=is_committed and on_day.is_short(project.min_peers, project.min_fte),
        mean=each.mean_fte(month.first_day, month.last_day) if month else None,
    )


def month_near(project: Project, day: date) -> Month | None:
    """The project's month that holds the day, or the nearest before it, or its first."""
    months = project.months.order_by("first_day")
    return months.filter(first_day__lte=day).last() or months.first()


@once
def employments_of(project: Project) -> list[Employment]:
    """Every employment with its peer, its employer, its leaves and the ``unpaid``. One query."""
    employments = with_rows(project.employments.select_related("peer", "employer"), "leaves")
    for employment in employments:
        employment.unpaid = [
            leave for leave in employment.leaves.all() if leave.kind == Leave.Kind.UNPAID
        ]
    return employments


def contracts_of(project: Project) -> list[Contract]:
    """The project's activated employments as contracts."""
    return [
        contract_of(employment, employment.unpaid)
        for employment in employments_of(project)
        if employment.active_from
    ]


def contract_of(employment: Employment, unpaid: list[Leave]) -> Contract:
    """An activated employment as a contract; it counts from the later of its two first days."""
    return Contract(
        peer_id=employment.peer_id,
        employer_id=employment.employer_id,
        weekly_hours=employment.weekly_hours,
        first=max(employment.starts_on, employment.active_from),
        last=employment.ends_on,
        unpaid=tuple(Period(leave.starts_on, leave.ends_on or date.max) for leave in unpaid),
        is_partner_paid=employment.paid_by == Employment.PaidBy.PARTNER,
    )


def partner_staffing(
    project: Project, day: date | None = None, *, user: User | None = None
) -> list[PartnerStaffing]:
    """How each partner that is committed to employ peers does, on ``day`` (today) and throughout.

    With ``user``, only the partners whose peers that person may see.
    """
    day = day or today(project)
    paid = [contract for contract in contracts_of(project) if contract.is_partner_paid]
    return [
        _staffing_of(
            project, partner, [c for c in paid if c.employer_id == partner.organisation_id], day
        )
        for partner in _employing_partners(project, user)
    ]


def reaches_every_employer(user: User, project: Project) -> bool:
    """Whether the person sees peers beyond those of an organisation that the person coordinates."""
    return bool(roles_of(user, project) & (roles_with("peers.view") - {Role.COORDINATOR}))


def _employing_partners(project: Project, user: User | None) -> list[Partner]:
    """All of them, or a coordinator's own."""
    partners = [partner for partner in partners_of(project) if partner.employs_peers]
    if user is None or reaches_every_employer(user, project):
        return partners
    own = user.memberships.active().filter(project=project, role=Role.COORDINATOR)
    organisations = set(own.values_list("organisation", flat=True))
    return [partner for partner in partners if partner.organisation_id in organisations]


def _staffing_of(
    project: Project, partner: Partner, contracts: list[Contract], day: date
) -> PartnerStaffing:
    period = commitment_of(project)
    intervals = staffing(contracts, period.first, period.last) if period else []
    short = [i for i in intervals if i.is_short(project.min_peers, project.min_fte)]
    return PartnerStaffing(
        partner=partner,
        day=day,
        contracts=tuple(contracts),
        intervals=tuple(intervals),
        shortfalls=tuple(short),
        now=next((i for i in intervals if i.first <= day <= i.last), None),
        ahead=next((i for i in short if i.first > day), None),
    )


def commitment_of(project: Project) -> Period | None:
    """The days on which the minimum holds; None where the project has no such commitment."""
    first, last = project.commitment_starts_on, project.commitment_ends_on
    return Period(first, last) if first and last else None
