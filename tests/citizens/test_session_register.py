"""Attendance at a session: one answer for each, whole or refused in words (R8, R20)."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from accounts.models import TrailEntry
from citizens.models import Attendance, Citizen, CoursePeer, Enrolment, Session
from partners.models import Month
from peers.models import Peer


def url(session) -> str:
    return reverse("session", args=["peerstoette", session.pk])


def answers(cast, *chosen, held="yes", **more) -> dict:
    people = cast.citizens
    return {
        "held": held,
        **{f"answer-{people[n].pk}": answer for n, answer in enumerate(chosen) if answer},
        **more,
    }


def registered(cast) -> tuple:
    """What stands in the database: held, and each citizen's number with answer."""
    session = Session.objects.get(pk=cast.session.pk)
    rows = session.attendances.order_by("citizen__number")
    return session.was_held, [(row.citizen.number, row.came, row.absence) for row in rows]


NOTHING = (None, [])


def flash(response) -> str:
    [message] = response.context["messages"]
    return str(message)


def test_it_registers_who_came_and_says_so(cast, as_):
    response = as_("omar").post(url(cast.session), answers(cast, "came", "sent_word"), follow=True)
    assert response.redirect_chain == [("/p/peerstoette/day/", 302)]
    assert registered(cast) == (True, [(1, True, ""), (2, False, "sent_word")])
    session = cast.session
    assert session.registered_by == cast.omar
    for part in ["Veje videre", "28", "1", "0"]:
        assert part in flash(response)


def test_the_trail_tells_of_it_without_names(cast, as_):
    as_("omar").post(url(cast.session), answers(cast, "came", "no_word"))
    entry = TrailEntry.objects.get(action="session.register")
    assert (entry.actor_id, entry.role, entry.object_label) == (
        cast.omar.pk,
        "peer",
        "Veje videre 2018-05-28",
    )
    assert entry.details == {
        "held": True,
        "came": 1,
        "no_word": 1,
        "sent_word": 0,
        "staff": 0,
        "citizens": ["B-0001", "B-0002"],
        "changed": [],
    }


def test_it_registers_a_cancellation_with_its_reason(cast, as_):
    as_("omar").post(url(cast.session), {"held": "no", "cancel_reason": "Sygdom"})
    assert registered(cast) == (False, [])
    assert cast.session.cancel_reason == "Sygdom"


def test_a_registration_is_corrected_as_a_whole(cast, as_):
    peer = as_("omar")
    peer.post(url(cast.session), answers(cast, "came", "came"))
    peer.post(url(cast.session), answers(cast, "came", "no_word"))
    assert registered(cast) == (True, [(1, True, ""), (2, False, "no_word")])
    entry = TrailEntry.objects.filter(action="session.register").first()
    assert entry.details["changed"] == ["B-0002"]
    peer.post(url(cast.session), {"held": "no", "cancel_reason": "Sygdom"})
    assert registered(cast) == (False, [])


def test_it_refuses_a_roster_that_is_partly_filled_and_keeps_what_was_chosen(cast, as_):
    response = as_("omar").post(url(cast.session), answers(cast, "came"))
    assert response.status_code == 422
    assert registered(cast) == NOTHING
    form = response.context["form"]
    assert "1" in form.non_field_errors()[0]
    assert "2" in form.non_field_errors()[0]
    assert form[f"answer-{cast.citizens[0].pk}"].value() == "came"
    assert form.answered() == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"held": "maybe"},
        {"held": "no"},
        {"held": "no", "cancel_reason": "   "},
        {"held": "no", "cancel_reason": "Spurgte 010190-1234"},
        {"held": "no", "cancel_reason": "x" * 121},
    ],
)
def test_it_refuses_bad_input(cast, as_, data):
    assert as_("omar").post(url(cast.session), data).status_code == 422
    assert registered(cast) == NOTHING


def test_it_refuses_an_answer_that_is_none_of_the_three(cast, as_):
    response = as_("omar").post(url(cast.session), answers(cast, "came", "asleep"))
    assert response.status_code == 422
    assert registered(cast) == NOTHING


def test_it_refuses_a_citizen_who_is_not_on_the_roster(cast, as_):
    response = as_("omar").post(url(cast.session), answers(cast, "came", "came", "came"))
    assert response.status_code == 422
    assert registered(cast) == NOTHING


@pytest.mark.parametrize("number", ["9" * 25, "9" * 5000, "²"], ids=["long", "endless", "square"])
def test_it_refuses_an_answer_for_what_is_no_citizen(cast, as_, number):
    data = urlencode(answers(cast, "came", "came") | {f"answer-{number}": "came"})
    response = as_("omar").post(
        url(cast.session), data, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 422
    assert registered(cast) == NOTHING


def test_it_refuses_a_citizen_of_the_other_project(cast, as_):
    stranger = Citizen.objects.filter(project=cast.other_project).first()
    data = answers(cast, "came", "came") | {f"answer-{stranger.pk}": "came"}
    assert as_("omar").post(url(cast.session), data).status_code == 422
    assert registered(cast) == NOTHING


def test_it_refuses_a_citizen_who_left_before_the_session(cast, as_):
    Enrolment.objects.filter(citizen=cast.citizens[1]).update(left_on=date(2018, 5, 27))
    assert as_("omar").post(url(cast.session), answers(cast, "came", "came")).status_code == 422
    assert as_("omar").post(url(cast.session), answers(cast, "came")).status_code == 302
    assert registered(cast) == (True, [(1, True, "")])


def test_it_refuses_a_closed_month(cast, as_):
    session = url(cast.session)
    Month.objects.filter(pk=cast.may.pk).update(state=Month.State.CLOSED)
    response = as_("omar").post(session, answers(cast, "came", "came"))
    assert response.status_code == 422
    assert registered(cast) == NOTHING
    assert as_("omar").get(session).status_code == 200


def test_it_refuses_to_register_the_future_as_held_but_not_as_cancelled(cast, as_):
    ahead = cast.course.sessions.get(number=2)
    assert as_("omar").post(url(ahead), answers(cast, "came", "came")).status_code == 422
    assert Session.objects.get(pk=ahead.pk).was_held is None
    response = as_("omar").post(url(ahead), {"held": "no", "cancel_reason": "Ferie"})
    assert response.status_code == 302
    assert Session.objects.get(pk=ahead.pk).was_held is False


def test_a_peer_who_is_not_on_the_course_finds_nothing(cast, as_):
    CoursePeer.objects.all().delete()
    peer = as_("omar")
    assert peer.get(url(cast.session)).status_code == 404
    assert peer.post(url(cast.session), answers(cast, "came", "came")).status_code == 404
    assert registered(cast) == NOTHING


@pytest.mark.parametrize(
    ("name", "status"),
    [("olga", 404), ("stine", 404), ("kirsten", 403), ("gitte", 403), ("svend", 403)],
)
def test_nobody_else_registers(cast, as_, name, status):
    assert as_(name).post(url(cast.session), answers(cast, "came", "came")).status_code == status
    assert registered(cast) == NOTHING


def test_the_leader_registers_and_comes_back_to_the_course(cast, as_):
    response = as_("lene").post(url(cast.session), answers(cast, "came", "came"))
    assert response.url == f"/p/peerstoette/courses/{cast.course.pk}/"


def test_staff_are_counted_and_never_on_the_roster(cast, as_):
    Session.objects.filter(pk=cast.session.pk).update(audience="staff")
    response = as_("omar").get(url(cast.session))
    assert response.context["form"].places == []
    as_("omar").post(url(cast.session), {"held": "yes", "staff_count": "7"})
    assert cast.session.staff_count == 7
    assert registered(cast) == (True, [])


@pytest.mark.parametrize("count", ["-1", "501", "1,5", "abc"])
def test_it_refuses_an_impossible_number_of_staff(cast, as_, count):
    Session.objects.filter(pk=cast.session.pk).update(audience="both")
    data = answers(cast, "came", "came", staff_count=count)
    assert as_("omar").post(url(cast.session), data).status_code == 422
    assert registered(cast) == NOTHING


def test_no_answer_is_preset(cast, as_):
    form = as_("omar").get(url(cast.session)).context["form"]
    assert form.answered() == 0
    assert form["held"].value() is None


def test_a_page_holds_no_other_courses_people(cast, as_):
    html = as_("omar").get(url(cast.session)).content.decode()
    assert "Amalie R." in html
    assert "Viola" not in html
    assert "Rosengren" not in html


def test_the_number_of_queries_does_not_grow_with_the_roster(
    cast, as_, django_assert_max_num_queries
):
    peer = as_("omar")

    def count(citizens) -> tuple[int, int]:
        with django_assert_max_num_queries(60) as reading:
            assert peer.get(url(cast.session)).status_code == 200
        data = {"held": "yes"} | {f"answer-{each.pk}": "came" for each in citizens}
        with django_assert_max_num_queries(60) as writing:
            answer = peer.post(url(cast.session), data)
        assert peer.get(answer.url).status_code == 200  # what the save said is read here
        return len(reading), len(writing)

    few = count(cast.citizens[:2])
    more = [
        Citizen.objects.create(
            project=cast.project, number=50 + n, given_name="Nr", family_name="X", birth_year=1990
        )
        for n in range(18)
    ]
    Enrolment.objects.bulk_create(
        Enrolment(
            project=cast.project, course=cast.course, citizen=each, joined_on=date(2018, 5, 21)
        )
        for each in more
    )
    assert count([*cast.citizens[:2], *more]) == few
    assert Attendance.objects.filter(session=cast.session, came=True).count() == 20


def test_two_peers_of_one_course_both_register(cast, as_):
    second = Peer.objects.create(project=cast.project, user=cast.stine, name="Stine", initials="SP")
    CoursePeer.objects.create(project=cast.project, course=cast.course, peer=second)
    assert as_("stine").get(url(cast.session)).status_code == 404  # no peer role, only a record
    cast.stine.memberships.create(project=cast.project, role="peer", organisation=cast.town)
    assert as_("stine").get(url(cast.session)).status_code == 404  # a peer, but not employed
    employment = cast.peer.employments.get()
    employment.pk, employment.peer = None, second
    employment.save()
    assert as_("stine").get(url(cast.session)).status_code == 200
