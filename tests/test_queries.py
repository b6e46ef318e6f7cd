"""A page asks the database as often on much data as on little, and never more than a few times.

So does the file of a list, which holds all that the page shows in parts.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.access import Role
from tests.cast import PEOPLE
from tests.doors.objects import CLOSING, parts
from tests.doors.table import PROJECT_ROWS
from tests.growth import Growth
from tests.partners.test_lists import LISTS

pytestmark = pytest.mark.sweep

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
    "transfer_export",
}
PAGES = [row for row in PROJECT_ROWS if row.method == "GET"]
FILES = {"citizen_log", "member_activity", "trail", "trail_sample", *LISTS}
FILE = " as a file"
SHARES = 5
Counts = dict[str, dict[str, int]]  # page -> role -> queries


def shares() -> list[list]:
    """The pages in parts that are counted side by side; those of a closed month by themselves."""
    closing = [row for row in PAGES if row.object in CLOSING]
    others = [row for row in PAGES if row.object not in CLOSING]
    return [closing, *(others[n::SHARES] for n in range(SHARES))]


def most(row) -> int:
    return MOST_OF_A_SUMMARY if row.name in SUMMARIES else MOST


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200, url
    return len(captured)


def count(rows, urls, as_, *, is_first: bool) -> Counts:
    """What each page asks for each role that it lets in."""
    found: Counts = {}
    for row, url in zip(rows, urls, strict=True):
        for role in row.roles_let_in:
            client = as_(PEOPLE[Role(role)][0])
            if is_first:
                client.get(url)  # what is looked up once in a process is not the page's
            found.setdefault(str(row), {})[role] = queries(client, url)
            if row.name in FILES:
                file = found.setdefault(f"{row}{FILE}", {})
                file[role] = queries(client, f"{url}?format=csv")
    return found


@pytest.mark.parametrize("rows", shares(), ids=lambda rows: rows[0].name)
def test_pages_need_the_same_number_of_queries_at_ten_times_the_data(rows, cast, as_):
    growth = Growth(cast)
    # what the cast has first, then what is made beside it
    names = sorted({row.object for row in rows}, key=lambda name: (name.startswith("others"), name))
    objects = {name: parts(name, cast) for name in names}
    urls = [
        reverse(row.name, kwargs={"slug": "peerstoette", **objects[row.object]}) for row in rows
    ]
    growth.add(1)
    little = count(rows, urls, as_, is_first=True)
    growth.add(9)
    assert count(rows, urls, as_, is_first=False) == little
    limits = {str(row): most(row) for row in rows}
    too_many = {
        page: asked
        for page, asked in little.items()
        if max(asked.values()) > limits[page.removesuffix(FILE)]
    }
    assert too_many == {}
