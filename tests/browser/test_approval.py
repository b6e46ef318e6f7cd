"""The status report from the leader's desk to the steering group's approval, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from reporting.models import ReportVersion
from reporting.status import actions
from tests.browser.keyboard import go, tab_to, write
from tests.reporting.status.conftest import fill


@pytest.fixture
def complete(fresh_cast) -> ReportVersion:
    draft = actions.start_report(by=fresh_cast.lene, project=fresh_cast.project, year=2018)
    fill(fresh_cast, draft)
    return draft


def test_the_leader_submits_and_the_steering_group_approves_by_keyboard(visit, complete):
    lene = visit("lene")
    go(lene.page, "Rapporter", within=".ps-top")
    go(lene.page, "Statusrapport 2018")
    go(lene.page, "Forelæg styregruppen")
    assert lene.violations() == []
    go(lene.page, "Forelæg rapporten")
    expect(lene.page.get_by_role("status")).to_contain_text("forelagt styregruppen")

    svend = visit("svend")
    go(svend.page, "Rapporter", within=".ps-top")
    assert svend.violations() == []
    go(svend.page, "Statusrapport 2018")
    assert svend.violations() == []
    go(svend.page, "Godkend rapporten")
    page = svend.page
    tab_to(page, "Besluttet den")
    write(page, "")
    go(page, "Godkend version 1")
    expect(page.get_by_role("alert")).to_be_focused()
    assert svend.violations() == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the link of the summary leads to the field
    expect(page.get_by_label("Besluttet den")).to_be_focused()
    write(page, "15.6.2018")
    go(page, "Godkend version 1")
    expect(page.get_by_role("status")).to_contain_text("godkendt")
    complete.refresh_from_db()
    assert complete.is_approved
    assert complete.done["approved"].name == "Svend Prøvested"


def test_the_editor_and_the_draft_are_accessible(visit, complete):
    lene = visit("lene")
    for place in ["", "write/reach/", "write/findings/", "write/money/"]:
        lene.go(f"/p/peerstoette/reports/{complete.pk}/{place}")
        assert lene.violations() == [], place
