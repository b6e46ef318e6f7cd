"""Every page of the doors' tables, opened in a browser by those who may: silent and readable for all.

Each role opens all that it may open. A page that looks like one that was looked at before is not
looked at again, except the pages of the role's own menu.
"""

import re

import pytest
from django.test import Client
from django.urls import reverse

from partners.access import Role
from tests.browser.conftest import DESK, PHONE
from tests.cast import PEOPLE
from tests.doors.objects import parts
from tests.doors.table import OTHER_ROWS, PROJECT_ROWS

ZOOMED = {"width": 640, "height": 400}  # DESK at 200 %
SIZES = [DESK, PHONE]
PAGES = [row for row in PROJECT_ROWS if row.method == "GET"]
PUBLIC = [row for row in OTHER_ROWS if row.method == "GET" and row.answers["anonymous"] == "200"]
# the leader opens most of all: in shares, so that two workers are done at the same time
READERS = [(Role.LEADER, share, 4) for share in range(4)] + [
    (role, 0, 1) for role in Role if role is not Role.LEADER
]
CLOSING = {"invoice", "month_paper"}  # objects that close months: nothing can be made after them
PART = re.compile(r'<(\w+)(?:[^>]*?\sclass="([^"]*)")?')
MENU = re.compile(r'<nav class="ps-nav.*?</nav>', re.DOTALL)
LINK = re.compile(r'href="([^"#?]+)"')

seen: set[tuple] = set()


@pytest.mark.parametrize(("reader", "share", "of"), READERS)
def test_every_page_of_a_role_is_accessible_and_fits(reader, share, of, visit, fresh_cast):
    name = PEOPLE[reader][0]
    somebody = visit(name)
    client = Client()
    client.force_login(
        getattr(fresh_cast, name), backend="django.contrib.auth.backends.ModelBackend"
    )
    menu = addresses_of_menu(client.get(reverse("project", args=["peerstoette"])))
    objects, problems = {}, []
    for row in pages_of(reader)[share::of]:
        if row.object not in objects:
            objects[row.object] = parts(row.object, fresh_cast)
        url = reverse(row.name, kwargs={"slug": "peerstoette", **objects[row.object]})
        answer = client.get(url)
        if "Content-Disposition" in answer:
            continue  # a file, not a page
        look = (row.name, looks(answer))
        if look in seen and url not in menu:
            continue
        seen.add(look)
        somebody.go(url)
        problems += [f"{row}: {problem}" for problem in problems_of(somebody)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("row", PUBLIC, ids=str)
def test_every_page_before_sign_in_is_accessible_and_fits(row, visit):
    somebody = visit()
    somebody.go(row.url)
    assert problems_of(somebody) == []


def pages_of(reader: Role) -> list:
    """Pages with what the cast has first, then what is made beside it, last what closes months."""
    mine = [row for row in PAGES if reader in row.roles_let_in]
    return sorted(mine, key=lambda row: (row.object in CLOSING, row.object.startswith("others")))


def addresses_of_menu(answer) -> set[str]:
    """Where the menu of the person leads, this page among it."""
    menus = MENU.findall(answer.content.decode())
    return {address for menu in menus for address in LINK.findall(menu)}


def looks(answer) -> frozenset:
    """What the page is built of, whatever it says and however often."""
    page = answer.content.decode()
    return frozenset(PART.findall(page[page.index("<main") : page.index("</main>")]))


def problems_of(somebody) -> list[str]:
    """What is wrong with the page at hand: on desk and phone, light and dark, and at 200 %."""
    problems = []
    for size in SIZES:
        somebody.page.set_viewport_size(size)
        for theme in ["light", "dark"]:
            somebody.page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")
            # the theme changes colours and nothing else
            found = somebody.violations(["color-contrast"] if theme == "dark" else None)
            problems += [f"{size['width']} {theme}: {each}" for each in found]
    for size in [*SIZES, ZOOMED]:
        somebody.page.set_viewport_size(size)
        width = somebody.page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            problems.append(f"{width} px wide at {size['width']}")
    return problems
