"""What else the books refuse in the database itself, beside the attacks of tests/lib/test_attacks.py."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from budget.actions import issue_invoice
from budget.models import BudgetLine, Counter, Invoice, InvoiceLine, Voucher, VoucherLine
from tests.budget.acts import close_until, post


@pytest.fixture
def issued(cast) -> Invoice:
    close_until(cast, cast.may)
    return issue_invoice(by=cast.gitte, month=cast.may)


@pytest.fixture
def refused():
    """``refused(act)`` runs it in a savepoint and expects the database to say no."""

    def attempt(act):
        with pytest.raises(DatabaseError, match="refused by guard_"), transaction.atomic():
            act()

    return attempt


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_it_refuses_to_push_a_frozen_row_out_by_taking_its_id(issued, cast):
    """SQLite can replace whoever stands in the way; on PostgreSQL the key itself refuses."""
    spare = post(cast, (cast.transport_line, "1.00"), day=date(2018, 6, 2))
    update = "UPDATE OR REPLACE" if connection.vendor == "sqlite" else "UPDATE"
    with pytest.raises(DatabaseError), transaction.atomic():
        execute(f"{update} budget_voucher SET id = {cast.voucher.pk} WHERE id = {spare.pk}")
    assert cast.voucher.supplier == "Prøvetaxa ApS"
    assert Voucher.objects.filter(pk=spare.pk).exists()


def test_a_series_of_numbers_goes_on_by_one_and_never_back(issued, refused):
    counters = Counter.objects.filter(issuer=issued.issuer_organisation)
    for other in [{"last_number": 0}, {"last_number": 3}, {"kind": Invoice.Kind.CREDIT_NOTE}]:
        refused(lambda other=other: counters.update(**other))
    refused(lambda: counters.update(issuer=issued.project.owner))
    refused(lambda: counters._raw_delete("default"))
    new = Counter(issuer=issued.project.owner, kind=Invoice.Kind.INVOICE, last_number=7)
    refused(lambda: Counter.objects.bulk_create([new]))
    assert counters.update(last_number=2) == 1


def test_it_refuses_a_new_line_on_an_issued_invoice(issued, refused, cast):
    line = issued.lines.first()
    line.pk = None
    refused(lambda: InvoiceLine.objects.bulk_create([line]))


def test_it_refuses_a_voucher_posted_in_a_closed_month(issued, refused, cast):
    voucher = cast.voucher
    voucher.pk, voucher.number = None, 99
    refused(lambda: Voucher.objects.bulk_create([voucher]))


def test_it_refuses_a_line_on_a_voucher_of_a_closed_month(issued, refused, cast):
    line = VoucherLine(
        project=cast.project, voucher=cast.voucher, budget_line=cast.salary_line, amount=1
    )
    refused(lambda: VoucherLine.objects.bulk_create([line]))


def test_it_refuses_to_open_a_month_again(issued, refused, cast):
    refused(lambda: cast.project.months.filter(pk=cast.may.pk).update(state="open"))
    refused(lambda: cast.project.months.filter(pk=cast.april.pk).update(state="review"))


def test_it_refuses_to_issue_a_month_that_was_never_closed(cast, refused):
    refused(lambda: cast.project.months.filter(pk=cast.may.pk).update(state="issued"))
    cast.project.months.filter(pk=cast.may.pk).update(state="review")
    refused(lambda: cast.project.months.filter(pk=cast.may.pk).update(state="issued"))


@pytest.mark.parametrize(
    "change", ["closed_at = NULL", "closed_at = '2018-01-01'", "closed_by_id = NULL"]
)
def test_it_refuses_to_rewrite_who_closed_a_month_and_when(cast, refused, change):
    close_until(cast, cast.may)
    for state in ["closed", "issued"]:
        sql = f"UPDATE partners_month SET state = '{state}', {change} WHERE id = {cast.may.pk}"
        refused(lambda sql=sql: execute(sql))


@pytest.mark.parametrize("change", ["number = 77", "\"group\" = 'in_kind'"])
def test_it_refuses_to_move_a_line_with_vouchers(cast, refused, change):
    line = cast.transport_line
    refused(lambda: execute(f"UPDATE budget_budgetline SET {change} WHERE id = {line.pk}"))
    VoucherLine.objects.filter(budget_line=line).delete()
    execute(f"UPDATE budget_budgetline SET {change} WHERE id = {line.pk}")


def test_it_refuses_to_take_a_line_away_before_the_invoice(cast, refused):
    spare = BudgetLine.objects.create(
        project=cast.project, number=9, group="operating", name_da="Husleje", name_en="Rent",
        stated_total=1,
    )  # fmt: skip
    close_until(cast, cast.april)
    refused(spare.delete)
    issue_invoice(by=cast.gitte, month=cast.april)
    spare.delete()


def test_it_refuses_the_same_number_twice(issued, cast):
    other = cast.other_project.months.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.create(
            project=cast.other_project,
            month=other,
            kind=issued.kind,
            issuer_organisation=issued.issuer_organisation,
            number=issued.number,
            issued_on=issued.issued_on,
            due_on=issued.due_on,
            issued_by=cast.gorm,
            issuer={},
            recipient={},
            total=1,
        )
