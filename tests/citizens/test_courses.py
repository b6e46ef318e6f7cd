"""Group courses: planning them, who is on them, and who gets counts only (R14, R20)."""

from datetime import date, time

import pytest

from citizens.actions import cancel_session
from citizens.models import Attendance, Citizen, Course, CoursePeer, Enrolment, Session
from partners.models import Membership, Month
from peerstoette.lib.errors import RuleBroken

LIST = "/p/peerstoette/courses/"


def course_data(cast, **more) -> dict:
    return {
        "name": "Åben gruppe",
        "model": "2",
        "place": "Birkerød",
        "starts_on": "18.6.2018",
        "sessions": "4",
        "weeks_between": "2",
        "starts_at": "14.00",
        "ends_at": "16:00",
        "audience": "both",
        "peers": [cast.peer.pk],
        **more,
    }


@pytest.mark.parametrize("name", ["lene", "stine"])
def test_the_desk_creates_a_course_with_its_sessions(cast, as_, name):
    response = as_(name).post(LIST + "add/", course_data(cast))
    course = Course.objects.get(name="Åben gruppe")
    assert response.url == course.get_absolute_url()
    assert [session.date for session in course.sessions.all()] == [
        date(2018, 6, 18),
        date(2018, 7, 2),
        date(2018, 7, 16),
        date(2018, 7, 30),
    ]
    assert (course.starts_on, course.ends_on) == (date(2018, 6, 18), date(2018, 7, 30))
    assert list(course.peers.all()) == [cast.peer]
    assert {(row.starts_at, row.ends_at, row.audience) for row in course.sessions.all()} == {
        (time(14), time(16), "both")
    }


@pytest.mark.parametrize(
    "change",
    [
        {"starts_on": "30.2.2018"},
        {"starts_on": "1.4.2018"},  # April is closed below
        {"starts_on": "20.12.2018"},  # runs past the project's end
        {"starts_on": "31.12.9999"},
        {"ends_at": "14.00"},
        {"sessions": "0"},
        {"sessions": "61"},
        {"weeks_between": "9"},
        {"peers": []},
        {"peers": ["9" * 25]},
        {"peers": ["abc"]},
        {"peers": ["1\0"]},
        {"name": "Hold 010190-1234"},
        {"audience": "everyone"},
    ],
)
def test_it_refuses_in_words(cast, as_, change):
    Month.objects.filter(pk=cast.april.pk).update(state=Month.State.CLOSED)
    assert as_("lene").post(LIST + "add/", course_data(cast, **change)).status_code == 422
    assert Course.objects.filter(project=cast.project).count() == 1


def test_a_session_is_added_and_the_course_lasts_longer(cast, as_):
    data = {"date": "2.7.2018", "starts_at": "13", "ends_at": "15.00", "audience": "citizens"}
    add = f"{LIST}{cast.course.pk}/sessions/add/"
    assert as_("stine").post(add, data).status_code == 422
    assert as_("stine").post(add, data | {"starts_at": "13.00"}).status_code == 302
    assert cast.course.sessions.last().number == 3
    assert cast.course.ends_on == date(2018, 7, 2)
    Month.objects.filter(pk=cast.april.pk).update(state=Month.State.CLOSED)
    data |= {"starts_at": "13.00", "date": "3.4.2018"}
    assert as_("stine").post(add, data).status_code == 422


def test_staff_cancel_a_session_without_seeing_its_roster(cast, as_):
    cancel = f"{LIST}{cast.course.pk}/sessions/{cast.session.pk}/cancel/"
    assert as_("stine").post(cancel, {"cancel_reason": ""}).status_code == 422
    assert as_("stine").post(cancel, {"cancel_reason": "Lokalet er lukket"}).status_code == 302
    assert (cast.session.was_held, cast.session.cancel_reason) == (False, "Lokalet er lukket")
    assert as_("omar").post(cancel, {"cancel_reason": "x"}).status_code == 403


def test_who_sees_no_roster_cannot_erase_it_by_cancelling(cast, as_):
    Session.objects.filter(pk=cast.session.pk).update(was_held=True)
    Attendance.objects.create(
        project=cast.project, session=cast.session, citizen=cast.citizens[0], came=True
    )
    cancel = f"{LIST}{cast.course.pk}/sessions/{cast.session.pk}/cancel/"
    for name, status in [("stine", 404), ("lene", 422)]:
        assert as_(name).post(cancel, {"cancel_reason": "Lukket"}).status_code == status
    assert cast.session.was_held is True
    assert cast.session.attendances.count() == 1


def test_cancelling_looks_again_whether_the_session_is_registered(cast):
    seen_before = cast.session
    Session.objects.filter(pk=cast.session.pk).update(was_held=True)
    with pytest.raises(RuleBroken):
        cancel_session(by=cast.stine, session=seen_before, cancel_reason="Lukket")


def test_a_session_of_another_course_is_not_found_under_this_one(cast, as_):
    other = Session.objects.filter(project=cast.other_project).first()
    cancel = f"{LIST}{cast.course.pk}/sessions/{other.pk}/cancel/"
    assert as_("lene").get(cancel).status_code == 404


def enrol_url(cast) -> str:
    return f"{LIST}{cast.course.pk}/enrol/"


def test_the_leader_enrols_a_citizen(cast, as_):
    citizen = cast.citizens[2]
    data = {"citizen": citizen.pk, "joined_on": "15.6.2018"}
    assert as_("lene").post(enrol_url(cast), data).status_code == 302
    assert Enrolment.objects.get(citizen=citizen).joined_on == date(2018, 6, 15)
    assert as_("lene").post(enrol_url(cast), data).status_code == 422


@pytest.mark.parametrize(
    "change",
    [
        {"citizen": ""},
        {"joined_on": "31.6.2018"},
        {"joined_on": "4.1.2018"},
        {"joined_on": ""},
        {"joined_on": "16.6.2018"},  # tomorrow
        {"joined_on": "31.12.9999"},
        {"joined_on": "30.4.2018"},  # closed below
    ],
)
def test_an_enrolment_is_refused_in_words(cast, as_, change):
    Month.objects.filter(pk=cast.april.pk).update(state=Month.State.CLOSED)
    data = {"citizen": cast.citizens[2].pk, "joined_on": "15.6.2018"} | change
    assert as_("lene").post(enrol_url(cast), data).status_code == 422
    assert not Enrolment.objects.filter(citizen=cast.citizens[2]).exists()


def test_nobody_joins_on_or_before_the_day_of_a_registered_roster(cast, as_):
    Session.objects.filter(pk=cast.session.pk).update(was_held=True)
    data = {"citizen": cast.citizens[2].pk}
    for day in ["27.5.2018", "28.5.2018"]:
        refused = as_("lene").post(enrol_url(cast), data | {"joined_on": day})
        assert refused.status_code == 422
        assert "28" in str(refused.context["form"].errors["joined_on"])
    assert as_("lene").post(enrol_url(cast), data | {"joined_on": "29.5.2018"}).status_code == 302


@pytest.mark.parametrize("change", [{"was_held": False}, {"was_held": True, "audience": "staff"}])
def test_a_session_without_a_roster_does_not_keep_anybody_out(cast, as_, change):
    Session.objects.filter(pk=cast.session.pk).update(**change)
    data = {"citizen": cast.citizens[2].pk, "joined_on": "28.5.2018"}
    assert as_("lene").post(enrol_url(cast), data).status_code == 302


def test_nobody_joins_a_course_that_has_ended_or_past_the_longest_support(cast, as_):
    data = {"citizen": cast.citizens[2].pk, "joined_on": "14.6.2018"}
    Course.objects.filter(pk=cast.course.pk).update(ends_on=date(2018, 6, 14))
    assert as_("lene").post(enrol_url(cast), data).status_code == 422
    assert enrol_url(cast) not in as_("lene").get(cast.course.get_absolute_url()).content.decode()
    Course.objects.filter(pk=cast.course.pk).update(ends_on=date(2018, 6, 15))
    cast.citizens[2].episodes.update(starts_on=date(2017, 6, 14))
    assert as_("lene").post(enrol_url(cast), data).status_code == 422
    assert as_("lene").post(enrol_url(cast), data | {"joined_on": "13.6.2018"}).status_code == 302


def test_a_citizen_of_the_other_project_or_without_support_cannot_be_enrolled(cast, as_):
    stranger = Citizen.objects.filter(project=cast.other_project).last()
    data = {"citizen": stranger.pk, "joined_on": "15.6.2018"}
    assert as_("lene").post(enrol_url(cast), data).status_code == 422
    cast.citizens[2].episodes.update(ends_on=date(2018, 6, 1))
    data["citizen"] = cast.citizens[2].pk
    assert as_("lene").post(enrol_url(cast), data).status_code == 422


def test_staff_enrol_only_where_citizens_are_shown_to_them(cast, as_):
    data = {"citizen": cast.citizens[2].pk, "joined_on": "15.6.2018"}
    assert as_("stine").get(enrol_url(cast)).status_code == 403
    assert as_("stine").post(enrol_url(cast), data).status_code == 403
    Membership.objects.filter(user=cast.stine).update(sees_citizens=True)
    assert as_("stine").post(enrol_url(cast), data).status_code == 302


def test_a_citizen_leaves_but_not_before_the_last_attendance(cast, as_):
    enrolment = Enrolment.objects.get(project=cast.project, citizen=cast.citizens[0])
    Session.objects.filter(pk=cast.session.pk).update(was_held=True)
    Attendance.objects.create(
        project=cast.project, session=cast.session, citizen=cast.citizens[0], came=True
    )
    leave = f"/p/peerstoette/enrolments/{enrolment.pk}/end/"
    for day in ["20.5.2018", "27.5.2018", "30.2.2018"]:
        assert as_("lene").post(leave, {"left_on": day}).status_code == 422
    assert as_("stine").post(leave, {"left_on": "28.5.2018"}).status_code == 403
    assert as_("lene").post(leave, {"left_on": "28.5.2018"}).status_code == 302
    assert Enrolment.objects.get(pk=enrolment.pk).left_on == date(2018, 5, 28)


def test_staff_without_sight_get_counts_and_no_small_ones(cast, as_):
    page = as_("stine").get(cast.course.get_absolute_url())
    assert page.context["sheet"].citizens is None
    html = page.content.decode()
    for name in ["Amalie", "Jonas", "B-0001"]:
        assert name not in html
    more = [
        Citizen.objects.create(
            project=cast.project, number=70 + n, given_name="A", family_name="B", birth_year=1990
        )
        for n in range(3)
    ]
    Enrolment.objects.bulk_create(
        Enrolment(
            project=cast.project, course=cast.course, citizen=each, joined_on=date(2018, 5, 21)
        )
        for each in more
    )
    assert as_("stine").get(cast.course.get_absolute_url()).context["sheet"].citizens == 5
    assert as_("stine").get(LIST).context["list"].rows[0].citizens == 5


def test_a_small_attendance_is_hidden_from_them_as_well(cast, as_):
    Session.objects.filter(pk=cast.session.pk).update(was_held=True)
    Attendance.objects.create(
        project=cast.project, session=cast.session, citizen=cast.citizens[0], came=True
    )
    row = as_("stine").get(cast.course.get_absolute_url()).context["sheet"].sessions[0]
    assert (row.came, row.is_hidden) == (None, True)
    row = as_("lene").get(cast.course.get_absolute_url()).context["sheet"].sessions[0]
    assert (row.came, row.is_hidden) == (1, False)


def attended(cast, came: int, absent: int) -> None:
    """The cast's course holds its session of May for that many citizens, and nobody besides."""
    Session.objects.filter(pk=cast.session.pk).update(was_held=True)
    Enrolment.objects.filter(course=cast.course).delete()
    for number in range(came + absent):
        citizen = Citizen.objects.create(
            project=cast.project,
            number=70 + number,
            given_name="A",
            family_name="B",
            birth_year=1990,
        )
        rest = {"project": cast.project, "citizen": citizen}
        Enrolment.objects.create(course=cast.course, joined_on=date(2018, 5, 21), **rest)
        outcome = {"came": True} if number < came else {"came": False, "absence": "no_word"}
        Attendance.objects.create(session=cast.session, **outcome, **rest)


@pytest.mark.parametrize(
    ("came", "absent", "told"), [(6, 0, 6), (6, 1, None), (6, 4, None), (6, 5, 6), (0, 6, 0)]
)
def test_a_few_who_stayed_away_cannot_be_computed_either(cast, as_, came, absent, told):
    attended(cast, came, absent)
    row = as_("stine").get(cast.course.get_absolute_url()).context["sheet"].sessions[0]
    assert (row.came, row.is_hidden) == (told, told is None)
    row = as_("lene").get(cast.course.get_absolute_url()).context["sheet"].sessions[0]
    assert row.came == came


def test_a_course_that_has_ended_names_nobody_to_its_peers(cast, as_):
    Session.objects.filter(course=cast.course).update(was_held=True)
    Course.objects.filter(pk=cast.course.pk).update(ends_on=date(2018, 6, 14))
    page = as_("omar").get(cast.course.get_absolute_url())
    assert page.context["sheet"].citizens is None
    assert "Amalie" not in page.content.decode()
    assert "Amalie" in as_("lene").get(cast.course.get_absolute_url()).content.decode()


def test_who_has_left_is_not_named_to_the_course_s_peers(cast, as_):
    Enrolment.objects.filter(citizen=cast.citizens[0]).update(left_on=date(2018, 6, 14))
    html = as_("omar").get(cast.course.get_absolute_url()).content.decode()
    assert "Amalie" not in html
    assert "Jonas" in html
    assert "Amalie" in as_("lene").get(cast.course.get_absolute_url()).content.decode()


def test_a_peer_sees_own_courses_only(cast, as_):
    assert len(as_("omar").get(LIST).context["list"].rows) == 1
    assert "Amalie R." in as_("omar").get(cast.course.get_absolute_url()).content.decode()
    CoursePeer.objects.all().delete()
    assert as_("omar").get(LIST).context["list"].rows == []
    assert as_("omar").get(cast.course.get_absolute_url()).status_code == 404


def test_the_leader_lists_what_is_missing_oldest_first_and_by_peer(cast, as_):
    page = as_("lene").get("/p/peerstoette/missing/")
    assert [line.url for line in page.context["list"].rows] == [
        cast.session.get_absolute_url(),
        cast.meeting.get_absolute_url(),
    ]
    choices = [choice.label for choice in page.context["list"].choices]
    assert choices[1:] == ["Omar Prøvested (2)"]
    html = page.content.decode()
    assert "Jonas" not in html
    chosen = as_("lene").get(f"/p/peerstoette/missing/?peer={cast.peer.pk}")
    assert len(chosen.context["list"].rows) == 2
    for name in ["stine", "omar", "kirsten", "gitte"]:
        assert as_(name).get("/p/peerstoette/missing/").status_code == 403


def test_the_number_of_queries_does_not_grow(cast, as_, django_assert_max_num_queries):
    leader, first = as_("lene"), cast.course
    pages = [LIST, first.get_absolute_url(), "/p/peerstoette/missing/"]

    def counts() -> list[int]:
        found = []
        for page in pages:
            with django_assert_max_num_queries(40) as queries:
                assert leader.get(page).status_code == 200
            found.append(len(queries))
        return found

    few = counts()
    for n in range(12):
        course = Course.objects.create(
            project=cast.project,
            name=f"Hold {n}",
            model="1",
            place="Her",
            starts_on=date(2018, 6, 1),
            ends_on=date(2018, 6, 1),
        )
        CoursePeer.objects.create(project=cast.project, course=course, peer=cast.peer)
        for each in [course, first]:
            Session.objects.create(
                project=cast.project,
                course=each,
                number=10 + n,
                date=date(2018, 6, 1),
                starts_at=time(9),
                ends_at=time(10),
            )
    assert counts() == few


def test_support_begins_with_the_first_session_of_a_course_that_was_still_to_come(cast, as_):
    citizen = cast.citizens[2]
    citizen.episodes.update(starts_on=None)
    client = as_("lene")
    client.post(LIST + "add/", course_data(cast))
    course = Course.objects.get(name="Åben gruppe")
    page = course.get_absolute_url()
    client.post(page + "enrol/", {"citizen": citizen.pk, "joined_on": "15.6.2018"})
    assert course.enrolments.get().citizen == citizen
    assert citizen.episodes.get().starts_on is None

    cast.project.__class__.objects.filter(pk=cast.project.pk).update(demo_date=date(2018, 6, 19))
    session = course.sessions.first()
    answers = {f"answer-{citizen.pk}": "came", "held": "yes", "staff_count": "0"}
    assert client.post(session.get_absolute_url(), answers).status_code == 302
    assert citizen.episodes.get().starts_on == date(2018, 6, 18)
