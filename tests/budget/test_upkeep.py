import pytest
from django.urls import reverse

from accounts.models import TrailEntry, User
from budget.actions import issue_invoice
from tests.budget.acts import close_until

EDITABLE = ["budgetline", "budgetyear", "statedsum", "grant", "instalment"]
FROZEN = ["voucher", "voucherline", "invoice", "invoiceline", "monthsnapshot", "counter"]


@pytest.fixture
def upkeep(cast, client):
    keeper = User.objects.create_superuser("keeper", "keeper@example.test", "x" * 20)
    client.force_login(keeper, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("model", EDITABLE + FROZEN)
def test_every_table_has_its_page(upkeep, cast, model):
    close_until(cast, cast.may)
    issue_invoice(by=cast.gitte, month=cast.may)
    assert upkeep.get(reverse(f"admin:budget_{model}_changelist")).status_code == 200


@pytest.mark.parametrize("model", FROZEN)
def test_what_the_acts_write_cannot_be_added_by_hand(upkeep, model):
    assert upkeep.get(reverse(f"admin:budget_{model}_add")).status_code == 403


def change_transport(upkeep, cast, **values):
    """The upkeep's answer to the transport line with other values."""
    address = reverse("admin:budget_budgetline_change", args=[cast.transport_line.pk])
    form = upkeep.get(address).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return upkeep.post(address, sent | {"basis": "", **values})


@pytest.mark.parametrize("values", [{"number": 77}, {"group": "in_kind"}])
def test_a_line_with_vouchers_keeps_its_number_and_group(upkeep, cast, values):
    assert change_transport(upkeep, cast, **values).status_code == 422
    assert (cast.transport_line.number, cast.transport_line.group) == (2, "operating")


def test_factors_that_no_budget_has_are_refused(upkeep, cast):
    response = change_transport(upkeep, cast, growth="1.6", time_share="1.01")
    assert sorted(response.context["adminform"].form.errors) == ["growth", "time_share"]


def test_a_change_of_the_budget_is_on_the_trail(upkeep, cast):
    assert change_transport(upkeep, cast, stated_total="25.000,00").status_code == 302
    assert cast.transport_line.stated_total == 25_000
    assert TrailEntry.objects.filter(action="budgetline.change").exists()
