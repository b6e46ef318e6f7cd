from datetime import date

import pytest
from django.urls import reverse

from accounts.models import TrailEntry
from partners.actions import sign_partner, write_clause
from partners.agreement import agreement
from partners.findings import Severity, findings
from partners.models import Clause
from peerstoette.lib.errors import RuleBroken


@pytest.fixture
def town(cast):
    """The municipality, which depends on political approval and has not signed."""
    partner = cast.project.partners.get(employs_peers=True)
    partner.needs_approval, partner.signed_on = True, None
    partner.save()
    return partner


def of_rule(project, rule):
    return [finding for finding in findings(project) if finding.rule == rule]


def test_the_agreement_is_in_force_when_all_are_bound(cast):
    assert agreement(cast.project).is_in_force
    assert of_rule(cast.project, "R18") == []


def test_a_project_without_parties_has_no_agreement_in_force(cast):
    cast.project.seats.all().delete()
    cast.project.partners.all().delete()
    assert not agreement(cast.project).is_in_force


def test_a_signature_counts_only_once_the_approval_is_there(cast, town):
    sign_partner(by=cast.lene, partner=town, signed_on=date(2018, 5, 1))
    state = agreement(cast.project)
    assert not state.is_in_force
    assert (state.unsigned, state.unapproved) == ([], [town])

    sign_partner(
        by=cast.lene, partner=town, signed_on=date(2018, 5, 1), approved_on=date(2018, 6, 15)
    )
    assert agreement(cast.project).is_in_force


def test_the_finding_says_who_is_missing_and_how_many(cast, town):
    [finding] = of_rule(cast.project, "R18")
    assert finding.severity == Severity.WARNING
    assert str(town) in finding.explanation
    assert [value for _label, value in finding.figures] == ["3", "2", "1"]
    assert finding.url == reverse("partners", args=["peerstoette"])
    assert finding.month_id is None


def test_clauses_are_found_until_they_are_written(cast):
    clause = Clause.objects.create(project=cast.project, title="Opsigelse")
    [finding] = of_rule(cast.project, "R18")
    assert "Opsigelse" in finding.explanation
    write_clause(by=cast.lene, clause=clause, text="Seks måneders varsel.")
    assert of_rule(cast.project, "R18") == []


def test_it_refuses_a_signature_that_lies_ahead(cast, town):
    with pytest.raises(RuleBroken) as refusal:
        sign_partner(by=cast.lene, partner=town, signed_on=date(2018, 6, 16))
    assert refusal.value.field == "signed_on"
    town.refresh_from_db()
    assert town.signed_on is None


def test_it_refuses_an_approval_of_a_party_that_needs_none(cast):
    partner = cast.project.partners.first()
    with pytest.raises(RuleBroken) as refusal:
        sign_partner(by=cast.lene, partner=partner, signed_on=None, approved_on=date(2018, 1, 1))
    assert refusal.value.field == "approved_on"


def test_the_leader_records_the_dates_on_the_page_and_the_trail_keeps_them(as_, cast, town):
    page = reverse("partner_sign", args=["peerstoette", town.pk])
    response = as_("lene").post(page, {"signed_on": "1.5.2018", "approved_on": "2018-05-03"})
    assert response.url == reverse("partners", args=["peerstoette"])
    town.refresh_from_db()
    assert (town.signed_on, town.approved_on) == (date(2018, 5, 1), date(2018, 5, 3))
    entry = TrailEntry.objects.get(action="partner.sign")
    assert (entry.actor_label, entry.role) == ("Lene Prøvested", "leader")
    assert entry.details == {"signed_on": "2018-05-01", "approved_on": "2018-05-03"}


@pytest.mark.parametrize("day", ["30.2.2018", "16.6.2018", "i går"])
def test_a_wrong_day_comes_back_with_a_sentence_and_changes_nothing(as_, cast, town, day):
    page = reverse("partner_sign", args=["peerstoette", town.pk])
    response = as_("lene").post(page, {"signed_on": day})
    assert response.status_code == 422
    assert response.context["form"].errors["signed_on"]
    town.refresh_from_db()
    assert town.signed_on is None
    assert not TrailEntry.objects.filter(action="partner.sign").exists()


def test_a_cpr_number_in_a_clause_is_refused(as_, cast):
    clause = Clause.objects.create(project=cast.project, title="Fortrolighed")
    page = reverse("clause_write", args=["peerstoette", clause.pk])
    response = as_("lene").post(page, {"text": "Angår 010190-1234."})
    assert response.status_code == 422
    clause.refresh_from_db()
    assert clause.text == ""


def test_rows_of_another_project_do_not_exist(as_, cast):
    other = cast.other_project
    rows = {
        "partner_sign": other.partners.first(),
        "clause_write": Clause.objects.create(project=other, title="Opsigelse"),
        "seat_end": other.seats.first(),
    }
    for name, row in rows.items():
        assert as_("lene").get(reverse(name, args=["peerstoette", row.pk])).status_code == 404


@pytest.mark.parametrize("name", ["stine", "svend", "ruth"])
def test_others_read_the_page_without_a_way_to_change_it(as_, cast, name):
    page = as_(name).get(reverse("partners", args=["peerstoette"]))
    assert page.status_code == 200
    assert reverse("seat_add", args=["peerstoette"]) not in page.content.decode()
