from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from peers.actions import end_employment
from peerstoette.lib.errors import RuleBroken
from tests.peers.people import close_until_april, new_employment, new_peer


def test_the_last_day_still_counts(as_, cast):
    employment = new_employment(cast)
    url = reverse("employment_end", args=["peerstoette", employment.pk])
    assert as_("lene").post(url, {"ends_on": "15.6.2018"}).url == employment.get_absolute_url()
    employment.refresh_from_db()
    assert employment.fte_on(date(2018, 6, 15)) > 0
    assert employment.fte_on(date(2018, 6, 16)) == 0


@pytest.mark.parametrize("day", ["31.12.2017", "31.6.2018", "i morgen", ""])
def test_it_refuses_bad_days(as_, cast, day):
    employment = new_employment(cast)
    url = reverse("employment_end", args=["peerstoette", employment.pk])
    assert as_("lene").post(url, {"ends_on": day}).status_code == 422
    employment.refresh_from_db()
    assert employment.ends_on is None


def test_it_may_end_on_the_last_closed_day_and_not_before(cast):
    employment = new_employment(cast)
    close_until_april(cast)
    with translation.override("en"), pytest.raises(RuleBroken) as refused:
        end_employment(by=cast.lene, employment=employment, ends_on=date(2018, 4, 29))
    assert refused.value.field == "ends_on"
    assert refused.value.message == "April 2018 is closed. Choose a date from 30 April 2018."
    assert end_employment(by=cast.lene, employment=employment, ends_on=date(2018, 4, 30)).ends_on


def test_one_that_ended_in_a_closed_month_is_not_prolonged(cast):
    employment = new_employment(cast, ends_on=date(2018, 3, 15))
    close_until_april(cast)
    with translation.override("en"), pytest.raises(RuleBroken) as refused:
        end_employment(by=cast.lene, employment=employment, ends_on=date(2018, 8, 31))
    assert refused.value.message == (
        "It ended on 15 March 2018, and March 2018 is closed. Add a new one instead."
    )


def test_one_that_never_counted_may_end_in_a_closed_month(cast):
    employment = new_employment(cast, active_from=None)
    close_until_april(cast)
    assert end_employment(by=cast.lene, employment=employment, ends_on=date(2018, 2, 1)).ends_on


def test_it_is_not_prolonged_into_another_or_past_a_full_week(cast):
    peer = new_peer(cast)
    employment = new_employment(cast, peer, ends_on=date(2018, 6, 30))
    new_employment(cast, peer, starts_on=date(2018, 8, 1))
    new_employment(
        cast, peer, employer=cast.project.owner, starts_on=date(2018, 7, 15), weekly_hours=17.25
    )
    for day in [date(2018, 8, 1), date(2018, 7, 15)]:
        with pytest.raises(RuleBroken) as refused:
            end_employment(by=cast.lene, employment=employment, ends_on=day)
        assert refused.value.field == "ends_on"
    assert end_employment(by=cast.lene, employment=employment, ends_on=date(2018, 7, 14)).ends_on
