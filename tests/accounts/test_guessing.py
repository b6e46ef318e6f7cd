"""Guessing at passwords is stopped, by account and by address, and heals by itself."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import factors
from tests.cast import PASSWORD

LOGIN = reverse("account_login")
AGAIN = reverse("account_reauthenticate")
CHANGE = reverse("account_change_password")
RESET = reverse("account_reset_password")
SECOND = reverse("mfa_authenticate")
SECRET = "JBSWY3DPEHPK3PXP"
NEW = "en-rolig-dag-ved-havet"


@pytest.fixture
def later(monkeypatch):
    """``later(300)`` lets so many seconds pass for the counts of attempts.

    Each look at the clock costs a millisecond: no two attempts are of the same moment.
    """
    clock = time.time()

    def wait(seconds: float) -> float:
        nonlocal clock
        clock += seconds
        return clock

    monkeypatch.setattr(time, "time", lambda: wait(0.001))
    return wait


def guess(email: str, password: str = "not-the-password", **sent):
    return Client().post(LOGIN, {"login": email, "password": password}, **sent)


def is_stopped(answer) -> bool:
    return answer.status_code == 429 or "Too many attempts" in answer.content.decode()


def comes_in(answer) -> bool:
    return answer.status_code == 302


def stop(email: str) -> None:
    for number in range(5):
        assert not is_stopped(guess(email, REMOTE_ADDR=f"192.0.2.{number}"))


def test_an_account_is_stopped_at_the_sixth_try_from_wherever(cast, later):
    stop("lene@example.test")
    assert is_stopped(guess("lene@example.test", REMOTE_ADDR="192.0.2.5"))
    right = {"password": PASSWORD, "REMOTE_ADDR": "192.0.2.6"}
    assert is_stopped(guess("lene@example.test", **right))
    assert comes_in(guess("gitte@example.test", **right))
    later(299)
    assert is_stopped(guess("lene@example.test", **right))
    later(2)
    assert comes_in(guess("lene@example.test", **right))


@pytest.mark.parametrize(
    "other",
    [
        {"email": "LENE@Example.test"},
        {"HTTP_HOST": "testserver:8443"},
        {"HTTP_HOST": "localhost"},
    ],
)
def test_another_way_to_write_the_e_mail_or_the_address_gives_no_more_tries(cast, later, other):
    stop("lene@example.test")
    assert is_stopped(guess(**{"email": "lene@example.test", "password": PASSWORD} | other))


def test_an_e_mail_that_nobody_has_is_stopped_alike(cast, later):
    stop("nobody@example.test")
    assert is_stopped(guess("nobody@example.test"))


def test_an_address_is_stopped_at_the_eleventh_try_whosever_account(cast, later):
    answers = [guess(f"nobody{number}@example.test") for number in range(11)]
    assert [is_stopped(answer) for answer in answers] == [False] * 10 + [True]
    assert is_stopped(guess("lene@example.test", PASSWORD))
    assert comes_in(guess("lene@example.test", PASSWORD, REMOTE_ADDR="192.0.2.9"))
    later(61)
    assert comes_in(guess("lene@example.test", PASSWORD))


def test_signing_in_between_the_tries_does_not_give_more(cast, later):
    """Else whoever has an account could guess at others' for ever."""
    for number in range(10):
        assert not is_stopped(guess(f"nobody{number}@example.test"))
        if number == 5:
            assert comes_in(guess("gitte@example.test", PASSWORD))
    assert is_stopped(guess("nobody@example.test"))


def test_proving_again_who_one_is_is_stopped_at_the_sixth_try(as_, later):
    browser = as_("lene")
    answers = [browser.post(AGAIN, {"password": "not-the-password"}) for _try in range(6)]
    assert [is_stopped(answer) for answer in answers] == [False] * 5 + [True]
    assert is_stopped(browser.post(AGAIN, {"password": PASSWORD}))
    later(301)
    assert comes_in(browser.post(AGAIN, {"password": PASSWORD}))


def test_guesses_at_the_old_password_are_stopped_at_the_sixth_try(as_, cast, later):
    browser = as_("lene")
    sent = {"oldpassword": "not-the-password", "password1": NEW, "password2": NEW}
    answers = [browser.post(CHANGE, sent) for _try in range(6)]
    assert [is_stopped(answer) for answer in answers] == [False] * 5 + [True]
    right = sent | {"oldpassword": PASSWORD}
    later(299)
    assert is_stopped(browser.post(CHANGE, right))
    assert cast.lene.check_password(PASSWORD)
    later(2)
    assert comes_in(browser.post(CHANGE, right))
    assert cast.lene.check_password(NEW)


def test_an_account_gets_five_mails_to_reset_its_password_a_minute(cast, later):
    def ask(number: int):
        sent = {"email": "lene@example.test"}
        return Client().post(RESET, sent, REMOTE_ADDR=f"192.0.2.{number}")

    assert [is_stopped(ask(number)) for number in range(6)] == [False] * 5 + [True]
    assert len(mail.outbox) == 5
    later(61)
    assert comes_in(ask(7))
    assert len(mail.outbox) == 6


def code() -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def half_signed_in() -> Client:
    """A browser in which Gitte has written her password, and her app is asked for."""
    browser = Client()
    sent = {"login": "gitte@example.test", "password": PASSWORD}
    assert browser.post(LOGIN, sent).url.startswith(SECOND)
    return browser


@pytest.fixture
def twenty_wrong(cast, later, settings):
    """Five wrong codes every five minutes, as many as a day takes."""
    settings.SECOND_FACTOR_REQUIRED = True
    TOTP.activate(cast.gitte, SECRET)
    for _round in range(4):
        browser = half_signed_in()
        for _try in range(5):
            assert not is_stopped(browser.post(SECOND, {"code": "000000"}))
        later(301)


def stops_for_the_day(answer) -> bool:
    return "Too many wrong codes within a day" in answer.content.decode()


def test_codes_are_stopped_at_the_twenty_first_wrong_one_in_a_day(twenty_wrong, later):
    assert stops_for_the_day(half_signed_in().post(SECOND, {"code": code()}))
    later(24 * 60 * 60 - 5 * 301)
    assert stops_for_the_day(half_signed_in().post(SECOND, {"code": code()}))
    later(301)
    assert comes_in(half_signed_in().post(SECOND, {"code": code()}))


def test_nor_is_one_taken_where_somebody_proves_again_who_it_is(twenty_wrong, cast):
    browser = Client()
    browser.force_login(cast.gitte, backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    session[factors.PROVED] = cast.gitte.pk
    session.save()
    assert stops_for_the_day(browser.post(reverse("mfa_reauthenticate"), {"code": code()}))


def test_a_passkey_is_taken_all_the_same(twenty_wrong, monkeypatch):
    def of_device(form) -> Authenticator:
        return Authenticator.objects.get(user=form.user)

    monkeypatch.setattr(AuthenticateWebAuthnForm, "clean_credential", of_device)
    assert comes_in(half_signed_in().post(SECOND, {"credential": '{"id": 1}'}))


def test_a_right_code_counts_for_nothing_and_forgives_nothing(cast, later, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    TOTP.activate(cast.gitte, SECRET)
    for _round in range(5):
        browser = half_signed_in()
        for _try in range(4):
            assert not is_stopped(browser.post(SECOND, {"code": "000000"}))
        later(301)
        answer = browser.post(SECOND, {"code": code()})
        assert comes_in(answer) == (_round < 4)
        later(301)
    assert stops_for_the_day(answer)
