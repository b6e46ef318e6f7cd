"""The whole budget and payment plan: looked at before they take the place of what stands."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import TrailEntry
from budget.models import BudgetLine, BudgetYear, Grant, Instalment, StatedSum
from partners.transfer import acts
from peerstoette.lib.errors import RuleBroken
from peerstoette.lib.reading import TableRefused
from tests.transfer.conftest import rows_of

REPLACES = (
    "The file takes the place of the whole budget: lines, amounts of years and stated sums that it"
    " does not hold are removed."
)


@pytest.fixture
def rows(cast, desk):
    """The wide table of a budget with a line on which nothing is posted, and a stated sum."""
    line = BudgetLine.objects.create(
        project=cast.project,
        number=3,
        group="operating",
        name_da="Møder",
        name_en="Meetings",
        stated_total=Decimal("0.00"),
    )
    BudgetYear.objects.create(project=cast.project, line=line, year=2018, amount=Decimal("0.00"))
    for year in (2018, None):
        StatedSum.objects.create(
            project=cast.project, scope="grant", year=year, amount=Decimal("620000.00")
        )
    return desk.rows("budget")


@pytest.fixture
def payments(desk):
    """The table of a payment plan of three instalments, with an average."""
    for quarter, amount in enumerate(["310000.00", "200000.50", "109999.50"], start=1):
        Instalment.objects.create(
            project=desk.project, year=2018, quarter=quarter, amount=Decimal(amount)
        )
    Grant.objects.filter(project=desk.project).update(stated_average=Decimal("206666.67"))
    return desk.rows("payments")


def test_the_preview_tells_what_is_new_changed_removed_and_the_same(desk, rows):
    leader, transport, meetings, stated = rows
    less = leader | {"2018": "590000", "i alt": "590.000,00", "normering": "0,54"}
    other = meetings | {"nr": "9", "2018": "5000,50", "i alt": "5000,50"}
    seen = acts.look(desk.bring("budget", [less, transport, other, stated]))
    assert (seen.plan.problems, seen.plan.same) == ([], 2)
    assert seen.shown(seen.plan.new) == [("9 Møder", [])]
    assert seen.shown(seen.plan.removed) == [("3 Møder", [])]
    assert seen.shown(seen.plan.changed) == [
        (
            "1 Projektleder",
            [
                "normering: – becomes 0,54",
                "i alt: 600000 becomes 590000",
                "2018: 600000 becomes 590000",
            ],
        )
    ]
    assert seen.totals.rows == [
        ("2018", [620_000, Decimal("615000.50"), 0, 0]),
        ("In all", [620_000, Decimal("615000.50"), 0, 0]),
    ]


def test_it_takes_the_place_of_the_budget_and_comes_back(cast, desk, rows):
    leader, transport, _meetings, _stated = rows
    less = leader | {"2018": "590000", "i alt": "590000"}
    plan = desk.import_("budget", [less, transport])
    assert [len(each) for each in (plan.new, plan.changed, plan.removed)] == [0, 1, 2]
    assert not StatedSum.objects.filter(project=cast.project).exists()
    assert list(BudgetYear.objects.filter(project=cast.project).values_list("amount")) == [
        (Decimal("590000.00"),),
        (Decimal("20000.00"),),
    ]
    entry = TrailEntry.objects.get(action="table.import")
    assert {key: entry.details[key] for key in ["table", "changed", "removed"]} == {
        "table": "budget",
        "changed": 1,
        "removed": 2,
    }
    assert TrailEntry.objects.get(action="budget.import").details == {"lines": 2}
    desk.import_("budget", rows)
    assert desk.rows("budget") == rows


def test_the_page_says_that_it_replaces_and_what_is_gone(cast, desk, rows, as_):
    draft = desk.bring("budget", rows[:2])
    page = reverse("transfer_draft", args=["peerstoette", draft.pk])
    shown = as_("lene").get(page)
    assert REPLACES in shown.content.decode()
    done = as_("lene").post(page, {"mark": shown.context["look"].mark}, follow=True)
    assert done.redirect_chain == [(reverse("budget", args=["peerstoette"]), 302)]
    assert [str(message) for message in done.context["messages"]] == [
        "0 rows are new. 0 rows have changed. 2 rows are gone."
    ]


def test_a_table_that_only_adds_says_nothing_of_replacing(desk, as_):
    draft = desk.bring("peers", desk.rows("peers"))
    page = as_("lene").get(reverse("transfer_draft", args=["peerstoette", draft.pk]))
    assert "takes the place" not in page.content.decode()


def test_what_changed_since_the_preview_is_looked_at_again(cast, desk, rows):
    draft = desk.bring("budget", rows[:2])
    mark = acts.look(draft).mark
    BudgetLine.objects.filter(project=cast.project, number=3).update(name_en="Gatherings")
    with pytest.raises(RuleBroken, match="Something has changed"):
        acts.bring_in(by=cast.lene, draft=draft, mark=mark)
    assert cast.project.budget_lines.count() == 3


def test_every_wrong_cell_is_named(desk, rows):
    wrong = [rows[0] | {"2018": "mange", "gruppe": "løn"}, rows[1] | {"part": "Fjordby Kommune"}]
    assert desk.refused("budget", wrong) == [
        "Row 2, column gruppe: write one of: personale, drift, naturalier, parternes peers.",
        "Row 2, column 2018: Write an amount with digits, for example 1.284,50.",
        "Row 3, column part: leave this empty in a row of this kind.",
    ]


def test_a_line_with_vouchers_stays(desk, rows):
    assert desk.refused("budget", rows[1:])[0].startswith("Line 1, Projektleder, has vouchers")


def test_a_line_is_not_lowered_below_what_is_posted(desk, rows):
    less = rows[0] | {"2018": "1", "i alt": "1"}
    assert desk.refused("budget", [less, *rows[1:]]) == [
        "Line 1, Projektleder: 50.000,00 kr. is posted on the line already, so its budget cannot be"
        " lowered to 1,00 kr."
    ]


def test_lines_do_not_come_to_more_than_was_granted(desk, rows):
    more = rows[2] | {"i alt": "0,01"}
    [problem] = desk.refused("budget", [*rows[:2], more])
    assert problem.startswith("With this, the lines of the grant come to 0,01 kr. more than")


def test_it_waits_for_the_invoice_of_a_closed_month(cast, desk, rows):
    cast.project.months.filter(pk=cast.april.pk).update(state="closed")
    assert desk.refused("budget", rows) == [
        "April 2018 is closed, but not issued. Issue it before you import a budget."
    ]


def test_another_amount_of_a_closed_year_is_refused(cast, desk, rows):
    for state in ("closed", "issued"):
        cast.project.months.update(state=state)
    [problem] = desk.refused("budget", [*rows[:2], rows[2] | {"2018": "1"}])
    assert problem.startswith("The accounts of 2018 are closed with a budget of 0,00 kr. on line 3")


def test_a_name_holds_no_line_break(desk, rows):
    with pytest.raises(TableRefused, match="there is a line break"):
        desk.bring("budget", [rows[0] | {"post_en": "a\nb"}])


def test_looking_asks_as_often_for_many_lines(desk, rows):
    def asked(count: int) -> int:
        kind = {"gruppe": "parternes peers", "part": "Fjordby Kommune"}
        more = [rows[2] | kind | {"nr": str(number)} for number in range(4, 4 + count)]
        desk.import_("budget", rows + more)
        draft = desk.bring("budget", [row | {"stillinger": "2"} for row in rows[:3] + more])
        with CaptureQueriesContext(connection) as captured:
            assert len(acts.look(draft).plan.changed) == count + 3
            desk.take("budget")
        return len(captured)

    assert asked(1) == asked(100)


def test_a_budget_that_is_not_there_yet_is_taken_home_with_the_project_s_years(new_project):
    content = new_project().take("budget").decode("utf-8-sig")
    assert "2018;2018 trin;2018 andel" in content


def test_a_factor_leaves_a_workbook_with_all_its_decimals(cast, desk, rows):
    BudgetLine.objects.filter(project=cast.project, number=3).update(
        time_share=Decimal("0.5405"), growth=Decimal("1.0205"), basis=Decimal("1234.50")
    )
    plan = desk.look("budget", desk.take("budget", "xlsx"), "xlsx")
    assert (plan.problems, plan.rows, plan.same) == ([], [], 4)


def test_the_payment_plan_is_handed_out_as_it_is_read(desk, payments):
    assert [list(row.values()) for row in payments] == [
        ["bevilling", "", "", "01.11.2017", "620000"],
        ["gennemsnit", "", "", "", "206666,67"],
        ["rate", "2018", "1", "", "310000"],
        ["rate", "2018", "2", "", "200000,5"],
        ["rate", "2018", "3", "", "109999,5"],
    ]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_payment_plan_comes_back_as_it_was(desk, payments, new_project, suffix):
    content, other = desk.take("payments", suffix), new_project()
    plan = desk.look("payments", content, suffix)
    assert (plan.problems, plan.rows, plan.same) == ([], [], 5)
    other.import_("payments", content, suffix)
    assert other.rows("payments") == payments
    assert other.project.grant.granted_on == date(2017, 11, 1)


def test_the_preview_of_a_payment_plan_holds_the_years_against_each_other(desk, payments):
    grant, average, first, second, _third = payments
    fourth = second | {"kvartal": "4"}
    draft = desk.bring("payments", [grant | {"beløb": "620.000,01"}, average, first, fourth])
    seen = acts.look(draft)
    assert seen.shown(seen.plan.new) == [("rate 2018/4", [])]
    assert seen.shown(seen.plan.removed) == [("rate 2018/2", []), ("rate 2018/3", [])]
    assert seen.shown(seen.plan.changed) == [("bevilling", ["beløb: 620000 becomes 620000,01"])]
    assert seen.totals.rows == [
        ("2018", [620_000, Decimal("510000.50")]),
        ("In all", [620_000, Decimal("510000.50")]),
    ]
    acts.bring_in(by=desk.person, draft=draft, mark=seen.mark)
    assert [each.quarter for each in desk.project.instalments.all()] == [1, 4]
    assert TrailEntry.objects.get(action="payments.import").details == {"instalments": 2}


@pytest.mark.parametrize(
    ("table", "suffix", "status"),
    [
        ("budget", "csv", 200),
        ("budget", "xlsx", 200),
        ("payments", "csv", 200),
        ("payments", "xlsx", 200),
        ("vouchers", "csv", 404),
        ("citizens", "csv", 404),
        ("budget", "pdf", 404),
    ],
)
def test_whoever_sees_the_budget_takes_both_home_and_nothing_else(
    payments, as_, table, suffix, status
):
    page = reverse("budget_export", args=["peerstoette", table, suffix])
    answer = as_("svend").get(page)
    assert answer.status_code == status
    if status == 200:
        assert (
            answer["Content-Disposition"] == f'attachment; filename="{table}-peerstoette.{suffix}"'
        )
    if (table, suffix) == ("payments", "csv"):
        assert rows_of(answer.content) == payments
