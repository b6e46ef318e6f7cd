"""The busiest pages against a bare Django page, the invoice against a bare reportlab table."""

from collections.abc import Callable
from typing import TextIO

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from benchmarks import bare
from benchmarks.measure import HEAD, compare
from citizens.models import Session
from partners.access import Role
from partners.models import Month, Project
from peerstoette.lib import money
from reporting.paper import build
from reporting.paper import invoice as invoice_paper
from reporting.papers import invoice_figures, invoice_of

SLUG = "peerstoette"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def run(out: TextIO) -> None:
    call_command("migrate", verbosity=0)
    call_command("demo", if_empty=True)
    out.write(f"\n{HEAD}\n")
    for comparison in [*pages(), *papers()]:
        out.write(f"{comparison.line()}\n")


def person(role: Role) -> User:
    return User.objects.filter(memberships__project__slug=SLUG, memberships__role=role).first()


def fetch(browser: Client, url: str) -> Callable[[], None]:
    def get() -> None:
        response = browser.get(url)
        if response.status_code != 200:
            raise RuntimeError(f"{response.status_code}: {url}")

    return get


def pages():
    """Each page as the person who opens it most, held against the bare page for the same person."""
    project = Project.objects.get(slug=SLUG)
    month = project.months.open().first()
    peer = person(Role.PEER)
    session = Session.objects.filter(project=project, was_held=True).visible_to(peer).last()
    for name, role, url in [
        ("my day", Role.PEER, reverse("day", args=[SLUG])),
        ("session with roster", Role.PEER, session.get_absolute_url()),
        ("month to close", Role.ACCOUNTANT, month.get_absolute_url()),
        ("vouchers", Role.ACCOUNTANT, reverse("vouchers", args=[SLUG])),
        ("findings", Role.LEADER, reverse("findings", args=[SLUG])),
    ]:
        product, plain = Client(), bare.client()
        for browser in (product, plain):
            browser.force_login(person(role), backend=BACKEND)
        yield compare(f"{name} / bare page", fetch(product, url), fetch(plain, "/rows/"))


def papers():
    """The last issued invoice, drawn from its figures, against its own rows in one plain table."""
    month = Month.objects.filter(project__slug=SLUG, state=Month.State.ISSUED).last()
    figures = invoice_figures(month, invoice_of(month))
    rows = table_rows(figures)
    yield compare(
        "invoice PDF / bare reportlab",
        lambda: build.draw(invoice_paper, figures),
        lambda: bare.table_pdf(rows),
    )


def table_rows(figures) -> list[tuple[str, ...]]:
    """Everything that the invoice shows in tables: its lines, then its vouchers."""
    with translation.override("da"):
        lines = [
            (line.name, *map(money.show, (line.amount, line.year_to_date, line.budget)))
            for line in figures.lines
        ]
        vouchers = [
            (voucher.code, voucher.supplier, voucher.text, money.show(voucher.amount))
            for voucher in figures.vouchers
        ]
    return [("Post", "", "", "kr."), *lines, *vouchers]
