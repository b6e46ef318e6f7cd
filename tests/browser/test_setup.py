"""From an empty installation to its first invoice, by the links that the pages themselves offer."""

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
from budget.resources import LINE_COLUMNS
from partners.models import Project
from peerstoette.lib import dates, triggers
from tests.browser.conftest import DESK, Visit

PASSPHRASE = "en-rolig-dag-ved-havet"
GRANT, LINE = "Hvad der er bevilget, og hvornår", "En budgetpost i bevillingen, skrevet i hånden"
VAT, ADDRESS = "Momsteksten på fakturaer", "Adresse på Foreningen Fyrtårnet"
BANK = "Bankkonto for Foreningen Fyrtårnet, der skal have pengene"
BUDGET = [("staff", "Projektleder", "600000"), ("operating", "Transport", "20000")]
GROUPS_IN_TABLE = {"staff": "personale", "operating": "drift"}
PDF = {
    "name": "bilag.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\nstartxref\n9\n%%EOF\n",
}


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


def follow(page: Page, *names: str, within: str = "main") -> None:
    """Click through to where the links lead; what is folded away is unfolded first."""
    folded = page.locator("main details:not([open]) > summary")
    for name in names:
        while folded.count():
            folded.first.click()
        with page.expect_navigation():
            page.locator(within).get_by_role("link", name=name).first.click()


def come_in(visit: Visit, link: str, email: str) -> None:
    """By the link that was sent: choose a passphrase, and sign in with it."""
    visit.go(link)
    send(visit.page, password1=PASSPHRASE, password2=PASSPHRASE)
    follow(visit.page, "Gå til log ind")
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


def needed(visit: Visit) -> list[str]:
    """Back on the set-up: what it says is missing before the first invoice."""
    follow(visit.page, "Opsætning", within=".ps-nav")
    return visit.page.locator("section[aria-labelledby=ready] .ps-lacks li").all_inner_texts()


def set_up_parties(visit: Visit) -> None:
    """Owner and lead, each as soon as the set-up says what it lacks."""
    page = visit.page
    assert needed(visit) == [GRANT, LINE]  # who owns and leads is one, so nobody is invoiced
    follow(page, "De andre parter", "Tilføj part")
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
    needed(visit)
    follow(page, "Ret projektet")
    send(page, owner=page.locator("[name=owner] option", has_text="Region").get_attribute("value"))
    assert needed(visit) == [VAT, ADDRESS, BANK, GRANT, LINE]
    follow(page, VAT)
    send(page, invoice_reference="P-1", invoice_vat_note="Der opkræves ikke moms.")
    assert needed(visit) == [ADDRESS, BANK, GRANT, LINE]
    follow(page, ADDRESS)
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
    assert needed(visit) == [GRANT, LINE]
    follow(page, "Hvor mange borgere")
    send(page, age_min="18", age_max="40", hidden_below="5", goal_year="50", goal_to="100")


def set_up_grant(visit: Visit) -> None:
    needed(visit)
    follow(visit.page, GRANT)
    send(visit.page, amount="620.000", granted_on=danish(first_month()))
    assert needed(visit) == [LINE]


def write_budget(visit: Visit) -> None:
    for group, name, amount in BUDGET:
        needed(visit)
        follow(visit.page, "Gå til budgettet", "Tilføj post")
        send(visit.page, group=group, name_da=name, **{f"year_{first_month().year}": amount})


def import_budget(visit: Visit) -> None:
    page = visit.page
    follow(page, "Eller hele budgettet fra en tabel")
    file = {"name": "budget.csv", "mimeType": "text/csv", "buffer": budget_table()}
    page.locator("main input[type=file]").set_input_files(file)
    send(page)
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Indlæs det hele").click()


def budget_table() -> bytes:
    years = range(first_month().year, dates.add_months(first_month(), 13).year + 1)
    rows = [[*LINE_COLUMNS[:-1], *map(str, years), LINE_COLUMNS[-1]]]
    for number, (group, name, amount) in enumerate(BUDGET, start=1):
        cells = {
            "nr": str(number),
            "gruppe": GROUPS_IN_TABLE[group],
            "post": name,
            "post_en": name,
            str(years[0]): amount,
            "i alt": amount,
        }
        rows.append([cells.get(column, "") for column in rows[0]])
    return "\r\n".join(";".join(row) for row in rows).encode("utf-8-sig")


def invite(visit: Visit, name: str, email: str) -> str:
    """The link in the mail that a new accountant gets."""
    mail.outbox.clear()
    needed(visit)
    follow(visit.page, "Inviter personer", "Inviter eller giv en rolle")
    send(
        visit.page,
        email=email,
        first_name=name,
        last_name="Prøvested",
        role="accountant",
        organisation=str(Project.objects.get().lead_id),
    )
    [message] = mail.outbox
    assert message.to == [email]
    return re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]


def account_for_the_month(visit: Visit) -> None:
    page, month = visit.page, str(Project.objects.get().months.first())
    follow(page, "Opret bilag")
    page.locator("main [name=document]").set_input_files(PDF)
    send(
        page,
        document_date=danish(first_month()),
        posting_date=danish(first_month()),
        supplier="Prøvetaxa ApS",
        text="Kørsel til workshop",
        line_1=page.locator("[name=line_1] option", has_text="Transport").get_attribute("value"),
        amount_1="1.284,50",
    )
    follow(page, "Overblik", within=".ps-nav")
    follow(page, f"Gå til {month}", f"Luk {month}")
    send(page)
    follow(page, "Udsted faktura")
    send(page)


def let_go(visit: Visit, name: str, *, successor: str) -> None:
    """Everything of the person's ends, and somebody else is told to take over."""
    page = visit.page
    mail.outbox.clear()
    needed(visit)
    follow(page, "Inviter personer", "Se, hvem der har hvilken rolle")
    row = page.locator("main tbody tr", has_text=name)
    with page.expect_navigation():
        row.get_by_role("link", name="Stopper").click()
    chosen = page.locator("[name=successor] option", has_text=successor)
    send(page, successor=chosen.get_attribute("value"))
    assert page.locator("main tbody tr", has_text=name).count() == 0
    assert [message.to for message in mail.outbox] == [["ny@example.test"]]


def test_an_empty_installation_is_brought_to_its_first_invoice(window):
    leader, accountant, next_one = window(), window(), window()
    come_in(leader, begin(), "leder@example.test")
    set_up_parties(leader)
    set_up_grant(leader)
    import_budget(leader)
    assert needed(leader) == []
    assert leader.violations() == []

    come_in(accountant, invite(leader, "Rie", "rie@example.test"), "rie@example.test")
    account_for_the_month(accountant)
    invoice = Invoice.objects.get()
    assert (invoice.number, f"{invoice.total:.2f}") == (1, "1284.50")
    assert (invoice.issuer["bank_account"], invoice.recipient["cvr"]) == ("0000123456", "29190623")
    assert (invoice.due_on - invoice.issued_on).days == 14
    assert "1.284,50" in accountant.page.locator("main").inner_text()

    come_in(next_one, invite(leader, "Nina", "ny@example.test"), "ny@example.test")
    let_go(leader, "Rie", successor="Nina")
    accountant.page.reload()
    assert "/accounts/login/" in accountant.page.url
    follow(next_one.page, "Papirer", within=".ps-nav")
    assert "Faktura 1" in next_one.page.locator("main").inner_text()


def test_a_budget_written_line_by_line_makes_the_project_ready_too(window):
    leader = window()
    come_in(leader, begin(), "leder@example.test")
    set_up_grant(leader)
    write_budget(leader)
    assert needed(leader) == []
