"""On the phone, by thumb."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

TOUCH = 44  # px, the smallest thing a thumb is asked to hit


@pytest.fixture
def omar(visit):
    return visit("omar", PHONE)


def test_a_peer_registers_attendance_by_taps(omar, fresh_cast):
    page = omar.page
    page.get_by_role("link", name="Veje videre").first.tap()
    amalie = page.locator("[data-person]", has_text="Amalie R.")
    jonas = page.locator("[data-person]", has_text="Jonas T.")
    expect(page.locator(".ps-count")).to_have_text("0 af 2")
    amalie.get_by_text("Mødt", exact=True).tap()
    jonas.get_by_text("Afbud", exact=True).tap()
    expect(page.locator(".ps-count")).to_have_text("2 af 2")
    page.get_by_role("button", name="Gem fremmøde").tap()
    expect(page.get_by_role("status")).to_contain_text("1 mødt")
    expect(page.get_by_role("status")).to_contain_text("1 afbud")
    session = fresh_cast.session
    assert session.was_held is True
    assert [
        (each.citizen.number, each.came) for each in session.attendances.order_by("citizen")
    ] == [(1, True), (2, False)]


def test_the_rest_came_with_one_tap(omar, fresh_cast):
    page = omar.page
    page.get_by_role("link", name="Veje videre").first.tap()
    page.get_by_role("button", name="Resten er mødt").tap()
    page.get_by_role("button", name="Gem fremmøde").tap()
    expect(page.get_by_role("status")).to_contain_text("2 mødt")
    assert fresh_cast.session.attendances.filter(came=True).count() == 2


def test_what_is_not_answered_is_asked_for_and_what_was_chosen_is_kept(omar, fresh_cast):
    page = omar.page
    page.get_by_role("link", name="Veje videre").first.tap()
    amalie = page.locator("[data-person]", has_text="Amalie R.")
    amalie.get_by_text("Mødt", exact=True).tap()
    page.get_by_role("button", name="Gem fremmøde").tap()
    expect(page.locator(".ps-errors")).to_be_focused()
    assert page.title().startswith("Fejl:")
    expect(amalie.get_by_label("Mødt", exact=True)).to_be_checked()
    assert fresh_cast.session.was_held is None


def test_a_peer_registers_a_mentoring_meeting(omar, fresh_cast):
    page = omar.page
    with page.expect_navigation():
        page.get_by_role("link", name="1:1 med Jonas").first.tap()
    page.get_by_text("Mødt", exact=True).tap()
    page.get_by_role("button", name="Gem møde").tap()
    expect(page.get_by_role("status")).to_contain_text("B-0002")
    assert (fresh_cast.meeting.was_held, fresh_cast.meeting.came) == (True, True)


def test_thumbs_hit_what_they_aim_at(omar):
    page = omar.page
    with page.expect_navigation():
        page.get_by_role("link", name="Veje videre").first.tap()
    targets = page.locator(".ps-choice label, .ps-savebar button").all()
    assert targets
    for target in targets:
        assert target.bounding_box()["height"] >= TOUCH
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
