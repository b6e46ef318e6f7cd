"""Papers that have left the house are handed out as they were, to those who may have them."""

import pytest
from django.urls import reverse

from reporting.models import StoredPaper

PAPERS = "/p/peerstoette/papers/"


@pytest.mark.parametrize("person", ["lene", "gitte", "ruth", "connie"])
def test_the_invoice_is_handed_out_byte_for_byte(issued, as_, person):
    response = as_(person).get(f"{PAPERS}2018-05/invoice.pdf")
    stored = StoredPaper.objects.get(month=issued, kind="invoice", format="pdf")

    assert response.content == bytes(stored.content)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert "-1-2018-05.pdf" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("person", ["stine", "omar", "kirsten", "svend", "poul"])
def test_others_get_none(issued, as_, person):
    assert as_(person).get(f"{PAPERS}2018-05/invoice.pdf").status_code == 403
    invoice = reverse("invoice", args=["peerstoette", issued.invoice.pk])
    assert as_(person).get(invoice).status_code == 403


def test_a_stranger_does_not_learn_that_it_exists(issued, as_):
    client = as_("gorm")

    assert client.get(f"{PAPERS}2018-05/invoice.pdf").status_code == 404
    elsewhere = reverse("invoice", args=["frederiksberg", issued.invoice.pk])
    assert client.get(elsewhere).status_code == 404


@pytest.mark.parametrize(
    "paper", ["2018-05/invoice.pdf", "2018-05/invoice.xlsx", "2018-06/accounts.pdf"]
)
def test_what_has_not_left_the_house_is_not_found(cast, closed, as_, paper):
    assert as_("connie").get(PAPERS + paper).status_code == 404


def test_the_list_leads_to_every_paper(issued, as_):
    page = as_("connie").get(PAPERS).content.decode()

    for paper in ["invoice.pdf", "accounts.pdf", "accounts.xlsx", "cofinancing.pdf"]:
        assert f"{PAPERS}2018-05/{paper}" in page
    assert "2018-06" not in page


def test_the_invoice_page_shows_lines_and_vouchers(issued, as_):
    page = as_("connie").get(reverse("invoice", args=["peerstoette", issued.invoice.pk]))
    text = page.content.decode()

    assert "50.000,00" in text
    assert "2018-0002" in text
    assert "51.284,50" in text
