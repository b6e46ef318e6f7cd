"""From an empty installation to its first invoice, on the product's own pages."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import StringIO

import pytest
from django.conf import settings as product
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page

from budget.models import Invoice
from partners.models import Project
from peerstoette.lib import dates, triggers
from tests.browser.conftest import DESK, Visit

PASSPHRASE = "en-rolig-dag-ved-havet"
PDF = {"name": "bilag.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}


@pytest.fixture
def empty(transactional_db) -> None:
    """Nothing is there but the tables: the cast that other tests share is taken away first."""
    triggers.clear()
    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def window(chromium, live_server, empty, settings) -> Iterator[Callable[[], Visit]]:
    settings.LOCALE_PATHS = [product.BASE_DIR / "locale"]
    visits = []

    def open_window() -> Visit:
        context = chromium.new_context(viewport=DESK, locale="da-DK")
        visits.append(Visit(context.new_page(), live_server.url))
        return visits[-1]

    yield open_window
    for each in visits:
        each.page.context.close()
    assert [trouble for each in visits for trouble in each.troubles] == []


def first_month() -> date:
    """The month before this one: it is over, so that it can be closed."""
    return dates.first_of_month(dates.first_of_month(dates.copenhagen_today()) - timedelta(days=1))


def danish(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def send(page: Page, **fields: str) -> None:
    """Fill the form of the page and send it; a field that is not named stays as it is."""
    for name, value in fields.items():
        field = page.locator(f"main [name={name}]").first
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    assert page.locator(".ps-errors").count() == 0, page.locator(".ps-errors").inner_text()


def come_in(visit: Visit, link: str, email: str) -> None:
    """By the link that was sent: choose a passphrase, and sign in with it."""
    visit.go(link)
    send(visit.page, password1=PASSPHRASE, password2=PASSPHRASE)
    visit.go("/accounts/login/")
    send(visit.page, login=email, password=PASSPHRASE)


def begin() -> str:
    """What the terminal asks for; the link with which the leader comes in."""
    first = first_month()
    out = StringIO()
    call_command(
        "create_leader",
        email="leder@example.test",
        name="Lea Prøvested",
        organisation="Foreningen Fyrtårnet",
        project="Et nyt projekt",
        slug="nyt",
        starts=first.isoformat(),
        ends=dates.last_of_month(dates.add_months(first, 13)).isoformat(),
        address="",
        stdout=out,
    )
    set_up, link = out.getvalue().splitlines()[1::2]
    assert set_up == "/p/nyt/setup/"
    return link


def still_needed(visit: Visit) -> int:
    """How many things the set-up says are missing before the first invoice."""
    visit.go("/p/nyt/setup/")
    return visit.page.locator("section[aria-labelledby=ready] .ps-lacks li").count()


def set_up_parties(visit: Visit) -> None:
    page = visit.page
    visit.go("/p/nyt/setup/partners/add/")
    send(
        page,
        name="Region Testland",
        kind="region",
        cvr="29190623",
        gln="5790000123452",
        street="Prøvegade 1",
        postcode="9999",
        city="Testby",
    )
    own = Project.objects.get().partners.get(organisation__name="Foreningen Fyrtårnet")
    visit.go(f"/p/nyt/setup/partners/{own.pk}/organisation/")
    send(
        page,
        kind="users",
        cvr="10000009",
        street="Eksempelvej 12",
        postcode="9999",
        city="Testby",
        bank_registration="9999",
        bank_account="0000123456",
        payment_days="14",
    )
    visit.go("/p/nyt/setup/project/")
    region = Project.objects.get().partners.get(organisation__name="Region Testland")
    send(
        page,
        owner=str(region.organisation_id),
        invoice_reference="P-1",
        invoice_vat_note="Der opkræves ikke moms.",
    )
    visit.go("/p/nyt/setup/limits/")
    send(page, age_min="18", age_max="40", hidden_below="5", goal_year="50", goal_to="100")


def set_up_budget(visit: Visit) -> None:
    year = first_month().year
    visit.go("/p/nyt/budget/grant/")
    send(visit.page, amount="620.000", granted_on=danish(first_month()))
    for group, name, amount in [
        ("staff", "Projektleder", "600.000"),
        ("operating", "Transport", "20.000"),
    ]:
        visit.go("/p/nyt/budget/lines/add/")
        send(visit.page, group=group, name_da=name, **{f"year_{year}": amount})


def invite_accountant(visit: Visit) -> str:
    """The link in the mail that the accountant gets."""
    visit.go("/p/nyt/members/add/")
    send(
        visit.page,
        email="regnskab@example.test",
        first_name="Rie",
        last_name="Prøvested",
        role="accountant",
        organisation=str(Project.objects.get().lead_id),
    )
    [message] = mail.outbox
    assert message.to == ["regnskab@example.test"]
    return re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]


def account_for_the_month(visit: Visit) -> None:
    month = first_month()
    visit.go("/p/nyt/vouchers/add/")
    lines = Project.objects.get().budget_lines.all()
    visit.page.locator("main [name=document]").set_input_files(PDF)
    send(
        visit.page,
        document_date=danish(month),
        posting_date=danish(month),
        supplier="Prøvetaxa ApS",
        text="Kørsel til workshop",
        line_1=str(lines[1].pk),
        amount_1="1.284,50",
    )
    for act in ["close", "issue"]:
        visit.go(f"/p/nyt/months/{month:%Y-%m}/{act}/")
        send(visit.page)


def test_an_empty_installation_is_brought_to_its_first_invoice(window):
    leader = window()
    come_in(leader, begin(), "leder@example.test")
    assert still_needed(leader) == 2  # who owns and leads it is one: only grant and lines are
    set_up_parties(leader)
    assert still_needed(leader) == 2
    set_up_budget(leader)
    assert still_needed(leader) == 0
    assert leader.violations() == []

    accountant = window()
    come_in(accountant, invite_accountant(leader), "regnskab@example.test")
    account_for_the_month(accountant)

    invoice = Invoice.objects.get()
    assert (invoice.number, f"{invoice.total:.2f}") == (1, "1284.50")
    assert (invoice.issuer["bank_account"], invoice.recipient["cvr"]) == ("0000123456", "29190623")
    assert (invoice.due_on - invoice.issued_on).days == 14
    accountant.go(invoice.get_absolute_url())
    assert "1.284,50" in accountant.page.locator("main").inner_text()
