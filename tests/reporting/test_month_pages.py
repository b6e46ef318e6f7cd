"""The pages of a month: what blocks, the consequences before the act, and the act itself."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget.models import Invoice, Voucher, VoucherLine
from partners.models import Month

MAY = "/p/peerstoette/months/2018-05/"


def test_the_month_shows_what_blocks_and_no_way_to_close(cast, as_):
    page = as_("gitte").get(MAY).content.decode()

    assert "2018-0002" in page
    assert reverse("voucher_attach", args=["peerstoette", cast.voucher.pk]) in page
    assert 'aria-disabled="true"' in page
    assert f"{MAY}close/" not in page


def test_a_link_is_offered_only_to_those_it_lets_in(cast, as_):
    attach = reverse("voucher_attach", args=["peerstoette", cast.voucher.pk])

    page = as_("ruth").get(MAY)
    assert page.status_code == 200
    assert attach not in page.content.decode()
    assert "close/" not in page.content.decode()


def test_closing_spells_out_the_consequences_first(ready, as_):
    response = as_("gitte").get(f"{MAY}close/")

    assert "51.284,50" in response.content.decode()
    assert Month.objects.get(pk=ready.pk).is_open


def test_closing_and_issuing_lead_back_to_the_month(ready, as_):
    client = as_("gitte")

    assert client.post(f"{MAY}close/").headers["Location"] == MAY
    assert "51.284,50" in client.get(f"{MAY}issue/").content.decode()
    assert client.post(f"{MAY}issue/").headers["Location"] == MAY
    page = client.get(MAY).content.decode()
    assert "/p/peerstoette/papers/2018-05/invoice.pdf" in page
    assert Invoice.objects.get().issued_by.first_name == "Gitte"


@pytest.mark.parametrize("act", ["close", "issue"])
def test_a_refusal_is_422_with_its_sentence_and_writes_nothing(cast, as_, act):
    response = as_("gitte").post(f"{MAY}{act}/")

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert cast.may.state == Month.State.OPEN


@pytest.mark.parametrize("person", ["ruth", "connie", "svend", "stine", "omar", "kirsten"])
def test_others_can_neither_close_nor_issue(ready, as_, person):
    client = as_(person)

    assert client.post(f"{MAY}close/").status_code == 403
    assert client.post(f"{MAY}issue/").status_code == 403
    assert client.post(f"{MAY}review/").status_code == 403
    assert Month.objects.get(pk=ready.pk).is_open


@pytest.mark.parametrize("key", ["2018-13", "2017-12", "0000-01", "2018-5", "maj"])
def test_a_month_that_is_none_is_not_found(as_, key):
    assert as_("gitte").get(f"/p/peerstoette/months/{key}/").status_code == 404


def test_the_list_shows_every_month_that_has_begun_with_what_is_posted(issued, as_):
    page = as_("gitte").get("/p/peerstoette/months/").content.decode()

    assert page.index("2018-06") < page.index("2018-05") < page.index("2018-01")
    assert "2018-07" not in page
    assert "51.284,50" in page
    assert reverse("invoice", args=["peerstoette", issued.invoice.pk]) in page


def test_the_draft_of_the_invoice_can_be_seen_before_it_is_issued(cast, as_, text_of):
    response = as_("ruth").get(f"{MAY}draft/invoice.pdf")

    assert response.headers["Content-Disposition"].endswith('2018-05.pdf"')
    assert "51.284,50" in text_of(response.content)[0]
    assert as_("ruth").get(f"{MAY}draft/invoice.xlsx").status_code == 404
    assert as_("ruth").get(f"{MAY}draft/letter.pdf").status_code == 404


def test_a_month_that_gets_no_invoice_says_so_and_is_issued(own, as_):
    client = as_("gitte")
    assert "invoice.pdf" not in client.get(MAY).content.decode()
    assert client.get(f"{MAY}draft/invoice.pdf").status_code == 404
    assert client.get(f"{MAY}draft/accounts.pdf").status_code == 200

    client.post(f"{MAY}close/")
    assert "invoice.pdf" not in client.get(f"{MAY}issue/").content.decode()
    assert client.post(f"{MAY}issue/").headers["Location"] == MAY
    assert "invoice.pdf" not in client.get(MAY).content.decode()


def test_the_lists_have_no_column_of_invoices_where_nobody_is_invoiced(own, as_):
    for url, columns in [("/p/peerstoette/months/", 3), ("/p/peerstoette/papers/", 4)]:
        page = as_("gitte").get(url).content.decode()
        assert page.count('scope="col"') == columns


def test_the_foot_names_an_organisation_once(own, as_):
    page = as_("gitte").get(MAY).content.decode()

    assert page[page.index("<footer") :].count("Foreningen Fyrtårnet") == 1


def test_a_month_that_adds_up_to_nothing_has_no_draft_of_an_invoice(ready, as_):
    VoucherLine.objects.update(amount=0)

    page = as_("gitte").get(MAY).content.decode()
    assert "invoice.pdf" not in page
    assert as_("gitte").get(f"{MAY}issue/").status_code == 200


def test_there_is_no_draft_of_what_is_issued(issued, as_):
    assert as_("ruth").get(f"{MAY}draft/invoice.pdf").status_code == 404


def test_the_cofinancing_shows_peers_by_initials(cast, as_):
    page = as_("gitte").get(f"{MAY}cofinancing/").content.decode()

    assert '<th scope="row">OP</th>' in page
    assert cast.peer.name not in page


@pytest.mark.parametrize("name", ["svend", "connie"])
def test_what_one_peer_is_worth_is_for_those_who_see_pay(issued, as_, name):
    page = as_(name).get(f"{MAY}cofinancing/").content.decode()

    assert "Fjordby Kommune" in page
    assert '<th scope="row">OP</th>' not in page
    assert "Hours a week" not in page


@pytest.mark.parametrize("name", ["svend", "connie"])
def test_the_cofinancing_of_a_month_that_has_not_left_the_house_stays_there(closed, as_, name):
    assert as_(name).get(f"{MAY}cofinancing/").status_code == 404
    assert as_("ruth").get(f"{MAY}cofinancing/").status_code == 200


def test_the_month_asks_as_often_with_ten_times_as_much(cast, as_):
    client = as_("gitte")
    client.get(MAY)
    with CaptureQueriesContext(connection) as few:
        client.get(MAY)
    for number in range(3, 30):
        voucher = Voucher.objects.create(
            project=cast.project,
            month=cast.may,
            year=2018,
            number=number,
            document_date=date(2018, 5, 20),
            posting_date=date(2018, 5, 20),
            supplier="Prøvetaxa ApS",
            text="Kørsel",
            created_by=cast.gitte,
        )
        VoucherLine.objects.create(
            project=cast.project, voucher=voucher, budget_line=cast.transport_line, amount=10
        )
    with CaptureQueriesContext(connection) as many:
        client.get(MAY)
    assert len(many) == len(few)
