"""What the tests of the trail's seals share."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction

from accounts import seals
from accounts.models import TrailSeal
from tests.accounts.sealing import ids, seal_all, without_guards, write


@pytest.fixture(autouse=True)
def _no_attempts_before():
    """Codes that were used and attempts that were made by other tests are forgotten."""
    cache.clear()


@pytest.fixture
def own_anchors(settings, tmp_path, monkeypatch):
    """A file of anchors for the test alone; entries are settled at once."""
    settings.TRAIL_ANCHORS = tmp_path / "kept" / "anchors.txt"
    monkeypatch.setattr(seals, "SETTLED_AFTER", timedelta(0))


@pytest.fixture
def sealed(cast, own_anchors) -> list[TrailSeal]:
    write(cast)
    return seal_all()


@pytest.fixture
def mine(cast, sealed) -> list[int]:
    """The ids of project A's entries, without guards around them."""
    without_guards()
    return ids(cast.project.pk)


@pytest.fixture
def refused():
    """``refused(act)`` runs it in a savepoint and expects the database to say no."""

    def attempt(act):
        with pytest.raises(DatabaseError, match="refused by guard_"), transaction.atomic():
            act()

    return attempt
