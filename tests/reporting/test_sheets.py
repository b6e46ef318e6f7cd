"""Workbooks: amounts are numbers, texts are texts, and the bytes come from the data alone."""

import time
from io import BytesIO
from zipfile import ZipFile

import openpyxl

from reporting import sheets
from reporting.papers import accounts_figures, cofinancing_figures


def sheet_of(content: bytes):
    return openpyxl.load_workbook(BytesIO(content)).active


def test_amounts_are_numbers_in_danish_form(cast):
    sheet = sheet_of(sheets.accounts(accounts_figures(cast.may, None)))
    amount = next(row for row in sheet.iter_rows() if row[0].value == "Projektleder")[2]

    assert (amount.data_type, amount.value) == ("n", 50000)
    assert amount.number_format == "[$-406]#,##0.00"


def test_a_name_that_looks_like_a_formula_stays_a_text(cast):
    line = cast.transport_line
    line.name_da = '=HYPERLINK("http://example.test")'
    line.save()
    sheet = sheet_of(sheets.accounts(accounts_figures(cast.may, None)))
    names = [row[0] for row in sheet.iter_rows() if str(row[0].value).startswith("=")]

    assert [cell.data_type for cell in names] == ["s"]


def test_the_head_stays_and_is_printed_on_every_page(cast):
    sheet = sheet_of(sheets.cofinancing(cofinancing_figures(cast.may, None)))

    assert sheet.freeze_panes == "B3"
    assert sheet.print_title_rows == "$2:$2"


def test_the_same_figures_give_the_same_bytes_at_another_time(cast, monkeypatch):
    first = sheets.accounts(accounts_figures(cast.may, None))
    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    second = sheets.accounts(accounts_figures(cast.may, None))

    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert b"2018-06-15T00:00:00Z" in archive.read("docProps/core.xml")
