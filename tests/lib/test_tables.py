"""Tables for spreadsheets: what is written is read back as it was, and nothing in them runs."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerstoette.lib import tables

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def read(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=5))
def test_any_text_comes_back_as_it_was_or_behind_an_apostrophe(rows):
    back = read(tables.write_csv(["a", "b"], rows))[1:]
    assert len(back) == len(rows)
    for row, found in zip(rows, back, strict=True):
        for text, cell in zip(row, found, strict=True):
            assert cell == (f"'{text}" if tables.FORMULA.match(text) else text)
            assert cell[:1] not in tuple("=+-@\t\r\n")


@pytest.mark.parametrize("text", ["=1+1", "+45", "-5", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1"])
def test_what_a_spreadsheet_would_run_stays_text(text):
    assert read(tables.write_csv(["a"], [[text]]))[1] == [f"'{text}"]
    sheet = openpyxl.load_workbook(io.BytesIO(tables.write_xlsx("T", ["a"], [[text]]))).active
    assert sheet["A2"].data_type == "s"


def test_numbers_and_days_are_written_as_danes_read_them():
    row = [Decimal("-1284.50"), -3, date(2018, 5, 14), None, ""]
    content = tables.write_csv(list("abcde"), [row])
    assert content == b"\xef\xbb\xbfa;b;c;d;e\r\n-1284,50;-3;14.05.2018;;\r\n"


def test_a_workbook_holds_numbers_as_numbers_and_days_as_days():
    row = ["=A1", Decimal("-1284.50"), 3, date(2018, 5, 14), None]
    content = tables.write_xlsx("Bilag: a/b", list("abcde"), [row])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    found = [cell.value for cell in sheet[2]]
    assert found[:3] == ["=A1", -1284.5, 3]
    assert found[3].date() == date(2018, 5, 14)
    assert (sheet["A2"].data_type, sheet["B2"].data_type) == ("s", "n")
    assert (sheet.title, sheet.freeze_panes) == ("Bilag  a b", "A2")
    assert sheet.column_dimensions["A"].width >= tables.NARROWEST


def test_the_same_rows_give_the_same_bytes():
    rows = [["a", Decimal("1.00"), date(2018, 1, 1)]]
    assert tables.write_xlsx("T", list("abc"), rows) == tables.write_xlsx("T", list("abc"), rows)
