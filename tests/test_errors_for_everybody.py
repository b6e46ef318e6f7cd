"""A form without its token, a file that is too large, a failure of ours: what everybody meets."""

from collections.abc import Callable

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from accounts.models import User
from accounts.policy import public
from partners.models import Project
from peerstoette.urls import urlpatterns as product_urlpatterns
from tests.accounts.test_doors_before_views import HUNDRED_MEGABYTES, Zeros
from tests.doors.asking import browser, writes
from tests.doors.people import people
from tests.planted import told
from tests.sweeping import leaks
from tests.test_planted import plant_ours, plant_theirs

pytestmark = pytest.mark.sweep


@public
@login_not_required
def broken(request, slug: str) -> HttpResponse:
    project = Project.objects.get(slug=slug)
    raise RuntimeError(request.user, project, list(project.vouchers.all()))


urlpatterns = [*product_urlpatterns, path("p/<slug:slug>/broken/", broken)]


def without_its_token(client: Client) -> HttpResponse:
    client.handler.enforce_csrf_checks = True
    return client.post(reverse("seat_add", args=["peerstoette"]), {"person": "Ny"})


def too_large(client: Client) -> HttpResponse:
    return client.post(
        reverse("seat_add", args=["peerstoette"]),
        b"",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(HUNDRED_MEGABYTES), "wsgi.input": Zeros(HUNDRED_MEGABYTES)},
    )


def failed(client: Client) -> HttpResponse:
    client.raise_request_exception = False
    return client.get("/p/peerstoette/broken/")


def own(person: User | None) -> set[str]:
    """What the top of a page says of whoever reads it."""
    if person is None or not person.is_active:
        return set()
    projects = Project.objects.filter(pk__in=person.memberships.active().values("project"))
    return {person.first_name, person.last_name, *projects.values_list("name", flat=True)}


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("ask", "status"), [(without_its_token, 403), (too_large, 413), (failed, 500)]
)
def test_everybody_gets_the_same_refusal_and_it_tells_of_nobody_else(
    ask: Callable, status: int, cast
):
    everybody = people(cast)
    words = {*plant_ours(cast).all, *plant_theirs(cast).all}
    for name, person in everybody.items():
        if person is not None:
            person.refresh_from_db()
        client = browser(person)
        with writes() as written:
            answer = ask(client)
        assert (name, answer.status_code, written) == (name, status, [])
        assert leaks([*words.difference(own(person))], {name: told(answer)}) == {}
