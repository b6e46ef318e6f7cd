from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import TrailEntry
from budget.models import BudgetLine, Voucher
from peerstoette.lib.errors import RuleBroken
from tests.budget.acts import PNG, close_until, post, upload

URL = "/p/peerstoette/vouchers/add/"


@pytest.fixture
def form(cast) -> dict:
    return {
        "document_date": "27.4.2018",
        "posting_date": "14.5.2018",
        "supplier": "Prøvetaxa ApS",
        "text": "Kørsel til workshop",
        "line_1": cast.transport_line.pk,
        "amount_1": "1.234,50",
    }


def last(cast) -> Voucher:
    return cast.project.vouchers.latest("pk")


def errors(response) -> dict:
    return response.context["form"].errors


def test_it_posts_a_voucher_with_the_next_number(cast, as_, form):
    response = as_("gitte").post(URL, form | {"document": upload()})
    voucher = last(cast)
    assert response.url == f"/p/peerstoette/vouchers/{voucher.pk}/"
    assert (voucher.code, voucher.month, voucher.sum) == ("2018-0003", cast.may, Decimal("1234.50"))
    assert voucher.document_date == date(2018, 4, 27)
    assert voucher.document_type == "application/pdf"
    entry = TrailEntry.objects.get(action="voucher.create")
    assert (entry.object_label, entry.details["lines"]) == ("2018-0003", {"2": "1234.50"})


@pytest.mark.parametrize(
    ("written", "read"),
    [("1.234,50", "1234.50"), ("1234,5", "1234.50"), ("1234.5", "1234.50"), ("1.234", "1234.00")],
)
def test_it_reads_amounts_as_danes_write_them(cast, as_, form, written, read):
    as_("gitte").post(URL, form | {"amount_1": written})
    assert last(cast).sum == Decimal(read)


@pytest.mark.parametrize("amount", ["abc", "NaN", "1e9", "1.284,505", "1,234.50", "", "0"])
def test_it_refuses_what_is_no_amount(cast, as_, form, amount):
    response = as_("gitte").post(URL, form | {"amount_1": amount})
    assert response.status_code == 422
    assert errors(response)
    assert cast.project.vouchers.count() == 2


def test_it_refuses_a_posting_date_in_a_closed_month_and_says_from_when(cast, as_, form):
    close_until(cast, cast.april)
    with translation.override("en"):
        response = as_("gitte").post(
            URL, form | {"posting_date": "27.4.2018"}, headers={"accept-language": "en"}
        )
    assert response.status_code == 422
    assert "2018" in errors(response)["posting_date"][0]
    assert f'href="{reverse("help")}#closed"' in response.content.decode()
    with translation.override("en"), pytest.raises(RuleBroken) as refusal:
        post(cast, (cast.transport_line, "1.00"), day=date(2018, 4, 27))
    assert refusal.value.message == "April 2018 is closed. Choose a date from 1 May 2018."
    assert cast.project.vouchers.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("document_date", "30.2.2018"),
        ("document_date", "1.1.0001"),
        ("document_date", "31.12.9999"),
        ("posting_date", "30.2.2018"),
        ("posting_date", "1.1.2019"),
        ("supplier", ""),
        ("text", "Møde med 010190-1234"),
        ("text", "Kørsel\x07"),
        ("line_1", ""),
        ("line_1", "999999"),
    ],
)
def test_it_refuses_what_is_wrong_and_writes_nothing(cast, as_, form, field, value):
    response = as_("gitte").post(URL, form | {field: value})
    assert response.status_code == 422
    assert field in errors(response)
    assert cast.project.vouchers.count() == 2


def test_it_refuses_a_line_of_another_project(cast, as_, form):
    foreign = cast.other_project.budget_lines.first()
    assert as_("gitte").post(URL, form | {"line_1": foreign.pk}).status_code == 422
    with pytest.raises(RuleBroken):
        post(cast, (foreign, "1.00"))


def test_it_refuses_a_line_of_the_co_financing(cast):
    line = BudgetLine.objects.create(
        project=cast.project, number=9, group="in_kind", name_da="Husleje", name_en="Rent",
        stated_total=1,
    )  # fmt: skip
    with pytest.raises(RuleBroken):
        post(cast, (line, "1.00"))


def test_it_refuses_a_voucher_without_lines(cast):
    with pytest.raises(RuleBroken):
        post(cast)


def test_it_takes_another_line_without_saving(cast, as_, form):
    response = as_("gitte").post(URL, form | {"more": "1"})
    assert response.status_code == 200
    assert "amount_2" in response.context["form"].fields
    assert cast.project.vouchers.count() == 2
    two = form | {"line_2": cast.salary_line.pk, "amount_2": "100"}
    as_("gitte").post(URL, two)
    assert [line.amount for line in last(cast).lines.all()] == [Decimal("1234.50"), Decimal("100")]


def test_it_refuses_a_half_filled_second_line(cast, as_, form):
    response = as_("gitte").post(URL, form | {"line_2": "", "amount_2": "100"})
    assert list(errors(response)) == ["line_2"]
    response = as_("gitte").post(URL, form | {"line_2": cast.salary_line.pk, "amount_2": ""})
    assert list(errors(response)) == ["amount_2"]


@pytest.mark.parametrize(
    "content", [b"MZ\x90\x00", b"<html></html>", b"", b"PK\x03\x04", b" %PDF-1.7"]
)
def test_it_refuses_a_document_that_is_not_what_its_name_says(cast, as_, form, content):
    response = as_("gitte").post(URL, form | {"document": upload(content)})
    assert response.status_code == 422
    assert "document" in errors(response)
    assert cast.project.vouchers.count() == 2


def test_it_refuses_a_document_that_is_too_large(cast, as_, form):
    response = as_("gitte").post(URL, form | {"document": upload(b"%PDF-" + b"0" * 10 * 1024**2)})
    assert response.status_code == 422
    assert "10 MB" in errors(response)["document"][0]


def test_it_names_the_file_by_what_it_is(cast, as_, form):
    as_("gitte").post(URL, form | {"document": upload(PNG, "Karen Hansen 0101901234.exe")})
    voucher = last(cast)
    assert voucher.document.name.endswith(".png")
    assert "Karen" not in voucher.document.name
    assert voucher.document_name == "2018-0003.png"


def test_numbers_follow_each_other_in_their_year(cast):
    codes = [post(cast, (cast.transport_line, "1.00")).code for _ in range(3)]
    assert codes == ["2018-0003", "2018-0004", "2018-0005"]


def test_a_document_whose_file_is_gone_is_told_and_not_found(cast, as_, form):
    as_("gitte").post(URL, form | {"document": upload()})
    voucher = cast.project.vouchers.get(text=form["text"], document__gt="")
    voucher.document.storage.delete(voucher.document.name)
    response = as_("gitte").get(reverse("voucher_document", args=["peerstoette", voucher.pk]))
    assert response.status_code == 404
    assert f"Voucher {voucher.code} has a document" in response.content.decode()
