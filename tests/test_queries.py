"""A page asks the database as often on much data as on little."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.access import Role
from tests.cast import PEOPLE
from tests.doors_objects import parts
from tests.doors_table import PROJECT_ROWS
from tests.growth import Growth

MOST = 70  # the overview, which draws on every room
PAGES = [row for row in PROJECT_ROWS if row.method == "GET"]


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_a_page_needs_the_same_number_of_queries_at_ten_times_the_data(row, cast, as_):
    growth = Growth(cast)
    url = reverse(row.name, kwargs={"slug": "peerstoette", **parts(row.object, cast)})

    def count(role: str) -> int:
        client = as_(PEOPLE[Role(role)][0])
        client.get(url)  # what is looked up once in a process is not the page's
        return queries(client, url)

    growth.add(1)
    little = {role: count(role) for role in row.roles_let_in}
    growth.add(9)
    assert {role: count(role) for role in row.roles_let_in} == little
    assert max(little.values()) <= MOST
