"""What a project is can be changed while it runs; its period keeps every day that holds something."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import TrailEntry
from budget.actions import close_month, issue_invoice
from budget.models import Invoice
from partners.models import Organisation, Pool, Project
from partners.setup.actions import change_project
from peerstoette.lib.errors import RuleBroken
from reporting.papers import paper_of

PAGE = reverse("setup_project", args=["peerstoette"])


def values(project, **changes) -> dict:
    return {
        "name": project.name,
        "funder": "Ministeriet",
        "pool_name": "Satspuljen",
        "owner": project.owner,
        "lead": project.lead,
        "starts_on": project.starts_on,
        "ends_on": project.ends_on,
        "invoice_reference": "P-2018-017",
        "invoice_contact": "Projektkontrol",
        "invoice_vat_note": "Der opkræves ikke moms.",
        **changes,
    }


def sent(project, **changes) -> dict:
    fields = values(project, owner=project.owner_id, lead=project.lead_id, **changes)
    return {**fields, "starts_on": "1.1.2018", "ends_on": changes.get("ends_on", "31.12.2018")}


def change(cast, **changes):
    return change_project(by=cast.lene, project=cast.project, **values(cast.project, **changes))


def test_the_leader_says_what_the_project_is(as_, cast):
    assert as_("lene").post(PAGE, sent(cast.project)).status_code == 302
    project = cast.project
    assert (project.funder, project.pool.name) == ("Ministeriet", "Satspuljen")
    entry = TrailEntry.objects.get(action="project.change")
    assert set(entry.details["fields"]) == {"funder", "pool", "invoice_contact"}


def test_a_pool_known_by_name_is_taken_as_it_is(cast):
    pool = Pool.objects.create(name="Satspuljen", funder="Folketinget")
    assert change(cast).pool == pool
    assert change(cast, pool_name="").pool is None


def test_the_trail_tells_of_a_pool_that_is_made(as_, cast):
    as_("lene").post(PAGE, sent(cast.project))
    as_("lene").post(PAGE, sent(cast.project, funder="Styrelsen"))
    entry = TrailEntry.objects.get(action="pool.add")
    assert (entry.object_label, entry.project_id) == ("Satspuljen", cast.project.pk)


@pytest.mark.parametrize("party", ["owner", "lead"])
def test_an_organisation_that_is_kept_elsewhere_does_not_become_owner_or_lead(cast, party):
    """The project's invoices would go out with its name, its bank account and its numbers."""
    stranger = Organisation.objects.get(name="Bakkeby Kommune")
    cast.project.partners.create(organisation=stranger)
    with pytest.raises(RuleBroken) as refused:
        change(cast, **{party: stranger})
    assert refused.value.field == party
    assert getattr(cast.project, party) != stranger
    assert getattr(change(cast, **{party: cast.town}), party) == cast.town


def test_a_longer_period_adds_months(cast):
    project = change(cast, ends_on=date(2019, 2, 15))
    assert project.months.count() == 14
    assert project.months.last().last_day == date(2019, 2, 28)


def test_a_shorter_period_takes_empty_months_away(cast):
    Project.objects.filter(pk=cast.project.pk).update(commitment_ends_on=date(2018, 10, 31))
    project = change(cast, ends_on=date(2018, 10, 31))
    assert [month.key for month in project.months.all()][-1] == "2018-10"


@pytest.mark.parametrize(
    ("changes", "field", "held"),
    [
        ({"ends_on": date(2018, 10, 31)}, "ends_on", "partners owe peers"),
        ({"ends_on": date(2038, 1, 1)}, "ends_on", "fewer than 20 years"),
        ({"ends_on": date(2018, 6, 17)}, "ends_on", "group courses"),
        ({"ends_on": date(2018, 5, 13)}, "ends_on", "vouchers"),
        ({"starts_on": date(2018, 1, 8)}, "starts_on", "referrals"),
    ],
)
def test_a_shorter_period_is_refused_while_something_stands_outside_it(cast, changes, field, held):
    with pytest.raises(RuleBroken) as refusal:
        change(cast, **changes)
    assert refusal.value.field == field
    assert held in refusal.value.message
    assert cast.project.months.count() == 12


def test_a_budget_year_stays_in_the_period(cast):
    line = cast.project.budget_lines.first()
    line.years.create(project=cast.project, year=2019, amount=200)
    with pytest.raises(RuleBroken) as refusal:
        change(cast)
    assert "budgets of years" in refusal.value.message


def test_no_month_is_put_before_those_that_are_closed(cast):
    close_month(by=cast.gitte, month=cast.month(2018, 1))
    with pytest.raises(RuleBroken) as refusal:
        change(cast, starts_on=date(2017, 12, 1))
    assert refusal.value.field == "starts_on"
    assert cast.project.months.count() == 12


def test_a_closed_month_stays_in_the_period(cast):
    close_month(by=cast.gitte, month=cast.month(2018, 1))
    with pytest.raises(RuleBroken) as refusal:
        change(cast, starts_on=date(2018, 2, 1))
    assert "closed months" in refusal.value.message


def test_the_page_refuses_a_period_backwards_and_changes_nothing(as_, cast):
    response = as_("lene").post(PAGE, sent(cast.project, ends_on="31.12.2017", name="Andet"))
    assert response.status_code == 422
    assert "ends_on" in response.context["form"].errors
    assert response.context["project"].name == cast.project.name == "Prøveprojektet"


def test_owner_and_lead_stay_while_a_closed_month_waits_for_its_invoice(cast):
    close_month(by=cast.gitte, month=cast.month(2018, 1))
    with pytest.raises(RuleBroken) as refusal:
        change(cast, owner=cast.town)
    assert refusal.value.field == "owner"
    issue_invoice(by=cast.gitte, month=cast.month(2018, 1))
    assert change(cast, owner=cast.town).owner == cast.town


def test_what_has_left_the_house_keeps_what_it_was_made_with(cast):
    for month in cast.project.months.filter(first_day__lte=date(2018, 5, 1)):
        close_month(by=cast.gitte, month=month)
        issue_invoice(by=cast.gitte, month=month)
    accounts = paper_of(cast.may, "accounts", "pdf").content
    change(cast, name="Et andet navn", owner=cast.town, invoice_reference="NY-1")
    invoice = Invoice.objects.get(month=cast.may)
    assert (invoice.recipient["name"], invoice.reference) == ("Region Testland", "P-2018-017")
    assert paper_of(cast.may, "accounts", "pdf").content == accounts
