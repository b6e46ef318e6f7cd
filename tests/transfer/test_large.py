"""Large files go through bulk paths: few queries for many rows."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from budget.models import Grant
from citizens.models import Citizen
from peers.models import Peer
from tests.transfer.conftest import file_of

# it is done three times: to look, to see that nothing has changed since, and for good
MOST_QUERIES_FOR_AN_ACT = 3 * 10
MANY = 1000
MOST_QUERIES_FOR_A_THOUSAND = 100  # SQLite takes 999 values in a statement
# table -> what a new row says that no other does
NEW = {
    "citizens": lambda number: {"borger": "", "efternavn": f"Nr {number}"},
    "vouchers": lambda number: {"bilag": f"ny-{number}"},
    "organisations": lambda number: {"navn": f"Forening {number}", "cvr": "", "gln": ""},
    "people": lambda number: {"e-mail": f"ny{number}@example.test", "fornavn": "Ny"},
    "referrals": lambda number: {"borger": f"B-{1000 + number}", "nr": "1"},
    "courses": lambda number: {"forløb": f"Forløb {number}"},
    "sessions": lambda number: {"nr": f"{100 + number}"},
    "budget-lines": lambda number: {
        "nr": f"{100 + number}",
        "post": f"Post {number}",
        "i alt": "1",
    },
    "peers": lambda number: {"initialer": f"P{number}", "navn": f"Peer {number}", "e-mail": ""},
    "employments": lambda number: {"peer": f"P{number}"},
}
ACTS = ["peers", "employments"]
BULK = [slug for slug in NEW if slug not in ACTS]


def new_rows(desk, slug: str, count: int) -> list[dict[str, str]]:
    """So many rows that nothing in the project stands in the way of."""
    row, *_others = desk.rows(slug)
    return [row | NEW[slug](number) for number in range(count)]


def queries(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_looking_asks_as_often_for_many_as_for_few(desk):
    few, many = (file_of(new_rows(desk, "citizens", count)) for count in (5, 500))
    assert queries(lambda: desk.look("citizens", few)) == queries(
        lambda: desk.look("citizens", many)
    )


@pytest.fixture
def needed(desk, cast):
    """Whom the new rows name, and what the new lines cost."""
    Grant.objects.filter(project=cast.project).update(amount=1_000_000)
    numbers = range(MANY)
    Citizen.objects.bulk_create(
        Citizen(
            project=cast.project, number=1000 + n, given_name="A", family_name="B", birth_year=1990
        )
        for n in numbers
    )
    Peer.objects.bulk_create(
        Peer(project=cast.project, name=f"Peer {n}", initials=f"P{n}") for n in numbers
    )


@pytest.mark.parametrize("slug", BULK)
def test_a_thousand_rows_come_in_with_few_queries(slug, desk, needed):
    content, before = file_of(new_rows(desk, slug, MANY)), len(desk.rows(slug))
    assert queries(lambda: desk.import_(slug, content)) <= MOST_QUERIES_FOR_A_THOUSAND
    assert len(desk.rows(slug)) == before + MANY


@pytest.mark.parametrize("slug", ACTS)
def test_an_act_asks_no_more_for_the_last_row_than_for_the_first(slug, desk, request):
    if slug == "employments":
        request.getfixturevalue("needed")
    few, more, many = (queries_taken_back(desk, slug, count) for count in (10, 60, 110))
    assert more - few == many - more <= 50 * MOST_QUERIES_FOR_AN_ACT


def queries_taken_back(desk, slug: str, count: int) -> int:
    content = file_of(new_rows(desk, slug, count))
    with transaction.atomic():
        asked = queries(lambda: desk.import_(slug, content))
        transaction.set_rollback(True)
    return asked


@pytest.mark.parametrize("slug", ["sessions", "courses", "vouchers", "citizens"])
def test_looking_at_what_stands_asks_as_often_for_much(slug, cast, desk, growth):
    growth.add(1)
    little = desk.take(slug)
    first = queries(lambda: desk.look(slug, little))
    growth.add(9)
    much = desk.take(slug)
    assert queries(lambda: desk.look(slug, much)) == first
