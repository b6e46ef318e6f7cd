"""The dashboard's words: the same figures on page and paper, and what is hidden nowhere."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from reporting.dashboard.blocks import Block
from reporting.dashboard.board import board
from reporting.dashboard.choosing import parts_of
from reporting.dashboard.figures import CrossTable, Reach, TableRow
from reporting.dashboard.period import Kind
from reporting.dashboard.sheet import sections
from reporting.paper import build, fonts
from reporting.paper import dashboard as paper
from reporting.paper import plan as plan_paper
from reporting.paper.plan import PlanFigures
from reporting.paper.values import Party
from tests.reporting import dashboards

WAITING = "Citizens whose referral waits for an answer"


def key_figure(figures, label: str):
    return next(each for each in board(figures).key_figures if each.label == label)


def block(figures, id: str):
    return next(each for each in board(figures).blocks if each.id == id)


def page(figures) -> str:
    """The blocks as the page draws them."""
    context = {"project": {"slug": "peerstoette", "hidden_below": 5}, "links": []}
    return "".join(
        render_to_string("reporting/_block.html", context | {"block": each})
        for each in board(figures).blocks
    )


def drawn(figures) -> bytes:
    with translation.override("da"):
        words = board(figures)
    sender = Party("Foreningen Fyrtårnet", cvr="10000009")
    made = paper.DashboardFigures(sender, "Prøveprojektet", date(2018, 1, 8), 5, words)
    return build.draw(paper, made)


def cells(table) -> set[str]:
    return {cell for row in (*table.rows, table.total) for cell in row if cell}


def test_citizens_stand_against_the_goal_of_the_period():
    found = key_figure(dashboards.dashboard(), "Citizens in the period")
    assert (found.value, found.of, found.width) == ("231", "of 250", 92)
    assert found.note == "19 are missing to 250"


def test_citizens_of_the_project_stand_against_both_goals():
    found = key_figure(dashboards.dashboard(), "Citizens in the project")
    assert (found.value, found.of) == ("634", "of 700–800")
    assert (found.width, found.tick) == (79, 87)
    assert found.note == "66 are missing to 700"


def test_attendance_is_of_what_is_registered_and_says_what_is_missing():
    found = key_figure(dashboards.dashboard(), "Attendance")
    assert found.value == "81 %"  # (1452 + 730) / (1910 + 770)
    assert found.note == "Of what is registered; 11 are missing"


def test_too_few_peers_are_told_with_the_partner_that_lacks_them():
    found = key_figure(dashboards.dashboard(), "Peers")
    assert found.is_bad
    assert found.note == "Bakkeby Kommune is below the agreement."


def test_the_budget_stands_against_the_time_that_has_passed():
    found = key_figure(dashboards.dashboard(), "Budget used")
    assert (found.value, found.width, found.tick) == ("96 %", 96, 100)
    assert found.note == "2.615.518 of 2.700.694 kr.; 100 % of the time has passed"


def test_a_hidden_key_figure_has_no_bar_and_no_note_that_tells_of_it():
    reach = replace(dashboards.dashboard().reach, in_period=None)
    found = key_figure(dashboards.dashboard(reach=reach), "Citizens in the period")
    assert (found.value, found.width, found.note) == (None, None, "")


def test_a_hidden_rate_is_hidden_and_one_of_nothing_is_a_dash():
    figures = dashboards.dashboard()
    sides = block(figures, "sides").table
    assert sides.rows[-1] == ("Dropout", "14 %", None)
    nobody = replace(figures.dropout, total=0, reasons=())
    assert key_figure(replace(figures, dropout=nobody), "Dropout").value == "–"


def test_rows_that_do_not_add_up_are_explained():
    figures = dashboards.dashboard()
    assert "need not add up" in block(figures, "partners").note
    exact = replace(
        figures.table,
        rows=(TableRow("Fjordby Kommune", "municipality", (80, 8), 88),),
        totals=(80, 8),
        total=88,
    )
    assert block(replace(figures, table=exact), "partners").note == ""


def test_many_months_become_quarters_named_by_their_years():
    months = [date(2015 + n // 12, n % 12 + 1, 1) for n in range(40)]
    whole = dashboards.period(kind=Kind.ALL, first=months[0], last=date(2018, 6, 30))
    points = tuple(dashboards.Point(month, 10 + n) for n, month in enumerate(months))
    reach = Reach(49, 49, 250, None, 700, 800, points)
    chart = block(dashboards.dashboard(period=whole, reach=reach), "reach").chart
    assert len(chart.values) == len(chart.labels) == 14
    assert [label for label in chart.labels if label] == ["2015", "2016", "2017", "2018"]
    assert chart.values[-1] == 49
    assert chart.goal == 700
    assert len(chart.table.rows) == 40


def test_a_plan_shows_its_baseline_only_where_it_has_moved():
    rows = block(dashboards.dashboard(), "plan").chart.rows
    assert rows[0].baseline == (date(2017, 1, 1), date(2017, 6, 30))
    unmoved = dashboards.milestone(5, "Uflyttet", "planned", baseline_ends_on=date(2017, 9, 30))
    (row,) = block(dashboards.dashboard(milestones=(unmoved,)), "plan").chart.rows
    assert row.baseline is None


def test_milestones_say_how_they_stand():
    rows = block(dashboards.dashboard(), "plan").chart.rows
    assert [row.state for row in rows] == [
        "Reached",
        "92 days late",
        "Under way, 60 %",
        "Not begun",
    ]


def test_only_the_shortfall_that_lasts_is_marked_over_time():
    chart = block(dashboards.dashboard(), "fte").chart
    kept, short = ([step.is_short for step in row.steps] for row in chart.rows)
    assert not any(kept)
    assert short == [False, True]
    assert chart.rows[1].steps[0].last == date(2017, 11, 30)


def test_a_single_month_has_no_development():
    one = replace(dashboards.partner("Fjordby Kommune", "1.62", 3), series=())
    staffing = replace(dashboards.dashboard().staffing, partners=(one,))
    figures = dashboards.dashboard(staffing=staffing)
    assert [each for each in board(figures).blocks if each.id == "fte"] == []


def test_volunteers_without_a_minimum_make_sense():
    figures = dashboards.volunteers()
    peers = key_figure(figures, "Peers")
    assert (peers.value, peers.of, peers.is_bad) == ("7", "", False)
    assert all(each.empty for each in board(figures).blocks if each.id != "activity")
    assert "<svg" not in page(figures)
    assert drawn(figures)


def test_overrun_is_told_in_red():
    over = dashboards.money_row("Drift", 1000, 1200)
    money = replace(dashboards.dashboard().money, groups=(over,), total=over)
    figures = dashboards.dashboard(money=money)
    assert key_figure(figures, "Budget used").is_bad
    assert block(figures, "budget").chart.rows[0].is_short


def test_page_and_paper_show_every_figure_of_the_same_blocks(text_of):
    figures = dashboards.dashboard()
    with translation.override("da"):
        words, shown = board(figures), page(figures)
    paper_text = re.sub(r"\s+", "", "".join(text_of(drawn(figures))))
    for each in words.blocks:
        for cell in cells(each.figures) if each.figures else ():
            assert cell in shown
            assert re.sub(r"\s+", "", cell) in paper_text
    for figure in words.key_figures:
        assert re.sub(r"\s+", "", figure.value) in paper_text


def test_a_chart_of_hidden_numbers_holds_no_number():
    table = CrossTable(
        models=("A", "B"),
        rows=(TableRow("Ø", "municipality", (None, None), None),),
        totals=(None, None),
        total=None,
    )
    found = block(replace(dashboards.dashboard(), table=table), "partners")
    assert cells(found.figures) == {"Ø", "In all"}
    assert not any(re.search(r"\d", mark.text) for mark in found.figure.marks)
    assert not re.search(r"\d", found.figure.description)


def test_ids_on_the_page_are_unique_and_nothing_is_styled():
    shown = page(dashboards.dashboard())
    ids = re.findall(r'\bid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert " style=" not in shown
    assert shown.count('<svg class="plot"') == 7


def test_the_same_figures_give_the_same_paper():
    assert drawn(dashboards.dashboard()) == drawn(dashboards.dashboard())


def test_every_character_of_the_paper_can_be_drawn(text_of):
    written = "".join(text_of(drawn(dashboards.dashboard())))
    assert {c for c in written if c.isprintable()} - fonts.CHARACTERS == set()
    assert "?" not in "".join(key.value or "" for key in board(dashboards.dashboard()).key_figures)


def test_quarters_and_months_of_the_year_that_have_begun_can_be_chosen():
    running = dashboards.period(key="2017-q2", kind=Kind.QUARTER, first=date(2017, 4, 1))
    (_q, quarters), (_m, months) = parts_of(running, date(2014, 12, 1), date(2017, 8, 8))
    assert [(each.key, each.is_current) for each in quarters] == [
        ("2017-q1", False),
        ("2017-q2", True),
        ("2017-q3", False),
    ]
    assert [each.key for each in months][-1] == "2017-08"


def test_the_whole_project_has_no_months_to_choose():
    whole = dashboards.period(key="all", kind=Kind.ALL)
    assert parts_of(whole, date(2014, 12, 1), date(2017, 8, 8)) == []


@pytest.mark.parametrize("fte", ["0", "0.004", "12.5"])
def test_any_staffing_can_be_drawn(fte):
    partner = dashboards.partner("Fjordby Kommune", fte, 0)
    staffing = replace(dashboards.dashboard().staffing, partners=(partner,), fte=Decimal(fte))
    assert block(dashboards.dashboard(staffing=staffing), "agreement").figure.marks


def test_a_partnership_of_many_has_a_paper_too():
    partners = tuple(dashboards.partner(f"Kommune nummer {n}", "1.62", 3) for n in range(16))
    staffing = replace(dashboards.dashboard().staffing, partners=partners)
    assert drawn(dashboards.dashboard(staffing=staffing))


def test_an_overrun_of_less_than_a_per_cent_is_told_too():
    over = dashboards.money_row("Drift", 1000, Decimal("1000.40"))
    money = replace(dashboards.dashboard().money, groups=(over,), total=over)
    assert block(dashboards.dashboard(money=money), "budget").chart.rows[0].is_short


def test_a_budget_that_is_stated_in_all_only_is_not_called_none():
    row = replace(dashboards.money_row("Drift", 0, 100), project_budget=Decimal(1000))
    money = replace(dashboards.dashboard().money, groups=(row,), total=row)
    assert "in all" in block(dashboards.dashboard(money=money), "budget").empty


def test_who_waits_is_told_only_in_a_period_that_holds_today():
    def labels(today: date) -> list[str]:
        figures = dashboards.dashboard(today=today)
        sheet = next(each for each in sections(figures) if each.title == "Under way")
        on_page = [row[0] for row in block(figures, "activity").table.rows]
        assert (WAITING in on_page) == (WAITING in [row[0] for row in sheet.rows])
        return on_page

    assert WAITING in labels(date(2017, 12, 31))
    assert WAITING not in labels(date(2018, 1, 1))


@pytest.mark.parametrize("letters", [1500, 4000, 20000])
def test_no_text_is_too_long_for_a_paper(letters, text_of):
    (post, *others) = dashboards.dashboard().guideposts
    posts = (replace(post, text="ord " * (letters // 4)), *others)
    assert (
        "".join(text_of(drawn(dashboards.dashboard(guideposts=posts)))).count("ord") > letters / 5
    )
    plan = PlanFigures(
        Party("Foreningen Fyrtårnet", cvr="10000009"),
        "Prøveprojektet",
        date(2018, 1, 8),
        Block(id="plan", title="Plan", empty="Tom"),
        posts,
    )
    assert "".join(text_of(build.draw(plan_paper, plan))).count("ord") >= letters // 4
