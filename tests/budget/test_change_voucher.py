from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import TrailEntry
from budget.actions import attach_document, correct_voucher, update_voucher
from budget.missing import vouchers_without_document
from budget.models import VoucherLine
from peerstoette.lib.errors import RuleBroken
from tests.budget.acts import PDF, PNG, close_until, post, upload


def url(voucher, act="") -> str:
    return f"/p/peerstoette/vouchers/{voucher.pk}/{act}"


def changed(cast, **values) -> dict:
    return {
        "document_date": "14.5.2018",
        "posting_date": "15.5.2018",
        "supplier": "Prøvetog",
        "text": "Togrejse",
        "line_1": cast.transport_line.pk,
        "amount_1": "99,95",
        **values,
    }


def test_it_changes_a_voucher_of_an_open_month(cast, as_):
    voucher = cast.voucher
    assert as_("gitte").post(url(voucher, "edit/"), changed(cast)).status_code == 302
    voucher = cast.voucher
    assert (voucher.supplier, voucher.sum) == ("Prøvetog", Decimal("99.95"))
    assert voucher.code == "2018-0002"


def test_it_moves_a_voucher_to_another_open_month(cast, as_):
    voucher = cast.voucher
    as_("gitte").post(url(voucher, "edit/"), changed(cast, posting_date="2.6.2018"))
    assert cast.voucher.month == cast.june


def test_it_shows_the_lines_it_has(cast, as_):
    form = as_("gitte").get(url(cast.voucher, "edit/")).context["form"]
    assert form.initial["amount_1"] == Decimal("1284.50")
    assert "document" not in form.fields


def test_it_refuses_to_change_a_voucher_of_a_closed_month(cast, as_):
    voucher = cast.voucher
    close_until(cast, cast.may)
    response = as_("gitte").post(url(voucher, "edit/"), changed(cast, posting_date="2.6.2018"))
    assert response.status_code == 422
    with pytest.raises(RuleBroken):
        attach_document(by=cast.gitte, voucher=voucher, file=upload())
    assert cast.voucher.supplier == "Prøvetaxa ApS"


def test_it_refuses_another_year_than_that_of_the_number(cast):
    voucher = cast.voucher
    with pytest.raises(RuleBroken):
        update_voucher(
            by=cast.gitte,
            voucher=voucher,
            document_date=voucher.document_date,
            posting_date=date(2019, 1, 1),
            supplier=voucher.supplier,
            text=voucher.text,
            lines=[(cast.transport_line, Decimal(1))],
        )


def test_it_corrects_a_closed_voucher_in_an_open_month(cast, as_):
    voucher = cast.voucher
    close_until(cast, cast.may)
    sent = {"posting_date": "4.6.2018", "text": "Forkert budgetpost"}
    response = as_("gitte").post(url(voucher, "correct/"), sent)
    correction = voucher.corrections.get()
    assert response.url == url(correction)
    assert (correction.month, correction.sum) == (cast.june, Decimal("-1284.50"))
    assert correction.code == "2018-0003"
    assert cast.voucher.sum == Decimal("1284.50")


def test_it_refuses_to_correct_what_can_still_be_changed(cast, as_):
    voucher = cast.voucher
    sent = {"posting_date": "4.6.2018", "text": "Forkert budgetpost"}
    assert as_("gitte").post(url(voucher, "correct/"), sent).status_code == 422
    with translation.override("en"), pytest.raises(RuleBroken) as refusal:
        correct_voucher(by=cast.gitte, voucher=voucher, posting_date=date(2018, 6, 4), text="x")
    assert refusal.value.message == (
        "May 2018 is still open. Change the voucher instead of correcting it."
    )
    assert not voucher.corrections.exists()


def test_a_correction_keeps_its_lines_and_takes_another_text(cast, as_):
    close_until(cast, cast.may)
    correction = correct_voucher(
        by=cast.gitte, voucher=cast.voucher, posting_date=date(2018, 6, 4), text="Fejl"
    )
    client = as_("gitte")
    assert client.post(url(correction, "edit/"), changed(cast)).status_code == 422
    correction.refresh_from_db()
    assert (correction.supplier, correction.sum) == ("Prøvetaxa ApS", Decimal("-1284.50"))
    same = changed(cast, amount_1="-1.284,50", posting_date="5.6.2018")
    assert client.post(url(correction, "edit/"), same).status_code == 302
    correction.refresh_from_db()
    assert (correction.text, correction.sum) == ("Togrejse", Decimal("-1284.50"))


def test_the_database_refuses_a_second_correction(cast):
    close_until(cast, cast.may)
    first = correct_voucher(
        by=cast.gitte, voucher=cast.voucher, posting_date=date(2018, 6, 4), text="Fejl"
    )
    first.pk, first.number = None, 99
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_a_document_that_is_replaced_is_deleted_once_the_new_one_is_kept(
    cast, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    voucher = post(cast, (cast.transport_line, "1.00"), document=upload())
    old = tmp_path / voucher.document.name
    with django_capture_on_commit_callbacks(execute=True):
        voucher = attach_document(by=cast.gitte, voucher=voucher, file=upload(PNG))
        assert old.exists()
    assert not old.exists()
    assert (tmp_path / voucher.document.name).read_bytes() == PNG


def test_it_refuses_to_correct_twice(cast):
    voucher = cast.voucher
    close_until(cast, cast.may)
    correct_voucher(by=cast.gitte, voucher=voucher, posting_date=date(2018, 6, 4), text="Fejl")
    with pytest.raises(RuleBroken, match="2018-0003"):
        correct_voucher(by=cast.gitte, voucher=voucher, posting_date=date(2018, 6, 4), text="Fejl")


def test_it_attaches_a_document_and_then_nothing_is_missing(cast, as_):
    voucher = cast.voucher
    assert voucher in vouchers_without_document(cast.may)
    response = as_("gitte").post(url(voucher, "attach/"), {"document": upload()})
    assert response.status_code == 302
    assert voucher not in vouchers_without_document(cast.may)


def test_it_refuses_to_attach_nothing(cast, as_):
    assert as_("gitte").post(url(cast.voucher, "attach/")).status_code == 422


def test_a_correction_stands_on_the_document_of_what_it_corrects(cast):
    close_until(cast, cast.may)
    correction = correct_voucher(
        by=cast.gitte, voucher=cast.voucher, posting_date=date(2018, 6, 4), text="Fejl"
    )
    assert correction not in vouchers_without_document(cast.june)


def test_the_document_is_given_out_only_as_a_download(cast, as_):
    voucher = post(cast, (cast.transport_line, "1.00"), document=upload(name="Karens taxa.pdf"))
    response = as_("ruth").get(url(voucher, "document/"))
    assert response.content == PDF
    assert response["Content-Disposition"] == 'attachment; filename="2018-0003.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert as_("gitte").get(url(cast.voucher, "document/")).status_code == 404
    for stranger, status in [("gorm", 404), ("svend", 403), ("omar", 403)]:
        assert as_(stranger).get(url(voucher, "document/")).status_code == status


@pytest.mark.parametrize("content", [PDF + b"%", PNG, b"", PDF * 400_000], ids=len)
def test_a_document_whose_file_was_replaced_in_the_store_is_refused_in_words(
    cast, as_, settings, tmp_path, caplog, content
):
    settings.MEDIA_ROOT = tmp_path
    voucher = post(cast, (cast.transport_line, "1.00"), document=upload())
    (tmp_path / voucher.document.name).write_bytes(content)
    response = as_("ruth").get(url(voucher, "document/"))
    assert response.status_code == 409
    assert "Content-Disposition" not in response
    text = response.content.decode()
    assert "The document has been changed" in text
    assert "Voucher 2018-0003" in text
    entry = TrailEntry.objects.get(action__startswith="file.")
    assert (entry.action, entry.role, entry.object_label) == ("file.refuse", "auditor", "2018-0003")
    assert entry.details["file_name"] == "2018-0003.pdf"
    assert entry.details["expected"] == voucher.document_sha256 != entry.details["found"]
    assert f"voucher {voucher.pk}" in caplog.text


def test_the_document_is_given_out_while_its_file_is_the_one_that_was_attached(
    cast, as_, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    voucher = post(cast, (cast.transport_line, "1.00"), document=upload())
    stored = tmp_path / voucher.document.name
    stored.write_bytes(PNG)
    assert as_("ruth").get(url(voucher, "document/")).status_code == 409
    stored.write_bytes(PDF)
    assert as_("ruth").get(url(voucher, "document/")).content == PDF


def test_the_page_tells_what_was_done(cast, as_):
    voucher = post(cast, (cast.transport_line, "1.00"))
    attach_document(by=cast.lene, voucher=voucher, file=upload())
    history = as_("ruth").get(url(voucher)).context["history"]
    assert [event.who for event in history] == ["Gitte Prøvested", "Lene Prøvested"]


def test_the_auditor_reads_and_changes_nothing(cast, as_):
    response = as_("ruth").get(url(cast.voucher))
    assert response.status_code == 200
    assert not response.context["may_change"]
    assert as_("ruth").post(url(cast.voucher, "edit/"), changed(cast)).status_code == 403


def test_a_stranger_finds_no_voucher_of_another_project(cast, as_):
    for act in ["", "edit/", "correct/", "attach/", "document/"]:
        assert as_("gorm").get(url(cast.voucher, act)).status_code == 404
        other = f"/p/frederiksberg/vouchers/{cast.voucher.pk}/{act}"
        assert as_("gorm").get(other).status_code == 404


def test_the_list_filters_and_adds_up(cast, as_):
    post(cast, (cast.transport_line, "100.00"), (cast.salary_line, "11.00"), day=date(2018, 6, 2))

    def listed(**query):
        context = as_("gitte").get("/p/peerstoette/vouchers/", query).context
        return [row.voucher.code for row in context["list"].rows], context["total"]

    assert listed() == (["2018-0003", "2018-0002", "2018-0001"], Decimal("51395.50"))
    assert listed(month="2018-06") == (["2018-0003"], Decimal("111.00"))
    assert listed(line=cast.transport_line.pk) == (["2018-0003", "2018-0002"], Decimal("1384.50"))
    attach_document(by=cast.gitte, voucher=cast.voucher, file=upload())
    assert listed(month="2018-05", document="missing") == (["2018-0001"], Decimal("50000.00"))


def test_a_wrong_address_of_the_list_is_refused(cast, as_):
    assert as_("gitte").get("/p/peerstoette/vouchers/?month=2018-13").status_code == 422
    assert as_("gitte").get("/p/peerstoette/vouchers/?line=abc").status_code == 422


def test_the_list_has_pages_and_no_more_queries(cast, as_, django_assert_max_num_queries):
    client = as_("gitte")
    with django_assert_max_num_queries(30) as few:
        client.get("/p/peerstoette/vouchers/")
    for _ in range(60):
        post(cast, (cast.transport_line, "1.00"), (cast.salary_line, "1.00"))
    with django_assert_max_num_queries(30) as many:
        response = client.get("/p/peerstoette/vouchers/")
    assert len(many) == len(few)
    assert len(response.context["list"].rows) == 50
    assert VoucherLine.objects.filter(project=cast.project).count() == 122
