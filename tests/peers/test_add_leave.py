from datetime import date

import pytest
from django.urls import reverse

from peers.actions import add_leave, end_leave
from peers.models import Employment, Leave
from peerstoette.lib.errors import RuleBroken
from tests.peers.people import close_until_april, new_employment


def away(cast, employment, kind="unpaid", first=date(2018, 6, 4), last=None) -> Leave:
    return add_leave(by=cast.lene, employment=employment, kind=kind, starts_on=first, ends_on=last)


def on(employment, day):
    return Employment.objects.get(pk=employment.pk).fte_on(day)


def test_unpaid_leave_does_not_count_and_sick_leave_does(as_, cast):
    employment = new_employment(cast)
    url = reverse("leave_add", args=["peerstoette", employment.pk])
    data = {"kind": "unpaid", "starts_on": "4.6.2018", "ends_on": "8.6.2018"}
    assert as_("lene").post(url, data).status_code == 302
    data = {"kind": "sick", "starts_on": "11.6.2018", "ends_on": ""}
    assert as_("lene").post(url, data).status_code == 302
    counted = [on(employment, date(2018, 6, day)) > 0 for day in (3, 4, 8, 9, 12)]
    assert counted == [True, False, False, True, True]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"kind": "unpaid", "starts_on": "4.6.2018", "ends_on": "3.6.2018"}, "ends_on"),
        ({"kind": "unpaid", "starts_on": "31.12.2017", "ends_on": ""}, "starts_on"),
        ({"kind": "unpaid", "starts_on": "4.6.2018", "ends_on": "1.8.2018"}, "ends_on"),
        ({"kind": "maternity", "starts_on": "4.6.2018", "ends_on": ""}, "kind"),
        ({"kind": "sick", "starts_on": "31.4.2018", "ends_on": ""}, "starts_on"),
    ],
)
def test_it_refuses_bad_input_and_writes_nothing(as_, cast, data, field):
    employment = new_employment(cast, ends_on=date(2018, 7, 31))
    response = as_("lene").post(reverse("leave_add", args=["peerstoette", employment.pk]), data)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not employment.leaves.exists()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2018, 6, 8), None),
        (date(2018, 6, 1), date(2018, 6, 4)),
        (date(2018, 6, 5), date(2018, 6, 6)),
        (date(2018, 6, 1), None),
    ],
)
def test_it_refuses_a_second_leave_on_the_same_days(cast, first, last):
    employment = new_employment(cast)
    away(cast, employment, last=date(2018, 6, 8))
    with pytest.raises(RuleBroken):
        away(cast, employment, "sick", first, last)


def test_leave_that_follows_the_day_after_is_accepted(cast):
    employment = new_employment(cast)
    away(cast, employment, last=date(2018, 6, 8))
    assert away(cast, employment, first=date(2018, 6, 9)).pk


def test_unpaid_leave_in_a_closed_month_is_refused_and_sick_leave_is_not(cast):
    """Sick leave changes no figure, so the statement that was sent stays true."""
    employment = new_employment(cast)
    close_until_april(cast)
    with pytest.raises(RuleBroken) as refused:
        away(cast, employment, first=date(2018, 4, 30))
    assert refused.value.field == "starts_on"
    assert away(cast, employment, first=date(2018, 5, 1), last=date(2018, 5, 2)).pk
    assert away(cast, employment, "sick", date(2018, 4, 1), date(2018, 4, 30)).pk


def test_a_leave_is_ended_from_an_open_month_on(as_, cast):
    employment = new_employment(cast)
    leave = away(cast, employment, first=date(2018, 3, 1))
    close_until_april(cast)
    url = reverse("leave_end", args=["peerstoette", leave.pk])
    assert as_("lene").post(url, {"ends_on": "29.4.2018"}).status_code == 422
    assert as_("lene").post(url, {"ends_on": "10.6.2018"}).status_code == 302
    assert on(employment, date(2018, 6, 10)) == 0
    assert on(employment, date(2018, 6, 11)) > 0


def test_a_leave_does_not_grow_into_the_next(cast):
    employment = new_employment(cast)
    leave = away(cast, employment, last=date(2018, 6, 8))
    away(cast, employment, first=date(2018, 6, 11))
    with pytest.raises(RuleBroken) as refused:
        end_leave(by=cast.lene, leave=leave, ends_on=date(2018, 6, 11))
    assert refused.value.field == "ends_on"
    assert end_leave(by=cast.lene, leave=leave, ends_on=date(2018, 6, 10)).ends_on
