"""Shared fixtures: the cast is built once for a run, every test rolls its own changes back."""

import pytest
from django.test import TransactionTestCase

from partners.models import Project
from peerstoette.lib import triggers
from tests.browser.counts import pytest_terminal_summary  # noqa: F401
from tests.cast import Cast, build
from tests.untrailed import _everything_is_on_the_trail  # noqa: F401


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        build()


@pytest.fixture
def cast(db) -> Cast:
    return Cast()


@pytest.fixture
def as_(client, cast):
    """``as_("lene")`` is a browser signed in as that person."""

    def sign_in(name: str):
        client.force_login(getattr(cast, name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture(scope="session", autouse=True)
def _flush_past_guards():
    """Tests that commit empty the tables afterwards, which the guards would rightly refuse."""
    teardown = TransactionTestCase._fixture_teardown

    def without_guards(self):
        triggers.clear()
        teardown(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_guards)
        yield


@pytest.fixture
def fresh_cast(transactional_db) -> Cast:
    """The cast in a database that really commits: for browsers, threads and processes."""
    if not Project.objects.exists():  # the first such test of a run still finds the shared cast
        build()
    return Cast()
