"""Page, PDF and workbook of a month show the same figures."""

from datetime import date
from io import BytesIO

import openpyxl

from budget.accounts import accounts
from budget.cofinancing import statement
from partners.models import Organisation, Project
from peerstoette.lib import money
from reporting import actions
from reporting.paper.accounts import FIELDS
from reporting.paper.cofinancing import FIELDS as PROMISED
from reporting.papers import draft_of, invoice_figures, paper_of
from tests.reporting.conftest import MAY_TOTAL


def shown(values) -> list[str]:
    return [money.show(value) for value in values if value is not None]


def accounts_of(month) -> list[str]:
    figures = accounts(month)
    rows = [getattr(row, field) for row in figures.rows for field in FIELDS]
    groups = [figures.total(field, group) for group in ("staff", "operating") for field in FIELDS]
    return shown([*rows, *groups, *(figures.total(field) for field in FIELDS)])


def cofinancing_of(month) -> list[str]:
    figures = statement(month)
    peers = [peer for partner in figures.partners for peer in partner.peers]
    assert [peer.initials for peer in peers] == ["OP"]
    return shown(
        [
            *(value for peer in peers for value in (peer.weekly_hours, peer.fte, peer.value)),
            *(getattr(partner, field) for partner in figures.partners for field in PROMISED),
            *(figures.total(field) for field in PROMISED),
        ]
    )


def in_workbook(content: bytes) -> list[str]:
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "n"]
    return [money.show(money.kroner(str(cell.value))) for cell in cells if cell.value is not None]


def test_the_accounts_are_the_same_on_page_paper_and_sheet(cast, as_, issued, text_of):
    expected = accounts_of(issued)
    page = as_("gitte").get("/p/peerstoette/months/2018-05/").content.decode()
    paper = " ".join(text_of(paper_of(issued, "accounts", "pdf").content))

    assert sorted(in_workbook(paper_of(issued, "accounts", "xlsx").content)) == sorted(expected)
    assert [figure for figure in expected if figure not in page] == []
    assert [figure for figure in expected if figure not in paper] == []


def test_the_cofinancing_is_the_same_on_page_paper_and_sheet(cast, as_, issued, text_of):
    expected = cofinancing_of(issued)
    page = as_("gitte").get("/p/peerstoette/months/2018-05/cofinancing/").content.decode()
    paper = " ".join(text_of(paper_of(issued, "cofinancing", "pdf").content))
    sheet = in_workbook(paper_of(issued, "cofinancing", "xlsx").content)

    assert "20.000,00" in expected
    assert [figure for figure in expected if figure not in page] == []
    assert [figure for figure in expected if figure not in paper] == []
    assert [figure for figure in expected if figure not in sheet] == []


def test_the_vouchers_add_up_to_the_lines_and_the_lines_to_the_invoice(cast, issued, text_of):
    figures = invoice_figures(issued, issued.invoice)
    first, annex = text_of(paper_of(issued, "invoice", "pdf").content)

    assert figures.total == issued.invoice.total == MAY_TOTAL
    for line in figures.lines:
        assert money.total(v.amount for v in figures.vouchers_on(line)) == line.amount
    assert "51.284,50" in first
    assert "51.284,50" in annex
    assert all(voucher.code in annex for voucher in figures.vouchers)


def test_the_invoice_names_no_citizen_and_no_peer(cast, issued, text_of):
    text = " ".join(text_of(paper_of(issued, "invoice", "pdf").content))
    people = [*cast.citizens, cast.peer]
    names = [person.family_name for person in people[:-1]] + [cast.peer.name, cast.peer.initials]

    assert [name for name in names if name in text] == []


def test_a_paper_drawn_late_is_headed_as_when_the_month_was_closed(cast, closed, text_of):
    actions.issue(by=cast.gitte, month=closed, papers=False)
    Project.objects.filter(pk=cast.project.pk).update(
        name="Et nyt navn", starts_on=date(2017, 1, 1), ends_on=date(2019, 12, 31)
    )
    first, _annex = text_of(paper_of(cast.may, "invoice", "pdf").content)

    assert "Prøveprojektet, maj 2018" in first
    assert "Et nyt navn" not in first
    assert "2018–2018" in first


def test_a_month_without_an_invoice_keeps_its_sender(cast, ready, text_of):
    Organisation.objects.filter(pk=cast.project.lead_id).update(name="Foreningen Nyt Navn")
    [text] = text_of(paper_of(cast.april, "accounts", "pdf").content)

    assert "Foreningen Fyrtårnet" in text
    assert "Nyt Navn" not in text


def test_a_paper_shows_what_was_frozen_when_the_books_have_moved_on(cast, closed):
    before = draft_of(closed, "accounts", "xlsx").content
    line = cast.transport_line
    line.name_da, line.stated_total = "Et andet navn", 1
    line.save()

    assert in_workbook(draft_of(cast.may, "accounts", "xlsx").content) == in_workbook(before)
