"""The invoice is issued with the next number, and its papers are stored as they left the house."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from budget.models import Invoice, Voucher, VoucherLine
from partners.models import Month
from peerstoette.lib.errors import RuleBroken
from reporting import actions
from reporting.models import StoredPaper
from reporting.papers import DRAWERS, paper_of, papers_of
from tests.reporting.conftest import MAY_TOTAL

PAPERS = {
    ("invoice", "pdf"),
    ("accounts", "pdf"),
    ("accounts", "xlsx"),
    ("cofinancing", "pdf"),
    ("cofinancing", "xlsx"),
}


def stored(month) -> set[tuple[str, str]]:
    return set(StoredPaper.objects.filter(month=month).values_list("kind", "format"))


def test_it_gives_a_number_and_stores_every_paper(cast, closed):
    invoice = actions.issue(by=cast.gitte, month=closed)

    assert (invoice.number, invoice.total) == (1, MAY_TOTAL)
    assert cast.may.state == Month.State.ISSUED
    assert stored(closed) == PAPERS


def test_it_refuses_a_month_that_is_still_open(cast, ready):
    with pytest.raises(RuleBroken):
        actions.issue(by=cast.gitte, month=ready)
    assert Invoice.objects.count() == 0


def test_it_refuses_twice(cast, issued):
    with pytest.raises(RuleBroken):
        actions.issue(by=cast.gitte, month=issued)
    assert Invoice.objects.count() == 1


def test_without_papers_they_are_drawn_when_first_asked_for_and_then_kept(cast, closed):
    actions.issue(by=cast.gitte, month=closed, papers=False)
    assert stored(closed) == set()

    first = paper_of(cast.may, "invoice", "pdf")
    assert stored(closed) == {("invoice", "pdf")}
    assert paper_of(cast.may, "invoice", "pdf") == first


def test_a_month_without_vouchers_is_issued_without_an_invoice(cast, issued):
    april = cast.april

    assert april.is_issued
    papers_of(april)
    assert stored(april) == PAPERS - {("invoice", "pdf")}


def test_nobody_invoices_itself(cast, own):
    closed = actions.close(by=cast.gitte, month=own)

    assert actions.issue(by=cast.gitte, month=closed) is None
    assert cast.may.is_issued
    assert stored(closed) == PAPERS - {("invoice", "pdf")}
    assert paper_of(cast.may, "invoice", "pdf") is None


def test_a_month_whose_papers_cannot_be_drawn_is_issued_all_the_same(cast, closed, monkeypatch):
    def broken(figures):
        raise ValueError("no such glyph")

    key = ("accounts", "pdf")
    with monkeypatch.context() as patched:
        patched.setitem(DRAWERS, key, replace(DRAWERS[key], draw=broken))
        invoice = actions.issue(by=cast.gitte, month=closed)

    assert invoice.number == 1
    assert cast.may.is_issued
    assert paper_of(cast.may, *key) is not None


def test_a_negative_net_is_a_credit_note(cast, ready, text_of):
    voucher = Voucher.objects.filter(project=cast.project).first()
    VoucherLine.objects.create(
        project=cast.project, voucher=voucher, budget_line=cast.salary_line, amount=-100000
    )
    closed = actions.close(by=cast.gitte, month=ready)
    invoice = actions.issue(by=cast.gitte, month=closed)

    assert invoice.kind == Invoice.Kind.CREDIT_NOTE
    document = paper_of(cast.may, "invoice", "pdf")
    text = text_of(document.content)[0]
    assert "−48.715,50" in text
    assert "48.715,50" in text.replace("−48.715,50", "")
    # nobody is asked to pay a credit note
    assert "0000123456" not in text


def test_no_paper_of_an_open_month_is_final(cast, closed):
    assert paper_of(cast.may, "invoice", "pdf") is None
    assert paper_of(cast.may, "letter", "pdf") is None


def test_the_database_refuses_a_paper_of_a_month_that_is_not_issued(cast, closed):
    paper = StoredPaper(
        project=cast.project,
        month=closed,
        kind="accounts",
        format="pdf",
        content=b"%PDF",
        sha256="0",
    )
    with pytest.raises(DatabaseError, match="refused by guard_"), transaction.atomic():
        StoredPaper.objects.bulk_create([paper])


def test_the_database_refuses_to_change_a_stored_paper(cast, issued):
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredPaper.objects.filter(month=issued).update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredPaper.objects.filter(month=issued).delete()
