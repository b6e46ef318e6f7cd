"""Upkeep of citizens: codes in lists, reading on the trail, registrations read only."""

import pytest
from django.urls import reverse

from accounts.models import TrailEntry
from tests.doors.objects import in_admin

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
