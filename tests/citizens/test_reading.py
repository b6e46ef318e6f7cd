"""Who reads of citizens, how long, and that it is on the trail: by code, one entry a page (R16)."""

from datetime import date

import pytest

from accounts.models import TrailEntry
from citizens.models import Course, Match, Session
from tests.citizens.people import block

BASE = "/p/peerstoette/"


def reads() -> list[tuple]:
    """Action, role and codes of what was read, oldest first; an act names whom it was about too."""
    entries = TrailEntry.objects.exclude(action="session.register").order_by("pk")
    return [
        (entry.action, entry.role, entry.details["citizens"])
        for entry in entries
        if "citizens" in entry.details
    ]


def test_each_page_that_names_citizens_is_read_by_code(cast, as_):
    peer = as_("omar")
    for page in [
        cast.session.get_absolute_url(),
        cast.meeting.get_absolute_url(),
        cast.course.get_absolute_url(),
        f"{BASE}citizens/",
        f"{BASE}day/",
        f"{BASE}meetings/add/",
    ]:
        assert peer.get(page).status_code == 200
    assert reads() == [
        ("session.read", "peer", ["B-0001", "B-0002"]),
        ("meeting.read", "peer", ["B-0002"]),
        ("course.read", "peer", ["B-0001", "B-0002"]),
        ("citizens.list", "peer", ["B-0001", "B-0002"]),
        ("day.read", "peer", ["B-0002"]),
        ("matches.list", "peer", ["B-0002"]),
    ]


def test_each_form_about_a_citizen_is_read_by_code(cast, as_):
    leader, citizen = as_("lene"), cast.citizens[1]
    episode, place = citizen.episodes.get(), cast.course.enrolments.get(citizen=citizen)
    for page in [
        f"referrals/{citizen.referrals.get().pk}/",
        f"citizens/{citizen.pk}/refer/",
        f"episodes/{episode.pk}/match/",
        f"matches/{cast.match.pk}/end/",
        f"episodes/{episode.pk}/extend/",
        f"episodes/{episode.pk}/end/",
        f"enrolments/{place.pk}/end/",
        f"blocks/{block(cast, citizen, cast.stine).pk}/lift/",
        f"courses/{cast.course.pk}/enrol/",
    ]:
        assert leader.get(f"{BASE}{page}").status_code == 200
    assert reads() == [
        *[("citizen.read", "leader", ["B-0002"])] * 7,
        ("block.list", "leader", ["B-0002"]),
        ("citizens.offer", "leader", ["B-0003"]),
    ]


def test_a_form_that_is_refused_is_read_again_and_one_that_is_done_is_not(cast, as_):
    page = f"{BASE}episodes/{cast.citizens[1].episodes.get().pk}/end/"
    leader = as_("lene")
    assert leader.post(page, {}).status_code == 422
    assert leader.post(page, {"ends_on": "15.6.2018", "reason": "other"}).status_code == 302
    assert [action for action, *_ in reads()] == ["citizen.read"]


def test_a_list_tells_whom_it_showed_and_not_whom_it_left_out(cast, as_):
    as_("lene").get(f"{BASE}citizens/?q=3")
    as_("kirsten").get(f"{BASE}citizens/")
    assert reads() == [
        ("citizens.list", "leader", ["B-0003"]),
        ("citizens.list", "coordinator", ["B-0001", "B-0002"]),
    ]


def test_a_page_that_names_nobody_is_not_on_the_trail(cast, as_):
    staff = as_("stine")
    for page in ["citizens/", "citizens/?q=9", "courses/", f"courses/{cast.course.pk}/"]:
        assert staff.get(f"{BASE}{page}").status_code == 200
    assert reads() == []


def test_the_list_of_what_is_missing_is_read_by_code(cast, as_):
    leader = as_("lene")
    leader.get(f"{BASE}missing/")
    leader.get(f"{BASE}missing/", {"format": "csv"})
    assert reads() == [
        ("missing.list", "leader", ["B-0002"]),
        ("missing.export", "leader", ["B-0002"]),
    ]


def test_a_roster_that_is_shown_again_is_read_again(cast, as_):
    as_("omar").post(cast.session.get_absolute_url(), {})
    assert [action for action, *_ in reads()] == ["session.read"]


def test_a_registration_that_is_saved_is_no_reading(cast, as_):
    as_("omar").post(cast.session.get_absolute_url(), {"held": "no", "cancel_reason": "Syg"})
    assert reads() == []
    assert TrailEntry.objects.filter(action="session.register").exists()


def test_a_peer_s_sight_ends_with_the_course(cast, as_):
    only_enrolled, matched = (citizen.get_absolute_url() for citizen in cast.citizens[:2])
    peer, session = as_("omar"), cast.session.get_absolute_url()
    Course.objects.filter(pk=cast.course.pk).update(ends_on=date(2018, 6, 14))
    assert peer.get(only_enrolled).status_code == 404
    assert peer.get(matched).status_code == 200
    assert peer.get(session).status_code == 200  # still to be registered
    Session.objects.filter(course=cast.course).update(was_held=True)
    assert peer.get(session).status_code == 404


def test_a_peer_s_sight_of_a_citizen_ends_the_day_after_the_citizen_leaves(cast, as_):
    page = cast.citizens[0].get_absolute_url()
    for left_on, status in [(date(2018, 6, 15), 200), (date(2018, 6, 14), 404)]:
        cast.citizens[0].enrolments.update(left_on=left_on)
        assert as_("omar").get(page).status_code == status


@pytest.mark.parametrize(
    "change",
    [
        {"ends_on": date(2018, 6, 14)},
        {"active_from": None},
        {"active_from": date(2018, 6, 16)},
    ],
    ids=["ended", "never active", "not active yet"],
)
def test_a_peer_s_sight_ends_with_the_employment(cast, as_, change):
    pages = [
        cast.session.get_absolute_url(),
        cast.meeting.get_absolute_url(),
        cast.course.get_absolute_url(),
        *[citizen.get_absolute_url() for citizen in cast.citizens],
    ]
    cast.peer.employments.update(**change)
    assert [as_("omar").get(page).status_code for page in pages] == [404] * 6
    assert not Match.objects.own(cast.omar).exists()


def test_each_project_goes_by_its_own_clock(cast):
    """Olga's course has ended on the day of her project, Omar's runs on that of his."""
    project = cast.other_project
    project.demo_date = date(2018, 9, 1)
    project.save()
    Session.objects.update(was_held=True)
    assert not Session.objects.visible_to(cast.olga).exists()
    assert Session.objects.visible_to(cast.omar).count() == 2
