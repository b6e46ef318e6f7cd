"""A peer's citizens and courses go to another peer, who is asked about kinship for each (R22)."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import TrailEntry
from citizens.models import CoursePeer, Match, Meeting
from peers.models import Employment, Peer


@pytest.fixture
def colleague(cast) -> Peer:
    peer = Peer.objects.create(project=cast.project, name="Nora Prøvested", initials="NP")
    Employment.objects.create(
        project=cast.project,
        peer=peer,
        employer=cast.town,
        paid_by=Employment.PaidBy.PARTNER,
        weekly_hours=Decimal("20.00"),
        starts_on=date(2018, 1, 1),
        active_from=date(2018, 1, 1),
    )
    return peer


@pytest.fixture
def form(cast, colleague):
    return {
        "last_day": "15.6.2018",
        f"match_{cast.match.pk}": str(colleague.pk),
        f"kin_{cast.match.pk}": "on",
        f"course_{cast.course.pk}": str(colleague.pk),
    }


@pytest.fixture
def planned(cast) -> Meeting:
    return Meeting.objects.create(
        project=cast.project,
        match=cast.match,
        date=date(2018, 6, 20),
        starts_at=time(10),
        minutes=60,
    )


@pytest.fixture
def send(as_, cast):
    return lambda form: as_("lene").post(
        reverse("peer_handover", args=["peerstoette", cast.peer.pk]), form
    )


def test_another_peer_takes_over_with_the_meetings_to_come(send, cast, form, colleague, planned):
    ended, meeting = cast.match, cast.meeting
    assert send(form).status_code == 302
    ended.refresh_from_db()
    following = Match.objects.get(peer=colleague)
    assert ended.ends_on == following.starts_on == date(2018, 6, 15)
    assert following.not_kin_confirmed_by == cast.lene
    planned.refresh_from_db()
    meeting.refresh_from_db()
    assert (planned.match, meeting.match) == (following, ended)
    assert [each.peer for each in CoursePeer.objects.filter(course=cast.course)] == [colleague]


def test_the_trail_tells_who_took_over_by_initials(send, form):
    send(form)
    entry = TrailEntry.objects.get(action="course.handover")
    assert (entry.details["left_by"], entry.details["taken_by"]) == ("OP", "NP")


def test_without_the_confirmation_that_they_are_not_related_nothing_is_handed_over(
    send, cast, form, colleague
):
    del form[f"kin_{cast.match.pk}"]
    response = send(form)
    assert response.status_code == 422
    assert f"kin_{cast.match.pk}" in response.context["form"].errors
    assert not Match.objects.filter(peer=colleague).exists()
    assert cast.course.peers.get() == cast.peer


def test_a_match_that_nobody_takes_over_ends_and_its_meetings_go(send, cast, form, planned):
    match = cast.match
    send(form | {f"match_{match.pk}": "0", f"course_{cast.course.pk}": "0"})
    match.refresh_from_db()
    assert match.ends_on == date(2018, 6, 15)
    assert not Meeting.objects.filter(pk=planned.pk).exists()
    assert not cast.course.peers.exists()


@pytest.mark.parametrize(
    "choice", ["", "own", "999999"], ids=["nobody chosen", "the one who leaves", "a stranger"]
)
def test_it_refuses_who_cannot_take_over(send, cast, form, choice):
    chosen = str(cast.peer.pk) if choice == "own" else choice
    response = send(form | {f"match_{cast.match.pk}": chosen})
    assert response.status_code == 422
    assert cast.match.ends_on is None


def test_a_last_day_to_come_or_before_a_held_meeting_is_refused(send, cast, form):
    for day in ["16.6.2018", "1.1.2018"]:
        response = send(form | {"last_day": day})
        assert "last_day" in response.context["form"].errors
    assert cast.match.ends_on is None


def test_the_page_shows_the_code_and_its_reading_is_on_the_trail(as_, cast):
    text = as_("lene").get(reverse("peer_handover", args=["peerstoette", cast.peer.pk]))
    assert cast.citizens[1].code in text.content.decode()
    assert cast.citizens[1].family_name not in text.content.decode()
    assert TrailEntry.objects.get(action="peer.handover").details["citizens"] == ["B-0002"]
