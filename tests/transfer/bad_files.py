"""Files that somebody sends by mistake or on purpose, none of which is a table to import.

Each is made of a table that would come in as it stands (``Good``), with one thing wrong: nothing else
may be what it is refused for.
"""

import bz2
import gzip
import io
import lzma
import stat
import warnings
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import openpyxl

from tests.transfer.archives import archive, encrypted, lying, packed, tar, wrong_sum

ENTITY = '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
BOOK = "xl/workbook.xml"
SHEET = "xl/worksheets/sheet1.xml"
SHARED = "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOMB_BYTES = 60 * 1024**2
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
WIDE = {letter: letter + 0xFEE0 for letter in range(ord("a"), ord("z") + 1)}


@dataclass(frozen=True)
class Good:
    """A table of one row that comes in, and which of its columns hold a text and a figure."""

    heading: tuple[str, ...]
    row: tuple[str, ...]
    text: str
    figure: str

    def having(self, column: str, value) -> "Good":
        """The same with another value in a column."""
        at = self.heading.index(column)
        return replace(self, row=(*self.row[:at], value, *self.row[at + 1 :]))

    def saying(self, text: str) -> "Good":
        return self.having(self.text, text)

    def wider(self, heading: str, value) -> "Good":
        """The same with a column more."""
        return replace(self, heading=(*self.heading, heading), row=(*self.row, value))

    def headed(self, change: Callable[[str], str]) -> "Good":
        """The same with another heading of the first column."""
        first, *others = self.heading
        return replace(self, heading=(change(first), *others))

    @property
    def number(self) -> str:
        """The figure as a workbook keeps it."""
        return self.row[self.heading.index(self.figure)].replace(",", ".")

    @property
    def lines(self) -> list[str]:
        return [";".join(self.heading), ";".join(self.row)]

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def raw(self, octets: bytes) -> bytes:
        """As CSV, with these in the cell of text."""
        return str(self.saying("@")).encode().replace(b"@", octets)

    def behind(self, first: bytes) -> bytes:
        """As CSV behind what makes it another kind of file."""
        return first + b"\n" + str(self).encode()

    def workbook(self, change=None) -> bytes:
        return workbook(change, [self.heading, self.row])


# for those who want such files and have no table at hand
ANY = Good(("nr", "gruppe", "navn", "beløb"), ("1", "drift", "Kørsel", "12"), "navn", "beløb")


def workbook(change=None, rows: Sequence[Sequence] = (ANY.heading, ANY.row)) -> bytes:
    """A workbook of these rows; ``change(book)`` does what it likes to it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def member(book: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(name)


def rewritten(
    book: bytes, changes: dict[str, bytes | None], *, extra: dict[str, bytes] | None = None
) -> bytes:
    """The workbook with other members; None leaves one out."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = changes.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def declaring(book: bytes, name: str, kind: str) -> bytes:
    """The workbook with a document type before the markup of a member."""
    head, mark, body = member(book, name).rpartition(b"?>")
    return rewritten(book, {name: head + mark + kind.encode() + body})


def sharing(book: bytes, kind: str = "") -> bytes:
    """The workbook with one text that cells may point at, behind a document type."""
    types = "[Content_Types].xml"
    told = (
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
        b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    changed = {types: member(book, types).replace(b"</Types>", told)}
    shared = f"{kind}<sst {MAIN}><si><t>a</t></si></sst>".encode()
    return rewritten(book, changed, extra={SHARED: shared})


def grown(book: bytes, name: str) -> bytes:
    """The workbook with blanks behind the markup of a member, which mean nothing."""
    return rewritten(book, {name: member(book, name) + b" " * BOMB_BYTES})


def twice(book: bytes, name: str) -> bytes:
    """A workbook that has a member two times: which one is read is anybody's guess."""
    out = io.BytesIO(book)
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "a") as file:
        file.writestr(name, member(book, name))
    return out.getvalue()


def link(book: bytes, to: str) -> bytes:
    """A workbook whose sheet is a link to a file of the machine."""
    out = io.BytesIO(rewritten(book, {SHEET: None}))
    with zipfile.ZipFile(out, "a") as file:
        linked = zipfile.ZipInfo(SHEET)
        linked.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(linked, to)
    return out.getvalue()


def line(values: Sequence[str], number: str = "") -> str:
    """A row of a sheet; a value that is markup stands as it is."""
    cells = (
        value if value.startswith("<") else f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        for value in values
    )
    at = f' r="{number}"' if number else ""
    return f"<row{at}>{''.join(cells)}</row>"


def markup(good: Good, *, before: str = "", more: str = "", encoding: str = "utf-8") -> str:
    """A sheet of the table, with a document type before it and more rows behind it."""
    rows = line(good.heading) + line(good.row) + more
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>{before}'
        f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    )


def sheet(good: Good, *, encoding: str = "utf-8", **parts: str) -> bytes:
    """A workbook of the table whose sheet is ``markup`` in this encoding."""
    words = markup(good, encoding=encoding, **parts)
    return rewritten(good.workbook(), {SHEET: words.encode(encoding)})


def cell(good: Good, kind: str, value: str, *, place: str = "", column: str = "") -> bytes:
    """A workbook of the table with a cell of this kind, where its figure stands or in a column."""
    at = f' r="{place}"' if place else ""
    wrong = f'<c{at} t="{kind}"><v>{value}</v></c>'
    return sheet(good.having(column or good.figure, wrong))


def moved(good: Good, name: str, before: str = LAUGHS) -> bytes:
    """A workbook whose sheet, with an entity, is a member of another name."""
    book = good.workbook()
    told = member(book, RELATIONS).replace(b"worksheets/sheet1.xml", name.encode())
    changed = {SHEET: None, RELATIONS: told}
    return rewritten(book, changed, extra={f"xl/{name}": markup(good, before=before).encode()})


def text(body) -> bytes:
    return str(body).encode("utf-8-sig")


def markup_of_2003(good: Good) -> bytes:
    rows = "".join(
        f"<Row>{''.join(f'<Cell><Data>{value}</Data></Cell>' for value in values)}</Row>"
        for values in (good.heading, good.row)
    )
    book = f"<Workbook><Worksheet><Table>{rows}</Table></Worksheet></Workbook>"
    return f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>{book}'.encode()


def page(good: Good) -> bytes:
    rows = (f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in (good.heading, good.row))
    return f"<table>{''.join(rows)}</table>".encode()


# what may be refused for nothing but the heading: the wrong thing stands there, or it is a table
# of other columns
HEADINGS = {
    "csv heading twice",
    "csv heading of another table",
    "csv right to left",
    "csv zero width",
    "csv two byte order marks",
    "csv line break in the heading",
    "csv numbers alone",
    "csv hidden heading",
    "csv wide letters",
    "csv formula in the heading",
    "csv table of Excel 2003",
    "csv page as a table",
    "xlsx heading of another table",
}


@cache
def plain(good: Good) -> dict[str, bytes]:
    """Files that are said to be CSV."""
    _heading, row = good.lines
    return {
        "empty": b"",
        "spaces": b" \r\n \t ",
        "byte order mark alone": b"\xef\xbb\xbf",
        "separators alone": b";;;\n;;;\n",
        "NUL": text(good.saying("a\x00b")),
        "NUL alone": b"\x00" * 1000,
        "latin-1": good.raw("Kørsel".encode("latin-1")),
        "UTF-16": str(good).encode("utf-16"),
        "UTF-16 big": str(good).encode("utf-16-be"),
        "UTF-32": str(good).encode("utf-32"),
        "overlong letter": good.raw(b"\xc0\xaf"),
        "half a surrogate": good.raw(b"\xed\xa0\x80"),
        "letter cut off": str(good).encode() + b"\xc3",
        "not a character": text(good.saying("\uffff")),
        "16,384 columns": text(good.wider(";".join(f"c{n}" for n in range(16_384)), "")),
        "16,384 empty columns": text(";" * 16_384 + "\n1"),
        "quote without end": text(good.saying('"a')),
        "quote inside": text(good.saying('"a"b')),
        "cell of 200,000 letters": text(good.saying("x" * 200_000)),
        "heading of 200,000 letters": text(good.wider("x" * 200_000, "")),
        "6 MB": text(good) + b"\n" * 6 * 1024**2,
        "heading twice": text(good.wider(good.heading[0], good.row[0])),
        "heading of another table": text("hest;ko;gris\n1;2;3"),
        "more cells than headings": text(f"{good};4;5"),
        "right to left": text(good.headed(lambda first: "\u202e" + first)),
        "zero width": text(good.headed(lambda first: f"{first[0]}\u200b{first[1:]}")),
        "PDF": good.behind(b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"),
        "PNG": good.behind(b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        "HTML": good.behind(b"<!doctype html><script>alert(1)</script>"),
        "XML with entity": good.behind((ENTITY + "<x>&y;</x>").encode()),
        "SVG": good.behind(SVG),
        "JSON": good.behind(b'{"nr": 1}'),
        "program": good.behind(b"MZ\x90\x00\x03" + bytes(200)),
        "shell": good.behind(b"#!/bin/sh\nrm -rf /"),
        "gzip": gzip.compress(text(good), mtime=0),
        "tar": tar(text(good)),
        "old Excel": OLD_EXCEL,
        "archive": archive({"a.csv": text(good)}),
        "UTF-16 without a mark": str(good).encode("utf-16-le"),
        "continuation alone": good.raw(b"\x80"),
        "letter of five bytes": good.raw(b"\xf8\x88\x80\x80\x80"),
        "beyond the last letter": good.raw(b"\xf4\x90\x80\x80"),
        "quotes of Windows": good.raw(b"\x93a\x94"),
        "two byte order marks": b"\xef\xbb\xbf" + text(good),
        "escape": text(good.saying("a\x1b[2J")),
        "bell": text(good.saying("\x07a")),
        "vertical tab": text(good.saying("a\x0bb")),
        "delete": text(good.saying("a\x7f")),
        "NUL in the heading": text(good.headed(lambda first: f"{first}\x00")),
        "line break in the heading": text(good.headed(lambda first: f'"{first[0]}\n{first[1:]}"')),
        "old line breaks": text("\r".join([*good.heading, row])),
        "CPR in the heading": text(good.wider("010190-1234", "2")),
        "CPR under a heading of another table": text(good.wider("hest", "010190-1234")),
        "2,000 quotes": text(good.saying('"' * 2_001)),
        "numbers alone": text("1;2;3\n4;5;6"),
        "hidden heading": text(replace(good, heading=("\u200b", *["\u2060"] * len(good.row[1:])))),
        "wide letters": text(good.headed(lambda first: first.translate(WIDE))),
        "25,000 rows": text(good) + f"\n{row}".encode() * 25_000,
        "heading of Excel": good.behind(b"sep=;"),
        "SYLK": good.behind(b'ID;PWXL;N;E\nC;Y1;X1;K0;EEXEC("calc")\nE'),
        "DIF": good.behind(b'TABLE\n0,1\n"EXCEL"\nVECTORS\n0,1'),
        "JPEG": good.behind(b"\xff\xd8\xff\xe0" + bytes(100) + b"\xff\xd9"),
        "GIF": good.behind(b"GIF89a" + bytes(50)),
        "ELF": good.behind(b"\x7fELF" + bytes(100)),
        "class of Java": good.behind(b"\xca\xfe\xba\xbe" + bytes(60)),
        "7z": good.behind(b"7z\xbc\xaf\x27\x1c" + bytes(60)),
        "RAR": good.behind(b"Rar!\x1a\x07\x01\x00" + bytes(60)),
        "bzip2": bz2.compress(text(good)),
        "xz": lzma.compress(text(good)),
        "SQLite": good.behind(b"SQLite format 3\x00" + bytes(100)),
        "RTF": good.behind(b"{\\rtf1 {\\object}}"),
        "PHP": good.behind(b"<?php system($_GET['c']); ?>"),
        "mail": good.behind(b"From: a@example.test\nSubject: nr;gruppe\n"),
        "table of Excel 2003": markup_of_2003(good),
        "page as a table": page(good),
        "formula in the heading": text(good.wider("=1+1", "2")),
        "call of a program": text(good.having(good.figure, "=cmd|' /C calc'!A0")),
    }


@cache
def workbooks(good: Good) -> dict[str, bytes]:
    """Files that are said to be workbooks."""
    book = good.workbook()
    grown_book, figure = grown(book, SHEET), good.figure
    second = line(good.saying("a").row)
    return {
        "empty": b"",
        "text": text(good),
        "magic alone": b"PK\x03\x04",
        "end of an archive alone": b"PK\x05\x06" + bytes(18),
        "no member": archive({}),
        "cut off": book[:-100],
        "cut in half": book[: len(book) // 2],
        "one byte wrong": book.replace(b"PK\x01\x02", b"PK\x01\x03"),
        "old Excel": OLD_EXCEL,
        "Word": archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
        "bomb": grown_book,
        "bomb in a picture": rewritten(book, {}, extra={"xl/media/a.png": b"0" * BOMB_BYTES}),
        "lying bomb": lying(grown_book),
        "lying": lying(book),
        "password": encrypted(book),
        "2,500 members": rewritten(book, {}, extra={f"xl/{n}": b"" for n in range(2_500)}),
        "entity in the sheet": sheet(good.saying("&y;"), before=ENTITY),
        "laughs in the sheet": sheet(good.saying("&b;"), before=LAUGHS),
        "entity in the book": declaring(book, BOOK, ENTITY),
        "entity in the types": declaring(book, "[Content_Types].xml", ENTITY),
        "no book": rewritten(book, {BOOK: None}),
        "no types": rewritten(book, {"[Content_Types].xml": None}),
        "no sheet": rewritten(book, {SHEET: None}),
        "no relations": rewritten(book, {RELATIONS: None}),
        "broken sheet": rewritten(book, {SHEET: member(book, SHEET)[:-20]}),
        "sheet of letters": rewritten(book, {SHEET: b"hello"}),
        "paths upwards": archive({"../../../etc/passwd": b"x", "/etc/shadow": b"x"}),
        "paths of Windows": archive({"..\\..\\windows\\system32\\a.dll": b"x"}),
        "archive in an archive": archive({"a.zip": book}),
        "PDF before a book": b"%PDF-1.7\n%%EOF\n" + book,
        "entity in UTF-16": sheet(good, before=LAUGHS, encoding="utf-16"),
        "entity in UTF-16 big": sheet(good, before=LAUGHS, encoding="utf-16-be"),
        "entity in latin-1": sheet(good, before=LAUGHS, encoding="iso-8859-1"),
        "entity in UTF-32": sheet(good, before=LAUGHS, encoding="utf-32"),
        "entity in EBCDIC": sheet(good, before=LAUGHS, encoding="cp037"),
        "entity in a member .XML": moved(good, "worksheets/SHEET1.XML"),
        "entity in a member .png": moved(good, "worksheets/sheet1.png"),
        "entity in a member without suffix": moved(good, "worksheets/sheet1"),
        "entity in the shared texts": sharing(book, LAUGHS),
        "entity in the styles": declaring(book, "xl/styles.xml", LAUGHS),
        "entity in the properties": declaring(book, "docProps/core.xml", ENTITY),
        "entity in the relations": declaring(book, RELATIONS, ENTITY),
        "document type alone": sheet(good, before="<!DOCTYPE worksheet>"),
        "document type elsewhere": sheet(
            good, before='<!DOCTYPE w SYSTEM "http://example.test/a.dtd">'
        ),
        "bomb of shared texts": grown(sharing(book), SHARED),
        "bomb of styles": grown(book, "xl/styles.xml"),
        "bomb of cells": sheet(good, more="<row>" + "<c/>" * 2_000_000 + "</row>"),
        "wrong check sums": wrong_sum(book),
        "packed with bzip2": packed(book, zipfile.ZIP_BZIP2),
        "packed with LZMA": packed(book, zipfile.ZIP_LZMA),
        "sheet twice": twice(book, SHEET),
        "book twice": twice(book, BOOK),
        "link to a file": link(book, "/etc/passwd"),
        "link upwards": link(book, "../../../../etc/passwd"),
        "sheet outside": moved(good, "../../../etc/passwd"),
        "bomb in a bomb": rewritten(
            book, {}, extra={"a.zip": archive({"b": b"0" * BOMB_BYTES}) * 100}
        ),
        "archive after a book": book + archive({"a.csv": text(good)}),
        "column XFD": good.workbook(lambda made: made.active.cell(2, 16_384, 1)),
        "column past the last": cell(good, "n", good.number, place="ZZZZ2"),
        "cell without a place": cell(good, "n", good.number, place="2"),
        "row past the last": sheet(good, more=line(["<c/>"], number="1048577")),
        "row of a billion": sheet(good, more=line(["<c/>"], number="999999999999")),
        "row below the first": sheet(good, more=line(["<c/>"], number="-1")),
        "text that is not there": sharing(cell(good, "s", "99", column=good.text)),
        "text of no number": sharing(cell(good, "s", "a", column=good.text)),
        "day of ISO that is none": cell(good, "d", "2018-13-45"),
        "day of year 0": cell(good, "d", "0000-01-01"),
        "day of year 10000": cell(good, "d", "10000-01-01"),
        "number that is none": cell(good, "n", "1,5"),
        "number of 5,000 digits": cell(good, "n", "9" * 5_000),
        "number without end": cell(good, "n", "1e999"),
        "NaN": cell(good, "n", "NaN"),
        "yes and no that is neither": cell(good, "b", "maybe", column=good.text),
        "kind of cell that is none": cell(good, "zzz", good.number),
        "fault of Excel": cell(good, "e", "#REF!", column=good.text),
        "cell of a million letters": sheet(good.saying("xyz " * 250_000)),
        "attribute without end": sheet(good, more=f'<row a="{"x" * 400_000}"/>'),
        "nested 10,000 deep": rewritten(book, {SHEET: b"<a>" * 10_000 + b"</a>" * 10_000}),
        "two sheets in one": rewritten(book, {SHEET: member(book, SHEET) * 2}),
        "unknown letter": rewritten(
            book, {SHEET: markup(good.saying("@")).encode().replace(b"@", b"\xff\xfe")}
        ),
        "number of a letter that is none": sheet(good.saying("&#0;")),
        "CPR in a cell": good.saying("010190-1234").workbook(),
        "CPR as a number": good.having(figure, 3112991234).workbook(),
        "formula": good.saying("=1+1").workbook(),
        "formula in the heading": good.wider("=1+1", "2").workbook(),
        "formula far to the right": good.workbook(
            lambda made: made.active.cell(2, len(good.row) + 2, "=1+1")
        ),
        "formula of a program": good.saying("=cmd|' /C calc'!A0").workbook(),
        "link to another file": good.saying("=[a.xlsx]Ark1!A1").workbook(),
        "200 columns": workbook(
            rows=[[*good.heading, *(f"c{n}" for n in range(200))], [*good.row, *[1] * 200]]
        ),
        "20,000 rows": sheet(good, more=second * 20_000),
        "heading of another table": workbook(rows=[("hest", "ko"), (1, 2)]),
        "empty sheet": workbook(rows=[]),
        "chart alone": good.workbook(
            lambda made: (made.create_chartsheet(), made.remove(made.worksheets[0]))
        ),
    }


def benign(good: Good) -> dict[tuple[str, str], bytes]:
    """Files of the same shapes with nothing wrong in them, each by its suffix and name."""
    book = good.workbook()
    return {
        ("csv", "text"): text(good),
        ("csv", "text without a mark"): str(good).encode(),
        ("csv", "letters"): good.raw("Kørsel".encode()),
        ("csv", "quotes"): text(good.saying('"a""b"')),
        ("csv", "empty rows"): text(good) + b"\n" * 1_000,
        ("csv", "workbook"): book,
        ("xlsx", "workbook"): book,
        ("xlsx", "written anew"): rewritten(book, {}, extra={"xl/media/a.png": b"0"}),
        ("xlsx", "not packed"): packed(book, zipfile.ZIP_STORED),
        ("xlsx", "sheet"): sheet(good, more=line(["<c/>"], number="3")),
        ("xlsx", "sheet in UTF-16"): sheet(good, encoding="utf-16"),
        ("xlsx", "sheet in latin-1"): sheet(good, encoding="iso-8859-1"),
        ("xlsx", "sheet of another name"): moved(good, "worksheets/sheet2.xml", before=""),
        ("xlsx", "sheet without suffix"): moved(good, "worksheets/sheet2", before=""),
        ("xlsx", "letter by its number"): sheet(good.saying("&#65;")),
        ("xlsx", "number"): cell(good, "n", good.number),
        ("xlsx", "shared text"): sharing(cell(good, "s", "0", column=good.text)),
        ("xlsx", "text that was calculated"): cell(good, "str", "a", column=good.text),
    }
