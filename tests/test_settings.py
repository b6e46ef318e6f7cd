"""Production is safe by itself, and says what is missing before it starts."""

import json
import os
import subprocess
import sys
from runpy import run_path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from peerstoette.checks import texts_are_compiled
from peerstoette.lib import triggers

SECRET = "only-for-this-test-" + "0123456789abcdefghij" * 3
PRODUCTION = {
    "SECRET_KEY": SECRET,
    "TRAIL_KEY": "another-" + SECRET,
    "ALLOWED_HOSTS": "peerstoette.example",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run manage.py as on a machine where nothing but ``environment`` is set."""
    kept = {"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite://:memory:"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_does_not_start_without(name):
    environment = {key: value for key, value in PRODUCTION.items() if key != name}
    result = manage("check", **environment)
    assert result.returncode != 0
    assert f"Set {name} in the environment" in result.stderr


def test_production_passes_the_deployment_check():
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert result.returncode == 0, result.stderr


def test_production_never_shows_its_insides():
    result = manage("shell", "-v0", "-c", SHOW_SETTINGS, **PRODUCTION)
    assert result.stdout.split() == [
        "DEBUG=False",
        "SESSION_COOKIE_SECURE=True",
        "SESSION_COOKIE_NAME=__Host-session",
        "CSRF_COOKIE_NAME=__Host-csrf",
        "SECURE_SSL_REDIRECT=True",
        "SECURE_HSTS_SECONDS=31536000",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS=True",
        "SESSION_COOKIE_SAMESITE=Lax",
        "CSRF_COOKIE_SAMESITE=Lax",
        "SESSION_COOKIE_HTTPONLY=True",
        "PASSWORD_HASHERS=['django.contrib.auth.hashers.Argon2PasswordHasher']",
    ], result.stderr


SHOW_SETTINGS = """
from django.conf import settings
for name in ["DEBUG", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME",
             "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
             "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE", "SESSION_COOKIE_HTTPONLY",
             "PASSWORD_HASHERS"]:
    print(f"{name}={getattr(settings, name)}")
"""


def test_attempts_to_sign_in_are_counted_by_browser_and_for_all_workers_together(tmp_path):
    environment = PRODUCTION | {"DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}
    assert manage("createcachetable", **environment).returncode == 0
    count = ["shell", "-v0", "-c", COUNT_AN_ATTEMPT]
    first, second = (manage(*count, **environment) for _ in range(2))
    assert (first.stdout.split(), second.stdout.split()) == (
        ["10.0.0.7", "1"],
        ["10.0.0.7", "2"],
    ), first.stderr
    direct = manage(*count, **environment, TRUSTED_PROXY_COUNT="0")
    assert direct.stdout.split() == ["127.0.0.1", "3"], direct.stderr


COUNT_AN_ATTEMPT = """
from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.test import RequestFactory
request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="192.0.2.1, 10.0.0.7")
print(get_adapter().get_client_ip(request))
cache.add("attempts", 0)
print(cache.incr("attempts"))
"""


def test_sqlite_waits_keeps_keys_and_lets_no_replacement_slip_past_triggers(tmp_path):
    result = manage(
        "shell",
        "-v0",
        "-c",
        SHOW_PRAGMAS,
        DATABASE_URL=f"sqlite:///{tmp_path / 'db.sqlite3'}",
        **PRODUCTION,
    )
    assert result.stdout.split() == [
        "journal_mode=wal",
        "foreign_keys=1",
        "recursive_triggers=1",
        "synchronous=1",
        "transaction_mode=IMMEDIATE",
    ], result.stderr


SHOW_PRAGMAS = """
from django.db import connection
cursor = connection.cursor()
for name in ["journal_mode", "foreign_keys", "recursive_triggers", "synchronous"]:
    print(f"{name}={cursor.execute('PRAGMA ' + name).fetchone()[0]}")
print(f"transaction_mode={connection.transaction_mode}")
"""


def test_the_server_does_not_start_while_a_guard_is_missing(db):
    server = str(settings.BASE_DIR / "peerstoette" / "wsgi.py")
    assert run_path(server)["application"]
    guard = triggers.registered()[0]
    with connection.cursor() as cursor:
        on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {guard.trigger}{on}")
    with pytest.raises(ImproperlyConfigured, match=guard.trigger):
        run_path(server)


def test_pages_say_what_a_browser_may_do(client, db):
    response = client.get("/")
    policy = response["Content-Security-Policy"]
    # the directives come in no fixed order
    directives = {directive.strip() for directive in policy.split(";")}
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= directives
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_a_catalogue_that_is_not_compiled_is_noticed(settings, tmp_path):
    folder = tmp_path / "da" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    texts, compiled = folder / "django.po", folder / "django.mo"
    settings.LOCALE_PATHS = [tmp_path]
    texts.write_text("")
    assert [each.id for each in texts_are_compiled(None)] == ["peerstoette.W001"]
    compiled.write_text("")
    os.utime(compiled, (2, 2))
    os.utime(texts, (1, 1))
    assert texts_are_compiled(None) == []
    os.utime(texts, (3, 3))
    assert len(texts_are_compiled(None)) == 1


@pytest.fixture
def https(settings):
    """What production says of https."""
    shown = manage("shell", "-v0", "-c", SHOW_HTTPS, **PRODUCTION)
    for name, value in json.loads(shown.stdout).items():
        setattr(settings, name, value)


SHOW_HTTPS = """
import json
from django.conf import settings
names = ["SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER", "SECURE_HSTS_SECONDS",
         "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


@pytest.mark.parametrize(
    ("who", "url", "status"),
    [
        (None, "/accounts/login/", 200),
        (None, "/static/css/look.css", 200),
        (None, "/p/peerstoette/", 302),
        (None, "/no-such-page/", 404),
        ("lene", "/p/peerstoette/members/", 200),
        ("lene", "/p/frederiksberg/", 404),
        ("svend", "/p/peerstoette/members/", 403),
    ],
)
def test_every_answer_of_production_keeps_browsers_on_https(https, cast, client, who, url, status):
    if who:
        client.force_login(getattr(cast, who), backend=settings.AUTHENTICATION_BACKENDS[0])
    # as the proxy says of a request that came over https
    response = client.get(url, headers={"x-forwarded-proto": "https"})
    assert response.status_code == status
    told = response["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains; preload"


def test_production_answers_on_http_with_the_way_to_https_only(https, client, db):
    response = client.get("/accounts/login/")
    assert (response.status_code, response.url) == (301, "https://testserver/accounts/login/")
