"""A page speaks one language: every page of the doors' table and of the back office, read in Danish
and in English, and what they answer to an empty form."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape

import pytest
from babel.messages.mofile import write_mo
from django.conf import settings as product
from django.db import transaction
from django.urls import reverse

from partners.access import Role
from peerstoette.management import catalogue
from tests.cast import PEOPLE
from tests.doors.objects import parts
from tests.doors.table import ADMIN_ROWS, OTHER_ROWS, PROJECT_ROWS, AdminRow, ProjectRow

pytestmark = pytest.mark.sweep

# these read all that they may open; the others their first page, and what none of these opens
READERS = [Role.LEADER, Role.PEER, Role.STEERING]
OTHERS = [role for role in Role if role not in READERS]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%")
UNREAD = re.compile(r"<(script|style|svg)\b.*?</\1>", re.DOTALL)
TEXT = re.compile(r">([^<>]+)<")
SPOKEN = re.compile(r'\s(?:aria-label|placeholder|title|data-label)="([^"]+)"')
MONTHS = {
    "da": re.compile(r"\b(januar|februar|marts|maj|juni|juli|oktober)\b", re.IGNORECASE),
    "en": re.compile(r"\b(January|February|March|May|June|July|October)\b"),
}
# data of the cast and names of files and languages, which are the same whoever reads them
DATA = {"English", "Dansk", "Transport"}
# rows that show their name in both languages
IN_BOTH = {"budget.budgetline", "budget.invoiceline", "partners.milestone"}
LEAST_FIXED = 12  # letters around the placeholders of a text, or it fits anything


@pytest.fixture
def real_catalogue(tmp_path, settings):
    """The Danish texts as they are in the product; tests see message ids otherwise."""
    folder = tmp_path / "da" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalogue.read("da"))
    settings.LOCALE_PATHS = [tmp_path]


@pytest.mark.parametrize(("language", "other"), [("da", "en"), ("en", "da")])
def test_no_page_mixes_languages(as_, client, cast, real_catalogue, language, other):
    foreign, own = texts(other, language), texts(language)
    mixed = set()
    for name, page in pages(as_, client, cast, language):
        for text in read(page):
            if text in DATA or matches(own, text):
                continue
            if matches(foreign, text) or MONTHS[other].search(text):
                mixed.add(f"{name}: {text}")
    assert not mixed, "\n".join(sorted(mixed))


def pages(as_, client, cast, language: str) -> Iterator[tuple[str, str]]:
    """Name and text of each page that is no file, once for every reader who may open it."""
    client.cookies[product.LANGUAGE_COOKIE_NAME] = language
    for row in OTHER_ROWS:
        if row.method == "GET" and row.answers["anonymous"] == "200":
            yield row.name, client.get(row.url).content.decode()
    for reader in [*READERS, *OTHERS]:
        as_(PEOPLE[reader][0])
        for row in PROJECT_ROWS:
            if is_read_by(reader, row):
                yield from shown(client, language, row, lambda of=row: address_of(of, cast))
    as_(PEOPLE[Role.LEADER][0])
    for row in ADMIN_ROWS:
        is_read = "view" in row.leader and row.model not in IN_BOTH
        for act in ["changelist", "change", "history"] if is_read else []:
            yield from shown(client, language, row, lambda of=row, at=act: in_admin(of, at, cast))


def is_read_by(reader: Role, row: ProjectRow) -> bool:
    """Files are left out; of forms, those that refuse an empty one."""
    if reader not in row.roles_let_in or (row.method, row.answer) not in {
        ("GET", 200),
        ("POST", 422),
    }:
        return False
    return reader in READERS or row.name == "project" or not {*READERS} & {*row.roles_let_in}


def shown(client, language: str, row, address: Callable[[], str]) -> Iterator[tuple[str, str]]:
    # what is made for a page is gone before the next one
    with transaction.atomic():
        ask = client.post if getattr(row, "method", "GET") == "POST" else client.get
        answer = ask(address())
        transaction.set_rollback(True)
    if "Content-Disposition" not in answer:
        assert answer["Content-Language"] == language
        yield str(row), answer.content.decode()


def address_of(row: ProjectRow, cast) -> str:
    return reverse(row.name, kwargs={"slug": "peerstoette", **parts(row.object, cast)})


def in_admin(row: AdminRow, act: str, cast) -> str:
    args = [] if act == "changelist" else [parts(row.model, cast)["pk"]]
    return reverse(f"admin:{row.model.replace('.', '_')}_{act}", args=args)


def read(page: str) -> set[str]:
    """What stands between tags, and what only a screen reader says."""
    page = UNREAD.sub("", page)
    found = TEXT.findall(page) + SPOKEN.findall(page)
    return {" ".join(unescape(each).split()) for each in found} - {""}


@cache
def texts(language: str, unlike: str = "") -> tuple[frozenset[str], tuple[re.Pattern, ...]]:
    """The product's own texts, whole ones and with blanks; only those that differ in ``unlike``."""
    whole, patterns = set(), []
    for message in catalogue.read("da"):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        danish = catalogue.forms(message)
        for text in ids if language == "en" else danish:
            if unlike and text in (danish if language == "en" else ids):
                continue
            fixed = PLACEHOLDER.sub("", text)
            if fixed == text:
                whole.add(" ".join(text.split()))
            elif len(re.sub(r"\W", "", fixed)) >= LEAST_FIXED:
                parts_of = [re.escape(part) for part in PLACEHOLDER.split(" ".join(text.split()))]
                patterns.append(re.compile(".+".join(parts_of)))
    return frozenset(whole), tuple(patterns)


def matches(known: tuple[frozenset[str], tuple[re.Pattern, ...]], text: str) -> bool:
    whole, patterns = known
    lower = text[:1].lower() + text[1:]
    return (
        text in whole
        or lower in whole
        or text.capitalize() in whole
        or any(pattern.fullmatch(text) for pattern in patterns)
    )
