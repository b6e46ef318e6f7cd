"""Asking at a door as a person's browser does, and taking back whatever that wrote."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import update_last_login
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import sessions
from accounts.models import User
from tests.doors.matrix import KEPT_OUT, SIGN_IN

BACKEND = "django.contrib.auth.backends.ModelBackend"
WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE)", re.IGNORECASE)
TURNED_AWAY = {403, 404, 405, SIGN_IN, KEPT_OUT}
WAYS = {"account_login": SIGN_IN, "admin:login": KEPT_OUT}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in sorted(settings.PERMISSIONS_POLICY)),
}
# which of them is right says test_doors_before_views
POLICY = {
    f"{name} {' '.join(values)}"
    for name, values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
}
# a form as a browser sends it when nothing is filled in
EMPTY = {"csrfmiddlewaretoken": "x"}


def browser(person: User | None) -> Client:
    """Signed in as a browser is that brings its session; the sign-in itself lies before."""
    client = Client()
    if person is not None:
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), BACKEND
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session[sessions.BEGAN] = session[sessions.SEEN] = timezone.now().timestamp()
        session.create()
        update_last_login(None, person)
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that changed a row of any table but that of sessions."""
    written = []

    def note(execute, sql, *rest):
        if WRITE.match(sql) and '"django_session"' not in sql:
            written.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield written


def answer(
    person: User | None, method: str, url: str, form: Mapping[str, str] = EMPTY
) -> int | str:
    """The status, or a word for a way to a sign-in; whatever the request wrote is taken back.

    Whoever is turned away has changed no row of any table, and no answer of a page lacks what tells
    the browser how careful to be. A POST sends ``form``.
    """
    cache.clear()  # attempts are counted by address, and everybody asks from the same
    with transaction.atomic():
        client = browser(person)
        with writes() as written:
            response = client.post(url, form) if method == "POST" else client.generic(method, url)
        transaction.set_rollback(True)
    got = _way_to_sign_in(response) or response.status_code
    assert written == [] or got not in TURNED_AWAY, written
    if not url.startswith(settings.STATIC_URL):
        _is_careful(response)
    return got


def _way_to_sign_in(response: HttpResponse) -> str | None:
    if response.status_code != 302:
        return None
    return {reverse(name): word for name, word in WAYS.items()}.get(response.url.split("?")[0])


def _is_careful(response: HttpResponse) -> None:
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert set(response.headers["Content-Security-Policy"].split("; ")) == POLICY
    if response.wsgi_request.user.is_authenticated:
        assert "no-store" in response.headers["Cache-Control"]
