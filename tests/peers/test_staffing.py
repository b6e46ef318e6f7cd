from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from partners.models import Partner
from peers.models import Employment, Leave
from peers.staffing import contracts_of, partner_staffing
from tests.peers.people import new_employment, new_peer

URL = reverse("staffing", args=["peerstoette"])


@pytest.fixture
def project(cast):
    """At least 3 peers and 1.50 FTE; Omar and two more have 20 hours each: 1.62."""
    project = cast.project
    project.min_peers, project.min_fte = 3, Decimal("1.50")
    project.save()
    for initials in ["AA", "BB"]:
        new_employment(cast, new_peer(cast, initials))
    return project


def only(project):
    (staffing,) = partner_staffing(project)
    return staffing


def test_three_peers_of_twenty_hours_keep_the_minimum(project):
    staffing = only(project)
    assert (staffing.peers, f"{staffing.fte:.2f}") == (3, "1.62")
    assert staffing.shortfalls == ()
    assert staffing.ahead is None


def test_an_end_known_today_is_a_shortfall_ahead(cast, project):
    Employment.objects.filter(peer__initials="AA").update(ends_on=date(2018, 6, 15))
    staffing = only(project)
    assert not staffing.is_short
    assert staffing.ahead.first == date(2018, 6, 16)
    assert staffing.ahead.last == date(2018, 12, 31)
    assert (staffing.ahead.peers, f"{staffing.ahead.fte:.2f}") == (2, "1.08")


def test_a_leave_makes_a_shortfall_today_with_its_own_end(cast, project):
    employment = Employment.objects.get(peer__initials="AA")
    Leave.objects.create(
        project=project,
        employment=employment,
        kind=Leave.Kind.UNPAID,
        starts_on=date(2018, 6, 11),
        ends_on=date(2018, 6, 20),
    )
    staffing = only(project)
    assert staffing.is_short
    assert (staffing.now.first, staffing.now.last) == (date(2018, 6, 11), date(2018, 6, 20))
    assert staffing.ahead is None
    assert [(i.first, i.last) for i in staffing.intervals] == [
        (date(2018, 1, 1), date(2018, 6, 10)),
        (date(2018, 6, 11), date(2018, 6, 20)),
        (date(2018, 6, 21), date(2018, 12, 31)),
    ]


def test_sick_leave_makes_none(cast, project):
    Leave.objects.create(
        project=project,
        employment=Employment.objects.get(peer__initials="AA"),
        kind=Leave.Kind.SICK,
        starts_on=date(2018, 6, 1),
    )
    assert only(project).shortfalls == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"paid_by": Employment.PaidBy.PROJECT},
        {"paid_by": Employment.PaidBy.VOLUNTEER},
        {"active_from": None},
    ],
)
def test_paid_by_others_or_not_active_is_not_counted(cast, project, changed):
    Employment.objects.filter(peer__initials="AA").update(**changed)
    assert (only(project).peers, only(project).is_short) == (2, True)


def test_another_partners_peers_are_not_counted(cast, project):
    Employment.objects.filter(peer__initials="AA").update(employer=project.owner)
    assert only(project).peers == 2


def test_the_contracts_of_every_employer(cast, project):
    new_employment(cast, new_peer(cast, "CC"), employer=project.owner)
    employers = [contract.employer_id for contract in contracts_of(project)]
    assert sorted(employers) == sorted([*[cast.town.pk] * 3, project.owner_id])


def test_a_contract_counts_from_the_later_of_its_first_days(cast):
    new_employment(
        cast, employer=cast.project.owner, active_from=date(2018, 3, 1), ends_on=date(2018, 5, 31)
    )
    at_the_owner = [
        each for each in contracts_of(cast.project) if each.employer_id == cast.project.owner_id
    ]
    (contract,) = at_the_owner
    assert (contract.first, contract.last) == (date(2018, 3, 1), date(2018, 5, 31))


def test_a_project_without_a_commitment_has_no_intervals(cast, project):
    project.commitment_starts_on = None
    project.save()
    staffing = only(project)
    assert (staffing.intervals, staffing.now, staffing.ahead) == ((), None, None)
    assert staffing.peers == 3


def test_the_page_shows_the_day_and_the_month_that_were_chosen(as_, cast, project):
    Employment.objects.filter(peer__initials="AA").update(ends_on=date(2018, 5, 15))
    response = as_("lene").get(URL, {"day": "16.5.2018", "month": "2018-05"})
    (row,) = response.context["figures"]
    assert (row.on_day.peers, row.is_short) == (2, True)
    # two peers all month and one for 15 of 31 days: (2 + 15/31) x 20/37
    assert f"{row.mean:.4f}" == "1.3426"
    assert "1,34" in response.content.decode()


def test_without_a_choice_it_is_today_and_this_month(as_, cast, project):
    response = as_("lene").get(URL)
    assert response.status_code == 200
    assert (response.context["day"], response.context["month"]) == (date(2018, 6, 15), cast.june)


@pytest.mark.parametrize(
    "data",
    [
        {"day": "30.2.2018", "month": "2018-05"},
        {"day": "1.5.2018", "month": "2017-05"},
        {"day": "1.5.2018"},
    ],
)
def test_it_refuses_days_and_months_that_do_not_exist(as_, cast, project, data):
    response = as_("lene").get(URL, data)
    assert response.status_code == 422
    assert response.context["day"] == date(2018, 6, 15)


def test_a_coordinator_sees_only_the_own_organisation(as_, cast, project):
    Partner.objects.filter(project=project, organisation=project.owner).update(employs_peers=True)
    seen = [len(as_(name).get(URL).context["partners"]) for name in ("lene", "svend", "kirsten")]
    assert seen == [2, 2, 1]
