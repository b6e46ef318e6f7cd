"""A page asks the database as often on much data as on little, and never more than a few times."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.access import Role
from tests.cast import PEOPLE
from tests.doors.objects import parts
from tests.doors.table import PROJECT_ROWS
from tests.growth import Growth

MOST = 12  # a page that lists, shows one thing or asks for one
# a page that adds up several rooms
MOST_OF_A_SUMMARY = 25
SUMMARIES = {
    "citizen",
    "course",
    "findings",
    "month",
    "month_close",
    "month_issue",
    "project",
    "report",
    "setup",
}
# every figure of every room at once, on the way down to the 25 of a summary: no page joins these
WHOLE = {
    "dashboard": 29,
    "dashboard_paper": 29,
    "dashboard_sheet": 29,
    "report_section": 32,
    "report_pdf": 40,
}
# the steering group's first page is its dashboard too
DASHBOARD_AND_WHAT_WAITS = 31
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
    assert {role: asked for role, asked in little.items() if asked > most(row, role)} == {}


def most(row, role: str) -> int:
    """How many questions the page may ask when somebody of that role opens it."""
    if (row.name, role) == ("project", Role.STEERING):
        return DASHBOARD_AND_WHAT_WAITS
    return WHOLE.get(row.name, MOST_OF_A_SUMMARY if row.name in SUMMARIES else MOST)
