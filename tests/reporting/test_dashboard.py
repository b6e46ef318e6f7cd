"""The dashboard's figures on the cast, and the workbook that holds the same."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from budget.accounts import accounts
from budget.cofinancing import statement
from budget.models import BudgetYear
from partners.models import Evidence, Guidepost, Milestone, Project
from peers.models import Employment
from peerstoette.lib import once
from reporting.dashboard.build import dashboard
from reporting.dashboard.figures import Dashboard
from reporting.dashboard.period import period_of
from reporting.dashboard.sheet import sections, workbook
from tests.citizens.programme import Programme
from tests.growth import Growth

DAY = date(2018, 5, 7)


def of(cast, key: str, project: Project | None = None) -> Dashboard:
    project = project or cast.project
    return dashboard(project, cast.svend, period_of(project, key))


@pytest.fixture
def programme(cast) -> Programme:
    return Programme(cast)


def test_citizens_stand_against_the_goals_of_the_project(cast, programme):
    Project.objects.update(goal_year=250, goal_from=700, goal_to=800)
    programme.session(DAY, programme.group(7, cast.town))
    programme.session(date(2018, 2, 5), programme.group(6, cast.town))
    reach = of(cast, "2018").reach
    assert (reach.in_period, reach.in_project, reach.goal_period) == (13, 13, 250)
    assert (reach.goal_from, reach.goal_to) == (700, 800)
    reach = of(cast, "2018-q2").reach
    # a goal of unique citizens cannot be divided among quarters
    assert (reach.in_period, reach.in_project, reach.goal_period) == (7, 13, None)


def test_money_is_that_of_the_accounts_to_the_last_ore(cast):
    figures = accounts(cast.may)
    money = of(cast, "2018-05").money
    assert money.total.budget == figures.total("year_budget") == Decimal("620000.00")
    assert money.total.used == figures.total("year_to_date") == Decimal("51284.50")
    assert money.total.in_period == figures.total("month")
    assert money.total.project_used == figures.total("to_date")
    assert money.total.left == Decimal("568715.50")
    assert money.total.share.percent == 8
    assert [(row.used, row.budget) for row in money.groups] == [
        (Decimal("50000.00"), Decimal("600000.00")),
        (Decimal("1284.50"), Decimal("20000.00")),
    ]


def test_the_whole_project_has_the_stated_total_that_accounts_and_report_have(cast):
    BudgetYear.objects.filter(line=cast.salary_line).update(amount=Decimal("600002.00"))
    figures = accounts(cast.june)
    money = of(cast, "all").money
    assert money.total.budget == figures.total("budget") == Decimal("620000.00")
    assert money.total.used == figures.total("to_date")
    assert (money.time.part, money.time.whole) == (
        money.project_time.part,
        money.project_time.whole,
    )
    assert of(cast, "2018").money.total.budget == Decimal("620002.00")


def test_a_line_that_is_stated_in_all_only_is_a_budget_of_the_whole_project(cast):
    BudgetYear.objects.filter(project=cast.project).delete()
    assert of(cast, "all").money.total.budget == Decimal("620000.00")


def test_time_passed_is_days_of_the_years_to_the_last_known_day(cast):
    money = of(cast, "2018-q1").money
    assert (money.time.part, money.time.whole) == (90, 365)
    # June runs: it is the 15th
    money = of(cast, "2018").money
    assert (money.time.part, money.time.percent) == (166, 45)


def test_cofinancing_is_that_of_the_statement(cast):
    (row,) = statement(cast.may).partners
    (month,) = of(cast, "2018-05").cofinancing.rows
    assert (month.in_period, month.to_date) == (row.value, row.to_date)
    (quarter,) = of(cast, "2018-q2").cofinancing.rows
    (june,), (march,) = (statement(each).partners for each in (cast.june, cast.month(2018, 3)))
    assert quarter.in_period == june.to_date - march.to_date
    (year,) = of(cast, "2018").cofinancing.rows
    assert year.in_period == year.year_to_date == june.year_to_date
    assert of(cast, "all").cofinancing.total.in_period == june.to_date


def test_invoices_are_those_of_the_periods_months(cast, issued):
    invoiced = of(cast, "2018-05").invoiced
    assert (invoiced.count, invoiced.in_period) == (1, Decimal("51284.50"))
    assert (invoiced.to_date, invoiced.grant) == (Decimal("51284.50"), Decimal("620000.00"))
    assert of(cast, "2018-q1").invoiced.to_date == 0
    assert invoiced.is_sent


def test_staffing_is_that_of_the_last_known_day(cast):
    Employment.objects.filter(project=cast.project).update(ends_on=date(2018, 5, 10))
    (april,) = of(cast, "2018-04").staffing.partners
    assert (april.peers, round(april.fte, 2), april.below_since) == (1, Decimal("0.54"), None)
    (may,) = of(cast, "2018-05").staffing.partners
    assert (may.peers, may.fte, may.below_since) == (0, 0, date(2018, 5, 11))
    (year,) = of(cast, "2018").staffing.partners
    assert [round(point.fte, 2) for point in year.series] == [
        *[Decimal("0.54")] * 4,
        Decimal("0.17"),  # 10 of 31 days
        Decimal("0.00"),
    ]
    assert (year.min_peers, year.min_fte) == (1, Decimal("0.50"))


def test_milestones_stand_as_they_did_when_the_period_ended(cast):
    Milestone.objects.filter(project=cast.project).delete()
    Milestone.objects.create(
        project=cast.project,
        number=1,
        name_da="Afprøve",
        name_en="Test",
        starts_on=date(2018, 2, 1),
        ends_on=date(2018, 4, 30),
        baseline_starts_on=date(2018, 2, 1),
        baseline_ends_on=date(2018, 3, 31),
        progress=80,
        reached_on=date(2018, 5, 20),
    )

    def standing(key: str) -> tuple:
        (row,) = of(cast, key).milestones
        return row.state, row.reached_on, row.progress, row.slip_days

    assert standing("2018-01") == ("planned", None, 0, 30)
    assert standing("2018-03") == ("under_way", None, None, 30)
    assert standing("2018-04") == ("under_way", None, None, 30)
    assert standing("2018-05") == ("reached", date(2018, 5, 20), 100, 50)
    Milestone.objects.update(reached_on=None)
    assert standing("2018-05") == ("overdue", None, None, 30)
    assert standing("2018") == ("overdue", None, 80, 30)


def test_a_guidepost_shows_its_latest_evidence_of_the_period(cast):
    Guidepost.objects.filter(project=cast.project).delete()
    post = Guidepost.objects.create(project=cast.project, number=1, name_da="Håb", name_en="Hope")
    for day, text in [(date(2018, 2, 1), "Først"), (date(2018, 4, 1), "Siden")]:
        Evidence.objects.create(
            project=cast.project, guidepost=post, date=day, text=text, written_by=cast.lene
        )
    (row,) = of(cast, "2018-03").guideposts
    assert (row.text, row.date, row.pieces) == ("Først", date(2018, 2, 1), 1)
    (row,) = of(cast, "2018").guideposts
    assert (row.text, row.pieces) == ("Siden", 2)
    (row,) = of(cast, "2018-01").guideposts
    assert (row.text, row.date, row.pieces) == ("", None, 0)


def test_everybody_sees_the_same(cast, programme):
    programme.session(DAY, programme.group(3, cast.town))
    project = cast.project
    period = period_of(project, "2018")
    seen = {dashboard(project, user, period) for user in (cast.lene, cast.stine, cast.svend)}
    assert len(seen) == 1
    assert seen.pop().reach.in_period is None


def test_nothing_of_the_other_project_is_in_it(cast, programme):
    before = of(cast, "2018", cast.other_project)
    programme.session(DAY, programme.group(30, cast.town))
    assert of(cast, "2018", cast.other_project) == before


@pytest.mark.sweep
def test_it_needs_the_same_number_of_queries_at_ten_times_the_data(cast):
    def queries() -> int:
        project = Project.objects.select_related("owner", "lead").get(pk=cast.project.pk)
        once.begin(project)
        with CaptureQueriesContext(connection) as captured:
            dashboard(project, cast.svend, period_of(project, "2018"))
        return len(captured)

    growth = Growth(cast)
    growth.add(1)
    little = queries()
    growth.add(9)
    assert queries() == little


# The workbook


def cells(content: bytes) -> dict[str, list[tuple]]:
    book = load_workbook(BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_workbook_holds_every_figure_of_the_sections(cast, programme):
    Growth(cast).add(2)
    programme.session(DAY, programme.group(3, cast.town) + programme.group(20, programme.region))
    figures = of(cast, "2018")
    read = cells(workbook(figures))
    assert list(read) == [section.title for section in sections(figures)]
    for section in sections(figures):
        rows = read[section.title][-len(section.rows) :] if section.rows else []
        for expected, found in zip(section.rows, rows, strict=True):
            assert [_plain(value) for value in found] == [_plain(value) for value in expected]


def _plain(value):
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if hasattr(value, "year"):
        return (value.year, value.month, value.day)
    return round(Decimal(value), 8)


def test_a_hidden_number_is_a_word_in_the_workbook(cast, programme):
    programme.session(DAY, programme.group(3, cast.town) + programme.group(20, programme.region))
    rows = cells(workbook(of(cast, "2018-05")))["Partner and model"]
    assert rows[-3:] == [
        ("Region Testland", "hidden", 0, "hidden"),
        ("Fjordby Kommune", "hidden", 0, "hidden"),
        ("In all", 23, 0, 23),
    ]


def test_the_same_figures_give_the_same_bytes(cast):
    assert workbook(of(cast, "2018")) == workbook(of(cast, "2018"))


def test_the_workbook_is_named_by_its_period(cast, as_):
    url = reverse("dashboard_sheet", args=["peerstoette"])
    answer = as_("svend").get(url, {"period": "2018-q2"})
    assert answer.status_code == 200
    assert 'filename="noegletal-2018-q2.xlsx"' in answer["Content-Disposition"]
    assert "filename" in as_("svend").get(url)["Content-Disposition"]


@pytest.mark.parametrize("key", ["2019", "2018-07", "x", "2018-13"])
def test_a_period_that_is_none_is_not_found(cast, as_, key):
    url = reverse("dashboard_sheet", args=["peerstoette"])
    assert as_("svend").get(url, {"period": key}).status_code == 404
