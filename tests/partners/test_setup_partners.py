"""Organisations take part, take something on, and go while nothing names them."""

import pytest
from django.urls import reverse

from accounts.models import TrailEntry, User
from partners.models import Organisation, Partner
from partners.setup.partners import is_kept_by

LIST = reverse("setup_partners", args=["peerstoette"])
ADD = reverse("partner_add", args=["peerstoette"])


@pytest.fixture
def data():
    return {
        "name": "Skovby Kommune",
        "kind": "municipality",
        "cvr": "29 19 06 23",
        "gln": "5790000123452",
        "department": "Socialforvaltningen",
        "street": "Skovvej 1",
        "postcode": "9999",
        "city": "Skovby",
        "email": "post@example.test",
        "bank_registration": "9999",
        "bank_account": "0000654321",
        "payment_days": "14",
        "employs_peers": "on",
        "peer_capacity": "6",
        "needs_approval": "on",
    }


@pytest.fixture
def keeper(cast):
    """The leader keeps the installation too."""
    User.objects.filter(pk=cast.lene.pk).update(is_superuser=True)
    return cast.project


def address(name: str, partner: Partner) -> str:
    return reverse(name, args=["peerstoette", partner.pk])


@pytest.fixture
def skovby(as_, cast, data):
    assert as_("lene").post(ADD, data).status_code == 302
    return cast.project.partners.get(organisation__name="Skovby Kommune")


def test_an_organisation_is_added_with_its_numbers_and_becomes_a_partner(skovby):
    organisation = skovby.organisation
    assert (organisation.cvr, organisation.gln) == ("29190623", "5790000123452")
    assert (organisation.bank_account, organisation.payment_days) == ("0000654321", 14)
    assert (skovby.employs_peers, skovby.peer_capacity, skovby.needs_approval) == (True, 6, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "fjordby kommune"),
        ("cvr", "29190624"),
        ("gln", "5790000123453"),
        ("postcode", "99"),
        ("bank_account", ""),
        ("payment_days", "0"),
        ("department", "Født 010203-1234"),
    ],
)
def test_it_refuses_what_is_no_organisation(as_, cast, data, field, value):
    response = as_("lene").post(ADD, data | {field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert cast.project.partners.count() == 3


def test_the_leader_corrects_an_organisation_of_own_projects_only(as_, cast, skovby, data):
    client = as_("lene")
    assert client.post(address("organisation_change", skovby), data | {"city": "Ny by"}).status_code
    skovby.organisation.refresh_from_db()
    assert skovby.organisation.city == "Ny by"


def test_a_bank_account_that_other_projects_invoice_with_is_not_changed_from_here(as_, cast, data):
    """Foreningen Fyrtårnet leads project B too: B's money must not be sent elsewhere."""
    partner = cast.project.partners.get(organisation=cast.project.lead)
    response = as_("lene").post(
        address("organisation_change", partner), data | {"name": "Foreningen Fyrtårnet"}
    )
    assert response.status_code == 422
    partner.organisation.refresh_from_db()
    assert partner.organisation.bank_account == "0000123456"
    assert "0000123456" not in as_("lene").get(LIST).content.decode()


def test_the_list_shows_the_bank_account_of_an_own_organisation(as_, skovby):
    assert "0000654321" in as_("lene").get(LIST).content.decode()


def test_a_need_for_approval_that_falls_away_takes_the_approval_with_it(as_, cast, skovby):
    Partner.objects.filter(pk=skovby.pk).update(approved_on=cast.project.starts_on)
    as_("lene").post(address("partner_change", skovby), {"employs_peers": "on"})
    skovby.refresh_from_db()
    assert (skovby.needs_approval, skovby.approved_on, skovby.peer_capacity) == (False, None, None)


def test_a_partner_that_nothing_names_is_removed_with_its_organisation(as_, cast, skovby):
    assert as_("lene").post(address("partner_remove", skovby)).status_code == 302
    assert not Organisation.objects.filter(name="Skovby Kommune").exists()


def test_an_organisation_of_another_project_stays_when_it_is_removed_here(as_, cast, keeper, data):
    as_("lene").post(ADD, data | {"name": "Bakkeby Kommune"})
    partner = cast.project.partners.get(organisation__name="Bakkeby Kommune")
    assert as_("lene").post(address("partner_remove", partner)).status_code == 302
    assert Organisation.objects.filter(name="Bakkeby Kommune").exists()


def test_what_names_a_partner_holds_it_and_is_told(as_, cast):
    partner = cast.project.partners.get(organisation=cast.town)
    response = as_("lene").post(address("partner_remove", partner))
    assert response.status_code == 422
    [refusal] = response.context["form"].non_field_errors()
    for kind in ["employments", "referrals", "seats in bodies", "roles in projects"]:
        assert kind in refusal


def test_owner_and_lead_are_not_removed(as_, cast):
    partner = cast.project.partners.get(organisation=cast.project.owner)
    assert as_("lene").post(address("partner_remove", partner)).status_code == 422


@pytest.fixture
def stranger(cast):
    """An organisation that takes part in B only."""
    return Organisation.objects.get(name="Bakkeby Kommune")


def test_an_organisation_of_another_project_is_not_taken_by_typing_its_name(
    as_, cast, data, stranger
):
    for name in ["Bakkeby Kommune", "bakkeby kommune"]:
        response = as_("lene").post(ADD, data | {"name": name})
        assert response.status_code == 422
        [refusal] = response.context["form"].errors["name"]
        assert "keeps the installation" in refusal
    assert not cast.project.partners.filter(organisation=stranger).exists()
    assert not TrailEntry.objects.filter(action="partner.add").exists()


def test_its_own_leader_keeps_it(as_, cast, data, stranger):
    as_("lene").post(ADD, data | {"name": "Bakkeby Kommune"})
    assert is_kept_by(cast.leo, stranger)
    assert not is_kept_by(cast.lene, stranger)


def test_whoever_keeps_the_installation_lets_it_take_part_as_it_is(as_, keeper, data, stranger):
    assert as_("lene").post(ADD, data | {"name": "Bakkeby Kommune"}).status_code == 302
    partner = keeper.partners.get(organisation=stranger)
    assert partner.organisation.bank_account == ""
    assert Organisation.objects.filter(name="Bakkeby Kommune").count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_of_an_organisation_that_is_kept_elsewhere_holds_none_of_its_details(
    as_, cast, data, method
):
    partner = cast.project.partners.get(organisation=cast.project.lead)
    response = getattr(as_("lene"), method)(address("organisation_change", partner), data)
    page = response.content.decode()
    for detail in ["0000123456", "regnskab@example.test", 'name="bank_account"']:
        assert detail not in page
    assert "keeps the installation" in page


def test_the_trail_tells_of_the_organisation_that_comes_and_goes(as_, cast, skovby):
    as_("lene").post(address("partner_remove", skovby))
    told = TrailEntry.objects.filter(object_type="partners.organisation")
    assert [(each.action, each.object_label, each.project_id) for each in told.order_by("id")] == [
        ("organisation.add", "Skovby Kommune", cast.project.pk),
        ("organisation.remove", "Skovby Kommune", cast.project.pk),
    ]
