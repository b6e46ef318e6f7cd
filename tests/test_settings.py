"""Production is safe by itself, and says what is missing before it starts."""

import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from peerstoette.lib import triggers

SECRET = "only-for-this-test-" + "0123456789abcdefghij" * 3
PRODUCTION = {"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "peerstoette.example"}


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
        "PASSWORD_HASHERS=['django.contrib.auth.hashers.Argon2PasswordHasher']",
    ], result.stderr


SHOW_SETTINGS = """
from django.conf import settings
for name in ["DEBUG", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME",
             "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "PASSWORD_HASHERS"]:
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
    config = apps.get_app_config("peerstoette")
    config.require_guards()
    guard = triggers.registered()[0]
    with connection.cursor() as cursor:
        on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {guard.trigger}{on}")
    with pytest.raises(ImproperlyConfigured, match=guard.trigger):
        config.require_guards()


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
