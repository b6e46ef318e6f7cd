"""A dashboard made of plain values: 2017 of a project with two partners, some of it hidden."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from partners.findings import Severity
from reporting.dashboard.figures import (
    Activity,
    Answers,
    Attended,
    Cofinancing,
    CofinancingRow,
    CrossTable,
    Dashboard,
    Dropout,
    Ended,
    FindingCount,
    FtePoint,
    GuidepostRow,
    Held,
    Invoiced,
    MilestoneRow,
    Money,
    MoneyRow,
    PartnerFte,
    Point,
    Reach,
    Side,
    Staffing,
    TableRow,
)
from reporting.dashboard.period import Choice, Kind, Period
from reporting.figures import Share

MONTHS = [date(2017, month, 1) for month in range(1, 13)]
CITIZENS = (None, 104, 121, 133, 147, 158, 163, 176, 193, 209, 222, 231)


def period(**changes) -> Period:
    made = Period(
        key="2017",
        kind=Kind.YEAR,
        label="2017",
        first=date(2017, 1, 1),
        last=date(2017, 12, 31),
        until=date(2017, 12, 31),
        choices=(Choice("2016", "2016"), Choice("2017", "2017", True), Choice("all", "Alt")),
        previous=Choice("2016", "2016"),
        next=None,
    )
    return replace(made, **changes)


def partner(name: str, fte: str, peers: int, since: date | None = None) -> PartnerFte:
    return PartnerFte(
        partner=name,
        peers=peers,
        fte=Decimal(fte),
        min_peers=3,
        min_fte=Decimal("1.5"),
        below_since=since,
        series=tuple(FtePoint(month, Decimal(fte)) for month in MONTHS),
    )


def money_row(label: str, budget: int, used: int) -> MoneyRow:
    b, u = Decimal(budget), Decimal(used)
    return MoneyRow(label, b, u, u, b * 4, u * 3)


def contribution(name: str, to_date: int) -> CofinancingRow:
    made = Decimal(to_date)
    return CofinancingRow(name, made / 4, made / 4, made / 3, made, made * 2)


def milestone(number: int, name: str, state: str, **changes) -> MilestoneRow:
    made = MilestoneRow(
        number=number,
        name=name,
        deliverable="A",
        starts_on=date(2017, 1, 1),
        ends_on=date(2017, 9, 30),
        baseline_starts_on=date(2017, 1, 1),
        baseline_ends_on=date(2017, 6, 30),
        progress=60,
        reached_on=date(2017, 9, 1) if state == "reached" else None,
        slip_days=92,
        state=state,
    )
    return replace(made, **changes)


def dashboard(**changes) -> Dashboard:
    """231 citizens; Bakkeby's split by model is hidden, and with it one that would reveal it."""
    made = Dashboard(
        project="Prøveprojektet",
        hidden_below=5,
        period=period(),
        today=date(2018, 1, 8),
        reach=Reach(
            in_period=231,
            in_project=634,
            goal_year=250,
            goal_period=250,
            goal_from=700,
            goal_to=800,
            cumulative=tuple(map(Point, MONTHS, CITIZENS)),
        ),
        table=CrossTable(
            models=("Model 1", "Model 2"),
            rows=(
                TableRow("Fjordby Kommune", "municipality", (79, 9), 88),
                TableRow("Bakkeby Kommune", "municipality", (None, None), 46),
                TableRow("Region Testland", "region", (None, None), 97),
            ),
            totals=(167, 64),
            total=231,
        ),
        sides=(
            Side("municipality", "Kommunale", 134, 812, 420, 74, 61, 9),
            Side("region", "Regionale", 97, 640, 310, 78, 44, None),
        ),
        attendance=Attended(
            sessions=Held(240, 220, 11, 9, 0, Answers(1452, 260, 198, 1910)),
            meetings=Held(810, 770, 38, 2, 0, Answers(730, None, None, 770)),
            staff=57,
        ),
        dropout=Dropout(
            started=120,
            total=105,
            reasons=(Ended("done", "Gennemført", 89), Ended("moved", "Flyttet", None)),
            dropouts=14,
        ),
        activity=Activity(
            courses=6, sessions=220, matches=41, meetings=730, waiting=None, models=()
        ),
        staffing=Staffing(
            partners=(
                partner("Fjordby Kommune", "1.62", 3),
                partner("Bakkeby Kommune", "1.08", 2, date(2017, 12, 1)),
            ),
            peers=5,
            fte=Decimal("2.70"),
            goal_peers=14,
        ),
        money=Money(
            groups=(money_row("Personale", 2155694, 2112310), money_row("Drift", 545000, 503208)),
            total=money_row("Bevilling", 2700694, 2615518),
            time=Share(365, 365),
            project_time=Share(1127, 1308),
        ),
        invoiced=Invoiced(True, 12, Decimal(2600000), Decimal(7900000), Decimal(9298198)),
        cofinancing=Cofinancing(
            rows=(contribution("Fjordby Kommune", 900000), contribution("Bakkeby", 600000)),
            total=contribution("", 1500000),
        ),
        milestones=(
            milestone(1, "Rekruttere peers", "reached"),
            milestone(2, "Udbrede til andre", "overdue"),
            milestone(3, "Evaluere", "under_way", ends_on=date(2018, 6, 30)),
            milestone(4, "Planlægge drift", "planned", starts_on=date(2018, 1, 1), progress=0),
        ),
        guideposts=(
            GuidepostRow(1, "Håb", 2, date(2017, 11, 3), "Tre er kommet i job.", "Statusmøde"),
            GuidepostRow(2, "Brobygning", 0, None, "", ""),
        ),
        findings=(
            FindingCount(Severity.ERROR, "Fejl", 1),
            FindingCount(Severity.WARNING, "Advarsel", 2),
            FindingCount(Severity.NOTICE, "Bemærkning", 0),
        ),
    )
    return replace(made, **changes)


def volunteers() -> Dashboard:
    """A project that has just begun: volunteer peers, no minimum, no goals, hardly any figures."""
    nobody = Answers(0, 0, 0, 0)
    return dashboard(
        reach=Reach(0, 0, 0, 0, 0, 0, tuple(Point(month, 0) for month in MONTHS)),
        table=CrossTable((), (), (), 0),
        sides=(),
        attendance=Attended(Held(0, 0, 0, 0, 0, nobody), Held(0, 0, 0, 0, 0, nobody), 0),
        dropout=Dropout(0, 0, (), 0),
        activity=Activity(0, 0, 0, 0, 0, ()),
        staffing=Staffing((), 7, Decimal(0), 0),
        money=Money((), money_row("Bevilling", 0, 0), Share(0, 0), Share(0, 0)),
        invoiced=Invoiced(False, 0, Decimal(0), Decimal(0), None),
        cofinancing=Cofinancing((), contribution("", 0)),
        milestones=(),
        guideposts=(),
        findings=(),
    )
