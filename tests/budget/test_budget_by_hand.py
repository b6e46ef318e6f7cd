"""The budget written line by line: the same rules as an import, one line at a time."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import TrailEntry
from budget.actions import close_month, issue_invoice
from budget.actions.hand import save_line
from budget.models import BudgetLine, BudgetYear, Grant, Instalment, StatedSum
from partners.models import Month
from peerstoette.lib.errors import RuleBroken


def page(name: str, *args) -> str:
    return reverse(name, args=["peerstoette", *args])


@pytest.fixture(autouse=True)
def _plenty(cast):
    """A grant with room for another line."""
    Grant.objects.filter(project=cast.project).update(amount=Decimal("2000000.00"))


@pytest.fixture
def data():
    return {
        "number": "3",
        "group": "operating",
        "name_da": "Supervision",
        "name_en": "",
        "phasing": "even",
        "year_2018": "12.500,50",
        "stated_total": "",
    }


@pytest.fixture
def salary(cast):
    return {
        "number": "1",
        "group": "staff",
        "name_da": "Projektleder",
        "name_en": "Project leader",
        "phasing": "even",
        "year_2018": "600.000",
    }


def test_a_line_is_added_with_its_years_and_their_sum(as_, cast, data):
    assert as_("gitte").post(page("budget_line_add"), data).status_code == 302
    line = cast.project.budget_lines.get(number=3)
    assert (line.stated_total, line.name_en) == (Decimal("12500.50"), "Supervision")
    assert [(year.year, year.amount) for year in line.years.all()] == [(2018, Decimal("12500.50"))]
    entry = TrailEntry.objects.get(action="budget_line.add")
    assert (entry.role, entry.details["total"]) == ("accountant", "12500.50")


def test_a_stated_total_stands_beside_the_years(as_, cast, data):
    as_("gitte").post(page("budget_line_add"), data | {"stated_total": "13.000"})
    assert cast.project.budget_lines.get(number=3).stated_total == Decimal("13000.00")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "2"),
        ("group", ""),
        ("name_da", ""),
        ("year_2018", ""),
        ("year_2018", "-5"),
        ("year_2018", "1.2345"),
        ("partner", "town"),
    ],
)
def test_it_refuses_a_wrong_line(as_, cast, data, field, value):
    value = cast.town.pk if value == "town" else value
    response = as_("gitte").post(page("budget_line_add"), data | {field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert cast.project.budget_lines.count() == 2


def test_peers_at_a_partner_need_the_partner_who_pays(as_, cast, data):
    form = data | {"group": "partner_peers"}
    assert as_("gitte").post(page("budget_line_add"), form).status_code == 422
    form["partner"] = cast.town.pk
    assert as_("gitte").post(page("budget_line_add"), form).status_code == 302


def test_a_line_is_changed_and_keeps_what_it_is_computed_from(as_, cast, data):
    line = BudgetLine.objects.create(
        project=cast.project,
        number=3,
        group="staff",
        name_da="Peers",
        name_en="Peers",
        basis=Decimal("400000.00"),
        growth=Decimal("1.025"),
        stated_total=Decimal("100.00"),
    )
    BudgetYear.objects.create(
        project=cast.project, line=line, year=2018, amount=Decimal("100.00"), growth_steps=3
    )
    assert as_("gitte").post(page("budget_line_change", line.pk), data).status_code == 302
    line.refresh_from_db()
    [year] = line.years.all()
    assert (line.basis, line.growth) == (Decimal("400000.00"), Decimal("1.0250"))
    assert (year.amount, year.growth_steps) == (Decimal("12500.50"), 3)


def test_a_line_with_vouchers_keeps_number_and_group(as_, cast, salary):
    url = page("budget_line_change", cast.salary_line.pk)
    for field, value in [("number", "7"), ("group", "operating")]:
        response = as_("gitte").post(url, salary | {field: value})
        assert response.status_code == 422
        assert field in response.context["form"].errors
    assert as_("gitte").post(url, salary | {"name_da": "Leder"}).status_code == 302


def test_a_budget_is_not_lowered_below_what_is_posted(as_, cast, salary):
    """50.000,00 is posted on the salary line (R13)."""
    url = page("budget_line_change", cast.salary_line.pk)
    response = as_("gitte").post(url, salary | {"year_2018": "49.999,99"})
    assert "50.000,00" in response.context["form"].non_field_errors()[0]
    assert as_("gitte").post(url, salary | {"year_2018": "50.000"}).status_code == 302


def test_a_line_with_vouchers_is_not_removed_and_one_without_is(as_, cast, data):
    as_("gitte").post(page("budget_line_add"), data)
    unused = cast.project.budget_lines.get(number=3)
    used = page("budget_line_remove", cast.salary_line.pk)
    assert as_("gitte").post(used).status_code == 422
    assert as_("gitte").post(page("budget_line_remove", unused.pk)).status_code == 302
    assert [line.number for line in cast.project.budget_lines.all()] == [1, 2]


def test_nothing_changes_while_a_closed_month_waits_for_its_invoice(as_, cast, data, salary):
    close_month(by=cast.gitte, month=cast.month(2018, 1))
    client = as_("gitte")
    for url, form in [
        (page("budget_line_add"), data),
        (page("budget_line_change", cast.salary_line.pk), salary | {"year_2018": "700.000"}),
        (page("budget_line_remove", cast.salary_line.pk), {}),
    ]:
        response = client.post(url, form)
        assert response.status_code == 422
        assert "Januar 2018" in response.context["form"].non_field_errors()[0]
    issue_invoice(by=cast.gitte, month=cast.month(2018, 1))
    assert client.post(page("budget_line_add"), data).status_code == 302
    assert cast.month(2018, 1).state == Month.State.ISSUED


def test_the_grant_is_written_and_corrected(as_, cast):
    Grant.objects.filter(project=cast.project).delete()
    client = as_("lene")
    for amount in ["500.000", "620.000,50"]:
        form = {"amount": amount, "granted_on": "1.11.2017"}
        assert client.post(page("grant_change"), form).status_code == 302
    grant = Grant.objects.get(project=cast.project)
    assert (grant.amount, grant.granted_on) == (Decimal("620000.50"), date(2017, 11, 1))
    assert client.post(page("grant_change"), form | {"amount": "0"}).status_code == 422


def test_the_instalments_are_put_in_place_of_those_that_stand(as_, cast):
    Instalment.objects.create(project=cast.project, year=2018, quarter=1, amount=Decimal("1.00"))
    form = {"quarter_2018_1": "155.000", "quarter_2018_2": "", "quarter_2018_4": "5,5"}
    assert as_("gitte").post(page("instalments_change"), form).status_code == 302
    standing = [(each.quarter, each.amount) for each in cast.project.instalments.all()]
    assert standing == [(1, Decimal("155000.00")), (4, Decimal("5.50"))]


def test_instalments_stand_in_the_quarters_of_the_project(as_, cast):
    form = as_("gitte").get(page("instalments_change")).context["form"]
    assert list(form.fields) == [f"quarter_2018_{quarter}" for quarter in range(1, 5)]


def hand(client, line, **fields):
    return client.post(page("budget_line_change", line.pk), fields)


def test_stated_sums_follow_a_change_by_hand_and_an_old_difference_stays(as_, cast, salary):
    for year, amount in [(None, "1000.00"), (2018, "900.00")]:
        StatedSum.objects.create(
            project=cast.project, scope="staff", year=year, amount=Decimal(amount)
        )
    line = cast.project.budget_lines.get(number=1)
    before = line.years.get(year=2018).amount
    change = Decimal("600000.00") - before
    total = line.stated_total
    assert hand(as_("gitte"), line, **salary).status_code == 302
    line.refresh_from_db()
    sums = dict(StatedSum.objects.filter(scope="staff").values_list("year", "amount"))
    assert sums[2018] == Decimal("900.00") + change
    assert sums[None] == Decimal("1000.00") + line.stated_total - total


def test_it_refuses_more_than_was_granted(as_, cast, data):
    lines = cast.project.budget_lines.filter(group__in=["staff", "operating"])
    used = sum(lines.values_list("stated_total", flat=True), Decimal(0))
    Grant.objects.update_or_create(
        project=cast.project, defaults={"amount": used + 100, "granted_on": date(2018, 1, 1)}
    )
    client = as_("gitte")
    assert client.post(page("budget_line_add"), data | {"year_2018": "100,01"}).status_code == 422
    assert not cast.project.budget_lines.filter(number=3).exists()
    assert client.post(page("budget_line_add"), data | {"year_2018": "100"}).status_code == 302


def test_it_refuses_another_amount_in_a_year_that_is_closed(as_, cast, salary):
    line = cast.project.budget_lines.get(number=1)
    for state in [Month.State.CLOSED, Month.State.ISSUED]:
        cast.project.months.exclude(state=Month.State.ISSUED).update(state=state)
    had = line.years.get(year=2018).amount
    response = hand(as_("gitte"), line, **salary | {"year_2018": "600.001"})
    assert response.status_code == 422
    assert line.years.get(year=2018).amount == had


def test_it_refuses_a_total_below_zero(as_, cast, data):
    response = as_("gitte").post(page("budget_line_add"), data | {"stated_total": "-100"})
    assert response.status_code == 422


def test_a_line_stays_in_the_group_in_which_a_year_was_closed(as_, cast, data):
    as_("gitte").post(page("budget_line_add"), data | {"group": "in_kind"})
    line = cast.project.budget_lines.get(number=3)
    for state in [Month.State.CLOSED, Month.State.ISSUED]:
        cast.project.months.exclude(state=Month.State.ISSUED).update(state=state)
    response = as_("gitte").post(page("budget_line_change", line.pk), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["group"]
    assert cast.project.budget_lines.get(number=3).group == "in_kind"


def test_it_refuses_amounts_whose_sum_cannot_be_kept(as_, cast):
    largest = Decimal("999999999999.00")
    with translation.override("en"), pytest.raises(RuleBroken) as refusal:
        save_line(
            by=cast.gitte,
            line=BudgetLine(project=cast.project),
            number=3,
            group="in_kind",
            name_da="Husleje",
            name_en="Rent",
            partner=None,
            amounts={2018: largest, 2019: largest},
            stated_total=None,
            phasing="even",
            is_yearly_duty=False,
        )
    assert refusal.value.message == (
        "The amounts come to 1.999.999.999.998,00 kr. together. Write smaller ones."
    )
