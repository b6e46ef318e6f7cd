"""Whoever's roles change signs in again, in every browser."""

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import sessions
from accounts.models import User
from tests.cast import PASSWORD
from tests.transfer.conftest import Desk, file_of, rows_of

A = ["peerstoette"]
PAGE = reverse("project", args=A)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def stine(cast):
    """Two browsers in which Stine is signed in."""
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(cast.stine, backend=BACKEND)
        assert browser.get(PAGE).status_code == 200
    return browsers


def are_out(browsers) -> bool:
    return all("login" in browser.get(PAGE).headers.get("Location", "") for browser in browsers)


def give(client, project, person: User) -> None:
    """The role of auditor, on behalf of whoever leads the project."""
    sent = {
        "email": person.email,
        "first_name": "Stine",
        "last_name": "Prøvested",
        "role": "auditor",
        "organisation": project.lead_id,
    }
    assert client.post(reverse("member_add", args=[project.slug]), sent).status_code == 302


def test_another_role_that_is_given_signs_the_person_out(as_, cast, stine):
    lene = as_("lene")
    give(lene, cast.project, cast.stine)
    assert are_out(stine)
    assert lene.get(PAGE).status_code == 200


def test_the_first_role_in_a_project_signs_nobody_out_of_another(as_, cast, stine):
    give(as_("leo"), cast.other_project, cast.stine)
    assert not are_out(stine)
    assert stine[0].get(reverse("project", args=[cast.other_project.slug])).status_code == 200


def test_nor_does_the_first_one_by_a_table(cast, stine):
    desk_of_b = Desk(cast.leo, cast.other_project)
    row = desk_of_b.rows("people")[0] | {"e-mail": cast.stine.email, "rolle": "revisor"}
    desk_of_b.import_("people", [row | {"fornavn": "", "efternavn": ""}])
    assert cast.other_project.memberships.filter(user=cast.stine).exists()
    assert not are_out(stine)


@pytest.mark.parametrize("row", [{"rolle": "revisor"}, {"ser borgere": "ja"}])
def test_a_role_that_a_table_gives_or_changes_signs_the_person_out(as_, cast, stine, row):
    lene = as_("lene")
    stands = rows_of(lene.get(reverse("transfer_export", args=[*A, "people", "csv"])).content)
    [held] = [each for each in stands if each["e-mail"] == cast.stine.email]
    file = SimpleUploadedFile("people.csv", file_of([held | {"ser borgere": ""} | row]))
    draft = lene.post(reverse("transfer", args=[*A, "people"]), {"file": file}).url
    assert lene.get(PAGE).status_code == 200
    assert not are_out(stine)
    mark = lene.get(draft).context["look"].mark
    assert lene.post(draft, {"mark": mark}).url == reverse("transfers", args=A)
    assert are_out(stine)
    assert lene.get(PAGE).status_code == 200


def test_a_role_that_is_taken_signs_the_person_out(as_, cast, stine):
    membership = cast.stine.memberships.get(project=cast.project)
    as_("lene").post(reverse("member_end", args=[*A, membership.pk]))
    assert are_out(stine)


def test_a_new_password_ends_the_other_browsers(cast, stine):
    here, there = stine
    new = "en-rolig-dag-ved-havet"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    here.post(reverse("account_change_password"), sent)
    assert here.get(PAGE).status_code == 200
    assert are_out([there])


def test_a_password_that_is_set_by_a_mailed_link_ends_every_browser(client, cast, stine):
    client.post(reverse("account_reset_password"), {"email": cast.stine.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True).redirect_chain[-1][0]
    assert not are_out(stine)
    new = "en-rolig-dag-ved-havet"
    assert client.post(page, {"password1": new, "password2": new}).status_code == 302
    assert cast.stine.check_password(new)
    assert are_out(stine)


def test_an_account_that_is_closed_by_upkeep_is_out_at_once_and_stays_out(client, cast, stine):
    root = User.objects.create_superuser("root", "root@example.test", PASSWORD)
    client.force_login(root, backend=BACKEND)
    change = reverse("admin:accounts_user_change", args=[cast.stine.pk])
    form = client.get(change).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields if name != "password"}
    closed = {name: value for name, value in sent.items() if name != "is_active"}
    assert client.post(change, closed).status_code == 302
    assert are_out(stine)
    assert client.post(change, sent).status_code == 302
    assert are_out(stine)


@pytest.fixture
def keeper(client, cast):
    root = User.objects.create_superuser("root", "root@example.test", PASSWORD)
    client.force_login(root, backend=BACKEND)
    return client


def test_a_role_from_the_back_office_asks_who_is_there_and_signs_the_person_out(
    keeper, cast, stine
):
    membership = cast.stine.memberships.get(project=cast.project)
    page = reverse("admin:partners_membership_delete", args=[membership.pk])
    session = keeper.session
    session[sessions.BEGAN] -= 16 * 60
    session.save()
    assert keeper.post(page, {"post": "yes"}).url.startswith(reverse("account_reauthenticate"))
    session[sessions.BEGAN] += 16 * 60
    session.save()
    assert keeper.post(page, {"post": "yes"}).url == reverse("admin:partners_membership_changelist")
    assert are_out(stine)


def test_a_role_does_not_become_another_person_s_or_project_s_in_the_back_office(keeper, cast):
    membership = cast.stine.memberships.get(project=cast.project)
    change = reverse("admin:partners_membership_change", args=[membership.pk])
    form = keeper.get(change).context["adminform"].form
    assert not {"user", "project"}.intersection(form.fields)
    sent = {
        "user": cast.svend.pk,
        "project": cast.other_project.pk,
        "role": "auditor",
        "organisation": membership.organisation_id,
        "began_at_0": "2018-01-01",
        "began_at_1": "10:00:00",
    }
    assert keeper.post(change, sent).status_code == 302
    membership.refresh_from_db()
    assert (membership.user, membership.project) == (cast.stine, cast.project)
    assert membership.role == "auditor"


def test_whoever_keeps_the_installation_cannot_become_another_person(keeper, cast):
    change = reverse("admin:accounts_user_change", args=[cast.stine.pk])
    form = keeper.get(change).context["adminform"].form
    assert "email" not in form.fields
    assert keeper.get(f"/admin/accounts/user/{cast.stine.pk}/password/").status_code in {302, 404}
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"email": "root@evil.test", "password": "chosen-by-somebody-else"}
    keeper.post(change, sent)
    assert cast.stine.email == "stine@example.test"
    assert cast.stine.check_password(PASSWORD)


def test_everybody_can_sign_out_everywhere_else(stine):
    here, there = stine
    here.post(reverse("sessions_end"))
    assert here.get(PAGE).status_code == 200
    assert are_out([there])
