from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import TrailEntry
from peers.actions import activate_employment, log_workplace_visit
from peers.models import Employment
from peerstoette.lib.errors import RuleBroken
from tests.peers.people import close_until_april, new_employment, new_peer


def waiting(cast, *, confirmed=True, **fields) -> Employment:
    """From 1 March; confirmed on 15 January and visited on 20 January unless told else."""
    peer = new_peer(cast, confirmed=confirmed)
    return new_employment(
        cast, peer, **{"active_from": None, "starts_on": date(2018, 3, 1)} | fields
    )


def post(as_, employment, name="lene", **data):
    url = reverse("employment_activate", args=["peerstoette", employment.pk])
    return as_(name).post(url, data)


def test_it_counts_from_the_day_it_is_active(as_, cast):
    employment = waiting(cast)
    assert post(as_, employment, active_from="1.4.2018").status_code == 302
    employment.refresh_from_db()
    assert employment.counts_from == date(2018, 4, 1)
    assert employment.fte_on(date(2018, 3, 31)) == 0
    assert employment.fte_on(date(2018, 4, 1)) > 0
    assert employment.override_reason == ""
    assert TrailEntry.objects.get(action="employment.activate").details == {
        "on": "2018-04-01",
        "is_exception": False,
    }


def test_it_refuses_and_names_what_is_missing(cast):
    employment = waiting(cast, confirmed=False, visited_on=None)
    with translation.override("en"), pytest.raises(RuleBroken) as refused:
        activate_employment(by=cast.lene, employment=employment, active_from=date(2018, 3, 1))
    assert "Has passed the 9th-grade leaving examination" in refused.value.message
    assert "The workplace visit" in refused.value.message
    assert Employment.objects.get(pk=employment.pk).active_from is None


def test_only_the_workplace_visit_missing_is_enough_to_refuse(as_, cast):
    employment = waiting(cast, visited_on=None)
    response = post(as_, employment, active_from="1.3.2018")
    assert response.status_code == 422
    log_workplace_visit(by=cast.lene, employment=employment, visited_on=date(2018, 2, 20))
    assert post(as_, employment, active_from="1.3.2018").status_code == 302


def test_the_leader_overrides_with_a_reason(as_, cast):
    employment = waiting(cast, confirmed=False, visited_on=None)
    response = post(as_, employment, active_from="1.3.2018", override_reason="Besøget er aftalt.")
    assert response.status_code == 302
    employment.refresh_from_db()
    assert employment.active_from == date(2018, 3, 1)
    assert employment.override_reason == "Besøget er aftalt."
    entry = TrailEntry.objects.get(action="employment.activate")
    assert entry.details == {"on": "2018-03-01", "is_exception": True}


def test_a_reason_of_blanks_is_none(as_, cast):
    employment = waiting(cast, visited_on=None)
    response = post(as_, employment, active_from="1.3.2018", override_reason="   ")
    assert response.status_code == 422


def test_nobody_else_may_override(cast):
    employment = waiting(cast, visited_on=None)
    with pytest.raises(RuleBroken):
        activate_employment(
            by=cast.stine,
            employment=employment,
            active_from=date(2018, 3, 1),
            override_reason="Det haster.",
        )


def test_it_refuses_a_day_before_all_was_in_place(cast):
    employment = waiting(cast, starts_on=date(2018, 1, 1))
    fields = {"by": cast.lene, "employment": employment}
    with translation.override("en"), pytest.raises(RuleBroken, match="20 January 2018") as refused:
        activate_employment(**fields, active_from=date(2018, 1, 19))
    assert refused.value.field == "active_from"
    assert activate_employment(**fields, active_from=date(2018, 1, 20)).active_from


def test_a_reason_that_was_not_needed_is_not_kept(cast):
    employment = activate_employment(
        by=cast.lene,
        employment=waiting(cast),
        active_from=date(2018, 3, 1),
        override_reason="For en sikkerheds skyld",
    )
    assert employment.override_reason == ""


@pytest.mark.parametrize("day", [date(2018, 2, 28), date(2018, 9, 1)])
def test_it_refuses_a_day_outside_the_employment(cast, day):
    employment = waiting(cast, ends_on=date(2018, 8, 31))
    with pytest.raises(RuleBroken) as refused:
        activate_employment(by=cast.lene, employment=employment, active_from=day)
    assert refused.value.field == "active_from"


def test_it_refuses_a_closed_month_and_names_the_first_open_day(as_, cast):
    employment = waiting(cast)
    close_until_april(cast)
    with translation.override("en"), pytest.raises(RuleBroken) as refused:
        activate_employment(by=cast.lene, employment=employment, active_from=date(2018, 4, 30))
    assert refused.value.message == "April 2018 is closed. Choose a date from 1 May 2018."
    assert post(as_, employment, active_from="30.4.2018").status_code == 422
    assert post(as_, employment, active_from="1.5.2018").status_code == 302


def test_the_form_suggests_the_first_possible_day(as_, cast):
    def suggested(employment):
        url = reverse("employment_activate", args=["peerstoette", employment.pk])
        return as_("lene").get(url).context["form"].initial["active_from"]

    late = waiting(cast, starts_on=date(2018, 1, 1))
    assert suggested(late) == date(2018, 1, 20)
    close_until_april(cast)
    assert suggested(late) == date(2018, 5, 1)
    late.starts_on = date(2018, 7, 1)
    late.save()
    assert suggested(late) == date(2018, 7, 1)


def test_it_refuses_twice(cast):
    with pytest.raises(RuleBroken):
        activate_employment(
            by=cast.lene, employment=new_employment(cast), active_from=date(2018, 6, 1)
        )


def test_a_cpr_number_in_the_reason_is_refused(as_, cast):
    employment = waiting(cast, visited_on=None)
    response = post(as_, employment, active_from="1.3.2018", override_reason="Se 010190-1234")
    assert response.status_code == 422
    assert "override_reason" in response.context["form"].errors


def test_a_visit_is_logged_once_and_not_ahead(as_, cast):
    employment = waiting(cast, visited_on=None)
    url = reverse("employment_visit", args=["peerstoette", employment.pk])
    assert as_("lene").post(url, {"visited_on": "16.6.2018"}).status_code == 422
    assert as_("lene").post(url, {"visited_on": "15.6.2018"}).status_code == 302
    assert as_("lene").post(url, {"visited_on": "14.6.2018"}).status_code == 422
    employment.refresh_from_db()
    assert employment.visited_on == date(2018, 6, 15)
