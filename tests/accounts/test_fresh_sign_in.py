"""What takes figures out, closes books or changes roles asks who is there once more."""

from collections.abc import Iterator

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from accounts import sessions
from accounts.models import User
from partners.access import Role
from partners.models import Project, TransferDraft
from peerstoette.lib.tables import CSV_TYPE, XLSX_TYPE
from tests.cast import PASSWORD, PEOPLE
from tests.doors.objects import parts
from tests.doors.table import PROJECT_ROWS

A = "peerstoette"
TABLES = {CSV_TYPE, XLSX_TYPE}
ACTS = [
    ("gitte", reverse("month_close", args=[A, "2018-04"])),
    ("gitte", reverse("month_issue", args=[A, "2018-04"])),
    ("gitte", reverse("budget_export", args=[A, "budget", "csv"])),
    ("gitte", reverse("voucher_export", args=[A])),
    ("gitte", reverse("vouchers", args=[A]) + "?format=csv"),
    ("gitte", reverse("month_draft", args=[A, "2018-05", "accounts", "xlsx"])),
    ("svend", reverse("dashboard_sheet", args=[A])),
    ("gitte", reverse("transfer_export", args=[A, "vouchers", "csv"])),
    ("lene", reverse("citizens", args=[A]) + "?format=xlsx"),
    ("lene", reverse("member_add", args=[A])),
    ("lene", reverse("transfer", args=[A, "people"])),
]


def age(browser) -> None:
    """Sixteen minutes pass since the sign-in."""
    session = browser.session
    session[sessions.BEGAN] -= 16 * 60
    session.save()


@pytest.fixture
def long_ago(as_):
    """``long_ago("gitte")`` is a browser in which she signed in sixteen minutes ago."""

    def sign_in(name: str):
        browser = as_(name)
        age(browser)
        return browser

    return sign_in


@pytest.mark.parametrize(("name", "address"), ACTS)
def test_it_is_asked_after_a_quarter_of_an_hour_and_then_it_goes_on(name, address, long_ago):
    browser = long_ago(name)
    asked = browser.get(address)
    assert asked.status_code == 302
    assert asked.url.startswith(reverse("account_reauthenticate") + "?next=%2Fp%2Fpeerstoette")
    assert browser.post(asked.url, {"password": "not-the-password"}).status_code == 200
    assert browser.get(address).status_code == 302
    back = browser.post(asked.url, {"password": PASSWORD})
    assert back.url == address
    assert browser.get(address).status_code == 200


def addresses(row, cast) -> list[str]:
    """The page, and the forms in which it may be asked for as a table."""
    given = {"slug": A, **parts(row.object, cast)}
    plain = reverse(row.name, kwargs=given)
    if "format" in given:
        return [plain, reverse(row.name, kwargs=given | {"format": "xlsx"})]
    return [plain, f"{plain}?format=csv", f"{plain}?format=xlsx"]


def files(browser, role: Role, cast) -> Iterator[tuple[str, str, bool]]:
    """Address and media type of every file that the role gets, and whether it asks who is there."""
    for row in PROJECT_ROWS:
        if row.method == "GET" and role in row.roles_let_in:
            with transaction.atomic():
                answers = [(url, browser.get(url)) for url in addresses(row, cast)]
                age(browser)
                for url, answer in answers:
                    if "Content-Disposition" in answer:
                        yield url, answer["Content-Type"], browser.get(url).status_code == 302
                transaction.set_rollback(True)


@pytest.mark.sweep
@pytest.mark.parametrize("role", Role)
def test_every_table_that_leaves_asks_and_no_paper_does(role, as_, cast):
    found = list(files(as_(PEOPLE[role][0]), role, cast))
    assert found
    assert [url for url, kind, asks in found if kind in TABLES and not asks] == []
    # an address that asks for a list's file asks who is there before it is known to have none
    plain = [(url, kind, asks) for url, kind, asks in found if "?" not in url]
    assert [url for url, kind, asks in plain if asks and kind not in TABLES] == []


def test_a_form_that_is_sent_too_late_does_nothing_and_says_so(long_ago, cast):
    browser = long_ago("gitte")
    asked = browser.post(reverse("month_close", args=[A, "2018-04"]))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert "Nothing has been done yet." in browser.get(asked.url).content.decode()
    assert cast.project.months.get(first_day__month=4).is_open


def test_whoever_may_not_is_refused_before_being_asked(long_ago):
    browser = long_ago("omar")
    assert browser.get(reverse("month_close", args=[A, "2018-04"])).status_code == 403


def test_bringing_people_as_a_table_asks_at_the_file_and_at_the_yes(cast, as_, long_ago):
    page = reverse("transfer", args=[A, "people"])
    file = as_("lene").get(reverse("transfer_export", args=[A, "people", "csv"])).content

    def bring(browser):
        return browser.post(page, {"file": SimpleUploadedFile("people.csv", file)})

    assert bring(long_ago("lene")).url.startswith(reverse("account_reauthenticate"))
    assert not TransferDraft.objects.exists()
    draft = bring(as_("lene")).url
    late = long_ago("lene")
    for asked in [late.get(draft), late.post(draft, {"mark": "any"})]:
        assert asked.url.startswith(reverse("account_reauthenticate"))
    assert TransferDraft.objects.exists()


def test_bringing_a_table_that_gives_no_roles_asks_nothing(long_ago):
    assert long_ago("gitte").get(reverse("transfer", args=[A, "vouchers"])).status_code == 200


def test_beginning_a_project_which_gives_its_first_role_asks(cast, long_ago):
    User.objects.filter(pk=cast.lene.pk).update(is_superuser=True)
    browser, page = long_ago("lene"), reverse("project_new")
    before = Project.objects.count()
    sent = {
        "name": "Et nyt projekt",
        "slug": "nyt",
        "starts_on": "1.1.2026",
        "ends_on": "31.12.2026",
        "organisation_name": "Ny Forening",
        "kind": "users",
        "email": "omar@example.test",
        "first_name": "Omar",
        "last_name": "Prøvested",
    }
    for asked in [browser.get(page), browser.post(page, sent)]:
        assert asked.url.startswith(reverse("account_reauthenticate"))
    assert Project.objects.count() == before
    browser.post(asked.url, {"password": PASSWORD})
    assert browser.post(page, sent).status_code == 302
    assert Project.objects.count() == before + 1


def test_beginning_a_project_is_refused_before_being_asked(long_ago):
    assert long_ago("lene").get(reverse("project_new")).status_code == 403


def test_what_another_person_proved_in_the_same_browser_is_no_proof(long_ago, cast, rf):
    browser = long_ago("lene")
    for person, is_fresh in [(cast.gitte, False), (cast.lene, True)]:
        request = rf.get("/")
        request.session, request.user = browser.session, cast.lene
        record_authentication(request, person, method="password")
        assert sessions.is_fresh(request) is is_fresh
