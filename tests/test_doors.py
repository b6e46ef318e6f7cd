"""Every address: what the tables of tests.doors say, and nothing beside it.

Here for the roles of the project itself and one of everybody else, for GET and POST;
test_doors_for_everybody asks for all people and methods.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import override_settings
from django.urls import URLPattern, get_resolver, path, resolve

from accounts.policy import is_declared
from partners.access import GRID
from peerstoette.urls import urlpatterns as product_urlpatterns
from tests.doors.asking import EMPTY, answer
from tests.doors.matrix import (
    ELSEWHERE,
    FILES,
    IN_ADMIN,
    IN_PROJECTS,
    METHODS,
    OUTSIDE,
    PLACES,
    SIGN_IN,
    Place,
    number_of_cells,
)
from tests.doors.people import EVERYBODY, OWN, people
from tests.doors.table import ADMIN_ROWS, OTHER_ROWS, PROJECT_ROWS

PROJECT_ROUTE = "p/<slug:slug>/"


@dataclass(frozen=True)
class Address:
    """A pattern of the URLconf; one without a name is called by its route."""

    name: str
    route: str
    pattern: URLPattern
    namespaces: tuple[str, ...]

    @property
    def view(self) -> Callable:
        return self.pattern.callback


def walk(patterns, namespaces: tuple[str, ...] = (), route: str = "") -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = ":".join([*namespaces, pattern.name]) if pattern.name else here
            yield Address(name, here, pattern, namespaces)
        else:
            below = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from walk(pattern.url_patterns, below, here)


ADDRESSES = list(walk(get_resolver("peerstoette.urls").url_patterns))


def ask(
    place: Place, cast, names: Iterable[str] = EVERYBODY, methods: Iterable[str] = METHODS
) -> None:
    """Compares what these people get by these methods with the table."""
    wanted = {
        (person, method): got
        for (person, method), got in place.answers.items()
        if person in names and method in methods
    }
    url = place.url(cast)  # first: it may take somebody's password away
    them = people(cast, names)
    got = {}
    for person, method in wanted:
        # whoever may remove rows is only asked whether it is meant: what else falls is no door's
        is_asked = place.removes and wanted[person, method] == 200
        form = {} if is_asked else EMPTY
        got[person, method] = answer(them[person], method, url, form)
    assert got == wanted


def reading_and_writing(place: Place) -> list[str]:
    return [method for method in ["GET", "POST"] if place.is_known(method)]


def test_every_address_has_a_row_and_every_row_an_address():
    rows = {row.name for row in [*PROJECT_ROWS, *OTHER_ROWS]}
    rows |= {row.name(page) for row in ADMIN_ROWS for page in row.pages}
    assert {address.name for address in ADDRESSES} == rows


def test_every_page_has_a_row_for_each_object_and_method():
    """HEAD follows from GET in a project, and so does what no row allows; outside all are written."""
    methods = {(row.name, row.method) for row in PROJECT_ROWS}
    objects = {(row.name, row.object) for row in PROJECT_ROWS}
    rows = {(row.name, row.object, row.method) for row in PROJECT_ROWS}
    assert rows == {
        (name, each, method) for name, each in objects for of, method in methods if of == name
    }
    outside = sorted((row.url, row.method) for row in OTHER_ROWS)
    assert outside == sorted((url, m) for url in {row.url for row in OTHER_ROWS} for m in METHODS)


def test_rows_of_pages_outside_projects_name_the_address_they_ask():
    for row in OTHER_ROWS:
        match = resolve(row.url)
        assert row.name in {match.view_name, match.route}


def test_every_view_declares_who_may_enter():
    bare = [
        address.name
        for address in ADDRESSES
        if not is_declared(address.view, list(address.namespaces))
    ]
    assert bare == []


def test_every_project_page_stands_behind_a_capability_of_the_grid():
    wrong = [
        address.name
        for address in ADDRESSES
        if address.route.startswith(PROJECT_ROUTE)
        and getattr(address.view, "policy", None) not in GRID
    ]
    assert wrong == []


@pytest.mark.parametrize("place", IN_PROJECTS, ids=str)
def test_a_project_page_lets_in_exactly_the_roles_of_its_row(place, cast):
    """It hides from the leader of another project, who has most rights there."""
    ask(place, cast, [*OWN, "leader of B", "anonymous"], reading_and_writing(place))


@pytest.mark.parametrize("place", ELSEWHERE, ids=str)
def test_nobody_reaches_an_object_through_a_project_of_their_own(place, cast):
    ask(place, cast, ["leader of B"], reading_and_writing(place))


@pytest.mark.parametrize("place", OUTSIDE, ids=str)
def test_the_pages_outside_projects_answer_as_their_row_says(place, cast):
    """For one of each kind of people."""
    ask(place, cast, ["anonymous", "nobody", "peer", "leader", "superuser"], ["GET", "POST"])


@pytest.mark.parametrize("place", IN_ADMIN, ids=str)
def test_the_admin_opens_as_far_as_its_row_says_and_hides_what_is_others(place, cast):
    ask(place, cast, ["leader", "leader of B"], ["GET"])


@pytest.mark.parametrize("place", FILES, ids=str)
def test_style_is_served_to_everybody_and_no_other_file_to_anybody(place, cast):
    ask(place, cast, ["leader", "anonymous"], ["GET"])


def bare(request) -> HttpResponse:
    return HttpResponse("forgotten")


urlpatterns = [*product_urlpatterns, path("bare/", bare)]


@override_settings(ROOT_URLCONF=__name__)
def test_a_view_that_forgot_to_declare_is_closed_to_everybody(cast):
    for person in people(cast, ["leader", "superuser"]).values():
        assert answer(person, "GET", "/bare/") == 403
    assert answer(None, "GET", "/bare/") == SIGN_IN


def test_the_number_of_cells_is_the_one_we_quote():
    readme = (settings.BASE_DIR / "README.md").read_text()
    assert f"{number_of_cells():,} answers" in readme


def test_every_cell_is_told_once():
    assert len({str(place) for place in PLACES}) == len(PLACES)
