"""The project's first page shows each person what is theirs now, and nothing else."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from citizens.models import Session
from partners.models import Milestone
from reporting import figures

PAGE = "/p/peerstoette/"


def panels(as_, person: str):
    return as_(person).get(PAGE).context["overview"]


@pytest.fixture
def late_milestone(cast):
    return Milestone.objects.create(
        project=cast.project,
        number=1,
        name_da="Afprøve uddannelse",
        name_en="Test training",
        starts_on=date(2018, 1, 1),
        ends_on=date(2018, 6, 2),
    )


def test_the_leader_sees_what_is_overdue_with_whose_it_is(cast, as_, late_milestone):
    page = panels(as_, "lene")
    titles = " ".join(due.title for due in page.late)

    # January is the first open month, and it lacks nothing
    assert page.month.month.key == "2018-01"
    assert late_milestone.name in titles
    assert page.findings.total > 0
    assert page.figures is not None


def test_what_is_soon_is_told_apart_from_what_is_late(cast, as_, late_milestone):
    late_milestone.ends_on = date(2018, 6, 29)
    late_milestone.save()
    page = panels(as_, "lene")

    assert page.late == []
    assert late_milestone.name in [due.title for due in page.soon]


@pytest.mark.parametrize(
    ("person", "month", "findings", "figures", "staffing", "papers"),
    [
        ("lene", True, True, True, True, True),
        ("stine", False, True, True, True, False),
        ("omar", False, False, False, False, False),
        ("kirsten", False, False, False, True, False),
        ("svend", False, False, True, True, False),
        ("gitte", True, True, False, True, True),
        ("ruth", True, True, False, True, True),
        ("connie", False, False, False, True, True),
        ("poul", False, False, False, False, False),
    ],
)
def test_each_role_gets_its_panels(
    cast, as_, issued, person, month, findings, figures, staffing, papers
):
    page = panels(as_, person)

    assert bool(page.month) == month
    assert bool(page.findings) == findings
    assert bool(page.figures) == figures
    assert bool(page.staffing) == staffing
    assert bool(page.papers) == papers


def test_few_citizens_are_hidden_from_those_who_see_counts_only(cast, as_, issued):
    shown = panels(as_, "svend").figures

    assert shown.citizens_in_year is None
    assert shown.sessions_in_year == 1
    assert shown.citizens_in_all is None
    assert as_("svend").get(PAGE).content.decode().count("ps-hidden") == 2


@pytest.mark.parametrize(
    ("year", "whole", "shown"),
    [(9, 9, 9), (9, 10, None), (9, 13, None), (9, 14, 9), (0, None, 0), (None, 9, None)],
)
def test_the_year_is_hidden_where_the_whole_beside_it_tells_of_a_few(cast, year, whole, shown):
    """R14: 13 in the whole project and 9 this year would be 4 people of earlier years."""
    assert figures.beside(cast.project, whole, year) == shown


@pytest.mark.parametrize(
    ("person", "sees"),
    [("lene", True), ("svend", True), ("connie", True), ("stine", False), ("omar", False)],
)
def test_the_grant_is_shown_to_those_who_see_the_budget(cast, as_, person, sees):
    assert bool(panels(as_, person).grant) == sees


def test_budget_used_stands_beside_the_time_that_has_passed(cast, as_, issued):
    shown = panels(as_, "svend").figures

    assert (shown.used.part, shown.used.whole) == (51284.50, 620000)
    assert shown.used.percent == 8
    # 166 of 365 days
    assert shown.time.percent == 45


@pytest.mark.parametrize("person", ["svend", "gitte", "connie", "poul", "kirsten"])
def test_it_names_no_citizen(cast, as_, person):
    page = as_(person).get(PAGE).content.decode()

    assert [c.family_name for c in cast.citizens if c.family_name in page] == []


def test_it_asks_as_often_with_ten_times_as_much(cast, as_):
    client = as_("lene")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for number in range(3, 33):
        Session.objects.create(
            project=cast.project,
            course=cast.course,
            number=number,
            date=date(2018, 5, 1 + number % 28),
            starts_at="13:00",
            ends_at="15:00",
        )
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few)


def test_the_steering_group_and_the_controller_are_led_to_the_cofinancing(cast, as_):
    for person in ["svend", "connie"]:
        [(_label, url)] = panels(as_, person).links
        assert url == "/p/peerstoette/months/2018-01/cofinancing/"
        assert as_(person).get(url).status_code == 200
