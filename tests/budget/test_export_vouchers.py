"""The posted vouchers as a table for the accounting system."""

import csv
import io

import pytest
from django.urls import reverse

from tests.budget.acts import close_until


def rows_of(response) -> list[dict[str, str]]:
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_it_holds_a_row_for_each_line_as_danish_excel_reads_it(as_, cast):
    response = as_("gitte").get(reverse("voucher_export", args=["peerstoette"]))
    assert rows_of(response)[1] == {
        "bilag": "2018-0002",
        "bogført": "14.05.2018",
        "bilagsdato": "14.05.2018",
        "leverandør": "Prøvetaxa ApS",
        "tekst": "Kørsel til workshop",
        "retter": "",
        "nr": "2",
        "post": "Transport",
        "beløb": "1284,50",
    }
    assert 'filename="bilag-peerstoette.csv"' in response["Content-Disposition"]


def test_it_holds_what_the_list_shows(as_, cast):
    client, url = as_("ruth"), reverse("voucher_export", args=["peerstoette"])
    line = cast.salary_line
    assert [row["bilag"] for row in rows_of(client.get(url, {"line": line.pk}))] == ["2018-0001"]


def test_a_filter_that_means_nothing_finds_nothing(as_, cast):
    url = reverse("voucher_export", args=["peerstoette"])
    assert as_("gitte").get(url, {"month": "9999-99"}).status_code == 404


def test_a_correction_names_what_it_corrects(as_, cast):
    close_until(cast, cast.may)
    client = as_("gitte")
    client.post(
        reverse("voucher_correct", args=["peerstoette", cast.voucher.pk]),
        {"posting_date": "15.06.2018", "text": "Forkert konto"},
    )
    rows = rows_of(
        client.get(reverse("voucher_export", args=["peerstoette"]), {"month": "2018-06"})
    )
    assert [(row["retter"], row["beløb"]) for row in rows] == [("2018-0002", "-1284,50")]


def test_text_that_a_spreadsheet_would_run_stays_text(as_, cast):
    cast.project.vouchers.filter(number=2).update(supplier="=1+1", text="@SUM(A1)")
    rows = rows_of(as_("gitte").get(reverse("voucher_export", args=["peerstoette"])))
    assert (rows[1]["leverandør"], rows[1]["tekst"]) == ("'=1+1", "'@SUM(A1)")


@pytest.mark.parametrize("text", ["-2+3+cmd|' /C calc'!A0", "- 1", "-1,5", "\uff1d1+1"])
def test_what_begins_like_a_number_is_a_formula_too(as_, cast, text):
    cast.project.vouchers.filter(number=2).update(supplier=text)
    rows = rows_of(as_("gitte").get(reverse("voucher_export", args=["peerstoette"])))
    assert rows[1]["leverandør"] == f"'{text}"
