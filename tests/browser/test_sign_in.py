import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE


def test_a_peer_signs_in_on_a_phone(visit):
    omar = visit("omar", PHONE)
    expect(omar.page.locator("h1")).to_be_visible()
    assert "/p/peerstoette/" in omar.page.url


def test_a_wrong_password_is_refused_in_danish(visit):
    somebody = visit()
    somebody.go("/accounts/login/")
    somebody.page.locator("input[name=login]").fill("omar@example.test")
    somebody.page.locator("input[name=password]").fill("wrong-horse-battery")
    somebody.page.locator("main button[type=submit]").click()
    expect(somebody.page).to_have_title(re.compile("^Fejl:"))


def test_the_sign_in_page_is_accessible(visit):
    somebody = visit()
    somebody.go("/accounts/login/")
    assert somebody.violations() == []
