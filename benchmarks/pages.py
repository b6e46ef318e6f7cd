"""How many questions a page asks of the database, and what it weighs: each role's menu."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.people import BACKEND, SLUG, person
from partners.access import Role, may
from partners.menu import ENTRIES
from partners.models import Project

STATIC = re.compile(r'(?:href|src)="/static/([^"?]+)')
FONT = "fonts/HankenGrotesk[wght].ttf"
COMPRESSED = {".css", ".js", ".svg", ".ttf"}


@dataclass(frozen=True)
class Weighed:
    """A page as one role opens it; bytes are of the page alone, compressed with brotli."""

    role: str
    page: str
    queries: int
    bytes: int

    def line(self) -> str:
        return f"| {self.role} | {self.page} | {self.queries} | {self.bytes / 1000:.1f} |"


HEAD = "| role | page | queries | kB |\n|---|---|---:|---:|"


def weighed() -> Iterator[Weighed]:
    """Every page of every role's menu, in the menu's order; each is opened once before it counts."""
    project = Project.objects.get(slug=SLUG)
    for role in Role:
        somebody = person(role)
        browser = Client()
        browser.force_login(somebody, backend=BACKEND)
        for entry in ENTRIES:
            if may(somebody, entry.capability, project):
                yield _weighed(browser, role, entry)


def _weighed(browser: Client, role: Role, entry) -> Weighed:
    url = reverse(entry.url_name, args=[SLUG])
    browser.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = browser.get(url)
    if response.status_code != 200:
        raise RuntimeError(f"{response.status_code}: {url}")
    return Weighed(role.value, entry.section, len(captured), len(brotli.compress(response.content)))


def assets() -> tuple[int, int]:
    """What a first visit fetches beside the page, once and for all: bytes and files."""
    browser = Client()
    browser.force_login(person(Role.LEADER), backend=BACKEND)
    html = browser.get(f"/p/{SLUG}/").content.decode()
    files = {finders.find(name) for name in [*STATIC.findall(html), FONT]}
    return sum(_size(Path(each)) for each in files if each), len(files)


def _size(path: Path) -> int:
    content = path.read_bytes()
    packed = min(len(brotli.compress(content)), len(gzip.compress(content)))
    return packed if path.suffix in COMPRESSED else len(content)
