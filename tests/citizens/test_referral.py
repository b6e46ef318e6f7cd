"""Referring a citizen, answering the referral, and the age limits of the project (R6)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import TrailEntry
from citizens.actions.people import decide_referral, possible_ages
from citizens.models import Citizen, Episode, Referral
from partners.models import Organisation

URL = "/p/peerstoette/citizens/refer/"


def referral(cast, **more) -> dict:
    return {
        "given_name": "Nadja",
        "family_name": "Prøve",
        "birth_year": "1990",
        "referred_by": cast.town.pk,
        "model": "1",
        "referred_on": "14.6.2018",
        "legal_basis": "Serviceloven § 99",
        "is_motivated": "on",
        "has_prospect": "on",
        **more,
    }


def newest(cast) -> Citizen:
    return Citizen.objects.filter(project=cast.project).last()


def refusals(response) -> list[str]:
    assert response.status_code == 422
    return list(response.context["form"].non_field_errors())


def test_the_leader_refers_a_citizen(cast, as_):
    response = as_("lene").post(URL, referral(cast))
    citizen = newest(cast)
    assert response.url == f"/p/peerstoette/citizens/{citizen.pk}/"
    row = citizen.referrals.get()
    assert (citizen.code, row.outcome, row.referred_by) == ("B-0004", "waiting", cast.town)
    assert (row.is_motivated, row.has_prospect, row.legal_basis) == (
        True,
        True,
        "Serviceloven § 99",
    )


def test_a_coordinator_refers_for_the_own_organisation_only(cast, as_):
    coordinator = as_("kirsten")
    other = Organisation.objects.get(name="Region Testland")
    assert coordinator.post(URL, referral(cast, referred_by=other.pk)).status_code == 422
    assert newest(cast).number == 3
    assert coordinator.post(URL, referral(cast)).status_code == 302
    assert coordinator.get(newest(cast).get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["stine", "omar", "svend", "gitte", "ruth", "connie", "poul"])
def test_nobody_else_refers(cast, as_, name):
    assert as_(name).post(URL, referral(cast)).status_code == 403
    assert newest(cast).number == 3


@pytest.mark.parametrize(
    ("year", "status"),
    [
        ("1976", 422),  # 41 or 42
        ("1977", 302),  # 40 or 41: one of them fits
        ("1978", 302),
        ("2000", 302),  # 17 or 18
        ("2001", 422),  # 16 or 17
    ],
)
def test_either_possible_age_may_fit(cast, as_, year, status):
    assert as_("lene").post(URL, referral(cast, birth_year=year)).status_code == status
    assert newest(cast).number == (4 if status == 302 else 3)


def test_without_an_upper_limit_nobody_is_too_old(cast, as_):
    project = cast.project
    project.age_max = None
    project.save()
    assert as_("lene").post(URL, referral(cast, birth_year="1930")).status_code == 302
    assert as_("lene").post(URL, referral(cast, birth_year="2001")).status_code == 422


@pytest.mark.parametrize(
    "change",
    [
        {"referred_on": "30.2.2018"},
        {"referred_on": "16.6.2018"},
        {"referred_on": "31.12.2017"},  # before the project
        {"birth_year": "90"},
        {"birth_year": "halvfems"},
        {"given_name": ""},
        {"family_name": "010190-1234"},
        {"model": "3"},
        {"legal_basis": "Straffeloven § 1"},
        {"referred_by": ""},
    ],
)
def test_it_refuses_bad_input(cast, as_, change):
    assert as_("lene").post(URL, referral(cast, **change)).status_code == 422
    assert newest(cast).number == 3


def test_of_a_day_outside_the_project_no_age_is_reckoned(cast, as_):
    response = as_("lene").post(URL, referral(cast, referred_on="1.1.1901"))
    errors = response.context["form"].errors
    assert list(errors) == ["referred_on"]
    assert errors["referred_on"][0].startswith("The project runs from ")


@given(st.integers(1900, 2010), st.dates(date(2015, 1, 1), date(2030, 12, 31)), st.data())
def test_the_real_age_is_one_of_the_two_possible(year, day, data):
    born = data.draw(st.dates(date(year, 1, 1), date(year, 12, 31)))
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    assert age in possible_ages(year, day)


def waiting(cast) -> Referral:
    citizen = Citizen.objects.create(
        project=cast.project, number=9, given_name="Ny", family_name="X", birth_year=1990
    )
    return citizen.referrals.create(
        project=cast.project,
        referred_by=cast.town,
        model="2",
        referred_on=date(2018, 6, 1),
        is_motivated=True,
    )


def decide(row) -> str:
    return f"/p/peerstoette/referrals/{row.pk}/"


def test_the_leader_accepts_and_an_episode_stands_ready(cast, as_):
    row = waiting(cast)
    data = {"outcome": "accepted", "is_motivated": "on", "has_prospect": "on"}
    assert as_("lene").post(decide(row), data).status_code == 302
    episode = Episode.objects.get(referral=row)
    assert (episode.model, episode.starts_on) == ("2", None)
    assert Referral.objects.get(pk=row.pk).has_prospect is True
    entry = TrailEntry.objects.get(action="referral.decide")
    assert (entry.object_label, entry.details) == ("B-0009 2018-06-01", {"outcome": "accepted"})


def test_it_declines(cast, as_):
    row = waiting(cast)
    assert as_("lene").post(decide(row), {"outcome": "declined"}).status_code == 302
    assert Referral.objects.get(pk=row.pk).outcome == "declined"
    assert not Episode.objects.filter(referral=row).exists()


def test_it_accepts_only_with_motivation_and_prospect(cast, as_):
    row = waiting(cast)
    data = {"outcome": "accepted", "is_motivated": "on"}
    assert as_("lene").post(decide(row), data).status_code == 422
    assert Referral.objects.get(pk=row.pk).outcome == "waiting"


def test_it_is_answered_once(cast, as_):
    row = waiting(cast)
    as_("lene").post(decide(row), {"outcome": "declined"})
    data = {"outcome": "accepted", "is_motivated": "on", "has_prospect": "on"}
    assert as_("lene").post(decide(row), data).status_code == 422
    assert not Episode.objects.filter(referral=row).exists()


def test_a_coordinator_does_not_answer_own_referrals(cast, as_):
    row = waiting(cast)
    assert as_("kirsten").post(decide(row), {"outcome": "declined"}).status_code == 403
    assert as_("leo").post(decide(row), {"outcome": "declined"}).status_code == 404


def test_a_citizen_is_referred_again_when_support_has_ended(cast, as_):
    citizen = cast.citizens[0]
    again = f"/p/peerstoette/citizens/{citizen.pk}/refer/"
    data = referral(cast)
    assert as_("lene").post(again, data).status_code == 422
    Episode.objects.filter(citizen=citizen).update(ends_on=date(2018, 6, 1))
    assert as_("lene").post(again, data).status_code == 302
    assert as_("lene").post(again, data).status_code == 422
    assert citizen.referrals.count() == 2


def test_a_coordinator_does_not_learn_of_another_service_s_referral(cast, as_):
    """That the citizen is supported again is between the citizen and who referred."""
    citizen = cast.citizens[0]
    again = f"/p/peerstoette/citizens/{citizen.pk}/refer/"
    own = "B-0001 is referred or supported already. End that first."
    assert refusals(as_("kirsten").post(again, referral(cast))) == [own]
    Episode.objects.filter(citizen=citizen).update(ends_on=date(2018, 6, 1))
    others = {"referred_by": cast.project.owner.pk}
    assert as_("lene").post(again, referral(cast) | others).status_code == 302
    told = ["B-0001 cannot be referred by you now. Ask the project leader."]
    assert refusals(as_("kirsten").post(again, referral(cast))) == told
    decide_referral(
        by=cast.lene,
        referral=citizen.referrals.latest("pk"),
        outcome="accepted",
        is_motivated=True,
        has_prospect=True,
    )
    assert refusals(as_("kirsten").post(again, referral(cast))) == told
    assert refusals(as_("lene").post(again, referral(cast))) == [own]
