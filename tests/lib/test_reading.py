"""Tables that people bring: read no further than needed to tell that they are too long."""

import io
import random
import tracemalloc
import zipfile

import openpyxl
import pytest
from openpyxl.styles import Font

from peerstoette.lib import reading


def test_a_table_too_long_is_read_no_further_than_that(monkeypatch):
    read = []

    def reader(lines, **kwargs):
        for line in lines:
            read.append(line)
            yield line.strip().split(";")

    monkeypatch.setattr(reading.csv, "reader", reader)
    with pytest.raises(reading.TableRefused, match="at most 10 rows"):
        reading.read("a.csv", b"a;b\n" + b"1;2\n" * 10_000, max_rows=10)
    assert len(read) == 11


def test_empty_rows_at_the_end_do_not_count_and_those_between_keep_the_numbers():
    table = reading.read("a.csv", b"a;b\n1;2\n\n;\n3;4\n" + b"\n;" * 100, max_rows=5)
    assert [tuple(row) for row in table] == [("1", "2"), ("", ""), ("", ""), ("3", "4")]


def test_what_stands_after_many_empty_rows_is_refused_and_not_lost():
    with pytest.raises(reading.TableRefused):
        reading.read("a.csv", b"a\n1\n" + b"\n" * 100 + b"2\n", max_rows=50)


def workbook(*rows: tuple) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("between", [(), ("  ",)], ids=["empty", "blank"])
def test_what_stands_after_an_empty_row_at_a_workbook_s_limit_is_refused_and_not_lost(between):
    rows = [("a",), (1,), (2,)]
    kept = reading.read("a.xlsx", workbook(*rows, *[between] * 10), max_rows=3)
    assert [tuple(row) for row in kept] == [("1",), ("2",)]
    with pytest.raises(reading.TableRefused, match="at most 3 rows"):
        reading.read("a.xlsx", workbook(*rows, between, (3,)), max_rows=3)


def test_a_formula_below_an_empty_first_row_is_named():
    with pytest.raises(reading.TableRefused, match="Row 2, column 2: a formula"):
        reading.read("a.xlsx", workbook((), ("a", "=1+1")))


def placed(cells: dict[str, object]) -> bytes:
    """A workbook with values in the cells of those names; ``None`` is an empty one in bold."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for name, value in cells.items():
        book.active[name] = value
        book.active[name].font = Font(bold=value is None)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["CW1", "CX1", "CX2", "XFD2", "XFD3"])
def test_what_stands_past_an_empty_column_at_a_workbook_s_limit_is_refused_and_not_lost(name):
    with pytest.raises(reading.TableRefused, match="at most 1000 rows and 100 columns"):
        reading.read("a.xlsx", placed({"A1": "a", "A2": 1, name: "more"}))


def test_empty_cells_past_a_workbook_s_limit_do_not_count():
    cells = {"A1": "a", "XFD1": None, "A2": 1, "CX2": "  ", "XFD3": None}
    assert [tuple(row) for row in reading.read("a.xlsx", placed(cells))] == [("1",)]


def test_no_more_than_a_tables_worth_of_empty_cells_is_looked_through():
    rows = reading.MAX_EMPTY_CELLS // 16_384 + 2
    far = {f"XFD{row}": None for row in range(2, rows + 2)}
    with pytest.raises(reading.TableRefused, match="at most 1000 rows and 100 columns"):
        reading.read("a.xlsx", placed({"A1": "a", "A2": 1, **far}))


def test_a_formula_past_the_heading_is_named():
    with pytest.raises(reading.TableRefused, match="Row 2, column 3: a formula"):
        reading.read("a.xlsx", placed({"A1": "a", "C2": "=1+1"}))


def test_a_workbook_is_read_past_the_size_that_it_tells_of_itself():
    content, told = workbook(("a",), (1,), (2,)), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(told, "w") as changed:
        for member in book.infolist():
            text = book.read(member).replace(b'ref="A1:A3"', b'ref="A1:A2"')
            changed.writestr(member.filename, text)
    assert [tuple(row) for row in reading.read("a.xlsx", told.getvalue())] == [("1",), ("2",)]


SHEET, RELATIONS = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
NO_WORKBOOK, TOO_MUCH = "is not an Excel workbook", "too large when it is unpacked"


def with_members(changes: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of a heading and a row, some of whose members are others."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(("a",), (1,)))) as book,
        zipfile.ZipFile(out, "w", method) as changed,
    ):
        for name in dict.fromkeys([*book.namelist(), *changes]):
            changed.writestr(name, changes[name] if name in changes else book.read(name))
    return out.getvalue()


def sheet_of(rows: str, before: str = "") -> str:
    return f"{before}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "us-ascii"])
@pytest.mark.parametrize("name", ["sheet1.xml", "SHEET1.XML", "sheet1", "sheet1.png"])
def test_entities_are_not_expanded_in_any_encoding_or_under_any_name(encoding, name):
    entity = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY y "expanded">]>'
    sheet = sheet_of('<row r="1"><c t="inlineStr"><is><t>&y;</t></is></c></row>', entity)
    relations = zipfile.ZipFile(io.BytesIO(workbook())).read(RELATIONS)
    content = with_members(
        {
            RELATIONS: relations.replace(b"sheet1.xml", name.encode()),
            f"xl/worksheets/{name}": sheet.encode(encoding),
        }
    )
    with pytest.raises(reading.TableRefused, match=NO_WORKBOOK):
        reading.read("a.xlsx", content)


def test_a_member_that_lies_about_its_size_never_fills_the_memory():
    bomb = bytearray(with_members({SHEET: b"0" * 40 * 1024**2}))
    entry = bomb.rindex(SHEET.encode()) - 46  # its entry in the directory
    bomb[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    tracemalloc.start()
    with pytest.raises(reading.TableRefused, match=NO_WORKBOOK):
        reading.read("a.xlsx", bytes(bomb))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * 1024**2


def test_members_are_packed_as_spreadsheets_pack_them():
    with pytest.raises(reading.TableRefused, match=NO_WORKBOOK):
        reading.read("a.xlsx", with_members({}, zipfile.ZIP_BZIP2))
    assert len(reading.read("a.xlsx", with_members({}, zipfile.ZIP_STORED))) == 1


def test_two_members_of_one_name_are_refused():
    out = io.BytesIO(with_members({}))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as book:
        book.writestr(SHEET, sheet_of(""))
    with pytest.raises(reading.TableRefused, match=NO_WORKBOOK):
        reading.read("a.xlsx", out.getvalue())


def test_a_row_past_the_last_of_any_spreadsheet_is_refused():
    rows = '<row r="1"><c><v>1</v></c></row><row r="{}"><c><v>1</v></c></row>'
    for last in [2**20 + 1, 10**12]:
        with pytest.raises(reading.TableRefused, match=NO_WORKBOOK):
            reading.read("a.xlsx", with_members({SHEET: sheet_of(rows.format(last)).encode()}))


@pytest.mark.parametrize("body", ["<c/>" * 1_000, "<row/>" * 100], ids=["cells", "rows"])
def test_more_elements_than_are_worth_reading_are_refused_unread(monkeypatch, body):
    monkeypatch.setattr(reading, "MAX_ELEMENTS", 1_000)
    monkeypatch.setattr(reading.openpyxl, "load_workbook", None)
    with pytest.raises(reading.TableRefused, match=TOO_MUCH):
        reading.read("a.xlsx", with_members({SHEET: sheet_of(body).encode()}))


def test_many_sheets_of_one_member_are_refused_unread(monkeypatch):
    monkeypatch.setattr(reading, "MAX_SEARCHED", 10_000)
    monkeypatch.setattr(reading.openpyxl, "load_workbook", None)
    book = f"<workbook {MAIN}>{'<sheet/>' * 200}</workbook>".encode()
    with pytest.raises(reading.TableRefused, match=TOO_MUCH):
        reading.read("a.xlsx", with_members({"xl/workbook.xml": book}))


def test_a_tag_that_does_not_end_is_read_no_further():
    sheet = f'<worksheet {MAIN} a="{"x" * 1_000_000}"/>'.encode()
    content = with_members(
        {SHEET: sheet, "xl/media/a.png": bytes(random.Random(1).randbytes(20_000))}
    )
    with pytest.raises(reading.TableRefused, match=NO_WORKBOOK):
        reading.read("a.xlsx", content)


def test_a_table_of_twenty_thousand_rows_is_read():
    content = workbook(("a", "b"), *((f"text {n}", n) for n in range(19_999)))
    assert len(reading.read("a.xlsx", content, max_rows=20_000)) == 19_999
