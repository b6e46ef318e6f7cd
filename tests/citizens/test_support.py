"""Matches, extensions and endings (R5, R9, R22)."""

from datetime import date, time

import pytest

from accounts.models import TrailEntry
from citizens.models import Attendance, Enrolment, Episode, Extension, Match, Meeting, Session
from peers.models import Employment


def episode(cast, number=3) -> Episode:
    return Episode.objects.get(project=cast.project, citizen__number=number)


def url(row, act) -> str:
    noun = "matches" if isinstance(row, Match) else "episodes"
    return f"/p/peerstoette/{noun}/{row.pk}/{act}/"


OTHER = {"reason": "other"}


def plan_meeting(cast, day) -> Meeting:
    return Meeting.objects.create(
        project=cast.project, match=cast.match, date=day, starts_at=time(10), minutes=60
    )


def match_data(cast, **more) -> dict:
    return {"peer": cast.peer.pk, "starts_on": "15.6.2018", "is_not_kin": "on", **more}


def test_a_match_begins_with_kinship_denied_by_name_and_date(cast, as_):
    row = episode(cast)
    assert as_("lene").post(url(row, "match"), match_data(cast)).status_code == 302
    match = row.matches.get()
    assert (match.peer, match.starts_on) == (cast.peer, date(2018, 6, 15))
    assert (match.not_kin_confirmed_on, match.not_kin_confirmed_by) == (
        date(2018, 6, 15),
        cast.lene,
    )
    assert TrailEntry.objects.get(action="match.start").object_label == "B-0003, OP"


def test_the_first_active_day_starts_the_clock(cast, as_):
    row = episode(cast)
    Episode.objects.filter(pk=row.pk).update(starts_on=None)
    as_("lene").post(url(row, "match"), match_data(cast, starts_on="12.6.2018"))
    assert episode(cast).starts_on == date(2018, 6, 12)


@pytest.mark.parametrize(
    "change",
    [
        {"is_not_kin": ""},
        {"peer": ""},
        {"starts_on": "30.2.2018"},
        {"starts_on": "1.1.2018"},  # before the referral
        {"starts_on": "31.12.2017"},  # before the peer was active
        {"starts_on": "16.6.2018"},  # tomorrow
        {"starts_on": "1.6.2081"},
        {"starts_on": "31.12.9999"},
    ],
)
def test_a_match_is_refused_in_words(cast, as_, change):
    row = episode(cast)
    assert as_("lene").post(url(row, "match"), match_data(cast, **change)).status_code == 422
    assert not row.matches.exists()


def test_a_peer_who_is_not_active_cannot_be_chosen(cast, as_):
    Employment.objects.filter(peer=cast.peer).update(active_from=None)
    row = episode(cast)
    assert as_("lene").post(url(row, "match"), match_data(cast)).status_code == 422


def test_a_peer_of_the_other_project_cannot_be_chosen(cast, as_):
    data = match_data(cast, peer=cast.other_project.peers.get().pk)
    assert as_("lene").post(url(episode(cast), "match"), data).status_code == 422


def test_two_are_not_matched_twice(cast, as_):
    row = episode(cast, 2)
    assert as_("lene").post(url(row, "match"), match_data(cast)).status_code == 422
    assert row.matches.count() == 1


def test_ending_a_match_removes_what_was_planned_after_it(cast, as_):
    for day in [date(2018, 6, 10), date(2018, 6, 20)]:
        plan_meeting(cast, day)
    assert as_("lene").post(url(cast.match, "end"), {"ends_on": "15.6.2018"}).status_code == 302
    assert cast.match.ends_on == date(2018, 6, 15)
    assert [row.date for row in cast.match.meetings.all()] == [
        date(2018, 5, 29),
        date(2018, 6, 10),
    ]
    assert TrailEntry.objects.get(action="match.end").details == {"meetings_removed": 1}


def test_ending_a_match_before_a_meeting_that_is_due_asks_for_its_registration_first(cast, as_):
    missing = plan_meeting(cast, date(2018, 6, 10))
    end = {"ends_on": "9.6.2018"}
    assert as_("lene").post(url(cast.match, "end"), end).status_code == 422
    assert as_("lene").post(url(episode(cast, 2), "end"), end | OTHER).status_code == 422
    assert Meeting.objects.filter(pk=missing.pk).exists()
    Meeting.objects.filter(pk=missing.pk).update(was_held=False, cancel_reason="Syg")
    assert as_("lene").post(url(cast.match, "end"), end).status_code == 302
    assert Meeting.objects.filter(pk=missing.pk).exists()


def test_a_meeting_cancelled_ahead_does_not_hold_up_the_ending(cast, as_):
    Meeting.objects.filter(pk=plan_meeting(cast, date(2018, 6, 20)).pk).update(was_held=False)
    assert as_("lene").post(url(cast.match, "end"), {"ends_on": "15.6.2018"}).status_code == 302
    assert cast.match.meetings.count() == 2


def test_the_trail_counts_what_an_ending_of_support_took_out(cast, as_):
    plan_meeting(cast, date(2018, 6, 20))
    plan_meeting(cast, date(2018, 6, 27))
    Enrolment.objects.filter(citizen=cast.citizens[1]).update(joined_on=date(2018, 6, 15))
    end = {"ends_on": "14.6.2018"} | OTHER
    assert as_("lene").post(url(episode(cast, 2), "end"), end).status_code == 302
    details = TrailEntry.objects.get(action="episode.end").details
    assert details == {"reason": "other", "meetings_removed": 2, "places_removed": 1}


def test_no_match_begins_past_the_longest_support(cast, as_):
    row = episode(cast)
    Episode.objects.filter(pk=row.pk).update(starts_on=date(2017, 6, 14))
    assert as_("lene").post(url(row, "match"), match_data(cast)).status_code == 422
    in_time = match_data(cast, starts_on="13.6.2018")
    assert as_("lene").post(url(row, "match"), in_time).status_code == 302


@pytest.mark.parametrize("day", ["9.1.2018", "16.6.2018", "28.5.2018", "31.2.2018"])
def test_a_match_does_not_end_before_it_began_or_before_what_was_held(cast, as_, day):
    Meeting.objects.filter(pk=cast.meeting.pk).update(was_held=True, came=True)
    assert as_("lene").post(url(cast.match, "end"), {"ends_on": day}).status_code == 422
    assert cast.match.ends_on is None


def test_an_extension_needs_a_reason_and_keeps_a_name(cast, as_):
    row = episode(cast)
    Episode.objects.filter(pk=row.pk).update(starts_on=date(2017, 9, 10))
    extend = url(row, "extend")
    for until, reason in [
        ("1.11.2018", ""),
        ("1.11.2018", "0101901234"),
        ("8.9.2018", "Inden for grænsen"),
        ("1.1.2019", "Efter projektet"),
        ("31.12.9999", "Langt efter projektet"),
    ]:
        data = {"until": until, "reason": reason}
        assert as_("lene").post(extend, data).status_code == 422
    assert not Extension.objects.exists()
    data = {"until": "1.11.2018", "reason": "Udskrivningen er udsat"}
    assert as_("lene").post(extend, data).status_code == 302
    extension = Extension.objects.get()
    assert (extension.granted_by, extension.granted_on) == (cast.lene, date(2018, 6, 15))
    assert episode(cast).months_limit() == date(2018, 11, 2)
    assert "Udskrivningen" not in str(TrailEntry.objects.get(action="episode.extend").details)


def test_support_that_has_not_begun_is_not_extended(cast, as_):
    row = episode(cast)
    Episode.objects.filter(pk=row.pk).update(starts_on=None)
    data = {"until": "1.11.2018", "reason": "Nej"}
    assert as_("lene").post(url(row, "extend"), data).status_code == 422


def test_ending_support_ends_its_match_and_place_on_the_course(cast, as_):
    row = episode(cast, 2)
    data = {"ends_on": "14.6.2018", "reason": "completed"}
    assert as_("lene").post(url(row, "end"), data).status_code == 302
    row = episode(cast, 2)
    assert (row.ends_on, row.end_reason) == (date(2018, 6, 14), "completed")
    assert cast.match.ends_on == date(2018, 6, 14)
    assert Enrolment.objects.get(citizen=row.citizen).left_on == date(2018, 6, 14)
    assert as_("lene").post(url(row, "end"), data).status_code == 422


@pytest.mark.parametrize(
    "data",
    [
        {"ends_on": "14.6.2018", "reason": ""},
        {"ends_on": "9.1.2018", "reason": "other"},
        {"ends_on": "16.6.2018", "reason": "other"},
        {"ends_on": "30.2.2018", "reason": "other"},
        {"ends_on": "27.5.2018", "reason": "other"},  # came on the 28th
    ],
)
def test_an_ending_is_refused_in_words(cast, as_, data):
    row = episode(cast, 1)
    Session.objects.filter(pk=cast.session.pk).update(was_held=True)
    Attendance.objects.create(
        project=cast.project, session=cast.session, citizen=row.citizen, came=True
    )
    assert as_("lene").post(url(row, "end"), data).status_code == 422
    assert episode(cast, 1).ends_on is None


@pytest.mark.parametrize(
    ("name", "status"), [("stine", 403), ("omar", 403), ("kirsten", 403), ("leo", 404)]
)
def test_only_the_leader_decides_on_support(cast, as_, name, status):
    person = as_(name)
    for row, act in [
        (episode(cast), "match"),
        (episode(cast), "extend"),
        (episode(cast), "end"),
        (cast.match, "end"),
    ]:
        assert person.get(url(row, act)).status_code == status
        assert person.post(url(row, act), {}).status_code == status


def test_the_clock_counts_whole_calendar_months(cast):
    row = episode(cast)  # since 10 January 2018
    assert row.months_used(date(2018, 1, 9)) == 0
    assert row.months_used(date(2018, 2, 9)) == 0
    assert row.months_used(date(2018, 2, 10)) == 1
    assert row.months_used(date(2019, 1, 10)) == 12
    row.ends_on = date(2018, 4, 10)
    assert row.months_used(date(2019, 1, 10)) == 3
