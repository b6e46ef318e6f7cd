"""Addresses and forms that nobody meant are answered: by a refusal, never by a failure of ours."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import ALL_VAR, ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.db import transaction
from django.urls import reverse

from accounts.admin import ASKED_BY_DATES, ASKED_BY_FILTERS, ROW_NUMBERS
from tests.cast import PEOPLE
from tests.doors.asking import browser
from tests.doors.objects import parts
from tests.doors.table import ADMIN_ROWS, OTHER_ROWS, PROJECT_ROWS
from tests.test_doors import ADDRESSES

pytestmark = [pytest.mark.sweep, pytest.mark.engines]

BROWSERS = ["GET", "POST"]  # how browsers ask and send
GREAT = "9" * 20  # greater than a row's number in any database
LONGER = "9" * 5_000  # longer than Python reads as a number
BROKEN = "%ff%ed%a0%80"
# as a browser sends them, in the place of a part of the address
PARTS = {
    "int": ["0", GREAT, LONGER, "1%00"],
    "slug": [GREAT, "x" * 5_000, "%00", BROKEN],
    "month": ["0000-01", "0001-01", "9999-12", "2018-13", GREAT, "2018-05%00"],
}
VALUES = [GREAT, LONGER, "%00", BROKEN, "9999-12-31"]
NUMBERS = [GREAT, f"-{GREAT}", "9_" * 10 + GREAT, "%00"]
DAYS = ["0", "1", "9999", "10000", GREAT, "-1", "0001-01-01", "9999-12-31", quote("²"), "x"]
ROUTES = {address.name: address.route for address in ADDRESSES}
PART = re.compile(r"<(\w+):(\w+)>")
NAME = re.compile(rb'<(?:input|select|textarea)[^>]* name="([^"]+)"')
ASKED = re.compile(rb"[?;&]([a-z_]+)=")
GET_FORM = re.compile(rb'<form[^>]*method="get".*?</form>', re.DOTALL | re.IGNORECASE)
FORM = "application/x-www-form-urlencoded"


class Trier:
    """A person's browser that notes what failed."""

    def __init__(self, person) -> None:
        self.client = browser(person)
        self.client.raise_request_exception = False
        self.failures = []

    def get(self, urls: Iterable[str]) -> None:
        for url in urls:
            self._try("get", url)

    def post(self, url: str, names: Iterable[str], values: Iterable[str] = VALUES) -> None:
        for value in values:
            self._try("post", url, "&".join(f"{name}={value}" for name in names), FORM)

    def names(self, url: str) -> tuple[set[str], set[str]]:
        """What the links and forms of a page ask by, and what its forms send."""
        response = self._try("get", url)
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return set(), set()
        asking = b"".join(GET_FORM.findall(response.content))
        asked = {*ASKED.findall(response.content), *NAME.findall(asking)}
        sent = NAME.findall(response.content)
        return {each.decode() for each in asked}, {each.decode() for each in sent}

    def _try(self, method: str, url: str, *body: str):
        with transaction.atomic():
            response = getattr(self.client, method)(url, *body)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            kind = response.exc_info[0].__name__ if response.exc_info else ""
            self.failures.append(f"{kind} {method} {url[:200]} {' '.join(body)[:200]}")
        return response


def bent(route: str, whole: dict) -> Iterator[str]:
    """The address with each of its parts in turn made strange."""
    for converter, name in PART.findall(route):
        for strange in PARTS[converter]:
            values = whole | {name: strange}
            yield "/" + PART.sub(lambda part, at=values: str(at[part[2]]), route)


def asked(url: str, names: Iterable[str], values: Iterable[str] = VALUES) -> Iterator[str]:
    """The address that asks for strange things by these names."""
    for name in sorted(names):
        for value in values:
            yield f"{url}?{name}={value}"


@pytest.mark.parametrize("name", sorted({row.name for row in PROJECT_ROWS}))
def test_a_page_of_a_project_answers_whatever_it_is_asked_and_sent(name, cast):
    rows = [row for row in PROJECT_ROWS if row.name == name]
    role = next((row.roles_let_in[0] for row in rows if row.roles_let_in), "leader")
    trier = Trier(getattr(cast, PEOPLE[role][0]))
    whole = {"slug": "peerstoette", **parts(rows[0].object, cast)}
    url = reverse(name, kwargs=whole)
    asks, sends = trier.names(url)
    for row in rows:
        if row.method == "GET":
            trier.get(bent(ROUTES[name], whole))
            trier.get(asked(url, asks))
        else:
            trier.post(url, sends)
    assert trier.failures == []


@pytest.fixture
def keeper(cast):
    """Whoever keeps the installation: sees every row of every table."""
    keeper = cast.lene
    keeper.is_staff = keeper.is_superuser = True
    keeper.save()
    return keeper


@pytest.mark.parametrize("row", [row for row in OTHER_ROWS if row.method in BROWSERS], ids=str)
def test_a_page_outside_projects_answers_whatever_it_is_asked_and_sent(row, cast, keeper):
    for person in [None, keeper]:
        trier = Trier(person)
        url = row.url.format(pk=cast.lene.pk)
        asks, sends = trier.names(url)
        if row.method == "GET":
            trier.get(asked(url, asks | {"next"}))
        else:
            trier.post(url, sends | {"next"})
        assert trier.failures == []


def names_of_list(model) -> set[str]:
    """All that the list of a table answers to."""
    upkeep = admin.site._registry[model]
    filters = [each if isinstance(each, str) else each[0] for each in upkeep.list_filter]
    names = {f"{name}{by}" for name in filters for by in ASKED_BY_FILTERS}
    if upkeep.date_hierarchy:
        names |= {f"{upkeep.date_hierarchy}{by}" for by in ASKED_BY_DATES}
    return names | ROW_NUMBERS | {ALL_VAR, ORDER_VAR, PAGE_VAR, SEARCH_VAR}


@pytest.mark.parametrize("row", ADMIN_ROWS, ids=str)
def test_a_list_of_upkeep_answers_whatever_it_is_asked(row, keeper):
    trier = Trier(keeper)
    model = apps.get_model(row.model)
    base = f"/admin/{row.model.replace('.', '/')}/"
    trier.get(asked(base, names_of_list(model), NUMBERS))
    hierarchy = admin.site._registry[model].date_hierarchy
    if hierarchy:
        trier.get(asked(base, [f"{hierarchy}{by}" for by in ASKED_BY_DATES], DAYS))
        trier.get(f"{base}?{hierarchy}__year=2018&{hierarchy}__month={month}" for month in DAYS)
        trier.get(f"{base}?{hierarchy}__month=2&{hierarchy}__day={day}" for day in ["31", GREAT])
    trier.post(base, ["action", "_selected_action", "index", "select_across"])
    assert trier.failures == []


@pytest.mark.parametrize("row", ADMIN_ROWS, ids=str)
def test_the_pages_of_a_row_in_upkeep_answer_whatever_they_are_asked_and_sent(row, cast, keeper):
    trier = Trier(keeper)
    base = f"/admin/{row.model.replace('.', '/')}/"
    pk = parts(row.model, cast)["pk"]
    for page in ["change/", "history/", "delete/"]:
        trier.get(f"{base}{strange}/{page}" for strange in [GREAT, LONGER, "%00"])
        trier.get(asked(f"{base}{pk}/{page}", ["_to_field", "page"], [GREAT]))
    for page in ["add/", f"{pk}/change/"]:
        _asks, sends = trier.names(f"{base}{page}")
        # what an address says of a field stands in the form at first
        trier.get(asked(f"{base}{page}", sends, [GREAT, "%00"]))
        trier.post(f"{base}{page}", sends, [GREAT, "%00", BROKEN, "9999-12-31"])
    assert trier.failures == []


def test_an_autocomplete_answers_whatever_it_is_asked(keeper):
    trier = Trier(keeper)
    url = "/admin/autocomplete/?app_label=citizens&model_name=referral&field_name=citizen"
    trier.get(f"{url}&{name}={value}" for name in ["term", "page"] for value in VALUES)
    trier.get(asked("/admin/autocomplete/", ["app_label", "model_name", "field_name"]))
    assert trier.failures == []
