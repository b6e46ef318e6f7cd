"""Attendance and the closing of a month with the keyboard alone."""

import re

from playwright.sync_api import expect

from tests.browser.keyboard import go, tab_to
from tests.browser.test_month import may_ready  # noqa: F401


def test_a_peer_registers_attendance_from_the_day_page(visit, fresh_cast):
    page = visit("omar").page
    go(page, "Veje videre")
    tab_to(page, "Mødt", within="[data-person]")
    page.keyboard.press("Space")
    tab_to(page, "Mødt", within="[data-person]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    go(page, "Gem fremmøde")
    expect(page.get_by_role("status")).to_contain_text("1 mødt")
    expect(page.get_by_role("status")).to_contain_text("1 afbud")
    assert fresh_cast.session.attendances.filter(came=True).count() == 1


def test_the_accountant_closes_and_issues_may(visit, may_ready):  # noqa: F811
    gitte = visit("gitte")
    gitte.go("/p/peerstoette/months/2018-05/")
    go(gitte.page, "Luk maj 2018")
    go(gitte.page, "Luk maj 2018")
    expect(gitte.page.get_by_role("status")).to_contain_text("Maj 2018")
    go(gitte.page, "Udsted faktura")
    go(gitte.page, "Udsted faktura")
    expect(gitte.page.get_by_role("status")).to_contain_text("Faktura 1")
    may_ready.refresh_from_db()
    assert may_ready.is_issued


def test_the_first_stop_leads_past_the_menu(visit):
    page = visit("lene").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#content$"))


def test_a_menu_opens_and_closes_by_keyboard(visit):
    page = visit("lene").page
    tab_to(page, "Lene", within=".ps-top")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Log ud").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Log ud").first).to_be_hidden()
