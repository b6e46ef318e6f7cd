"""What somebody meets who asks for what is not there, not theirs, not understood, or breaks."""

import pytest
from django.urls import path

from accounts.policy import public
from peerstoette.urls import urlpatterns as product_urlpatterns
from tests.browser.conftest import Visit


@public
def broken(request):
    raise RuntimeError("nobody expected this")


urlpatterns = [*product_urlpatterns, path("broken/", broken)]


def send(somebody: Visit) -> int:
    """Press the first button of the page; the status of the answer."""
    with somebody.page.expect_navigation() as answer:
        somebody.page.locator("main button[type=submit]").first.click()
    return answer.value.status


@pytest.mark.parametrize(
    ("who", "address", "status", "heading"),
    [
        ("omar", "/p/peerstoette/vouchers/", 403, "Du kan ikke åbne denne side"),
        ("omar", "/p/nowhere/", 404, "Siden findes ikke her"),
        ("lene", "/p/peerstoette/citizens/?sort=nonsense", 422, "Borgere"),
        ("lene", "/broken/", 500, "Noget gik galt"),
    ],
)
def test_a_page_of_an_error_is_accessible_and_fits(who, address, status, heading, visit, settings):
    settings.ROOT_URLCONF = __name__
    somebody = visit(who)
    response = somebody.page.goto(somebody.server + address)
    assert response.status == status
    assert somebody.page.locator("h1").inner_text() == heading
    assert somebody.problems() == []


def test_a_file_that_is_too_large_is_refused_on_an_accessible_page(visit, settings):
    lene = visit("lene")
    lene.go("/p/peerstoette/budget/import/")
    file = {"name": "budget.csv", "mimeType": "text/csv", "buffer": bytes(12 * 1024**2)}
    lene.page.locator("main input[type=file]").set_input_files(file)
    assert send(lene) == 413
    assert lene.page.locator("h1").inner_text() == "Filen er for stor"
    assert lene.problems() == []


def test_whoever_tries_too_often_is_stopped_on_an_accessible_page(visit, settings):
    settings.ACCOUNT_RATE_LIMITS = {"change_password": "1/m/user"}
    lene = visit("lene")
    lene.go("/accounts/password/change/")
    assert [send(lene), send(lene)] == [200, 429]
    assert lene.page.locator("h1").inner_text() == "For mange forsøg"
    assert lene.problems() == []


def test_a_form_that_lost_its_cookie_says_what_to_do(visit):
    somebody = visit()
    somebody.go("/accounts/login/")
    somebody.page.context.clear_cookies()
    somebody.page.locator("input[name=login]").fill("lene@example.test")
    somebody.page.locator("input[name=password]").fill("x")
    assert send(somebody) == 403
    assert somebody.problems() == []
    assert "cookie" in somebody.page.locator("main").inner_text()
