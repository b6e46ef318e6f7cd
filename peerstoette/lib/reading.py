"""Tables that people bring: Danish CSV and XLSX, looked at before they are opened.

Every cell arrives as text, so that the same reader serves both. Row numbers are those the person
sees: the heading is row 1. ``tables`` writes them.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import time
from decimal import Decimal
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException
from tablib import Dataset

from peerstoette.lib.errors import RuleBroken

MAX_BYTES = 5 * 1024**2
MAX_UNPACKED_BYTES = 50 * 1024**2
MAX_RATIO = 100
MAX_MEMBERS = 2000
# each costs the reader of workbooks two to four microseconds
MAX_ELEMENTS = 1_500_000
SHEET_ROWS = 1_048_576  # no spreadsheet has more
ROW_COSTS = 10  # elements: a row is filled up to the last column
MAX_SEARCHED = 10_000_000  # elements: a sheet that does not tell its size is read for it
MAX_TAG_BYTES = 256 * 1024
CHUNK_BYTES = 64 * 1024
MAX_ROWS = 1000
MAX_COLUMNS = 100
# past the last column: a row that is coloured to the end of the sheet has 16,284 of them
MAX_EMPTY_CELLS = 2_000_000
ZIP_MAGIC = b"PK"
FORMULA_CELL, FAULT_CELL = "f", "e"
CELLS = {"n", "s", "b", "d", "inlineStr", FORMULA_CELL, FAULT_CELL}
CSV_TYPE = "text/csv; charset=utf-8"
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# beside line breaks, and what no workbook or database keeps
HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
BREAK = re.compile(r"\r\n?")
FORMULA = re.compile(r"^[=+@\t\r]|^-(?![\d., ])")
BROKEN_WORKBOOK = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    SyntaxError,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    RuntimeError,
    NotImplementedError,
)


class TableRefused(RuleBroken):
    """The table cannot be read; ``problems`` name each row and column that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(problems[0], field="file")
        self.problems = problems


def read(
    name: str,
    content: bytes,
    *,
    max_rows: int = MAX_ROWS,
    delimiters: str = ";",
    lines: bool = False,
) -> Dataset:
    """The table in a file by what it is. Raises TableRefused with a sentence when it is none.

    The first of ``delimiters`` that stands in the heading parts the cells of a CSV. With ``lines``
    a cell may hold line breaks.
    """
    if not content.strip():
        raise TableRefused([_("The file is empty.")])
    if len(content) > MAX_BYTES:
        raise TableRefused([_("The file is larger than 5 MB. A table for import is smaller.")])
    suffix = name.lower().rpartition(".")[2]
    if suffix not in {"csv", "xlsx"}:
        raise TableRefused([_("Choose a CSV or an XLSX file.")])
    is_workbook = suffix == "xlsx" or content.startswith(ZIP_MAGIC)
    rows = (
        _workbook_rows(content, max_rows)
        if is_workbook
        else _csv_rows(content, delimiters, max_rows)
    )
    return _dataset(rows, max_rows, HIDDEN if lines else CONTROL)


def _csv_rows(content: bytes, delimiters: str, max_rows: int) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
        heading = text.partition("\n")[0]
        delimiter = next((mark for mark in delimiters if mark in heading), delimiters[0])
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return _to_the_last(reader, max_rows, str.strip)
    except UnicodeDecodeError as error:
        raise TableRefused(
            [_("The file's letters cannot be read. Save it as CSV UTF-8 and try again.")]
        ) from error
    except csv.Error as error:
        raise TableRefused(
            [_("The file is not a CSV table. Save it as CSV UTF-8 or XLSX and try again.")]
        ) from error


def _to_the_last(rows: Iterable[Sequence], max_rows: int, holds: Callable) -> list[Sequence]:
    """The rows until the last with a cell that ``holds`` something; a table too long is read no
    further than that."""
    kept: list[Sequence] = []
    blank, blanks = (), 0
    for row in rows:
        # the rows that a workbook leaves out, up to a million, arrive as one and the same
        if row is blank or not any(map(holds, row)):
            blank, blanks = row, blanks + 1
            continue
        kept += [blank] * min(blanks, max_rows)
        kept.append(row)
        blanks = 0
        if len(kept) > max_rows:
            break
    return kept


def _workbook_rows(content: bytes, max_rows: int) -> list[list[str]]:
    """The rows of a workbook whose unpacked size is checked before it is opened; no formula in it."""
    try:
        _check_archive(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # it would be read no further than it says of itself
        cells = _to_the_last_column(sheet.iter_rows(), max_rows)
        rows = _to_the_last(cells, max_rows, lambda cell: _text(cell.value))
        if not {cell.data_type for row in rows for cell in row} <= CELLS:
            raise ValueError("a kind of cell that there is not")
    except BROKEN_WORKBOOK as error:
        sentence = _(
            "The file is not an Excel workbook. Save it as XLSX or CSV UTF-8 and try again."
        )
        raise TableRefused([sentence]) from error
    _refuse_what_is_worked_out(rows)
    return [[_text(cell.value) for cell in row] for row in rows]


def _refuse_what_is_worked_out(rows: list[Sequence]) -> None:
    """A formula would be read for what it says, and its fault for what it should have come to."""
    sentences = {
        FORMULA_CELL: _(
            "Row %(row)d, column %(column)s: a formula cannot be imported. Write the figure."
        ),
        FAULT_CELL: _(
            "Row %(row)d, column %(column)s: the spreadsheet reports a fault here. Write what it"
            " should be."
        ),
    }
    headings = {index: _text(cell.value) for row in rows[:1] for index, cell in enumerate(row)}
    problems = [
        sentences[cell.data_type] % {"row": number, "column": headings.get(index) or index + 1}
        for number, row in enumerate(rows, start=1)
        for index, cell in enumerate(row)
        if cell.data_type in sentences
    ]
    if problems:
        raise TableRefused(problems)


def _to_the_last_column(rows: Iterable[Sequence], max_rows: int) -> Iterator[Sequence]:
    """The rows of a workbook, as wide as a table may be. Raises TableRefused when something stands
    past that, and when too many empty cells do."""
    empty = 0
    for row in rows:
        past = row[MAX_COLUMNS:]
        empty += len(past)
        if empty > MAX_EMPTY_CELLS or any(_text(cell.value) for cell in past):
            raise _too_large(max_rows)
        yield row[:MAX_COLUMNS] if past else row


def _too_large(max_rows: int) -> TableRefused:
    sentence = _("The table is too large: at most %(rows)d rows and %(columns)d columns.")
    return TableRefused([sentence % {"rows": max_rows, "columns": MAX_COLUMNS}])


def _check_archive(content: bytes) -> None:
    """Raises TableRefused for an archive that would unpack to too much, ValueError for no workbook."""
    if not content.startswith(ZIP_MAGIC):
        raise ValueError("something else before the archive")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if (
            len(members) > MAX_MEMBERS
            or unpacked > MAX_UNPACKED_BYTES
            or unpacked > MAX_RATIO * len(content)
        ):
            raise _too_much()
        if len({member.filename for member in members}) < len(members):
            raise ValueError("two members of one name")
        markup = _Markup()
        for member in members:
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ValueError(member.filename)
            with archive.open(member) as file:
                # in pieces: a member that lies about its size is found before it fills the memory
                markup.read(iter(lambda file=file: file.read(CHUNK_BYTES), b""), member.filename)
        # several sheets may name one and the same member
        if markup.elements * markup.sheets > MAX_SEARCHED:
            raise _too_much()


class _Markup:
    """Looks through a workbook's members before anything builds a tree of them, in any encoding.

    Raises ValueError for what no spreadsheet writes, TableRefused for more than is worth reading.
    """

    def __init__(self) -> None:
        self.elements = self.sheets = 0

    def read(self, chunks: Iterable[bytes], name: str) -> None:
        """Read a member to its end, where its check sum is compared."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_type
        parser.StartElementHandler = self._count
        is_markup, fed = True, 0
        for chunk in chunks:
            fed += len(chunk)
            if is_markup:
                is_markup = self._feed(parser, chunk, name)
                if fed - parser.CurrentByteIndex > MAX_TAG_BYTES:
                    # parsers go back to where it begins with each piece that they get
                    raise ValueError("a tag without end")

    def _feed(self, parser, chunk: bytes, name: str) -> bool:
        """Whether it is markup so far: a picture among the members is none."""
        try:
            parser.Parse(chunk)
        except expat.ExpatError as error:
            if name.lower().endswith((".xml", ".rels")):
                raise ValueError(name) from error
            return False
        return True

    def _refuse_type(self, *declared) -> None:
        # a worksheet never declares a document type; one that does wants its entities expanded
        raise ValueError("document type")

    def _count(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        self.elements += ROW_COSTS if kind == "row" else 1
        self.sheets += kind == "sheet"
        if kind == "row" and not 1 <= int(attributes.get("r", 1)) <= SHEET_ROWS:
            # the rows before one past the last would be counted one by one
            raise ValueError("row")
        if self.elements > MAX_ELEMENTS:
            raise _too_much()


def _too_much() -> TableRefused:
    return TableRefused([_("The workbook is too large when it is unpacked.")])


def _dataset(rows: list[list[str]], max_rows: int, hidden: re.Pattern) -> Dataset:
    """Rows of text as a dataset in which row ``n`` of the file stands at index ``n - 2``."""
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise TableRefused([_("The file is empty.")])
    headers = [cell.strip() for cell in rows[0]]
    while headers and not headers[-1]:
        headers.pop()
    if len(rows) > max_rows or len(headers) > MAX_COLUMNS:
        raise _too_large(max_rows)
    wide = [
        _("Row %(row)d has more cells than the heading.") % {"row": number}
        for number, row in enumerate(rows, start=1)
        if any(cell.strip() for cell in row[len(headers) :])
    ]
    if wide:
        raise TableRefused(wide)
    _refuse_hidden(rows, headers, hidden)
    dataset = Dataset(headers=headers)
    for row in rows[1:]:
        # a line break is one, whichever computer wrote it
        cells = [BREAK.sub("\n", cell.strip()) for cell in row[: len(headers)]]
        dataset.append(cells + [""] * (len(headers) - len(cells)))
    return dataset


def _refuse_hidden(rows: list[list[str]], headers: list[str], hidden: re.Pattern) -> None:
    """A line break or a character that nobody sees belongs in no cell, and no database keeps a NUL."""
    problems = [
        _("Row %(row)d, column %(column)s: there is a line break or a hidden character. Remove it.")
        % {"row": number, "column": CONTROL.sub("", header) or index + 1}
        for number, row in enumerate(rows, start=1)
        for index, (header, cell) in enumerate(zip(headers, row, strict=False))
        if hidden.search(BREAK.sub("\n", cell.strip()))
    ]
    if problems:
        raise TableRefused(problems)


def _text(value) -> str:
    """A workbook's cell as a Dane would have written it: ``1.234`` would be a thousand and more."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}".replace(".", ",")
    if isinstance(value, time):
        return f"{value:%H.%M}"
    if hasattr(value, "strftime"):
        return f"{value:%d.%m.%Y}"
    return str(value).strip()
