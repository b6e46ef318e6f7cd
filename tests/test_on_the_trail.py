"""What is handed out or shown of citizens is on the trail, at every address and for every role."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.signals import got_request_exception
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import TrailEntry, User
from partners.access import Role
from tests.cast import PEOPLE
from tests.doors.objects import in_admin, parts
from tests.doors.table import ADMIN_ROWS, PROJECT_ROWS
from tests.planted import told

pytestmark = pytest.mark.sweep

CODE = re.compile(r"B-[0-9]{4,}")
PAGES = [row for row in PROJECT_ROWS if row.method == "GET"]


@contextmanager
def broken() -> Iterator[None]:
    """The trail takes no entry: the disk is full, or somebody took the table away."""

    def refuse(execute, sql, *rest):
        if sql.startswith('INSERT INTO "accounts_trailentry"'):
            raise OperationalError("no space left")
        return execute(sql, *rest)

    def settle(**kwargs):
        transaction.set_rollback(False)  # in earnest no transaction stands around a request

    got_request_exception.connect(settle)
    try:
        with connection.execute_wrapper(refuse):
            yield
    finally:
        got_request_exception.disconnect(settle)


def unanswered(client, url: str) -> HttpResponse:
    """What somebody gets while the trail takes no entry."""
    client.raise_request_exception = False
    with broken():
        return client.get(url)


def answers(as_, cast, role: Role) -> Iterator[tuple[str, HttpResponse, list[TrailEntry]]]:
    """What the role gets at each address that lets it in, and the entries this left."""
    client = as_(PEOPLE[role][0])
    for row in PAGES:
        with transaction.atomic():
            url = reverse(row.name, kwargs={"slug": "peerstoette", **parts(row.object, cast)})
            last = TrailEntry.objects.order_by("id").values_list("id", flat=True).last() or 0
            response = client.get(url)
            is_let_in = response.status_code == 200
            assert is_let_in or row.cells[role] != "x", url
            if is_let_in:
                yield url, response, list(TrailEntry.objects.filter(id__gt=last))
            transaction.set_rollback(True)


@pytest.mark.parametrize("role", Role)
def test_every_file_that_leaves_is_on_the_trail(role, as_, cast):
    bare = [
        url
        for url, response, entries in answers(as_, cast, role)
        if "Content-Disposition" in response and not entries
    ]
    assert bare == []


def named(cast, text: str) -> set[str]:
    """The codes of the citizens of whom a text tells, by code or by name."""
    codes = set(CODE.findall(text))
    return {
        citizen.code
        for citizen in cast.citizens
        if citizen.code in codes or citizen.given_name in text
    }


def on(entries: list[TrailEntry]) -> str:
    return "".join(f"{entry.object_label} {entry.details}\n" for entry in entries)


@pytest.mark.parametrize("role", [Role.LEADER, Role.STAFF, Role.PEER, Role.COORDINATOR])
def test_every_citizen_whose_code_is_shown_is_on_the_trail(role, as_, cast):
    cast.stine.memberships.update(sees_citizens=True)
    as_("lene").get(cast.citizens[0].get_absolute_url())  # so that the trail's pages hold a code
    bare, shown = {}, set()
    for url, response, entries in answers(as_, cast, role):
        found = named(cast, told(response))
        shown |= found
        if missing := found.difference(CODE.findall(on(entries))):
            bare[url] = missing
    assert shown
    assert bare == {}


@pytest.mark.parametrize("who", ["lene", "root"])
def test_every_citizen_whom_the_back_office_shows_is_on_the_trail(who, client, cast):
    root = User.objects.create_superuser("root", "root@example.test")
    people = {"lene": cast.lene, "root": root}
    for person in [cast.lene, people[who]]:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        client.get(
            cast.citizens[0].get_absolute_url()
        )  # so that the table of the trail holds a code
    bare, shown = {}, set()
    for row in ADMIN_ROWS:
        with transaction.atomic():
            pk = parts(row.model, cast)["pk"]
            for url in row.answers(frozenset(), pk):
                last = TrailEntry.objects.order_by("id").values_list("id", flat=True).last() or 0
                found = named(cast, told(client.get(url)))
                shown |= found
                entries = list(TrailEntry.objects.filter(id__gt=last))
                if missing := found.difference(CODE.findall(on(entries))):
                    bare[url] = missing
            transaction.set_rollback(True)
    assert shown
    assert bare == {}


@pytest.mark.parametrize(
    "role", [Role.LEADER, Role.STAFF, Role.PEER, Role.COORDINATOR, Role.ACCOUNTANT]
)
def test_without_the_trail_no_page_tells_of_a_citizen_and_no_file_leaves(role, as_, client, cast):
    cast.stine.memberships.update(sees_citizens=True)
    told_without, recorded = {}, 0
    for url, response, entries in answers(as_, cast, role):
        named_before = named(cast, told(response))
        failed = unanswered(client, url)
        expected = 500 if entries else 200
        recorded += bool(entries)
        if failed.status_code != expected or (entries and named(cast, told(failed))):
            told_without[url] = failed.status_code
        assert entries or not named_before, url
    assert recorded
    assert told_without == {}


@pytest.mark.parametrize("model", ["citizen", "referral", "match", "attendance"])
def test_without_the_trail_the_back_office_tells_of_no_citizen(model, as_, cast):
    client = as_("lene")
    row = in_admin("citizens", model, cast)
    choice = {"app_label": "citizens", "model_name": "referral", "field_name": "citizen"}
    for url in [
        reverse(f"admin:citizens_{model}_changelist"),
        reverse(f"admin:citizens_{model}_change", args=[row.pk]),
        reverse(f"admin:citizens_{model}_history", args=[row.pk]),
        reverse("admin:autocomplete", query=choice),
    ]:
        assert named(cast, told(client.get(url)))
        failed = unanswered(client, url)
        assert (failed.status_code, named(cast, told(failed))) == (500, set())


def test_without_the_trail_a_search_tells_of_no_citizen(as_, cast):
    client, address = as_("lene"), reverse("search", args=["peerstoette"])
    client.raise_request_exception = False
    with broken():
        for text in [cast.citizens[0].given_name, "nobody at all"]:
            failed = client.post(address, {"text": text})
            assert (failed.status_code, named(cast, told(failed))) == (500, set())
