"""Who looks at what a file would do looks at the citizens whom its rows meet."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import TrailEntry
from citizens.models import Episode
from tests.citizens.people import block
from tests.test_on_the_trail import unanswered
from tests.transfer.conftest import file_of

AGAIN = {"nr": "2", "henvist": "01.06.2018", "svar": "venter"}
CHANGES = {
    "citizens": {"fornavn": "Amalia"},
    "referrals": AGAIN | {"første aktive dag": "", "sidste dag": "", "afslutning": ""},
}


@pytest.fixture
def preview(as_):
    """``preview(table, rows)``: the leader and the address at which what they do is looked at."""

    def bring(table: str, rows: list[dict]):
        leader = as_("lene")
        file = SimpleUploadedFile("a.csv", file_of(rows))
        answer = leader.post(reverse("transfer", args=["peerstoette", table]), {"file": file})
        return leader, answer.url

    return bring


def shown(table: str) -> list[list[str]]:
    entries = TrailEntry.objects.filter(action=f"{table}.preview").order_by("id")
    return [entry.details["citizens"] for entry in entries]


@pytest.mark.parametrize("table", CHANGES)
def test_each_look_is_on_the_trail_by_code(desk, preview, table):
    Episode.objects.filter(citizen__number=1).update(
        ends_on=date(2018, 5, 1), end_reason=Episode.EndReason.DROPOUT
    )
    leader, page = preview(table, [desk.rows(table)[0] | CHANGES[table]])
    assert shown(table) == []
    for times in (1, 2):
        assert "B-0001" in leader.get(page).content.decode()
        assert shown(table) == [["B-0001"]] * times
    assert TrailEntry.objects.filter(action=f"{table}.preview", role="leader").count() == 2


@pytest.mark.parametrize("table", CHANGES)
def test_that_nothing_differs_tells_of_a_citizen_too(desk, preview, table):
    leader, page = preview(table, desk.rows(table)[:2])
    leader.get(page)
    assert shown(table) == [["B-0001", "B-0002"]]


@pytest.mark.parametrize("wrong", [{"henvist": "06.01.2018"}, {"fødselsår": "1800"}])
def test_so_does_what_is_wrong_with_a_row(desk, preview, wrong):
    leader, page = preview("citizens", [desk.rows("citizens")[0] | wrong])
    leader.get(page)
    assert shown("citizens") == [["B-0001"]]


def test_and_how_many_referrals_there_are(desk, preview):
    leader, page = preview("referrals", [desk.rows("referrals")[0] | {"nr": "7"}])
    assert "the citizen&#x27;s next referral is number 2" in leader.get(page).content.decode()
    assert shown("referrals") == [["B-0001"]]


def test_somebody_new_is_not_looked_at(desk, preview):
    leader, page = preview("citizens", [desk.rows("citizens")[0] | {"borger": ""}])
    leader.get(page)
    assert shown("citizens") == []


def test_nor_is_a_citizen_who_is_hidden(cast, desk, preview):
    rows = desk.rows("referrals")
    block(cast, cast.citizens[0], cast.lene)
    leader, page = preview("referrals", rows)
    leader.get(page)
    assert shown("referrals") == [["B-0002", "B-0003"]]


def test_a_refusal_that_shows_it_again_is_on_the_trail(cast, desk, preview):
    leader, page = preview("citizens", [desk.rows("citizens")[0] | CHANGES["citizens"]])
    assert leader.post(page, {"mark": "guessed"}).status_code == 422
    assert shown("citizens") == [["B-0001"]]


def test_without_the_trail_there_is_no_preview(desk, preview):
    leader, page = preview("citizens", [desk.rows("citizens")[0] | CHANGES["citizens"]])
    failed = unanswered(leader, page)
    assert (failed.status_code, "B-0001" in failed.content.decode()) == (500, False)
