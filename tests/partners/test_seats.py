from datetime import date

import pytest
from django.urls import reverse

from partners.actions import add_seat, end_seat
from partners.findings import findings
from peerstoette.lib.errors import RuleBroken


def missing(project):
    return [finding for finding in findings(project) if finding.rule == "R2"]


def test_a_partner_without_a_member_in_a_group_is_found_and_mended(cast):
    seat = cast.project.seats.select_related("body", "partner__organisation").first()
    end_seat(by=cast.lene, seat=seat, ends_on=date(2018, 6, 14))
    [finding] = missing(cast.project)
    assert str(seat.partner) in finding.title
    assert str(seat.body) in finding.title

    add_seat(
        by=cast.lene,
        body=seat.body,
        partner=seat.partner,
        person="Ny Deltager",
        starts_on=date(2018, 6, 15),
    )
    assert missing(cast.project) == []


def test_a_seat_counts_through_its_last_day(cast):
    end_seat(by=cast.lene, seat=cast.project.seats.first(), ends_on=date(2018, 6, 15))
    assert missing(cast.project) == []


def test_a_seat_that_begins_tomorrow_does_not_count_today(cast):
    cast.project.seats.update(starts_on=date(2018, 6, 16))
    assert len(missing(cast.project)) == 6


def test_it_refuses_a_last_day_before_the_first(cast):
    with pytest.raises(RuleBroken) as refusal:
        end_seat(by=cast.lene, seat=cast.project.seats.first(), ends_on=date(2017, 12, 31))
    assert refusal.value.field == "ends_on"


def test_it_refuses_the_same_person_twice_in_a_group(cast):
    seat = cast.project.seats.first()
    again = {"body": seat.body, "partner": seat.partner, "person": seat.person.upper()}
    with pytest.raises(RuleBroken):
        add_seat(by=cast.lene, **again, starts_on=date(2018, 6, 1))
    end_seat(by=cast.lene, seat=seat, ends_on=date(2018, 5, 31))
    add_seat(by=cast.lene, **again, starts_on=date(2018, 6, 1))


def test_the_form_offers_only_the_projects_own_groups_and_partners(as_, cast):
    page = reverse("seat_add", args=["peerstoette"])
    form = as_("lene").get(page).context["form"]
    assert set(form.fields["partner"].queryset) == set(cast.project.partners.all())

    other = cast.other_project
    data = {
        "body": other.bodies.first().pk,
        "partner": other.partners.first().pk,
        "person": "Fremmed",
        "starts_on": "1.6.2018",
    }
    response = as_("lene").post(page, data)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"body", "partner"}


def test_the_leader_adds_and_ends_a_seat_on_the_pages(as_, cast):
    project = cast.project
    data = {
        "body": project.bodies.first().pk,
        "partner": project.partners.first().pk,
        "person": "Ny Deltager",
        "starts_on": "1.6.2018",
    }
    as_("lene").post(reverse("seat_add", args=["peerstoette"]), data)
    seat = project.seats.get(person="Ny Deltager")
    page = reverse("seat_end", args=["peerstoette", seat.pk])
    assert as_("lene").post(page, {"ends_on": ""}).status_code == 422
    assert as_("lene").post(page, {"ends_on": "30.6.2018"}).status_code == 302
    seat.refresh_from_db()
    assert seat.ends_on == date(2018, 6, 30)


def test_a_peer_in_a_group_is_shown_by_initials_to_those_who_see_peers_so(cast, as_):
    seat = cast.project.seats.first()
    url = reverse("partners", args=["peerstoette"])
    data = {
        "body": seat.body_id,
        "partner": seat.partner_id,
        "person": "Peder Skitsegaard",
        "is_peer": "on",
        "starts_on": "15.6.2018",
    }
    as_("lene").post(reverse("seat_add", args=["peerstoette"]), data)
    for name, shown in [("gitte", True), ("svend", False), ("connie", False), ("poul", False)]:
        page = as_(name).get(url).content.decode()
        assert ("Peder Skitsegaard" in page) is shown, name
        assert ("PS" in page) is not shown, name
