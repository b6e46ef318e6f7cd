"""Counts that are safe for those who see counts only (R7, R14)."""

from datetime import date

from citizens import counts
from citizens.models import Absence, Attendance, Citizen, Meeting, Session

MAY = (date(2018, 5, 1), date(2018, 5, 31))


def hold_session(cast, came: int, absent: int = 0) -> None:
    """The cast's session of May is held with that many new citizens who came and who did not."""
    Session.objects.filter(pk=cast.session.pk).update(was_held=True)
    for number in range(came + absent):
        citizen = Citizen.objects.create(
            project=cast.project,
            number=100 + number,
            given_name="A",
            family_name="B",
            birth_year=1990,
        )
        Attendance.objects.create(
            project=cast.project,
            session=cast.session,
            citizen=citizen,
            came=number < came,
            absence="" if number < came else Absence.NO_WORD,
        )


def hold_meeting(cast, came=True) -> None:
    Meeting.objects.filter(pk=cast.meeting.pk).update(
        was_held=True, came=came, absence="" if came else Absence.SENT_WORD
    )


def test_nobody_is_nought_and_nought_is_shown(cast):
    assert counts.unique_citizens(cast.project, *MAY) == 0


def test_four_people_are_hidden_and_five_are_shown(cast):
    hold_session(cast, came=4, absent=3)
    assert counts.unique_citizens(cast.project, *MAY) is None
    hold_meeting(cast)
    assert counts.unique_citizens(cast.project, *MAY) == 5


def test_a_person_counts_once_however_often_they_take_part(cast):
    hold_session(cast, came=5)
    hold_meeting(cast)
    Attendance.objects.create(
        project=cast.project, session=cast.session, citizen=cast.citizens[1], came=True
    )
    assert counts.unique_citizens(cast.project, *MAY) == 6


def test_who_did_not_come_and_what_was_not_held_do_not_count(cast):
    hold_session(cast, came=0, absent=5)
    hold_meeting(cast, came=False)
    assert counts.unique_citizens(cast.project, *MAY) == 0
    Attendance.objects.filter(session=cast.session).update(came=True, absence="")
    Session.objects.filter(pk=cast.session.pk).update(was_held=False)
    assert counts.unique_citizens(cast.project, *MAY) == 0


def test_the_period_includes_both_its_days_and_no_other(cast):
    hold_session(cast, came=5)
    day = date(2018, 5, 28)
    assert counts.unique_citizens(cast.project, day, day) == 5
    assert counts.unique_citizens(cast.project, date(2018, 5, 29), MAY[1]) == 0
    assert counts.unique_citizens(cast.project, MAY[0], date(2018, 5, 27)) == 0


def test_the_other_project_counts_its_own(cast):
    hold_session(cast, came=5)
    assert counts.unique_citizens(cast.other_project, *MAY) == 0


def test_sessions_and_meetings_are_no_people(cast):
    hold_session(cast, came=1)
    hold_meeting(cast)
    assert counts.sessions_held(cast.project, *MAY) == 1
    assert counts.meetings_held(cast.project, *MAY) == 1


def test_the_number_of_queries_is_the_same_for_many(cast, django_assert_num_queries):
    hold_session(cast, came=12)
    project = cast.project
    with django_assert_num_queries(1):
        counts.unique_citizens(project, *MAY)
