"""What the back office keeps from leaders: others' bank accounts, histories and guesses by address."""

import pytest
from django.urls import reverse

from accounts import trail
from accounts.models import TrailEntry
from budget.models import BudgetLine, BudgetYear, Grant, Instalment
from citizens.models import Citizen
from partners.models import Milestone, Organisation, Project


@pytest.fixture
def leader(as_):
    return as_("lene")


def address(row, act: str) -> str:
    opts = row._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{act}", args=[row.pk])


def in_list(client, model, **query):
    opts = model._meta
    return client.get(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"), query)


@pytest.fixture
def shared(cast):
    organisation = cast.project.owner
    organisation.bank_registration, organisation.bank_account = "5301", "0070012345"
    organisation.email = "penge@region.test"
    organisation.save()
    return organisation


def test_the_bank_account_of_a_shared_organisation_is_not_shown(leader, shared, cast):
    text = leader.get(address(shared, "change")).content.decode()
    assert shared.name in text
    assert not [word for word in ["0070012345", "5301", "penge@region.test"] if word in text]
    assert b"bank_account" in leader.get(address(cast.town, "change")).content


def test_the_history_of_a_shared_row_tells_of_own_projects_only(leader, shared, cast):
    for project, person in [(cast.project, cast.lene), (cast.other_project, cast.leo)]:
        trail.record("organisation.change", shared, by=person, project=project, role="leader")
    text = leader.get(address(shared, "history")).content.decode()
    assert "Lene Prøvested" in text
    assert "Leo" not in text


def change_town(client, town, **values):
    form = client.get(address(town, "change")).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    return client.post(address(town, "change"), sent | values)


def test_a_leader_s_change_of_a_bank_account_is_on_the_project_s_trail(leader, cast):
    change_town(leader, cast.town, bank_registration="5301", bank_account="70012345")
    entry = TrailEntry.objects.get(action="organisation.change")
    assert (entry.project_id, entry.role) == (cast.project.pk, "leader")
    assert "70012345" not in str(entry.details)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"bank_registration": "5301"}, "bank_account"),
        ({"bank_registration": "53a1", "bank_account": "70012345"}, "bank_registration"),
        ({"bank_registration": "5301", "bank_account": "12 34"}, "bank_account"),
        ({"postcode": "800"}, "postcode"),
        ({"payment_days": "0"}, "payment_days"),
    ],
)
def test_what_a_payment_needs_is_checked(leader, cast, values, wrong):
    response = change_town(leader, cast.town, **values)
    assert list(response.context["adminform"].form.errors) == [wrong]


def test_a_leader_changes_the_project_s_texts_only(leader, cast):
    project = cast.project
    form = leader.get(address(project, "change")).context["adminform"].form
    assert set(form.fields) == {
        "name",
        "funder",
        "invoice_reference",
        "invoice_contact",
        "invoice_vat_note",
    }
    sent = {"name": project.name, "ends_on": "31.5.2018", "starts_on": "1.5.2018"}
    leader.post(address(project, "change"), sent)
    assert Project.objects.get(pk=project.pk).period == project.period


@pytest.mark.parametrize("model", [BudgetLine, BudgetYear, Grant, Instalment, Milestone])
def test_what_has_pages_with_rules_is_read_here_only(leader, model):
    opts = model._meta
    add = reverse(f"admin:{opts.app_label}_{opts.model_name}_add")
    assert (in_list(leader, model).status_code, leader.get(add).status_code) == (200, 403)


def test_the_citizens_of_a_list_are_on_the_trail_by_code(leader, cast):
    assert in_list(leader, Citizen, q="2").status_code == 200
    entry = TrailEntry.objects.get(action="citizen.list")
    assert (entry.project_id, entry.role) == (cast.project.pk, "leader")
    assert entry.details == {"citizens": ["B-0002"]}


@pytest.mark.parametrize(
    ("model", "query"),
    [
        (Citizen, {"family_name__startswith": "A"}),
        (Citizen, {"birth_year": "1990"}),
        (Organisation, {"bank_account__startswith": "00"}),
        (TrailEntry, {"details__contains": "a"}),
        (Project, {"owner__bank_account": "0070012345"}),
    ],
)
def test_an_address_does_not_ask_what_the_list_does_not_show(leader, model, query):
    assert in_list(leader, model, **query).status_code == 400


@pytest.mark.parametrize(
    ("model", "query"),
    [
        (Organisation, {"kind__exact": "region"}),
        (TrailEntry, {"object_type": "partners.project"}),
        (TrailEntry, {"at__year": "2026", "at__month": "1"}),
        (BudgetLine, {"group__exact": "staff"}),
    ],
)
def test_the_list_s_own_filters_are_answered(leader, model, query):
    assert in_list(leader, model, **query).status_code == 200
