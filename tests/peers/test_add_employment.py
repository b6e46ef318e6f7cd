from datetime import date
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation

from partners.access import Role
from partners.models import Membership, Organisation
from peers.actions import add_employment
from peers.models import Employment
from peerstoette.lib.errors import RuleBroken
from tests.peers.people import new_employment, new_peer


@pytest.fixture
def peer(cast):
    return new_peer(cast)


def fields(cast, peer, **changed):
    return {
        "by": cast.lene,
        "peer": peer,
        "employer": cast.town,
        "paid_by": Employment.PaidBy.PARTNER,
        "weekly_hours": Decimal(20),
        "starts_on": date(2018, 6, 1),
    } | changed


def form(cast, **changed):
    return {
        "employer": cast.town.pk,
        "paid_by": "partner",
        "weekly_hours": "18,5",
        "starts_on": "1.6.2018",
        "ends_on": "",
    } | changed


def _elsewhere(cast):
    """Omar's record in the other project, without an employment there."""
    Membership.objects.create(
        project=cast.other_project, user=cast.omar, role=Role.PEER, organisation=cast.town
    )
    return new_peer(cast, "OM", user=cast.omar, project=cast.other_project)


def post(as_, cast, peer, **changed):
    url = reverse("employment_add", args=["peerstoette", peer.pk])
    return as_("lene").post(url, form(cast, **changed))


def test_it_is_dated_and_counts_for_nothing_yet(as_, cast, peer):
    assert post(as_, cast, peer).url == peer.get_absolute_url()
    employment = peer.employments.get()
    assert employment.weekly_hours == Decimal("18.50")
    assert (employment.starts_on, employment.ends_on) == (date(2018, 6, 1), None)
    assert employment.active_from is None
    assert employment.fte_on(date(2018, 6, 15)) == 0


@pytest.mark.parametrize(
    ("hours", "stored"), [("18,5", "18.50"), ("18.5", "18.50"), ("37", "37.00"), ("0,25", "0.25")]
)
def test_hours_are_read_as_danes_write_them(as_, cast, peer, hours, stored):
    post(as_, cast, peer, weekly_hours=hours)
    assert peer.employments.get().weekly_hours == Decimal(stored)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"weekly_hours": "37,25"}, "weekly_hours"),
        ({"weekly_hours": "0"}, "weekly_hours"),
        ({"weekly_hours": "-5"}, "weekly_hours"),
        ({"weekly_hours": "NaN"}, "weekly_hours"),
        ({"weekly_hours": "1e1"}, "weekly_hours"),
        ({"weekly_hours": "18,555"}, "weekly_hours"),
        ({"weekly_hours": ""}, "weekly_hours"),
        ({"starts_on": "30.2.2018"}, "starts_on"),
        ({"ends_on": "31.5.2018"}, "ends_on"),
        ({"paid_by": "nobody"}, "paid_by"),
        ({"employer": "0"}, "employer"),
    ],
)
def test_it_refuses_bad_input_and_writes_nothing(as_, cast, peer, changed, field):
    response = post(as_, cast, peer, **changed)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not peer.employments.exists()


def test_an_employer_outside_the_partnership_is_no_choice(as_, cast, peer):
    stranger = Organisation.objects.get(name="Bakkeby Kommune")
    assert post(as_, cast, peer, employer=stranger.pk).status_code == 422


def test_it_refuses_one_that_ends_before_it_starts(cast, peer):
    with translation.override("en"), pytest.raises(RuleBroken) as refused:
        add_employment(**fields(cast, peer, ends_on=date(2018, 5, 31)))
    assert refused.value.field == "ends_on"
    assert refused.value.message == "The last day is before the first. Choose 1 June 2018 or later."


def test_an_employment_of_one_day_is_accepted(cast, peer):
    assert add_employment(**fields(cast, peer, ends_on=date(2018, 6, 1))).pk


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2018, 3, 1), date(2018, 3, 31)),
        (date(2018, 2, 1), date(2018, 3, 1)),
        (date(2018, 3, 31), None),
        (date(2018, 3, 10), date(2018, 3, 20)),
        (date(2018, 1, 1), None),
    ],
)
def test_it_refuses_one_that_overlaps_itself(cast, peer, first, last):
    new_employment(
        cast, peer, starts_on=date(2018, 3, 1), ends_on=date(2018, 3, 31), weekly_hours=5
    )
    with pytest.raises(RuleBroken) as refused:
        add_employment(**fields(cast, peer, starts_on=first, ends_on=last, weekly_hours=Decimal(5)))
    assert refused.value.field == "starts_on"


def test_one_that_follows_the_day_after_is_accepted(cast, peer):
    new_employment(cast, peer, ends_on=date(2018, 5, 31), weekly_hours=37)
    assert add_employment(**fields(cast, peer, weekly_hours=Decimal(37))).pk


def test_two_employers_share_a_full_week_and_no_more(cast, peer):
    new_employment(cast, peer, employer=cast.project.owner)
    with pytest.raises(RuleBroken) as refused:
        add_employment(**fields(cast, peer, weekly_hours=Decimal("17.25")))
    assert refused.value.field == "weekly_hours"
    assert add_employment(**fields(cast, peer, weekly_hours=Decimal(17))).pk


def test_a_single_day_too_many_hours_is_named(cast, peer):
    new_employment(
        cast, peer, employer=cast.project.owner, starts_on=date(2018, 9, 10), weekly_hours=37
    )
    with translation.override("en"), pytest.raises(RuleBroken, match="from 10 September 2018"):
        add_employment(**fields(cast, peer, ends_on=date(2018, 9, 10)))
    assert add_employment(**fields(cast, peer, ends_on=date(2018, 9, 9))).pk


def test_hours_in_another_project_are_not_claimed_twice_and_not_named(cast):
    """R4 and R1: the same person, seen through the sign-in; where the other hours are is not told."""
    there = _elsewhere(cast)
    elsewhere = Organisation.objects.get(name="Bakkeby Kommune")
    with translation.override("en"), pytest.raises(RuleBroken) as refused:
        add_employment(
            **fields(cast, there, by=cast.leo, employer=elsewhere, weekly_hours=Decimal(18))
        )
    assert "Fjordby" not in refused.value.message
    assert "Prøveprojektet" not in refused.value.message
    assert add_employment(
        **fields(cast, there, by=cast.leo, employer=elsewhere, weekly_hours=Decimal(17))
    ).pk


def test_one_contract_is_not_claimed_in_two_projects_however_few_its_hours(cast):
    """R4: the two claims together are a full week at most, and still the same hours at one desk."""
    there = _elsewhere(cast)
    with translation.override("en"), pytest.raises(RuleBroken) as refused:
        add_employment(**fields(cast, there, by=cast.leo, weekly_hours=Decimal(5)))
    assert refused.value.field == "starts_on"
    assert "Prøveprojektet" not in refused.value.message
    assert "2018" not in refused.value.message
    assert not there.employments.exists()


def test_a_contract_that_follows_one_of_another_project_is_accepted(cast):
    there = _elsewhere(cast)
    cast.peer.employments.update(ends_on=date(2018, 5, 31))
    assert add_employment(**fields(cast, there, by=cast.leo)).pk


def test_a_volunteer_of_another_project_claims_nothing(cast):
    there = _elsewhere(cast)
    cast.peer.employments.update(paid_by=Employment.PaidBy.VOLUNTEER)
    assert add_employment(**fields(cast, there, by=cast.leo)).pk


def test_a_volunteers_hours_are_claimed_by_nobody(cast, peer):
    new_employment(cast, peer, employer=cast.project.owner, weekly_hours=37)
    assert add_employment(**fields(cast, peer, paid_by=Employment.PaidBy.VOLUNTEER)).pk


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "warned"),
    [
        ("1.12.2018", "", False),
        ("31.12.2017", "", True),
        ("1.12.2018", "1.1.2019", True),
    ],
)
def test_beyond_the_projects_days_it_only_warns(as_, cast, peer, starts_on, ends_on, warned):
    response = post(as_, cast, peer, starts_on=starts_on, ends_on=ends_on)
    assert response.status_code == 302
    levels = [message.level_tag for message in get_messages(response.wsgi_request)]
    assert levels == (["success", "warning"] if warned else ["success"])
