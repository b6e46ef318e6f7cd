import re

import pytest
from django.core import mail
from django.urls import reverse

from tests.cast import PASSWORD

LONG_PASSWORD = "en-rolig-dag-ved-havet"


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(
        reverse("account_login"), {"login": email, "password": password, **more}, follow=False
    )


def test_a_person_signs_in_and_lands_on_the_own_start_page(client, cast):
    response = sign_in(client, "lene@example.test")
    assert response.status_code == 302
    assert response.url == reverse("home")
    assert client.get(response.url).url == reverse("project", args=["peerstoette"])


def test_a_peer_starts_with_the_day(as_):
    assert as_("omar").get("/").url == reverse("day", args=["peerstoette"])


def test_a_person_without_a_project_gets_a_friendly_page(client, cast):
    cast.lene.memberships.all().delete()
    client.force_login(cast.lene, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get("/")
    assert response.status_code == 200
    assert "partners/project_none.html" in [template.name for template in response.templates]


def test_a_wrong_password_and_an_unknown_e_mail_are_told_alike(client, cast):
    def answer(email):
        response = sign_in(client, email, "not-the-password")
        assert response.status_code == 200
        return response.context["form"].non_field_errors()

    assert answer("lene@example.test")
    assert answer("lene@example.test") == answer("nobody@example.test")
    assert "_auth_user_id" not in client.session


def test_somebody_who_is_not_active_does_not_come_in(client, cast):
    lene = cast.lene
    lene.is_active = False
    lene.save()
    assert sign_in(client, "lene@example.test").url == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_it_goes_on_to_a_page_of_ours_and_never_to_another_site(client, cast):
    plan = reverse("plan", args=["peerstoette"])
    assert sign_in(client, "lene@example.test", next=plan).url == plan
    client.logout()
    assert sign_in(client, "lene@example.test", next="https://evil.test/").url == reverse("home")


def test_sign_up_is_closed_for_everyone(client, cast):
    url = reverse("account_signup")
    data = {"email": "new@example.test", "password1": LONG_PASSWORD, "password2": LONG_PASSWORD}
    for response in [client.get(url), client.post(url, data)]:
        assert "account/signup_closed.html" in [template.name for template in response.templates]
    with pytest.raises(AttributeError):
        _ = cast.new


def test_signing_out_takes_a_form_and_ends_the_session(as_):
    client = as_("lene")
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post(reverse("account_logout")).url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client, cast):
    client.post(reverse("account_reset_password"), {"email": "lene@example.test"})
    [message] = mail.outbox
    assert message.to == ["lene@example.test"]
    link = re.search(r"http://testserver(\S+)", message.body)[1]
    form = client.get(link, follow=True)
    page = form.redirect_chain[-1][0]
    data = {"password1": LONG_PASSWORD, "password2": LONG_PASSWORD}
    assert client.post(page, data).status_code == 302
    assert sign_in(client, "lene@example.test", LONG_PASSWORD).url == reverse("home")
    client.logout()
    assert client.get(link).context["token_fail"] is True


def test_a_short_password_is_refused(as_, cast):
    data = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    response = as_("lene").post(reverse("account_change_password"), data)
    assert response.context["form"].errors["password1"]
    assert cast.lene.check_password(PASSWORD)


def flashes(answer) -> list[str]:
    return [str(each) for each in answer.context["messages"]]


def test_a_new_password_is_confirmed_in_our_words(as_):
    data = {"oldpassword": PASSWORD, "password1": LONG_PASSWORD, "password2": LONG_PASSWORD}
    assert flashes(as_("lene").post(reverse("account_change_password"), data, follow=True)) == [
        "The new password counts from now on."
        " Browsers that were signed in with the old one are signed out."
    ]


def test_so_is_a_first_one(as_, cast):
    lene = cast.lene
    lene.set_unusable_password()
    lene.save()
    data = {"password1": LONG_PASSWORD, "password2": LONG_PASSWORD}
    answer = as_("lene").post(reverse("account_set_password"), data, follow=True)
    assert flashes(answer) == ["The password counts from now on."]


@pytest.mark.parametrize("page", ["/admin/", "/admin/login/"])
def test_the_admin_is_entered_by_the_same_door_and_by_keepers_only(client, as_, cast, page):
    assert client.get(page, follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))
    assert as_("stine").get(page, follow=True).status_code == 403


@pytest.mark.parametrize("page", ["/admin/password_change/", "/admin/password_change/done/"])
def test_the_back_office_has_no_way_of_its_own_to_a_new_password(as_, cast, page):
    """One that would count no attempts and tell neither the trail nor the person."""
    sent = {"old_password": PASSWORD, "new_password1": LONG_PASSWORD}
    sent |= {"new_password2": LONG_PASSWORD}
    lene = as_("lene")
    assert lene.get(page).status_code == 404
    assert lene.post(page, sent).status_code == 404
    assert cast.lene.check_password(PASSWORD)
    assert reverse("account_change_password") in lene.get("/admin/").content.decode()
