"""A page asks the database as often on much data as on little, and never more than a few times."""

import pytest
from django.db import connection, transaction
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
    "dashboard",
    "dashboard_paper",
    "dashboard_sheet",
    "findings",
    "month",
    "month_close",
    "month_issue",
    "project",
    "report",
    "report_pdf",
    "report_section",
    "setup",
}
PAGES = [row for row in PROJECT_ROWS if row.method == "GET"]
SHARES = 6  # of the pages, so that they are counted side by side
Counts = dict[str, dict[str, int]]  # page -> role -> queries


def most(row) -> int:
    return MOST_OF_A_SUMMARY if row.name in SUMMARIES else MOST


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def count(rows, cast, as_, *, is_first: bool) -> Counts:
    """What each page asks for each role that it lets in; whatever its object wrote is taken back."""
    found: Counts = {}
    for row in rows:
        with transaction.atomic():
            url = reverse(row.name, kwargs={"slug": "peerstoette", **parts(row.object, cast)})
            for role in row.roles_let_in:
                client = as_(PEOPLE[Role(role)][0])
                if is_first:
                    client.get(url)  # what is looked up once in a process is not the page's
                found.setdefault(str(row), {})[role] = queries(client, url)
            transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("share", range(SHARES))
def test_a_page_needs_the_same_number_of_queries_at_ten_times_the_data(share, cast, as_):
    rows = PAGES[share::SHARES]
    growth = Growth(cast)
    growth.add(1)
    little = count(rows, cast, as_, is_first=True)
    growth.add(9)
    assert count(rows, cast, as_, is_first=False) == little
    too_many = {
        str(row): little[str(row)] for row in rows if max(little[str(row)].values()) > most(row)
    }
    assert too_many == {}
