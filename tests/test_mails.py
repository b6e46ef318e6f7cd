"""Every mail that the product sends: it names the people of a project, and tells nothing beside."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.models import update_last_login
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts import forms
from accounts.adapter import ClosedAdapter
from accounts.models import User
from partners.models import Organisation
from tests.accounts.test_second_step import SECRET, ask, code, passkey
from tests.cast import PASSWORD, PEOPLE, Cast
from tests.doors.objects import parts
from tests.planted import Planter
from tests.sweeping import leaks
from tests.test_planted import emergency, member, plant_ours, plant_theirs

pytestmark = pytest.mark.sweep

STRANGER = "fremmed@example.test"
NEW = "en-rolig-dag-ved-havet"
TEMPLATES = settings.BASE_DIR / "templates"
# allauth's, for accounts without a password: ours get one by the link of an invitation
NEVER = {"account/email/password_set"}


def kind(template: Path) -> str:
    return str(template.relative_to(TEMPLATES)).removesuffix("_subject.txt")


KINDS = {kind(template) for template in TEMPLATES.rglob("email/*_subject.txt")} - NEVER


def sent(client: Client, name: str, form: dict | None = None, *args) -> None:
    """The page does what is asked of it."""
    answer = client.post(reverse(name, args=args), form or {})
    assert answer.status_code == 302, name


def of_roles(cast: Cast, as_) -> None:
    """Who comes, who comes again, who takes over, and somebody sees a citizen in an emergency."""
    auditor, successor = parts("member", cast)["pk"], str(cast.stine.pk)
    lene = as_("lene")
    sent(lene, "member_add", member(cast), "peerstoette")
    sent(lene, "member_add", member(cast) | {"email": cast.svend.email}, "peerstoette")
    sent(lene, "member_invite", None, "peerstoette", parts("invited", cast)["pk"])
    leaving = {"last_day": "15.6.2018", "successor": successor}
    sent(lene, "member_leave", leaving, "peerstoette", auditor)
    sent(as_("omar"), "emergency", emergency(cast), "peerstoette")


def of_passwords(cast: Cast, as_) -> None:
    """One that was forgotten, one that is changed, and somebody who has no account."""
    for email in [cast.connie.email, STRANGER]:
        sent(Client(), "account_reset_password", {"email": email})
    browser, link = Client(), re.search(r"https?://\S+", mail.outbox[-2].body)[0]
    form = browser.get(link, follow=True)
    browser.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    changed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    sent(as_("lene"), "account_change_password", changed)


def of_second_steps(cast: Cast, as_) -> None:
    """Each is added and removed, codes are made anew, and one is lost."""
    lene = as_("lene")
    secret = lene.get(reverse("mfa_activate_totp")).context["form"].secret
    sent(lene, "mfa_activate_totp", {"code": code(secret)})
    sent(lene, "mfa_add_webauthn", {"name": "Telefon", "credential": json.dumps({"id": "x"})})
    sent(lene, "mfa_generate_recovery_codes")
    sent(lene, "mfa_deactivate_totp")
    sent(lene, "mfa_remove_webauthn", None, passkey(cast.lene).pk)
    TOTP.activate(cast.gitte, SECRET)
    update_last_login(None, cast.gitte)
    ask("gitte")


@pytest.fixture
def eased(monkeypatch) -> None:
    """A made up passkey is taken, and what waits for the end of a transaction comes at once."""
    monkeypatch.setattr(forms.PasskeyForm, "clean", lambda form: form.cleaned_data)
    monkeypatch.setattr(transaction, "on_commit", lambda act, **_how: act())


@pytest.fixture
def kinds(monkeypatch) -> set[str]:
    """Which mails have been written."""
    written = set()
    render = ClosedAdapter.render_mail

    def note(adapter, template, *args, **kwargs):
        written.add(template)
        return render(adapter, template, *args, **kwargs)

    monkeypatch.setattr(ClosedAdapter, "render_mail", note)
    return written


def names(cast: Cast) -> set[str]:
    """What mails may say of a project and its people."""
    people = User.objects.filter(memberships__project=cast.project)
    told = {name for each in people for name in [each.first_name, each.last_name]}
    return told | {cast.project.name, *Organisation.objects.values_list("name", flat=True)}


def unspeakable(cast: Cast, ours: Planter, theirs: Planter) -> list[str]:
    strangers = [f"{stranger}@" for _name, stranger in PEOPLE.values()]
    codes = [citizen.code for citizen in cast.citizens]
    return [*theirs.all, *strangers, *codes, *set(ours.all).difference(names(cast))]


@pytest.fixture
def ours(cast) -> Planter:
    return plant_ours(cast)


@pytest.fixture
def theirs(cast) -> Planter:
    return plant_theirs(cast)


@pytest.fixture
def mails(cast, as_, ours, theirs, eased, kinds) -> list[EmailMessage]:
    """All of them."""
    cache.clear()  # attempts are counted by address
    for person in [cast.lene, cast.gitte]:
        person.set_password(PASSWORD)  # a word was planted in its place
        person.save()
    of_roles(cast, as_)
    of_passwords(cast, as_)
    of_second_steps(cast, as_)
    return mail.outbox


def told(mails: Iterable[EmailMessage]) -> dict[str, str]:
    """What stands in each of them, by number, what it is about and to whom it goes."""
    return {
        f"{number} {each.subject} {each.to}": f"{each.subject}\n{each.body}\n{each.message()}"
        for number, each in enumerate(mails)
    }


def test_every_mail_names_people_and_their_project_and_tells_nothing_beside(
    cast, ours, theirs, mails, kinds
):
    assert leaks(unspeakable(cast, ours, theirs), told(mails)) == {}
    assert leaks(list(names(cast)), told(mails))
    assert kinds == KINDS


def test_a_mail_to_somebody_without_an_account_names_nobody(ours, theirs, mails):
    outside = [each for each in mails if each.to == [STRANGER]]
    assert outside
    assert leaks([*ours.all, *theirs.all], told(outside)) == {}
