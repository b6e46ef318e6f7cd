"""Every page of the doors table, opened in a browser: silent, in order, and readable for all."""

import pytest
from django.urls import reverse

from partners.access import Role
from tests.browser.conftest import DESK, PHONE
from tests.cast import PEOPLE
from tests.doors_objects import parts
from tests.doors_table import PROJECT_ROWS

DOWNLOADS = {"budget_export", "month_draft", "paper", "voucher_document", "voucher_export"}
PAGES = [row for row in PROJECT_ROWS if row.method == "GET" and row.name not in DOWNLOADS]
# The leader opens all that a leader may, Omar what is only a peer's.
READERS = [Role.LEADER, Role.PEER]


def pages_of(reader: Role) -> list:
    """Pages with what the cast has first, then what is made beside it, last what closes months."""
    mine = [row for row in PAGES if reader in row.roles_let_in]
    new = [row for row in mine if reader is Role.LEADER or Role.LEADER not in row.roles_let_in]
    return sorted(new, key=lambda row: (row.object == "invoice", row.object.startswith("others")))


@pytest.mark.parametrize("reader", READERS)
def test_every_page_is_accessible_and_fits_desk_and_phone(reader, visit, fresh_cast):
    somebody = visit(PEOPLE[reader][0])
    objects, problems = {}, []
    for row in pages_of(reader):
        if row.object not in objects:
            objects[row.object] = parts(row.object, fresh_cast)
        url = reverse(row.name, kwargs={"slug": "peerstoette", **objects[row.object]})
        for size in [DESK, PHONE]:
            somebody.page.set_viewport_size(size)
            somebody.go(url)
            width = somebody.page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                problems.append(f"{row} at {size['width']}: {width} px wide")
            problems += [f"{row} at {size['width']}: {each}" for each in somebody.violations()]
    assert not problems, "\n".join(problems)
