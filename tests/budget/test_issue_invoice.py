from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from accounts.models import TrailEntry
from budget.accounts import accounts
from budget.actions import close_month, issue_invoice
from budget.models import BudgetLine, Counter, Invoice
from partners.models import Month, Project
from peerstoette.lib import money
from peerstoette.lib.errors import RuleBroken
from tests.budget.acts import close_until, post

D = Decimal


@pytest.fixture
def issued(cast) -> Invoice:
    close_until(cast, cast.may)
    return issue_invoice(by=cast.gitte, month=cast.may)


def test_it_issues_the_months_vouchers_by_budget_line(cast, issued):
    assert (issued.kind, issued.number, issued.total) == ("invoice", 1, D("51284.50"))
    assert list(
        issued.lines.values_list("name_da", "amount", "year_to_date", "budget", "remaining")
    ) == [
        ("Projektleder", D("50000.00"), D("50000.00"), D("600000.00"), D("550000.00")),
        ("Transport", D("1284.50"), D("1284.50"), D("20000.00"), D("18715.50")),
    ]
    assert money.total(line.amount for line in issued.lines.all()) == issued.total
    assert cast.may.state == Month.State.ISSUED


def test_it_keeps_the_parties_as_they_are(cast, issued):
    assert issued.issuer["name"] == "Foreningen Fyrtårnet"
    assert issued.issuer["bank_account"] == "0000123456"
    assert issued.recipient["gln"] == "5790000123452"
    assert (issued.issued_on, issued.due_on) == (date(2018, 6, 15), date(2018, 7, 15))
    assert issued.reference == "P-2018-017"
    owner = cast.project.owner
    owner.name = "Region Nytnavn"
    owner.save()
    assert Invoice.objects.get().recipient["name"] == "Region Testland"


def test_it_writes_who_issued(issued, cast):
    entry = TrailEntry.objects.filter(action="invoice.issue").get()
    assert (entry.actor_id, entry.role) == (cast.gitte.pk, "accountant")
    assert entry.details == {"month": "2018-05", "total": "51284.50"}


def test_a_month_with_nothing_posted_is_issued_without_an_invoice(cast):
    close_until(cast, cast.april)
    assert issue_invoice(by=cast.gitte, month=cast.april) is None
    assert cast.april.state == Month.State.ISSUED
    assert not Counter.objects.exists()


def test_a_negative_net_becomes_a_credit_note_with_its_own_numbers(cast):
    post(cast, (cast.transport_line, "-60000.00"))
    close_until(cast, cast.may)
    note = issue_invoice(by=cast.gitte, month=cast.may)
    assert (note.kind, note.number, note.total) == ("credit_note", 1, D("-8715.50"))
    assert Counter.objects.get().kind == "credit_note"


def test_projects_of_one_issuer_share_their_numbers(cast, issued):
    for month in cast.other_project.months.filter(first_day__lte=date(2018, 5, 1)):
        close_month(by=cast.gorm, month=month)
        invoice = issue_invoice(by=cast.gorm, month=month)
    assert invoice.number == issued.number + 1


def test_a_line_without_budget_or_vouchers_this_year_is_left_out(cast):
    cast.transport_line.voucher_lines.all().delete()
    cast.transport_line.years.all().delete()
    close_until(cast, cast.may)
    invoice = issue_invoice(by=cast.gitte, month=cast.may)
    assert [line.name_da for line in invoice.lines.all()] == ["Projektleder"]


def test_the_invoices_add_up_to_the_accounts(cast):
    for month, amount in [(2, "100.01"), (3, "0.99"), (5, "-50.00")]:
        post(cast, (cast.transport_line, amount), day=date(2018, month, 9))
    totals = []
    for month in cast.project.months.filter(first_day__lte=date(2018, 5, 1)):
        close_month(by=cast.gitte, month=month)
        invoice = issue_invoice(by=cast.gitte, month=month)
        totals.append(invoice.total if invoice else money.ZERO)
    assert totals == [D("0.00"), D("100.01"), D("0.99"), D("0.00"), D("51234.50")]
    assert money.total(totals) == accounts(cast.may).total("to_date")


def test_it_refuses_while_an_earlier_month_waits_for_its_invoice(cast):
    close_until(cast, cast.april)
    close_month(by=cast.gitte, month=cast.may)
    with translation.override("en"), pytest.raises(RuleBroken) as refusal:
        issue_invoice(by=cast.gitte, month=cast.may)
    assert refusal.value.message == (
        "April 2018 has not been issued. Issue the months in their order."
    )
    assert cast.may.state == Month.State.CLOSED
    issue_invoice(by=cast.gitte, month=cast.april)
    assert issue_invoice(by=cast.gitte, month=cast.may).number == 1


def test_nobody_invoices_itself(cast):
    Project.objects.filter(pk=cast.project.pk).update(owner=cast.project.lead)
    close_until(cast, cast.may)
    assert issue_invoice(by=cast.gitte, month=cast.may) is None
    assert cast.may.state == Month.State.ISSUED
    assert accounts(cast.may).total("month") == D("51284.50")
    assert not Invoice.objects.exists()


def test_vouchers_that_add_up_to_nothing_stand_in_the_accounts_only(cast):
    post(cast, (cast.salary_line, "-50000.00"), (cast.transport_line, "-1284.50"))
    close_until(cast, cast.may)
    assert issue_invoice(by=cast.gitte, month=cast.may) is None
    assert cast.may.state == Month.State.ISSUED
    assert not Counter.objects.exists()


def test_a_line_whose_vouchers_outweigh_each_other_stands_on_the_invoice(cast):
    line = BudgetLine.objects.create(
        project=cast.project, number=3, group="operating", name_da="Etablering", name_en="Setup",
        stated_total=5000,
    )  # fmt: skip
    post(cast, (line, "300.00"))
    post(cast, (line, "-300.00"))
    close_until(cast, cast.may)
    invoice = issue_invoice(by=cast.gitte, month=cast.may)
    assert list(invoice.lines.values_list("name_da", "amount"))[-1] == ("Etablering", D("0.00"))


def test_a_line_that_got_another_number_after_closing_is_invoiced_as_it_was(cast):
    line = BudgetLine.objects.create(
        project=cast.project, number=3, group="operating", name_da="Møder", name_en="Meetings",
        stated_total=5000,
    )  # fmt: skip
    line.years.create(project=cast.project, year=2018, amount=5000)
    close_until(cast, cast.may)
    BudgetLine.objects.filter(pk=line.pk).update(number=4)
    invoice = issue_invoice(by=cast.gitte, month=cast.may)
    assert invoice.lines.get(name_da="Møder").budget_line == line


def test_it_refuses_an_invoice_for_an_open_month(cast):
    with pytest.raises(RuleBroken):
        issue_invoice(by=cast.gitte, month=cast.may)
    assert not Invoice.objects.exists()


def test_it_refuses_to_issue_twice(cast, issued):
    with pytest.raises(RuleBroken):
        issue_invoice(by=cast.gitte, month=cast.may)
    assert Invoice.objects.count() == 1
