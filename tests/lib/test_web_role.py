"""Whoever has taken over the web server cannot take the guards away: its role owns no table."""

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from accounts.models import TrailEntry
from citizens.models import Course, Session
from peerstoette.checks import web_role_owns_nothing
from peerstoette.lib import triggers
from tests.lib.attacks import OWNERS_ACTS, ROLES, execute, refusal, working_as

TRAIL = "accounts_trailentry"
GUARD = "guard_accounts_trailentry_frozen_update"
ROLE_ACTS = [
    "SET session_replication_role = replica",
    "CREATE TABLE mine (id int)",
    "ALTER ROLE peerstoette_web SUPERUSER",
]


@pytest.fixture
def web_role(cast, as_):
    """The connection works as the web server does; SQLite knows no roles, and stays its owner's."""
    as_("lene").get(reverse("citizens", args=["peerstoette"]))  # somebody has looked
    with working_as(ROLES[connection.vendor][-1]):
        yield


def test_every_attack_on_the_trail_is_refused_or_noticed_at_the_next_start(web_role):
    before = list(TrailEntry.objects.order_by("pk").values())
    assert before
    if connection.vendor == "postgresql":
        acts = [sql.format(table=TRAIL, guard=GUARD) for sql in OWNERS_ACTS]
        for act in [*acts, *ROLE_ACTS]:
            assert refusal(lambda act=act: execute(act)), act
    if connection.vendor == "sqlite":
        execute(f"DROP TRIGGER {GUARD}")
        assert triggers.missing(triggers.registered()) == [GUARD]
    assert list(TrailEntry.objects.order_by("pk").values()) == before


def warnings() -> list[str]:
    return [each.id for each in web_role_owns_nothing(None)]


def test_the_deployment_check_warns_of_a_role_that_owns_the_tables(cast):
    """SQLite knows no roles, and is not warned of."""
    is_postgresql = connection.vendor == "postgresql"
    assert warnings() == ["peerstoette.W002"] * is_postgresql
    with working_as(ROLES[connection.vendor][-1]):
        assert warnings() == []
    if is_postgresql:
        # whoever may become the owner can do what the owner can
        execute("CREATE ROLE owning")
        execute("ALTER TABLE budget_voucher OWNER TO owning")
        execute("GRANT owning TO peerstoette_web")
        execute("SET LOCAL ROLE peerstoette_web")
        assert warnings() == ["peerstoette.W002"]
        execute("RESET ROLE")


def test_the_deployment_check_says_when_the_database_does_not_answer(db, monkeypatch):
    def refuse():
        raise OperationalError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "vendor", "postgresql")
        patch.setattr(connection, "cursor", refuse)
        assert warnings() == ["peerstoette.W003"]


def test_the_product_works_in_that_role(web_role, cast, as_):
    client = as_("lene")
    assert client.get(reverse("citizens", args=["peerstoette"])).status_code == 200
    data = {
        "name": "Ny gruppe",
        "model": "1",
        "place": "Rådhuset",
        "starts_on": "20.6.2018",
        "sessions": "2",
        "weeks_between": "1",
        "starts_at": "10.00",
        "ends_at": "12.00",
        "audience": Session.Audience.CITIZENS,
        "peers": [cast.peer.pk],
    }
    page = reverse("course_add", args=["peerstoette"])
    assert client.get(page).status_code == 200
    response = client.post(page, data)
    assert response.status_code == 302, response.context["form"].errors
    assert Course.objects.filter(name="Ny gruppe").exists()
    assert triggers.missing(triggers.registered()) == []
