"""The middleware: undeclared views, too large requests, kept pages, the content policy."""

import io

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path, reverse

from accounts.models import TrailEntry
from peerstoette import urls as product

HUNDRED_MEGABYTES = 100 * 1024 * 1024


def undeclared(request):
    return HttpResponse("open")


class WithUndeclared:
    urlpatterns = [*product.urlpatterns, path("undeclared/", undeclared)]


class Zeros(io.RawIOBase):
    """A body of any length that takes no room, and counts what is read of it."""

    def __init__(self, length):
        self.left = length

    def read(self, size=-1):
        size = min(self.left, size) if size >= 0 else self.left
        self.left -= size
        return b"\0" * size


@override_settings(ROOT_URLCONF=WithUndeclared)
def test_a_view_without_a_declared_rule_is_closed_even_for_a_leader(as_):
    response = as_("lene").get("/undeclared/")
    assert response.status_code == 403
    assert response.content != b"open"


@pytest.mark.parametrize("name", ["lene", None])
def test_an_upload_of_100_mb_is_refused_in_words_and_nothing_is_written(client, as_, name):
    before = TrailEntry.objects.count()
    browser = as_(name) if name else client
    body = Zeros(HUNDRED_MEGABYTES)
    response = browser.post(
        reverse("seat_add", args=["peerstoette"]),
        b"",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(HUNDRED_MEGABYTES), "wsgi.input": body},
    )
    assert response.status_code == 413
    assert "10 MB" in response.content.decode()
    assert body.left == 0, "a browser that is cut off would show no page"
    assert TrailEntry.objects.count() == before


@pytest.mark.parametrize("length", ["", "abc", "-1"])
def test_a_strange_length_does_no_harm(client, db, length):
    assert client.get(reverse("account_login"), CONTENT_LENGTH=length).status_code == 200


def test_pages_of_a_person_are_not_kept(as_, client):
    assert "Cache-Control" not in client.get(reverse("account_inactive"))
    response = as_("lene").get(reverse("plan", args=["peerstoette"]))
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("account_login", []),
        ("account_reset_password", []),
        ("account_reset_password_done", []),
        ("account_reset_password_from_key", ["1", "old-link"]),
        ("account_reset_password_from_key_done", []),
    ],
)
def test_nor_are_those_by_which_somebody_comes_in(client, db, name, parts):
    assert "no-store" in client.get(reverse(name, args=parts))["Cache-Control"]


def test_the_content_policy_is_the_one_that_was_ruled(client, db):
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "font-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize(
    ("status", "url"), [(404, "/no-such-page/"), (403, "/p/peerstoette/members/")]
)
def test_a_refusal_has_words_and_a_way_on(as_, status, url):
    response = as_("svend").get(url)
    assert response.status_code == status
    assert f'href="{reverse("home")}"' in response.content.decode()


def test_a_form_without_its_token_is_refused_with_a_way_on(cast, as_):
    client = as_("lene")
    client.handler.enforce_csrf_checks = True
    response = client.post(reverse("theme"), {"theme": "dark"})
    assert response.status_code == 403
    assert f'href="{reverse("home")}"' in response.content.decode()
    assert cast.lene.theme == "light"


def test_a_failure_of_ours_is_told_in_danish_without_details(client, monkeypatch, db):
    def broken(request):
        raise RuntimeError("secret detail")

    client.raise_request_exception = False
    monkeypatch.setattr("accounts.forms.LoginForm.__init__", lambda *args, **kwargs: broken(None))
    response = client.get(reverse("account_login"))
    assert response.status_code == 500
    assert "Noget gik galt" in response.content.decode()
    assert b"secret detail" not in response.content
