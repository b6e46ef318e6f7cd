"""Mentoring meetings: registering what took place, planning what is to come."""

from datetime import date, time

import pytest
from django.urls import reverse

from citizens.models import Episode, Match, Meeting
from partners.models import Month


def url(meeting) -> str:
    return reverse("meeting", args=["peerstoette", meeting.pk])


def held(**more) -> dict:
    return {"held": "yes", "answer": "came", "date": "29.5.2018", "minutes": "60", **more}


def stored(pk) -> tuple:
    row = Meeting.objects.get(pk=pk)
    return row.was_held, row.came, row.absence, row.date, row.minutes


@pytest.mark.parametrize(
    ("answer", "came", "absence"),
    [("came", True, ""), ("no_word", False, "no_word"), ("sent_word", False, "sent_word")],
)
def test_it_registers_whether_the_citizen_came(cast, as_, answer, came, absence):
    pk = cast.meeting.pk
    response = as_("omar").post(url(cast.meeting), held(answer=answer, minutes="45"))
    assert response.url == "/p/peerstoette/day/"
    assert stored(pk) == (True, came, absence, date(2018, 5, 29), 45)


@pytest.mark.parametrize("answer", [{}, {"held": "no", "cancel_reason": "Syg"}])
def test_what_is_said_afterwards_names_the_citizen_by_code_and_is_in_no_cookie(cast, as_, answer):
    citizen = cast.meeting.match.episode.citizen
    response = as_("omar").post(url(cast.meeting), held(**answer), follow=True)
    [said] = response.context["messages"]
    assert citizen.code in str(said)
    assert citizen.given_name not in str(said)
    assert "messages" not in response.client.cookies


def test_it_moves_the_meeting_to_the_day_it_took_place(cast, as_):
    pk = cast.meeting.pk
    as_("omar").post(url(cast.meeting), held(date="30-05-2018"))
    assert stored(pk)[3] == date(2018, 5, 30)


def test_it_registers_a_cancellation(cast, as_):
    pk = cast.meeting.pk
    as_("omar").post(url(cast.meeting), held(held="no", answer="came", cancel_reason="Syg"))
    assert stored(pk)[:3] == (False, None, "")


@pytest.mark.parametrize(
    "change",
    [
        {"held": ""},
        {"answer": ""},
        {"answer": "asleep"},
        {"date": "30.2.2018"},
        {"date": ""},
        {"date": "16.6.2018"},  # tomorrow
        {"date": "9.1.2018"},  # before the match
        {"date": "31.12.2017"},  # before the project
        {"minutes": "0"},
        {"minutes": "601"},
        {"minutes": "-5"},
        {"minutes": "en time"},
        {"minutes": "1e2"},
        {"held": "no", "cancel_reason": ""},
        {"held": "no", "cancel_reason": "CPR 0101901234"},
    ],
)
def test_it_refuses_in_words_and_writes_nothing(cast, as_, change):
    pk = cast.meeting.pk
    response = as_("omar").post(url(cast.meeting), held(**change))
    assert response.status_code == 422
    assert response.context["form"].errors
    assert stored(pk) == (None, None, "", date(2018, 5, 29), 60)


def test_it_refuses_a_closed_month_at_both_ends_of_a_move(cast, as_):
    pk = cast.meeting.pk
    Month.objects.filter(pk=cast.april.pk).update(state=Month.State.CLOSED)
    assert as_("omar").post(url(cast.meeting), held(date="30.4.2018")).status_code == 422
    Month.objects.filter(pk=cast.may.pk).update(state=Month.State.CLOSED)
    assert as_("omar").post(url(cast.meeting), held(date="1.6.2018")).status_code == 422
    assert stored(pk)[0] is None


def test_another_peer_s_meeting_does_not_exist(cast, as_):
    for name, status in [("olga", 404), ("stine", 404), ("kirsten", 403), ("connie", 403)]:
        assert as_(name).get(url(cast.meeting)).status_code == status
        assert as_(name).post(url(cast.meeting), held()).status_code == status
    assert cast.meeting.was_held is None


def test_what_is_missing_can_be_registered_after_the_match_and_then_is_gone(cast, as_):
    Match.objects.update(ends_on=date(2018, 6, 1))
    peer, address = as_("omar"), url(cast.meeting)
    assert "Jonas" in peer.get("/p/peerstoette/day/").content.decode()
    assert "Jonas" in peer.get(address).content.decode()
    assert peer.post(address, held()).status_code == 302
    assert peer.get(address).status_code == 404
    assert "Jonas" not in peer.get("/p/peerstoette/day/").content.decode()


def plan(cast, **more) -> dict:
    return {
        "match": cast.match.pk,
        "date": "20.6.2018",
        "starts_at": "10.30",
        "minutes": "60",
        "place": "Biblioteket",
        **more,
    }


ADD = "/p/peerstoette/meetings/add/"


def test_a_peer_plans_a_meeting_with_an_own_citizen(cast, as_):
    response = as_("omar").post(ADD, plan(cast))
    assert response.url == "/p/peerstoette/day/"
    meeting = Meeting.objects.get(date=date(2018, 6, 20))
    assert (meeting.starts_at, meeting.minutes, meeting.was_held) == (time(10, 30), 60, None)


def test_a_meeting_that_has_taken_place_is_registered_at_once(cast, as_):
    response = as_("omar").post(ADD, plan(cast, date="14.6.2018"))
    assert response.url == url(Meeting.objects.get(date=date(2018, 6, 14)))


@pytest.mark.parametrize(
    "change",
    [
        {"date": "30.2.2018"},
        {"date": "1.1.2019"},
        {"starts_at": "25.00"},
        {"starts_at": ""},
        {"minutes": "0"},
        {"minutes": "601"},
        {"match": ""},
        {"match": "999999"},
        {"place": "Mød 010190 1234"},
    ],
)
def test_a_plan_is_refused_in_words(cast, as_, change):
    assert as_("omar").post(ADD, plan(cast, **change)).status_code == 422
    assert Meeting.objects.filter(project=cast.project).count() == 1


def test_a_stranger_s_match_cannot_be_chosen(cast, as_):
    other = Match.objects.get(project=cast.other_project)
    assert as_("omar").post(ADD, plan(cast, match=other.pk)).status_code == 422


def test_the_future_past_the_longest_support_is_refused(cast, as_):
    Episode.objects.filter(pk=cast.match.episode_id).update(starts_on=date(2017, 6, 18))
    assert as_("omar").post(ADD, plan(cast)).status_code == 422
    assert as_("omar").post(ADD, plan(cast, date="17.6.2018")).status_code == 302


def test_a_second_tap_does_not_make_a_second_meeting(cast, as_):
    client = as_("omar")
    assert client.post(ADD, plan(cast)).status_code == 302
    assert client.post(ADD, plan(cast)).status_code == 422
    assert Meeting.objects.filter(date=date(2018, 6, 20)).count() == 1
