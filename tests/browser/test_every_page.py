"""Every page of the doors' tables, opened in a browser by those who may: silent and readable for all.

Each role opens all that it may open. A page that is built like one that axe has looked at is opened
and not looked at again, except the pages of the role's own menu.
"""

import hashlib
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from partners.access import Role
from tests.cast import PASSWORD, PEOPLE
from tests.doors.objects import CLOSING, parts
from tests.doors.table import OTHER_ROWS, PROJECT_ROWS

PAGES = [row for row in PROJECT_ROWS if row.method == "GET"]
OUTSIDE = [row for row in OTHER_ROWS if row.method == "GET" and not row.name.startswith("admin")]
PUBLIC = [row for row in OUTSIDE if row.answers["anonymous"] == "200"]
OWN = [row for row in OUTSIDE if row.answers["leader"] == "200" and row not in PUBLIC]
# the leader opens most of all: in shares, so that two workers are done at the same time
READERS = [(Role.LEADER, share, 4) for share in range(4)] + [
    (role, 0, 1) for role in Role if role is not Role.LEADER
]
PART = re.compile(r'<(\w+)(?:[^>]*?\sclass="([^"]*)")?')
MENU = re.compile(r'<nav class="ps-nav.*?</nav>', re.DOTALL)
LINK = re.compile(r'href="([^"#?]+)"')


@pytest.fixture
def is_new(tmp_path_factory, worker_id) -> Callable[[str], bool]:
    """``is_new(look)`` is true once in a run, whichever worker asks."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder = shared / "looks"
    folder.mkdir(exist_ok=True)

    def ask(look: str) -> bool:
        try:
            (folder / hashlib.sha256(look.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    return ask


@pytest.mark.parametrize(("reader", "share", "of"), READERS)
def test_every_page_of_a_role_is_accessible_and_fits(reader, share, of, visit, fresh_cast, is_new):
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
        somebody.go(url)
        if is_new(f"{row.name} {looks(answer)}") or url in menu:
            problems += [f"{row}: {problem}" for problem in somebody.problems()]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("row", PUBLIC, ids=str)
def test_every_page_before_sign_in_is_accessible_and_fits(row, visit):
    somebody = visit()
    somebody.go(row.url)
    assert somebody.problems() == []


def test_every_page_of_ones_own_sign_in_is_accessible_and_fits(visit):
    lene = visit("lene")
    problems = []
    for row in OWN:
        lene.go(row.url)
        problems += [f"{row}: {problem}" for problem in lene.problems()]
    assert not problems, "\n".join(problems)


def test_pages_of_people_without_a_project_are_accessible_and_fit(visit, fresh_cast):
    User.objects.create_user("nobody", "nobody@example.test", PASSWORD)
    User.objects.create_superuser("root", "root@example.test", PASSWORD)
    for name, path in [("nobody", "/"), ("root", "/projects/new/")]:
        somebody = visit(name)
        somebody.go(path)
        assert somebody.problems() == [], path


@pytest.mark.parametrize(("text", "hits"), [("Omar", 1), ("zzz", 0)])
def test_what_a_search_finds_is_accessible_and_fits(text, hits, visit):
    lene = visit("lene")
    lene.go("/p/peerstoette/search/")
    lene.page.locator("main input[name=text]").fill(text)
    with lene.page.expect_navigation():
        lene.page.locator("main button[type=submit]").click()
    assert lene.page.locator(".ps-hits li").count() == hits
    assert lene.problems() == []


def pages_of(reader: Role) -> list:
    """Pages with what the cast has first, then what is made beside it, last what closes months."""
    mine = [row for row in PAGES if reader in row.roles_let_in]
    return sorted(mine, key=lambda row: (row.object in CLOSING, row.object.startswith("others")))


def addresses_of_menu(answer) -> set[str]:
    """Where the menu of the person leads, this page among it."""
    menus = MENU.findall(answer.content.decode())
    return {address for menu in menus for address in LINK.findall(menu)}


def looks(answer) -> list:
    """What the page is built of, whatever it says and however often."""
    page = answer.content.decode()
    return sorted(set(PART.findall(page[page.index("<main") : page.index("</main>")])))
