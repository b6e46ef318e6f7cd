import pytest
from django.conf import settings
from django.urls import reverse


def test_a_person_chooses_an_appearance_and_comes_back(as_, cast):
    plan = reverse("plan", args=["peerstoette"])
    response = as_("lene").post(reverse("theme"), {"theme": "dark", "next": plan})
    assert response.url == plan
    assert cast.lene.theme == "dark"
    assert b'data-bs-theme="dark"' in as_("lene").get(plan).content


def test_an_unknown_appearance_is_refused(as_, cast):
    assert as_("lene").post(reverse("theme"), {"theme": "pink"}).status_code == 400
    assert cast.lene.theme == "light"


@pytest.mark.parametrize("address", ["https://evil.test/", "//evil.test", "javascript:alert(1)"])
def test_no_choice_leads_to_another_site(as_, cast, address):
    data = {"theme": "dark", "language": "en", "next": address}
    assert as_("lene").post(reverse("theme"), data).url == reverse("home")
    assert as_("lene").post(reverse("set_language"), data).url == "/"


def test_pages_are_danish_whatever_the_browser_prefers(client):
    response = client.get(reverse("account_login"), headers={"accept-language": "en"})
    assert response["Content-Language"] == "da"
    assert b'<html lang="da"' in response.content


def test_english_is_chosen_before_or_after_sign_in_and_kept(client):
    client.post(reverse("set_language"), {"language": "en"})
    cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert cookie.value == "en"
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert b'<html lang="en"' in client.get(reverse("account_login")).content


def test_a_language_that_is_not_offered_falls_back_to_danish(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert client.get(reverse("account_login"))["Content-Language"] == "da"


@pytest.mark.parametrize("name", ["theme", "set_language"])
def test_a_choice_is_made_by_a_form_only(as_, name):
    assert as_("lene").get(reverse(name)).status_code == 405


def test_the_language_is_kept_on_the_account_and_goes_before_the_browsers(as_, cast, client):
    as_("lene").post(reverse("set_language"), {"language": "en"})
    assert cast.lene.language == "en"
    elsewhere = as_("lene")
    elsewhere.cookies[settings.LANGUAGE_COOKIE_NAME] = "da"
    start = reverse("project", args=["peerstoette"])
    assert elsewhere.get(start)["Content-Language"] == "en"
    client.logout()
    assert client.get(reverse("account_login"))["Content-Language"] == "da"


def test_a_language_that_is_not_offered_is_not_kept(as_, cast):
    as_("lene").post(reverse("set_language"), {"language": "xx"})
    assert cast.lene.language == ""
