"""Reads every room's figures for a period and puts them together as a dashboard."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal

from accounts.models import User
from budget.cofinancing import PartnerRow, statement
from budget.models import Invoice
from budget.models.plan import GRANT_GROUPS
from budget.plan import grant_of, lines_of
from budget.postings import Posting, postings
from citizens import counts
from partners.findings import Severity
from partners.models import Month, Project, today
from partners.months import months_of
from peers.fte import StaffingInterval, fte_on
from peers.staffing import PartnerStaffing, commitment_of, contracts_of, partner_staffing
from peerstoette.lib import dates, money
from reporting import findings
from reporting.dashboard.figures import (
    Cofinancing,
    CofinancingRow,
    Dashboard,
    FindingCount,
    FtePoint,
    Invoiced,
    Money,
    MoneyRow,
    PartnerFte,
    Reach,
    Staffing,
)
from reporting.dashboard.milestones import guidepost_rows, milestone_rows
from reporting.dashboard.period import Kind, Period, around
from reporting.figures import Share


def dashboard(project: Project, user: User, period: Period) -> Dashboard:
    """The project in the period, the same for everybody who has ``figures.view``.

    ``user`` is who asks; nothing is shown to one and hidden from another.
    """
    citizens = counts.figures(project, _days(period), around(project, period))
    return Dashboard(
        project=project.name,
        hidden_below=project.hidden_below,
        period=period,
        today=today(project),
        reach=_reach(project, period, citizens.reached),
        table=citizens.table,
        sides=citizens.sides,
        attendance=citizens.attendance,
        dropout=citizens.dropout,
        activity=citizens.activity,
        staffing=_staffing(project, period),
        money=_money(project, period),
        invoiced=_invoiced(project, period),
        cofinancing=_cofinancing(project, period),
        milestones=milestone_rows(project, period.until),
        guideposts=guidepost_rows(project, period.until),
        findings=_findings(project),
    )


def _days(period: Period) -> dates.Period:
    return dates.Period(period.first, period.last)


# Citizens


def _reach(project: Project, period: Period, reached: counts.Reached) -> Reach:
    return Reach(
        in_period=reached.in_period,
        in_project=reached.in_project,
        goal_year=project.goal_year,
        goal_period=project.goal_year if period.kind == Kind.YEAR else None,
        goal_from=project.goal_from,
        goal_to=project.goal_to,
        cumulative=reached.cumulative,
    )


# Peers


def _staffing(project: Project, period: Period) -> Staffing:
    """All who work on the day stand against the project's goal, whoever pays them or nobody."""
    partners = partner_staffing(project, period.until)
    working = [each for each in contracts_of(project) if each.counts_on(period.until)]
    return Staffing(
        partners=tuple(_partner_fte(project, period, each) for each in partners),
        peers=len({contract.peer_id for contract in working}),
        fte=fte_on(working, period.until),
        goal_peers=project.goal_peers,
    )


def _partner_fte(project: Project, period: Period, each: PartnerStaffing) -> PartnerFte:
    now = each.on(period.until)
    return PartnerFte(
        partner=each.organisation.name,
        peers=now.peers,
        fte=now.fte,
        min_peers=project.min_peers,
        min_fte=project.min_fte,
        below_since=below_since(project, period.until, each.shortfalls),
        series=tuple(
            FtePoint(month, each.mean_fte(max(month, period.first), _ends(period, month)))
            for month in period.months
        ),
    )


def _ends(period: Period, month: date) -> date:
    """The month's last day that the period holds and that is known."""
    return min(dates.last_of_month(month), period.until)


def below_since(project: Project, day: date, shortfalls: Iterable[StaffingInterval]) -> date | None:
    """The first day of the shortfalls that follow each other without a gap and hold the day."""
    commitment = commitment_of(project)
    since = None
    if commitment is None or day not in commitment:
        return None
    for interval in sorted(shortfalls, key=lambda each: each.first, reverse=True):
        if interval.first <= day <= interval.last or interval.last + dates.ONE_DAY == since:
            since = interval.first
    return since


# Money


def _money(project: Project, period: Period) -> Money:
    lines = [line for line in lines_of(project) if line.group in GRANT_GROUPS]
    group_of = {line.pk: line.group for line in lines}
    posted = [
        posting
        for posting in postings(project)
        if posting.line_id in group_of and posting.first_day <= period.until
    ]
    groups = tuple(
        _money_row(
            str(group.label),
            period,
            [line for line in lines if line.group == group],
            [posting for posting in posted if group_of[posting.line_id] == group],
        )
        for group in GRANT_GROUPS
    )
    years = _clipped(project, date(period.first.year, 1, 1), date(period.last.year, 12, 31))
    return Money(
        groups=groups,
        total=_sum_of(groups),
        time=_passed(years, period.until),
        project_time=_passed(project.period, period.until),
    )


def _money_row(label: str, period: Period, lines: list, posted: list[Posting]) -> MoneyRow:
    """The whole project's budget is what is stated; the years need not add up to it."""
    from_year = date(period.first.year, 1, 1)
    from_month = dates.first_of_month(period.first)
    stated = money.total(line.stated_total for line in lines)
    of_years = money.total(
        year.amount for line in lines for year in line.years.all() if year.year in period.years
    )
    return MoneyRow(
        label=label,
        budget=stated if period.kind == Kind.ALL else of_years,
        in_period=_sum(each for each in posted if each.first_day >= from_month),
        used=_sum(each for each in posted if each.first_day >= from_year),
        project_budget=stated,
        project_used=_sum(posted),
    )


def _sum(posted: Iterable[Posting]) -> Decimal:
    return money.total(each.amount for each in posted)


def _sum_of(rows: tuple[MoneyRow, ...]) -> MoneyRow:
    amounts = [field.name for field in fields(MoneyRow) if field.name != "label"]
    return MoneyRow(
        "", **{name: money.total(getattr(row, name) for row in rows) for name in amounts}
    )


def _clipped(project: Project, first: date, last: date) -> dates.Period:
    return dates.Period(max(first, project.starts_on), min(last, project.ends_on))


def _passed(span: dates.Period, until: date) -> Share:
    """Days of the span up to and including the last known day, of all its days."""
    return Share(
        dates.overlap_days(span.first, span.last, span.first, until),
        dates.overlap_days(span.first, span.last, span.first, span.last),
    )


def _invoiced(project: Project, period: Period) -> Invoiced:
    """By the month that is invoiced, not by the day it was sent. A credit note is negative."""
    grant = grant_of(project)
    sent = Invoice.objects.filter(project=project, month__first_day__lte=period.until)
    totals = [
        (day, total)
        for day, total in sent.values_list("month__first_day", "total")
        if day <= period.until
    ]
    first = dates.first_of_month(period.first)
    of_period = [total for day, total in totals if day >= first]
    return Invoiced(
        is_sent=project.invoices_owner,
        count=len(of_period),
        in_period=money.total(of_period),
        to_date=money.total(total for _day, total in totals),
        grant=grant.amount if grant else None,
    )


def _cofinancing(project: Project, period: Period) -> Cofinancing:
    """From the statement of the period's last known month."""
    months = {month.first_day: month for month in months_of(project)}
    last = months.get(dates.first_of_month(period.until))
    if last is None:
        return Cofinancing((), CofinancingRow("", *[money.ZERO] * 5))
    before = _before(period, months)
    rows = tuple(
        CofinancingRow(
            partner=row.name,
            in_period=_of_period(period, row, before),
            year_to_date=row.year_to_date,
            year_commitment=row.year_commitment,
            to_date=row.to_date,
            commitment=row.commitment,
        )
        for row in statement(last).partners
    )
    amounts = [field.name for field in fields(CofinancingRow) if field.name != "partner"]
    sums = {name: money.total(getattr(row, name) for row in rows) for name in amounts}
    return Cofinancing(rows, CofinancingRow("", **sums))


def _of_period(period: Period, row: PartnerRow, before: dict[int, Decimal]) -> Decimal:
    """What the statement already says of the period; a quarter is what it added to those before."""
    if period.kind == Kind.MONTH:
        return row.value
    if period.kind == Kind.YEAR:
        return row.year_to_date
    return row.to_date - before.get(row.organisation_id, money.ZERO)


def _before(period: Period, months: dict[date, Month]) -> dict[int, Decimal]:
    """Each partner's value to date when a quarter begins; nothing for other periods."""
    month = months.get(dates.add_months(dates.first_of_month(period.first), -1))
    if period.kind != Kind.QUARTER or month is None:
        return {}
    return {row.organisation_id: row.to_date for row in statement(month).partners}


def _findings(project: Project) -> tuple[FindingCount, ...]:
    found = findings.counts(findings.findings(project))
    return tuple(
        FindingCount(severity, str(severity.label), found[severity]) for severity in Severity
    )
