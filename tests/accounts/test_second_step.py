"""A password alone opens nothing where a second step is demanded."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from django.contrib.auth.models import update_last_login
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from accounts import forms, trail
from accounts.models import TrailEntry
from partners import lost_step
from partners.actions import add_member
from peerstoette.lib import dates
from tests.cast import PASSWORD

PAGE = reverse("project", args=["peerstoette"])
SECOND = reverse("mfa_authenticate")
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def demanded(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def with_app(cast):
    """Gitte has an app that shows codes."""
    gitte = cast.gitte
    TOTP.activate(gitte, SECRET)
    update_last_login(None, gitte)
    return gitte


def code(secret: str = SECRET) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(name: str, password: str = PASSWORD) -> Client:
    """A browser that has written the password."""
    browser = Client()
    answer = browser.post(
        reverse("account_login"), {"login": f"{name}@example.test", "password": password}
    )
    assert answer.status_code == 302, answer.content
    return browser


def opens(browser: Client) -> bool:
    return browser.get(PAGE).status_code == 200


def test_whoever_has_none_is_led_to_set_one_up_before_anything_else(cast):
    browser = sign_in("lene")
    for page in [PAGE, reverse("citizens", args=["peerstoette"]), "/admin/", "/"]:
        assert browser.get(page).url == reverse("mfa_index")
    answer = browser.get(reverse("mfa_index"))
    assert answer.status_code == 200
    assert cast.project.name not in answer.content.decode()
    assert browser.get(reverse("help")).status_code == 200


def test_an_app_is_set_up_with_its_first_code_and_paper_codes_are_shown_once(fresh_cast):
    browser = sign_in("lene")
    page = browser.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert browser.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    assert not opens(browser)
    answer = browser.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    assert opens(browser)
    assert (
        len(re.findall(r'class="ps-secret">\d{8}<', browser.get(answer.url).content.decode())) == 10
    )
    assert "ps-secret" not in browser.get(answer.url).content.decode()
    assert TrailEntry.objects.filter(action="factor.add", actor_id=fresh_cast.lene.pk).count() == 2


def test_the_secret_of_an_app_is_not_readable_in_the_database(with_app):
    stored = Authenticator.objects.get(user=with_app)
    assert SECRET not in str(stored.data)
    assert stored.wrap().validate_code(code())


def test_what_was_encrypted_under_a_former_secret_key_is_still_read(with_app, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-key-that-is-long-enough-for-everybody"
    assert Authenticator.objects.get(user=with_app).wrap().validate_code(code())


def test_the_password_alone_does_not_open_and_the_code_does(with_app):
    browser = sign_in("gitte")
    assert browser.get(PAGE).url.startswith(reverse("account_login"))
    assert browser.post(SECOND, {"code": "000000"}).status_code == 200
    assert browser.get(PAGE).url.startswith(reverse("account_login"))
    browser.post(SECOND, {"code": code()})
    assert opens(browser)


def test_a_code_of_the_app_works_once(with_app):
    now = code()
    assert sign_in("gitte").post(SECOND, {"code": now}).status_code == 302
    assert sign_in("gitte").post(SECOND, {"code": now}).status_code == 200


def test_a_code_on_paper_works_once(fresh_cast):
    browser = sign_in("lene")
    secret = browser.get(reverse("mfa_activate_totp")).context["form"].secret
    shown = browser.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)
    on_paper = re.search(r'class="ps-secret">(\d{8})<', shown.content.decode())[1]
    again = sign_in("lene")
    again.post(SECOND, {"code": on_paper})
    assert opens(again)
    assert sign_in("lene").post(SECOND, {"code": on_paper}).status_code == 200


def test_guessing_codes_is_stopped_and_heals_by_itself(with_app, monkeypatch):
    browser = sign_in("gitte")
    answers = [browser.post(SECOND, {"code": "000000"}).content.decode() for _try in range(6)]
    assert "Too many" not in answers[4]
    assert "Too many" in answers[5]
    assert "Too many" in browser.post(SECOND, {"code": code()}).content.decode()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    browser.post(SECOND, {"code": code()})
    assert opens(browser)


def test_a_browser_that_was_signed_in_before_the_app_was_set_up_is_signed_out(fresh_cast):
    early = sign_in("lene")
    late = sign_in("lene")
    secret = late.get(reverse("mfa_activate_totp")).context["form"].secret
    late.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert opens(late)
    assert early.get(reverse("mfa_index")).url.startswith(reverse("account_login"))


def test_a_session_without_proof_is_signed_out_even_of_its_own_pages(with_app):
    browser = Client()
    browser.force_login(with_app, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get(reverse("mfa_deactivate_totp")).url == reverse("account_login")
    assert "_auth_user_id" not in browser.session


def test_the_last_second_step_cannot_be_removed(with_app):
    browser = sign_in("gitte")
    browser.post(SECOND, {"code": code()})
    page = reverse("mfa_deactivate_totp")
    answer = browser.post(page)
    assert "This is your only second step." in answer.content.decode()
    assert Authenticator.objects.filter(user=with_app).exists()


def test_a_new_password_does_not_pass_by_the_second_step(with_app, client):
    client.post(reverse("account_reset_password"), {"email": with_app.email})
    link = re.search(r"https?://\S+", mail.outbox[0].body)[0]
    form = client.get(link, follow=True)
    password = "en-rolig-dag-ved-havet"
    client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    assert not opens(client)
    assert sign_in("gitte", password).get(PAGE).url.startswith(reverse("account_login"))
    assert [message.subject for message in mail.outbox][1:] == [
        "Peerstøtte: Your password has been changed"
    ]


def ask(name: str) -> None:
    answer = sign_in(name).post(reverse("lost_step"))
    assert "Your project leader has got a mail." in answer.content.decode()


def test_a_lost_step_is_given_back_by_two_persons(with_app, as_, settings):
    ask("gitte")
    assert [message.to for message in mail.outbox] == [[with_app.email], ["lene@example.test"]]
    settings.SECOND_FACTOR_REQUIRED = False  # Lene's own second step is not what this is about
    lene = as_("lene")
    membership = with_app.memberships.get(project__slug="peerstoette")
    confirm = reverse("member_step", args=["peerstoette", membership.pk])
    assert confirm in lene.get(reverse("members", args=["peerstoette"])).content.decode()
    assert lene.post(confirm).status_code == 302
    settings.SECOND_FACTOR_REQUIRED = True
    assert sign_in("gitte").get(PAGE).url == reverse("mfa_index")
    assert list(
        TrailEntry.objects.filter(action__startswith="factor").values_list("action", "actor_id")
    ) == [
        ("factor.forget", message_reader(with_app)),
        ("factor.lose", with_app.pk),
        ("factor.add", with_app.pk),
    ]


def message_reader(person) -> int:
    return person.memberships.first().project.memberships.get(role="leader").user_id


def test_it_is_asked_once_and_not_by_whoever_has_no_password(with_app, client):
    assert client.post(reverse("lost_step")).url == reverse("account_login")
    ask("gitte")
    ask("gitte")
    assert len(mail.outbox) == 2  # to the person and to the leader, once


def test_a_leader_who_has_just_given_a_role_is_no_second_pair_of_eyes(
    with_app, cast, as_, settings
):
    """Else whoever leads any project, and knows a password, could come in as anybody."""
    other = cast.other_project
    add_member(
        by=cast.leo,
        project=other,
        email=with_app.email,
        first_name="",
        last_name="",
        role="auditor",
        organisation=other.lead,
    )
    ask("gitte")
    assert [message.to for message in mail.outbox] == [[with_app.email], ["lene@example.test"]]
    settings.SECOND_FACTOR_REQUIRED = False
    membership = with_app.memberships.get(project=other)
    confirm = reverse("member_step", args=["frederiksberg", membership.pk])
    assert as_("leo").post(confirm).status_code == 404
    assert Authenticator.objects.filter(user=with_app).exists()


def test_a_request_falls_away_when_the_step_is_proved_or_the_password_is_new(with_app, cast):
    ask("gitte")
    browser = sign_in("gitte")
    browser.post(SECOND, {"code": code()})
    assert not lost_step.waiting(cast.project).exists()
    ask("gitte")
    assert lost_step.waiting(cast.project).count() == 1
    new = "en-rolig-dag-ved-havet"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    browser.post(reverse("account_change_password"), sent)
    assert not lost_step.waiting(cast.project).exists()


@pytest.mark.parametrize(
    "answer",
    ['{"id": "a"}', "[]", '"x"', "{}", '{"rawId": {}}', "{", "9" * 5_000, "[" * 100_000],
    ids=lambda answer: answer[:20],
)
def test_a_device_that_answers_nonsense_is_refused_without_a_failure_of_ours(cast, answer):
    browser = Client()
    login = reverse("mfa_login_webauthn")
    browser.get(login, headers={"accept": "application/json", "x-requested-with": "XMLHttpRequest"})
    assert browser.post(login, {"credential": answer}).url == reverse("account_login")
    inside = sign_in("lene")
    inside.get(reverse("mfa_add_webauthn"))
    sent = {"name": "x", "credential": answer}
    assert inside.post(reverse("mfa_add_webauthn"), sent).status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(("asked", "is_enough"), [("required", True), ("preferred", False)])
def test_a_passkey_alone_signs_in_only_where_the_device_was_asked_for_its_person(
    monkeypatch, asked, is_enough
):
    monkeypatch.setattr(LoginWebAuthnForm, "clean_credential", lambda form: "whoever it is")
    monkeypatch.setattr(forms, "get_state", lambda: {"user_verification": asked})
    assert forms.DeviceAloneForm(data={"credential": '{"id": 1}'}).is_valid() is is_enough


def test_a_leader_does_not_confirm_what_nobody_asked_for_nor_an_old_request(
    with_app, as_, settings
):
    settings.SECOND_FACTOR_REQUIRED = False
    membership = with_app.memberships.get(project__slug="peerstoette")
    confirm = reverse("member_step", args=["peerstoette", membership.pk])
    assert as_("lene").post(confirm).status_code == 404
    with_app.lost_step_at = dates.now() - timedelta(days=3, minutes=1)
    with_app.save()
    assert as_("lene").post(confirm).status_code == 404
    assert Authenticator.objects.filter(user=with_app).exists()


def test_a_leader_does_not_confirm_the_own_loss(cast, as_, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    lene = cast.lene
    TOTP.activate(lene, SECRET)
    lene.lost_step_at = dates.now()
    lene.save()
    membership = lene.memberships.get(project=cast.project)
    answer = as_("lene").post(reverse("member_step", args=["peerstoette", membership.pk]))
    assert answer.status_code == 422
    assert "Two persons are needed." in answer.content.decode()
    assert Authenticator.objects.filter(user=cast.lene).exists()


def test_whoever_keeps_the_server_confirms_for_an_only_leader(cast):
    TOTP.activate(cast.lene, SECRET)
    with pytest.raises(CommandError):
        call_command("confirm_lost_step", "lene@example.test")
    ask("lene")
    call_command("confirm_lost_step", "LENE@example.test")
    assert not Authenticator.objects.filter(user=cast.lene).exists()


def test_where_it_is_not_demanded_a_password_is_enough(cast, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert opens(sign_in("lene"))


def test_the_server_s_log_tells_of_sign_in_by_number_and_never_by_name(with_app, caplog):
    caplog.set_level("INFO", "peerstoette.sign_in")
    Client().post(reverse("account_login"), {"login": with_app.email, "password": "wrong"})
    browser = sign_in("gitte")
    browser.post(SECOND, {"code": "000000"})
    browser.post(SECOND, {"code": code()})
    browser.post(reverse("account_logout"))
    assert caplog.messages == [
        "wrong e-mail or password from 127.0.0.1",
        f"wrong second step: person {with_app.pk} from 127.0.0.1",
        f"signed in: person {with_app.pk} from 127.0.0.1",
        f"signed out: person {with_app.pk} from 127.0.0.1",
    ]


# --- the trail ------------------------------------------------------------------------------------


def passkey(person) -> Authenticator:
    data = {"name": "Telefon", "credential": {}}
    return Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)


def kinds(action: str) -> list[str]:
    entries = TrailEntry.objects.filter(action=action).order_by("id")
    return [entry.details["kind"] for entry in entries]


def proved(name: str) -> Client:
    browser = sign_in(name)
    browser.post(SECOND, {"code": code()})
    return browser


def test_a_second_step_that_is_removed_is_on_the_trail_in_the_same_transaction(with_app):
    device = passkey(with_app)
    browser = proved("gitte")
    page = reverse("mfa_remove_webauthn", args=[device.pk])
    assert browser.post(page).status_code == 302
    passkey(with_app)
    assert browser.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert kinds("factor.remove") == ["webauthn", "totp"]


def test_codes_on_paper_that_are_made_anew_are_on_the_trail(fresh_cast):
    TOTP.activate(fresh_cast.lene, SECRET)
    browser = proved("lene")
    assert browser.post(reverse("mfa_generate_recovery_codes")).status_code == 302
    assert kinds("factor.add") == ["totp", "recovery_codes"]
    assert kinds("factor.renew") == ["recovery_codes"]


@pytest.mark.parametrize("step", ["app", "passkey"])
def test_a_second_step_is_neither_added_nor_removed_while_the_trail_is_broken(
    fresh_cast, monkeypatch, settings, step
):
    settings.SECOND_FACTOR_REQUIRED = False
    browser = sign_in("lene")
    browser.raise_request_exception = False
    secret = browser.get(reverse("mfa_activate_totp")).context["form"].secret
    device = passkey(fresh_cast.gitte)

    def refuse(*args, **kwargs):
        raise OperationalError("no space left")

    monkeypatch.setattr(trail, "record", refuse)
    if step == "app":
        sent = browser.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    else:
        browser.force_login(fresh_cast.gitte, backend="django.contrib.auth.backends.ModelBackend")
        sent = browser.post(reverse("mfa_remove_webauthn", args=[device.pk]))
    assert sent.status_code == 500
    assert list(Authenticator.objects.all()) == [device]
