"""The doors' table notices when a declaration, a question or a narrowing of rows is taken away."""

from collections.abc import Callable, Iterable

import pytest
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required

from accounts import policy
from accounts.admin import TrailAdmin
from partners import access
from partners.backoffice import BackOffice
from partners.models import Project
from partners.upkeep import LeadersAdmin, ProjectRowAdmin
from tests.doors.asking import answer
from tests.doors.matrix import IN_ADMIN, IN_PROJECTS, KEPT_OUT, METHODS, OUTSIDE, SIGN_IN, Place
from tests.doors.people import EVERYBODY, OWN, people
from tests.test_doors import ADDRESSES

pytestmark = pytest.mark.sweep

PATTERNS = {address.name: address.pattern for address in ADDRESSES}
LET_IN = {200, 302, 400, 404, 422}
# where nobody gets in, the view still answers those whom it sends away, and otherwise than by 403
SENT_AWAY = {405, KEPT_OUT}
# whoever is not signed in to the back office cannot sign out of it either
LED_OUT = {302, KEPT_OUT}
# inside, where somebody for whom the page was never meant has no rows, roles or person
LOST_INSIDE = (AttributeError, LookupError, TypeError, ValueError)

# behind the door each table asks for a right of its own, and so does what shows a citizen
ASKED_AGAIN = {
    "enrolment_add",
    "enrolment_end",
    "transfer",
    "transfer_export",
}


def cell(place: Place, answers: set, names: Iterable[str]) -> tuple[str, str] | None:
    """The first person and method with such an answer."""
    wanted = ((name, method) for method in METHODS for name in names)
    return next((each for each in wanted if place.answers.get(each) in answers), None)


def mutable(places: Iterable[Place], answers: set, names: Iterable[str] = EVERYBODY) -> list:
    """Places where somebody gets such an answer, which the mutation then has to change."""
    found = ((place, cell(place, answers, names)) for place in places)
    return [(place, *known) for place, known in found if known]


def policy_of(place: Place) -> str:
    return getattr(PATTERNS[place.view].callback, "policy", "")


OF_SITE = [place for place in OUTSIDE if place.view.startswith("admin")]
OF_PERSONS = [place for place in OUTSIDE if place not in OF_SITE]
# the way from a row's number to its page asks nothing of its own: the page it leads to does
ASKING = [place for place in IN_ADMIN if place.answers["leader", "GET"] != 302]

EVERY = [*IN_PROJECTS, *OUTSIDE, *IN_ADMIN]
CLOSED = [place for place in EVERY if cell(place, LET_IN, EVERYBODY) is None]
DECLARED = [*mutable(EVERY, LET_IN), *mutable(CLOSED, SENT_AWAY)]
ASKED = mutable(IN_PROJECTS, {403}, OWN)
SOMEBODY_ELSES = mutable(IN_PROJECTS, {404}, ["leader of B"])
FOR_KEEPERS = mutable([p for p in OUTSIDE if policy_of(p) == "superuser"], {403})
SIGNED_IN = mutable([p for p in OUTSIDE if policy_of(p) == "signed in"], {SIGN_IN}, ["anonymous"])
PUBLIC = mutable(OF_PERSONS, {200, 302, 405}, ["anonymous"])
OF_LEADERS = mutable([*OF_SITE, *ASKING], LED_OUT, ["peer"])
# what a leader may not and whoever keeps the installation may; what nobody may
FORBIDDEN = mutable(ASKING, {403}, ["leader"])
ALLOWED = [each for each in FORBIDDEN if each[0].answers["superuser", each[2]] != 403]
FROZEN = mutable(ASKING, {403}, ["superuser"])
NARROWED = mutable(ASKING, {404}, ["leader of B"])
MUTATIONS = [
    DECLARED, ASKED, SOMEBODY_ELSES, FOR_KEEPERS, SIGNED_IN, PUBLIC, OF_LEADERS, ALLOWED, FROZEN,
    NARROWED,
]  # fmt: skip


def number_of_mutations() -> int:
    return sum(len(each) for each in MUTATIONS)


def over(mutations: list):
    ids = [f"{method} {place} {name}" for place, name, method in mutations]
    return pytest.mark.parametrize(("place", "name", "method"), mutations, ids=ids)


@pytest.fixture
def ask(cast, place, name, method) -> Callable:
    """What is answered now; None where somebody gets lost behind the door."""
    url = place.url(cast)
    person = people(cast, [name])[name]

    def now() -> int | str | None:
        try:
            return answer(person, method, url)
        except LOST_INSIDE:
            return None

    return now


@pytest.fixture
def put(monkeypatch, place) -> Callable:
    """Puts another view in the place of the page's own."""
    return lambda view: monkeypatch.setattr(PATTERNS[place.view], "callback", view)


def bare(view: Callable) -> Callable:
    """The same view without what was declared on it."""

    def undeclared(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    return undeclared


def test_the_declaration_of_every_view_is_taken_away_once():
    assert len(PATTERNS) == len(ADDRESSES)
    assert {place.view for place, _name, _method in DECLARED} == set(PATTERNS)


@over(DECLARED)
def test_a_view_without_its_declaration_lets_nobody_in(ask, put, place, name, monkeypatch):
    monkeypatch.setattr(policy, "DECLARED_NAMESPACES", set())
    put(bare(PATTERNS[place.view].callback))
    assert ask() == (SIGN_IN if name in {"anonymous", "closed"} else 403)


@over(ASKED)
def test_a_door_that_asks_nothing_no_longer_refuses(ask, place, monkeypatch):
    monkeypatch.setattr(access, "may", lambda *_asked: True)
    assert (ask() == 403) == (place.view in ASKED_AGAIN)


@over(SOMEBODY_ELSES)
def test_a_project_that_is_not_looked_for_among_one_s_own_is_no_longer_hidden(ask, monkeypatch):
    monkeypatch.setattr(access, "get_project", lambda _own, slug: Project.objects.get(slug=slug))
    assert ask() != 404


@over(FOR_KEEPERS)
def test_a_page_for_keepers_that_asks_nothing_lets_others_in(ask, put, place):
    put(policy.declare(PATTERNS[place.view].callback.__wrapped__, "superuser"))
    assert ask() == 200


@over(SIGNED_IN)
def test_a_page_that_asks_for_no_sign_in_sends_nobody_there(ask, put, place):
    put(login_not_required(policy.signed_in(bare(PATTERNS[place.view].callback))))
    assert ask() != SIGN_IN


@over(PUBLIC)
def test_a_public_page_that_asks_for_a_sign_in_sends_people_there(ask, put, place):
    put(policy.public(bare(PATTERNS[place.view].callback)))
    assert ask() == SIGN_IN


@over(OF_LEADERS)
def test_a_back_office_that_is_open_to_all_keeps_nobody_out(ask, monkeypatch):
    monkeypatch.setattr(BackOffice, "has_permission", lambda *_asked: True)
    assert ask() not in LED_OUT


@over(ALLOWED)
def test_a_table_that_asks_nothing_lets_leaders_do_more(ask, monkeypatch):
    monkeypatch.setattr(TrailAdmin, "opens", lambda *_asked: True)
    assert ask() != 403


@over(FROZEN)
def test_a_frozen_table_that_was_thawed_can_be_written(ask, place, monkeypatch):
    for upkeep in admin.site._registry.values():
        monkeypatch.setattr(upkeep, "is_frozen", False)
    assert ask() == 200


@over(NARROWED)
def test_rows_that_are_not_narrowed_to_own_projects_are_no_longer_hidden(ask, monkeypatch):
    """What opens a row asks whose it is, and so does what finds it: both are taken away."""
    monkeypatch.setattr(LeadersAdmin, "get_queryset", TrailAdmin.get_queryset)
    for upkeep in [LeadersAdmin, ProjectRowAdmin]:
        monkeypatch.setattr(upkeep, "sees", lambda *_asked: True)
    assert ask() != 404
