"""A file leaves a course room for its sessions, and its model once something of it is recorded."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from citizens.models import Attendance, Course, Session
from partners.access import Role
from partners.models import Membership
from tests.budget.acts import close_until
from tests.transfer.conftest import Desk

KEPT = "a session is registered or lies in a closed month, so the model stays as it is."


@pytest.fixture
def course(desk):
    return desk.rows("courses")[0]


def test_a_course_does_not_end_before_its_last_session(desk, course):
    assert desk.refused("courses", [course | {"sidste dag": "17.6.2018"}]) == [
        "Row 2, column sidste dag: there is a session on 18. juni 2018. Choose that day or later."
    ]
    desk.import_("courses", [course | {"sidste dag": "18.6.2018"}])
    assert Course.objects.get(project=desk.project).ends_on == date(2018, 6, 18)


def test_the_model_of_a_course_with_planned_sessions_only_may_change(desk, course):
    desk.import_("courses", [course | {"model": "2"}])
    assert Course.objects.get(project=desk.project).model == "2"


@pytest.mark.parametrize("was_held", [True, False])
def test_the_model_of_a_course_with_a_registered_session_stays(cast, desk, course, was_held):
    Session.objects.filter(pk=cast.session.pk).update(was_held=was_held)
    assert desk.refused("courses", [course | {"model": "2"}]) == [f"Row 2, column model: {KEPT}"]


def test_the_model_of_a_course_with_a_partly_registered_session_stays(cast, desk, course):
    Attendance.objects.create(
        project=cast.project, session=cast.session, citizen=cast.citizens[0], came=True
    )
    assert desk.refused("courses", [course | {"model": "2"}]) == [f"Row 2, column model: {KEPT}"]


def test_the_model_of_a_course_with_a_session_in_a_closed_month_stays(cast, desk, course):
    Session.objects.filter(pk=cast.session.pk).update(date=date(2018, 4, 30))
    close_until(cast, cast.april)
    assert desk.refused("courses", [course | {"model": "2"}]) == [f"Row 2, column model: {KEPT}"]


def test_the_place_of_such_a_course_may_change(cast, desk, course):
    Session.objects.filter(pk=cast.session.pk).update(was_held=True, date=date(2018, 8, 1))
    assert desk.import_("courses", [course | {"sted": "Biblioteket"}]).problems == []
    assert Course.objects.get(project=desk.project).place == "Biblioteket"


def test_nobody_lets_oneself_lead_a_course_that_exists(cast, desk, course):
    """Staff who plan see no citizens: with a role as peer too they would grant it to themselves."""
    Membership.objects.create(
        project=cast.project, user=cast.omar, role=Role.STAFF, organisation=cast.town
    )
    led = {"peers": course["peers"]}
    desk.import_("courses", [course | {"peers": ""}])
    omar = Desk(cast.omar, cast.project)
    assert omar.refused("courses", [course | led]) == [
        "Row 2, column peers: nobody names oneself. Ask somebody else to name you."
    ]
    assert desk.import_("courses", [course | led]).problems == []
    assert omar.import_("courses", [course | {"sted": "Biblioteket"}]).problems == []


@pytest.mark.sweep
def test_looking_at_changed_courses_asks_as_often_for_many(desk, growth):
    growth.add(1)
    asked = []
    for _times in range(2):
        rows = [row | {"model": "2"} for row in desk.rows("courses")]
        with CaptureQueriesContext(connection) as captured:
            desk.look("courses", rows)
        asked.append(len(captured))
        growth.add(9)
    assert asked[0] == asked[1]


@pytest.mark.sweep
def test_looking_at_changed_sessions_asks_as_often_for_many(desk, growth):
    growth.add(1)
    asked = []
    for _times in range(2):
        rows = [row | {"til": "23.00"} for row in desk.rows("sessions")]
        with CaptureQueriesContext(connection) as captured:
            desk.look("sessions", rows)
        asked.append(len(captured))
        growth.add(9)
    assert asked[0] == asked[1]
