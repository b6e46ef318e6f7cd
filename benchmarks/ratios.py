"""The busiest pages against a bare Django page, the invoice against a bare reportlab table."""

from collections.abc import Callable
from typing import TextIO

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from benchmarks import bare
from benchmarks import pages as menu
from benchmarks.measure import HEAD, compare
from benchmarks.people import BACKEND, SLUG, person
from benchmarks.transfers import transfers
from citizens.models import Session
from partners.access import Role
from partners.models import Month, Project
from peerstoette.lib import money
from reporting.models import ReportVersion
from reporting.paper import build
from reporting.paper import invoice as invoice_paper
from reporting.papers import invoice_figures, invoice_of
from reporting.status.document import drawn
from reporting.status.figures import figures
from reporting.status.sections import SECTIONS
from reporting.status.tables import tables_of
from reporting.status.texts import texts_of

# a peer's start is the day
STARTS = [role for role in Role if role != Role.PEER]


def run(out: TextIO) -> None:
    call_command("migrate", verbosity=0)
    call_command("demo", if_empty=True)
    out.write(f"\n{HEAD}\n")
    for comparison in [*pages(), *papers(), *transfers()]:
        out.write(f"{comparison.line()}\n")
    out.write(f"\n{menu.HEAD}\n")
    for weighed in menu.weighed():
        out.write(f"{weighed.line()}\n")
    size, files = menu.assets()
    out.write(f"\nA first visit fetches {files} files of {size / 1000:.0f} kB beside the page.\n")


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
        ("dashboard", Role.LEADER, reverse("dashboard", args=[SLUG])),
        *((f"start of {role.label.lower()}", role, project.get_absolute_url()) for role in STARTS),
    ]:
        product, plain = Client(), bare.client()
        for browser in (product, plain):
            browser.force_login(person(role), backend=BACKEND)
        yield compare(f"{name} / bare page", fetch(product, url), fetch(plain, "/rows/"))


def papers():
    """The last issued invoice and the last status report, each against its own rows in one table.

    The invoice is drawn from its figures; the report is read from every room, and drawn.
    """
    month = Month.objects.filter(project__slug=SLUG, state=Month.State.ISSUED).last()
    shown = invoice_figures(month, invoice_of(month))
    rows = table_rows(shown)
    yield compare(
        "invoice PDF / bare reportlab",
        lambda: build.draw(invoice_paper, shown),
        lambda: bare.table_pdf(rows),
    )
    version = ReportVersion.objects.filter(project__slug=SLUG).select_related("project").last()
    texts = texts_of(version)
    report = report_rows(version)
    yield compare(
        "status report PDF / bare reportlab",
        lambda: drawn(version, texts, is_draft=True),
        lambda: bare.table_pdf(report),
    )


def report_rows(version: ReportVersion) -> list[tuple[str, ...]]:
    """Every row of the report's tables, those that stand beside its drawings as well."""
    with translation.override("da"):
        shown = figures(version.project, version.report.year)
        tables = [table for section in SECTIONS for table in tables_of(section.key, shown)]
        rows = [line.cells for table in tables for line in table.lines]
        rows += [row for block in shown.board.blocks if block.figures for row in block.figures.rows]
    width = max(map(len, rows))
    return [(*(str(cell) for cell in row), *[""] * (width - len(row))) for row in rows]


def table_rows(invoice) -> list[tuple[str, ...]]:
    """Everything that the invoice shows in tables: its lines, then its vouchers."""
    with translation.override("da"):
        lines = [
            (line.name, *map(money.show, (line.amount, line.year_to_date, line.budget)))
            for line in invoice.lines
        ]
        vouchers = [
            (voucher.code, voucher.supplier, voucher.text, money.show(voucher.amount))
            for voucher in invoice.vouchers
        ]
    return [("Post", "", "", "kr."), *lines, *vouchers]
