"""Every address against every person: what tests.doors.table says, and nothing beside it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver, path, resolve, reverse
from django.utils import timezone

from accounts.models import User
from accounts.policy import is_declared
from partners.access import GRID, Role
from partners.models import Membership
from peerstoette.urls import urlpatterns as product_urlpatterns
from tests.cast import PASSWORD, PEOPLE, Cast
from tests.doors.objects import parts
from tests.doors.table import ADMIN_ROWS, OBJECT_ROWS, OTHER_ROWS, PROJECT_ROWS

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
PROJECT_ROUTE = "p/<slug:slug>/"
SIGN_IN = "sign-in"
EMPTY = {"csrfmiddlewaretoken": "x"}


@dataclass(frozen=True)
class Address:
    """A pattern of the URLconf; one without a name is called by its route."""

    name: str
    route: str
    view: Callable
    namespaces: tuple[str, ...]


def walk(patterns, namespaces: tuple[str, ...] = (), route: str = "") -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = ":".join([*namespaces, pattern.name]) if pattern.name else here
            yield Address(name, here, pattern.callback, namespaces)
        else:
            below = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from walk(pattern.url_patterns, below, here)


ADDRESSES = list(walk(get_resolver("peerstoette.urls").url_patterns))


def browser(person: User | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def answer(person: User | None, method: str, url: str) -> int | str:
    """The status, ``sign-in`` for a way there; whatever the request wrote is taken back."""
    with transaction.atomic():
        client = browser(person)
        # a form as a browser sends it when nothing is filled in
        response = client.post(url, EMPTY) if method == "POST" else client.generic(method, url)
        transaction.set_rollback(True)
    sign_in = reverse("account_login")
    to_sign_in = response.status_code == 302 and response.url.split("?")[0] == sign_in
    return SIGN_IN if to_sign_in else response.status_code


def address_of(row, cast: Cast, slug: str = "peerstoette") -> str:
    return reverse(row.name, kwargs={"slug": slug, **parts(row.object, cast)})


@pytest.fixture
def outsiders(cast) -> dict[str, User]:
    """People without a role in project A: the twins of B, and four who hold no role anywhere."""
    left = User.objects.create_user("left", email="left@example.test", password=PASSWORD)
    Membership.objects.create(
        project=cast.project,
        user=left,
        role=Role.LEADER,
        organisation=cast.project.lead,
        ended_at=timezone.now(),
    )
    return {
        "left": left,
        "nobody": User.objects.create_user("nobody", email="nobody@example.test"),
        "admin only": User.objects.create_superuser("root", "root@example.test", PASSWORD),
        **{f"{role} of B": getattr(cast, names[1]) for role, names in PEOPLE.items()},
    }


@pytest.fixture
def inactive(cast) -> User:
    """Somebody whose account was closed while a browser was still signed in."""
    person = cast.lene
    person.is_active = False
    person.save()
    return person


def test_every_address_has_a_row_and_every_row_an_address():
    rows = {row.name for row in [*PROJECT_ROWS, *OTHER_ROWS]}
    rows |= {name for row in ADMIN_ROWS for name in row.names}
    assert {address.name for address in ADDRESSES} == rows


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


@pytest.mark.parametrize("row", PROJECT_ROWS, ids=str)
def test_a_project_page_lets_in_exactly_the_roles_of_its_row(row, cast):
    meaning = {"x": row.answer, ".": 403, "o": 404}
    url = address_of(row, cast)
    got = {role: answer(getattr(cast, PEOPLE[role][0]), row.method, url) for role in Role}
    assert got == {role: meaning[cell] for role, cell in row.cells.items()}


@pytest.mark.parametrize("row", PROJECT_ROWS, ids=str)
def test_nobody_from_outside_learns_that_a_project_page_exists(row, cast, outsiders):
    url = address_of(row, cast)
    got = {name: answer(person, row.method, url) for name, person in outsiders.items()}
    assert got == dict.fromkeys(outsiders, 404)


@pytest.mark.parametrize("row", OBJECT_ROWS, ids=str)
def test_nobody_reaches_an_object_through_a_project_of_their_own(row, cast):
    """The object of A under the address of B: hidden, or refused where the role is too small."""
    url = address_of(row, cast, slug=cast.other_project.slug)
    got = {role: answer(getattr(cast, PEOPLE[role][1]), row.method, url) for role in Role}
    assert got == {role: 403 if cell == "." else 404 for role, cell in row.cells.items()}


@pytest.mark.parametrize("row", PROJECT_ROWS, ids=str)
def test_anonymous_people_are_sent_to_sign_in_whether_or_not_it_exists(row, cast, inactive):
    url = address_of(row, cast)
    for each in [url, url.replace(cast.project.slug, "nowhere")]:
        assert answer(None, row.method, each) == SIGN_IN
        assert answer(inactive, row.method, each) == SIGN_IN


@pytest.mark.parametrize("row", OTHER_ROWS, ids=str)
def test_the_pages_outside_projects_answer_as_their_row_says(row, cast, outsiders):
    people = {"anonymous": None, "leader": cast.lene, "superuser": outsiders["admin only"]}
    url = row.url.format(pk=cast.lene.pk)
    match = resolve(url)
    assert row.name in {match.view_name, match.route}
    got = {name: str(answer(person, row.method, url)) for name, person in people.items()}
    assert got == row.answers


@pytest.mark.parametrize("row", ADMIN_ROWS, ids=str)
def test_the_admin_opens_as_far_as_its_row_says_and_hides_what_is_others(row, cast, outsiders):
    pk = parts(row.model, cast)["pk"]
    for url, expected in row.answers(row.superuser, pk).items():
        assert answer(None, "GET", url) == SIGN_IN, url
        assert answer(cast.stine, "GET", url) == 302, url
        assert answer(outsiders["admin only"], "GET", url) == expected, url
    for url, expected in row.answers(row.leader, pk).items():
        assert answer(cast.lene, "GET", url) == expected, url
        hidden = 404 if f"/{pk}/" in url and expected == 200 else expected
        assert answer(outsiders["leader of B"], "GET", url) == hidden, url


@pytest.mark.parametrize("name", sorted({row.name for row in PROJECT_ROWS}))
def test_a_method_without_a_row_is_not_allowed(name, cast):
    rows = [row for row in PROJECT_ROWS if row.name == name]
    known = {row.method for row in rows}
    welcome = next(row for row in rows if row.roles_let_in)
    person = getattr(cast, PEOPLE[Role(welcome.roles_let_in[0])][0])
    url = address_of(welcome, cast)
    got = {method: answer(person, method, url) for method in METHODS if method not in known}
    assert got == dict.fromkeys(got, 405)


def bare(request) -> HttpResponse:
    return HttpResponse("forgotten")


urlpatterns = [*product_urlpatterns, path("bare/", bare)]


@override_settings(ROOT_URLCONF=__name__)
def test_a_view_that_forgot_to_declare_is_closed_to_everybody(cast, outsiders):
    for person in [cast.lene, outsiders["admin only"]]:
        assert answer(person, "GET", "/bare/") == 403
    assert answer(None, "GET", "/bare/") == SIGN_IN


def number_of_cells() -> int:
    people_of_a_project_row = len(Role) + len(Role) + 4 + 1  # own, twins, four outsiders, anonymous
    return (
        len(PROJECT_ROWS) * people_of_a_project_row
        + len(OBJECT_ROWS) * len(Role)
        + len(OTHER_ROWS) * 3
        + sum(len(row.names) for row in ADMIN_ROWS) * 5
    )


def test_the_number_of_cells_is_the_one_we_quote():
    readme = (settings.BASE_DIR / "README.md").read_text()
    assert f"{number_of_cells():,} answers" in readme
