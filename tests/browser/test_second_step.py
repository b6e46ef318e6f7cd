"""A passkey from the first sign-in on: set up, asked for, and enough alone."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.cast import PASSWORD

NO_DEVICE = """() => {
  navigator.credentials.get = () => Promise.reject(new Error("no device"));
}"""


@pytest.fixture
def demanded(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def with_device(visit: Visit) -> Page:
    """The window of a computer that knows its owner by finger."""
    page = visit.page
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def write_password(visit: Visit, name: str) -> None:
    visit.go("/accounts/login/")
    page = visit.page
    page.locator("input[name=login]").fill(f"{name}@example.test")
    page.locator("input[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main button[type=submit]").first.click()


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def sign_out(page: Page) -> None:
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/accounts/logout/")
    with page.expect_navigation():
        page.locator("main button[type=submit]").click()


def test_a_passkey_is_set_up_at_the_first_sign_in_and_asked_for_at_the_next(visit, demanded):
    somebody = visit()
    page = with_device(somebody)
    write_password(somebody, "lene")
    expect(page.locator("h1")).to_have_text("Login og sikkerhed")
    assert somebody.problems() == []
    page.get_by_role("link", name="Tilføj en adgangsnøgle").click()
    page.get_by_label("Navn").fill("Min bærbare")
    assert somebody.problems() == []
    press(page, "Fortsæt")
    expect(page.locator(".ps-codes li")).to_have_count(10)
    assert somebody.problems() == []
    page.get_by_role("link", name="Jeg har gemt koderne").click()
    page.wait_for_url("**/p/peerstoette/")

    sign_out(page)
    write_password(somebody, "lene")
    expect(page.locator("h1")).to_have_text("Andet trin")
    assert somebody.problems() == []
    press(page, "Brug adgangsnøgle")
    page.wait_for_url("**/p/peerstoette/")

    sign_out(page)
    for _try in range(6):  # somebody guesses at her password meanwhile
        guess = {"login": "lene@example.test", "password": "not-the-password"}
        stopped = Client().post("/accounts/login/", guess, REMOTE_ADDR="192.0.2.1")
    assert "Vent fem minutter" in stopped.content.decode()
    somebody.go("/accounts/login/")
    press(page, "Log ind med adgangsnøgle")
    page.wait_for_url("**/p/peerstoette/")


def test_a_device_that_does_not_answer_is_told_in_words(visit):
    somebody = visit()
    somebody.go("/accounts/login/")
    page = somebody.page
    page.evaluate(NO_DEVICE)
    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    expect(page.locator("#passkey-failed")).to_be_visible()
    assert somebody.problems() == []


def test_the_pages_of_the_app_are_accessible(visit, demanded):
    somebody = visit()
    write_password(somebody, "omar")
    for address in ["app/", "codes/new/", "passkeys/"]:
        somebody.go(f"/accounts/2fa/{address}")
        assert somebody.problems() == [], address


def test_the_pages_of_a_second_step_that_is_set_up_are_accessible(visit, fresh_cast):
    somebody = visit("lene")
    TOTP.activate(fresh_cast.lene, generate_totp_secret())
    RecoveryCodes.activate(fresh_cast.lene)
    passkey = Authenticator.objects.create(
        user=fresh_cast.lene,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Min bærbare", "credential": {}},
    )
    mine = f"passkeys/{passkey.pk}/"
    for address in ["", "app/remove/", "codes/", "passkeys/", mine, f"{mine}remove/"]:
        somebody.go(f"/accounts/2fa/{address}")
        assert somebody.problems() == [], address


def test_the_way_back_in_without_a_second_step_is_accessible(visit, fresh_cast):
    TOTP.activate(fresh_cast.omar, generate_totp_secret())
    somebody = visit()
    write_password(somebody, "omar")
    with somebody.page.expect_navigation():
        somebody.page.get_by_role("link", name="Jeg har ingen af delene").click()
    assert somebody.problems() == []
    press(somebody.page, "Spørg projektlederen")
    assert somebody.problems() == []
