"""Upkeep of citizens: codes in lists, reading on the trail, registrations read only."""

import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import TrailEntry
from partners.trail_list import CODE
from tests.citizens.people import block
from tests.doors.objects import in_admin
from tests.growth import Growth

TABLES = [
    "attendance",
    "citizen",
    "course",
    "enrolment",
    "episode",
    "extension",
    "match",
    "meeting",
    "referral",
    "session",
]


@pytest.fixture
def keeper(cast, as_):
    lene = cast.lene
    lene.is_staff = lene.is_superuser = True
    lene.save()
    return as_("lene")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_opens_without_names(keeper, table):
    response = keeper.get(reverse(f"admin:citizens_{table}_changelist"))
    assert response.status_code == 200
    assert "Amalie" not in response.content.decode()


@pytest.mark.parametrize("act", ["change", "history", "delete"])
def test_opening_a_citizen_is_on_the_trail(keeper, cast, act):
    keeper.get(reverse(f"admin:citizens_citizen_{act}", args=[cast.citizens[0].pk]))
    entry = TrailEntry.objects.get(action="citizen.read")
    assert (entry.role, entry.object_label) == ("upkeep", "B-0001")


@pytest.mark.parametrize("table", sorted({*TABLES} - {"course"}))
def test_opening_what_is_recorded_of_a_citizen_is_on_the_trail(keeper, cast, table):
    row = in_admin("citizens", table, cast)
    keeper.get(reverse(f"admin:citizens_{table}_change", args=[row.pk]))
    entry = TrailEntry.objects.get(action=f"{table}.read")
    assert (entry.role, entry.object_id) == ("upkeep", str(row.pk))


@pytest.mark.parametrize("table", ["referral", "episode", "match", "enrolment", "meeting"])
def test_a_form_that_may_not_be_sent_is_no_reading(as_, cast, table):
    leader, row = as_("lene"), in_admin("citizens", table, cast)
    for act in ["change", "delete"]:
        page = reverse(f"admin:citizens_{table}_{act}", args=[row.pk])
        assert leader.post(page, {"post": "yes"}).status_code == 403
    assert not TrailEntry.objects.exists()


@pytest.mark.parametrize("number", ["abc", "%00", "0", "9" * 25])
@pytest.mark.parametrize("act", ["change", "history", "delete"])
def test_a_row_that_does_not_exist_is_not_found(keeper, number, act):
    assert keeper.get(f"/admin/citizens/citizen/{number}/{act}/").status_code == 404


@pytest.mark.parametrize("table", ["session", "meeting", "attendance"])
def test_registrations_are_not_made_here(keeper, table):
    assert keeper.get(reverse(f"admin:citizens_{table}_add")).status_code == 403


@pytest.fixture
def neighbour(keeper, cast):
    """The keeper, from whom the second citizen is hidden, as the first is from Omar."""
    block(cast, cast.citizens[1], cast.lene)
    block(cast, cast.citizens[0], cast.omar)
    return keeper


@pytest.mark.parametrize(
    ("app", "table"),
    [
        ("accounts", "user"),
        ("citizens", "course"),
        ("partners", "organisation"),
        ("partners", "project"),
        ("peers", "peer"),
    ],
)
def test_a_page_that_asks_before_deleting_tells_of_no_citizen(neighbour, cast, app, table):
    rows = {"user": cast.omar, "project": cast.project, "organisation": cast.town}
    row = rows.get(table) or in_admin(app, table, cast)
    page = neighbour.get(reverse(f"admin:{app}_{table}_delete", args=[row.pk]))
    assert page.status_code == 200
    text = page.content.decode()
    assert str(row) in html.unescape(text)
    assert not CODE.search(text)
    assert not TrailEntry.objects.exists()


def test_it_tells_the_related_rows_by_kind_and_number(neighbour, cast):
    page = neighbour.get(reverse("admin:accounts_user_delete", args=[cast.omar.pk]))
    assert "<li>Blocks: 1</li>" in page.content.decode()


def test_citizens_who_are_chosen_to_be_deleted_are_on_the_trail(keeper, cast):
    cast.meeting.delete()
    chosen = {"action": "delete_selected", "_selected_action": [cast.match.pk]}
    page = keeper.post(reverse("admin:citizens_match_changelist"), chosen)
    shown = CODE.findall(page.content.decode())
    [entry] = TrailEntry.objects.all()
    assert (entry.action, entry.details["citizens"]) == ("match.list", sorted(set(shown)))


@pytest.mark.sweep
def test_asking_about_many_rows_asks_the_database_as_often_as_about_few(neighbour, cast):
    page = reverse("admin:partners_project_delete", args=[cast.project.pk])
    asked, growth = [], Growth(cast)
    growth.add(1)
    for _times in range(2):
        with CaptureQueriesContext(connection) as captured:
            neighbour.get(page)
        asked.append(len(captured))
        growth.add(9)
    assert asked[0] == asked[1]
