from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import TrailEntry
from partners.findings import Severity, findings
from partners.models import Milestone, Organisation, Partner, Seat


@pytest.fixture
def milestone(cast):
    """Planned to 31 May 2018; it is 15 June."""
    return Milestone.objects.create(
        project=cast.project,
        number=1,
        name_da="Ansætte peers",
        name_en="Employ peers",
        starts_on=date(2018, 2, 1),
        ends_on=date(2018, 5, 31),
    )


def page_of(milestone):
    return reverse("milestone_reach", args=["peerstoette", milestone.pk])


def test_an_overdue_milestone_is_a_notice_with_the_days(cast, milestone):
    [finding] = findings(cast.project)
    assert (finding.rule, finding.severity) == ("R17", Severity.NOTICE)
    assert finding.figures[-1][1] == "15"


def test_reaching_it_ends_the_notice(as_, cast, milestone):
    response = as_("lene").post(page_of(milestone), {"reached_on": "30.5.2018"})
    assert response.url == reverse("plan", args=["peerstoette"])
    milestone.refresh_from_db()
    assert milestone.reached_on == date(2018, 5, 30)
    assert findings(cast.project) == []
    assert TrailEntry.objects.get(action="milestone.reach").details == {"reached_on": "2018-05-30"}


@pytest.mark.parametrize("day", ["16.6.2018", "31.12.2017", "30.2.2018"])
def test_it_refuses_a_day_that_cannot_be(as_, milestone, day):
    response = as_("lene").post(page_of(milestone), {"reached_on": day})
    assert response.status_code == 422
    assert response.context["form"].errors["reached_on"]
    milestone.refresh_from_db()
    assert milestone.reached_on is None


def test_a_milestone_reached_by_mistake_is_taken_back(as_, milestone):
    as_("lene").post(page_of(milestone), {"reached_on": "30.5.2018"})
    as_("lene").post(page_of(milestone), {"reached_on": ""})
    milestone.refresh_from_db()
    assert milestone.reached_on is None


def test_only_the_leader_marks_and_a_stranger_finds_nothing(as_, milestone):
    assert as_("stine").post(page_of(milestone), {"reached_on": "30.5.2018"}).status_code == 403
    assert as_("leo").post(page_of(milestone), {"reached_on": "30.5.2018"}).status_code == 404
    milestone.refresh_from_db()
    assert milestone.reached_on is None


@pytest.mark.parametrize("page", ["plan", "partners"])
def test_a_page_asks_as_many_questions_at_ten_times_the_data(as_, cast, milestone, page):
    client, url = as_("lene"), reverse(page, args=["peerstoette"])
    client.get(url)
    before = questions(client, url)
    grow(cast.project)
    assert questions(client, url) == before


def questions(client, url):
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def grow(project):
    """Ten times the milestones, seats and partners."""
    seat = project.seats.first()
    for number in range(2, 32):
        organisation = Organisation.objects.create(name=f"Part {number}", kind="other")
        partner = Partner.objects.create(project=project, organisation=organisation)
        Seat.objects.create(
            project=project,
            body=seat.body,
            partner=partner,
            person=f"Deltager {number}",
            starts_on=seat.starts_on,
        )
        Milestone.objects.create(
            project=project,
            number=number,
            name_da="Milepæl",
            name_en="Milestone",
            starts_on=date(2018, 2, 1),
            ends_on=date(2018, 5, 31),
        )
