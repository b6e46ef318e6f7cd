"""The figures of a year's status report, from every room, as plain values.

They hold for outsiders: citizens are counts that are hidden where they are few (R14), and peers are
numbers. A report is of the year up to ``until``: its last day, or today while the year is running.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from budget import snapshots
from budget.accounts import Accounts, accounts
from budget.cofinancing import Statement, statement
from budget.models.plan import Group
from budget.plan import grant_of, lines_of
from citizens.counts import ModelActivity
from partners.agreement import partners_of
from partners.findings import Finding, Severity
from partners.models import Guidepost, Milestone, Month, Project, today
from partners.months import months_of
from partners.plan import guideposts_of, plan
from peers.models import Training
from peers.staffing import PartnerStaffing, commitment_of, partner_staffing
from peerstoette.lib import dates
from peerstoette.lib.dates import Period
from reporting.dashboard.blocks import Board
from reporting.dashboard.board import board
from reporting.dashboard.build import dashboard
from reporting.dashboard.figures import Dashboard
from reporting.dashboard.period import period_of
from reporting.findings import findings, rule_text
from reporting.paper.values import Party

# Titles of these tell of few citizens or of a single peer, so a report says only how many there
# are (R14): it leaves the partnership.
ABOUT_PEOPLE = frozenset({"R4", "R5", "R9"})
TOLD_ONE_BY_ONE = (Severity.ERROR, Severity.WARNING)
LATEST_EVIDENCE = 3


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone as it stood on ``until``; ``reached_on`` None while it was not reached."""

    number: int
    name: str
    starts_on: date
    ends_on: date
    baseline_ends_on: date | None
    reached_on: date | None
    days_over: int
    is_under_way: bool

    @property
    def slip_days(self) -> int:
        """Days later than first agreed; negative when earlier."""
        return ((self.reached_on or self.ends_on) - (self.baseline_ends_on or self.ends_on)).days


@dataclass(frozen=True)
class DeliverableRows:
    """The milestones of one deliverable; ``letter`` is empty for those that belong to none."""

    letter: str
    name: str
    milestones: tuple[MilestoneRow, ...]


@dataclass(frozen=True)
class StaffingRow:
    """A partner's own peers on ``until``, the mean FTE of the year's committed days (R3), and on how
    many of them a minimum was missed. ``days`` is how many there were."""

    partner: str
    peers: int
    fte: Decimal
    mean_fte: Decimal | None
    days_short: int
    days: int


@dataclass(frozen=True)
class ThemeRow:
    """How many peers completed a theme in the year, and up to its end."""

    number: int
    name: str
    in_year: int
    in_all: int


@dataclass(frozen=True)
class InKind:
    """What a partner gives otherwise than in peers, kr. as stated in the budget."""

    name: str
    year: Decimal | None
    total: Decimal


@dataclass(frozen=True)
class EvidenceRow:
    date: date
    text: str
    source: str


@dataclass(frozen=True)
class GuidepostRow:
    """A guidepost with its latest evidence up to ``until``, newest first."""

    number: int
    name: str
    text: str
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True)
class FindingGroup:
    """The open findings of one rule. ``titles`` are told only of errors and warnings, and of no rule
    whose findings tell of few people; ``explanation`` is the leader's."""

    rule: str
    text: str
    severity: Severity
    number: int
    titles: tuple[str, ...]
    explanation: str = ""

    @property
    def asks_explanation(self) -> bool:
        return self.severity in TOLD_ONE_BY_ONE


@dataclass(frozen=True, kw_only=True)
class StatusFigures:
    """What a report shows beside its texts; parts that were not read are empty. Money in kr.

    ``board`` is the dashboard of the year: its charts are the report's as well.
    """

    project: str
    year: int
    until: date
    drawn_on: date
    sender: Party
    owner: str
    funder: str
    period: Period
    min_peers: int
    min_fte: Decimal
    hidden_below: int
    partners: tuple[str, ...] = ()
    grant: Decimal | None = None
    board: Board | None = None
    models: tuple[ModelActivity, ...] = ()
    staffing: tuple[StaffingRow, ...] = ()
    themes: tuple[ThemeRow, ...] = ()
    milestones: tuple[DeliverableRows, ...] = ()
    ahead: tuple[MilestoneRow, ...] = ()
    accounts: Accounts | None = None
    cofinancing: Statement | None = None
    in_kind: tuple[InKind, ...] = ()
    guideposts: tuple[GuidepostRow, ...] = ()
    findings: tuple[FindingGroup, ...] = ()


@dataclass(frozen=True)
class _Year:
    """A year of a project, whose parts are read when they are asked for."""

    project: Project
    year: int

    @property
    def until(self) -> date:
        return until_of(self.project, self.year)

    @property
    def period(self) -> Period:
        return Period(max(self.project.starts_on, date(self.year, 1, 1)), self.until)

    @cached_property
    def month(self) -> Month | None:
        """The project's last month up to then: its accounts have the year so far."""
        begun = [m for m in months_of(self.project) if m.first_day <= self.until]
        return begun[-1] if begun else None

    @property
    def plan(self) -> list[Milestone]:
        return [row.milestone for row in plan(self.project)]

    def partners(self) -> tuple[str, ...]:
        return tuple(str(each) for each in partners_of(self.project))

    def grant(self) -> Decimal | None:
        grant = grant_of(self.project)
        return grant.amount if grant else None

    @cached_property
    def dashboard(self) -> Dashboard:
        """It is the same for everybody, so nobody in particular asks."""
        return dashboard(self.project, None, period_of(self.project, str(self.year)))

    def board(self) -> Board:
        return board(self.dashboard)

    def models(self) -> tuple[ModelActivity, ...]:
        return self.dashboard.activity.models

    def staffing(self) -> tuple[StaffingRow, ...]:
        commitment = commitment_of(self.project)
        partners = partner_staffing(self.project, self.until)
        return tuple(_staffing(each, self.period, commitment) for each in partners)

    def themes(self) -> tuple[ThemeRow, ...]:
        return tuple(_themes(self.project, self.period))

    def milestones(self) -> tuple[DeliverableRows, ...]:
        return tuple(_by_deliverable(self.plan, self.until))

    def ahead(self) -> tuple[MilestoneRow, ...]:
        return tuple(
            _milestone(each, self.until)
            for each in self.plan
            if each.ends_on.year == self.year + 1 and not _reached(each, self.until)
        )

    def accounts(self) -> Accounts | None:
        return accounts(self.month) if self.month else None

    def cofinancing(self) -> Statement | None:
        return statement(self.month) if self.month else None

    def in_kind(self) -> tuple[InKind, ...]:
        return tuple(_in_kind(self.project, self.year))

    def guideposts(self) -> tuple[GuidepostRow, ...]:
        return tuple(_guideposts(self.project, self.until))

    def findings(self) -> tuple[FindingGroup, ...]:
        return tuple(finding_groups(self.project, self.year))


ALL_PARTS = (
    "partners", "grant", "board", "models", "staffing", "themes", "milestones", "ahead", "accounts",
    "cofinancing", "in_kind", "guideposts", "findings",
)  # fmt: skip


def figures(project: Project, year: int, parts: Iterable[str] = ALL_PARTS) -> StatusFigures:
    """The report's figures of the year, as they stand today. Names are in the active language."""
    source = _Year(project, year)
    return StatusFigures(
        project=project.name,
        year=year,
        until=source.until,
        drawn_on=today(project),
        sender=Party(**snapshots.party(project.lead)),
        owner=project.owner.name,
        funder=project.funder,
        period=project.period,
        min_peers=project.min_peers,
        min_fte=project.min_fte,
        hidden_below=project.hidden_below,
        **{part: getattr(source, part)() for part in parts},
    )


def until_of(project: Project, year: int) -> date:
    """The last day that a report of the year tells of."""
    return min(date(year, 12, 31), project.ends_on, today(project))


def years_of(project: Project) -> list[int]:
    """The calendar years of the project that have begun, newest first."""
    last = min(today(project), project.ends_on)
    if last < project.starts_on:
        return []
    return list(range(last.year, project.starts_on.year - 1, -1))


def finding_groups(project: Project, year: int) -> list[FindingGroup]:
    """What is open today, by rule, worst first. What belongs to a month of another year is left out."""
    in_year = {month.pk for month in months_of(project) if month.first_day.year == year}
    found = [f for f in findings(project) if f.month_id is None or f.month_id in in_year]
    by_rule: dict[str, list[Finding]] = {}
    for finding in found:
        by_rule.setdefault(finding.rule, []).append(finding)
    return [_group(rule, each) for rule, each in by_rule.items()]


def _group(rule: str, found: list[Finding]) -> FindingGroup:
    told = [f.title for f in found if f.severity in TOLD_ONE_BY_ONE and rule not in ABOUT_PEOPLE]
    return FindingGroup(
        rule=rule,
        text=rule_text(rule),
        severity=found[0].severity,
        number=len(found),
        titles=tuple(told),
    )


def _staffing(each: PartnerStaffing, year: Period, commitment: Period | None) -> StaffingRow:
    on_day = each.on(year.last)
    first = max(year.first, commitment.first) if commitment else year.first
    last = min(year.last, commitment.last) if commitment else year.last
    is_committed = commitment is not None and first <= last
    return StaffingRow(
        partner=str(each.organisation),
        peers=on_day.peers,
        fte=on_day.fte,
        mean_fte=each.mean_fte(first, last) if is_committed else None,
        days_short=sum(
            dates.overlap_days(short.first, short.last, first, last) for short in each.shortfalls
        ),
        days=(last - first).days + 1 if is_committed else 0,
    )


def _themes(project: Project, year: Period) -> Iterable[ThemeRow]:
    done = Training.objects.filter(theme=OuterRef("pk"), completed_on__lte=year.last)
    themes = project.training_themes.annotate(
        in_all=_number(done), in_year=_number(done.filter(completed_on__gte=year.first))
    )
    for theme in themes:
        yield ThemeRow(theme.number, theme.name, theme.in_year, theme.in_all)


def _number(done: QuerySet) -> Coalesce:
    """How many peers; one completes a theme once."""
    counted = done.order_by().values("theme").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _by_deliverable(milestones: list[Milestone], until: date) -> Iterable[DeliverableRows]:
    """The deliverables in their order, and at last what belongs to none."""
    groups: dict[tuple[str, str], list[MilestoneRow]] = {}
    for each in sorted(
        milestones,
        key=lambda m: (not m.deliverable, str(m.deliverable and m.deliverable.letter), m.number),
    ):
        key = (each.deliverable.letter, each.deliverable.name) if each.deliverable else ("", "")
        groups.setdefault(key, []).append(_milestone(each, until))
    for (letter, name), rows in groups.items():
        yield DeliverableRows(letter, name, tuple(rows))


def _reached(milestone: Milestone, until: date) -> date | None:
    reached = milestone.reached_on
    return reached if reached and reached <= until else None


def _milestone(milestone: Milestone, until: date) -> MilestoneRow:
    reached = _reached(milestone, until)
    return MilestoneRow(
        number=milestone.number,
        name=milestone.name,
        starts_on=milestone.starts_on,
        ends_on=milestone.ends_on,
        baseline_ends_on=milestone.baseline_ends_on,
        reached_on=reached,
        days_over=max(0, (until - milestone.ends_on).days) if reached is None else 0,
        is_under_way=reached is None and milestone.starts_on <= until,
    )


def _in_kind(project: Project, year: int) -> Iterable[InKind]:
    for line in lines_of(project):
        if line.group != Group.IN_KIND:
            continue
        amounts = {each.year: each.amount for each in line.years.all()}
        yield InKind(line.name, amounts.get(year), line.stated_total)


def _guideposts(project: Project, until: date) -> Iterable[GuidepostRow]:
    for guidepost in guideposts_of(project):
        yield _guidepost(guidepost, until)


def _guidepost(guidepost: Guidepost, until: date) -> GuidepostRow:
    shown = [each for each in guidepost.evidence.all() if each.date <= until][:LATEST_EVIDENCE]
    return GuidepostRow(
        number=guidepost.number,
        name=guidepost.name,
        text=guidepost.text,
        evidence=tuple(EvidenceRow(each.date, each.text, each.source) for each in shown),
    )
