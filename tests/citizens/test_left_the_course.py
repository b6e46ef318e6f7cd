"""A peer's sight of a participant who has left ends on past sessions too, once they are registered."""

from datetime import date

import pytest

from citizens.actions import end_episode, register_session
from citizens.models import Session


@pytest.fixture
def amalie(cast):
    """On Omar's course and not matched with him: his only through the course."""
    return cast.citizens[0]


def registered(cast, answer: str = "came") -> Session:
    answers = {citizen.pk: answer for citizen in cast.citizens[:2]}
    register_session(by=cast.omar, session=cast.session, held=True, answers=answers)
    return cast.session


def leaves(cast, citizen) -> None:
    citizen.enrolments.update(left_on=date(2018, 6, 1))


def test_who_has_left_is_named_until_the_session_is_registered(cast, as_, amalie):
    leaves(cast, amalie)
    peer, url = as_("omar"), cast.session.get_absolute_url()
    assert "Amalie" in peer.get(url).content.decode()
    registered(cast)
    text = peer.get(url).content.decode()
    assert "Amalie" not in text
    assert "B-0001" not in text
    assert "1 participant is not shown to you." in text
    assert "Jonas" in text  # still on the course
    assert "Amalie" in as_("lene").get(url).content.decode()


def test_support_that_has_ended_hides_the_citizen_on_registered_sessions(cast, as_, amalie):
    session = registered(cast)
    episode = amalie.episodes.get()
    end_episode(by=cast.lene, episode=episode, ends_on=date(2018, 6, 1), reason="completed")
    assert "Amalie" not in as_("omar").get(session.get_absolute_url()).content.decode()


def test_who_has_left_the_course_and_is_matched_with_the_peer_is_still_named(cast, as_):
    session = registered(cast)
    leaves(cast, cast.citizens[1])
    assert "Jonas" in as_("omar").get(session.get_absolute_url()).content.decode()


def test_a_correction_by_the_peer_keeps_the_attendance_of_who_has_left(cast, as_, amalie):
    session = registered(cast)
    leaves(cast, amalie)
    peer, url = as_("omar"), session.get_absolute_url()
    sent = {"held": "yes", f"answer-{cast.citizens[1].pk}": "no_word"}
    assert peer.post(url, {**sent, f"answer-{amalie.pk}": "no_word"}).status_code == 422
    assert peer.post(url, sent).status_code == 302
    rows = session.attendances.order_by("citizen__number").values_list("citizen__number", "came")
    assert list(rows) == [(1, True), (2, False)]
    assert peer.post(url, {"held": "no", "cancel_reason": "Syg"}).status_code == 422
    session.refresh_from_db()
    assert (session.was_held, session.attendances.count()) == (True, 2)


def test_a_peer_does_not_open_a_cancelled_session_again_to_see_who_has_left(cast, as_, amalie):
    register_session(by=cast.omar, session=cast.session, held=False, cancel_reason="Syg")
    leaves(cast, amalie)
    peer, url = as_("omar"), cast.session.get_absolute_url()
    sent = {"held": "yes", f"answer-{cast.citizens[1].pk}": "came"}
    assert peer.post(url, sent).status_code == 422
    assert cast.session.was_held is False
    both = {**sent, f"answer-{amalie.pk}": "came"}
    assert as_("lene").post(url, both).status_code == 302
