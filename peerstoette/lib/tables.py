"""Writing tables that people open in a spreadsheet: Danish CSV and XLSX.

Numbers stay numbers, days stay days, text stays text that no spreadsheet runs. The same rows give the
same bytes, so nothing in a file comes from a clock.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet takes for the beginning of a formula; the wide signs are read so in some countries.
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
# 1030 (hex 406) is Danish: amounts are shown with comma and points whatever the program's country
AMOUNT = "[$-406]#,##0.00"
COUNT = "[$-406]0"
DAY = "dd.mm.yyyy"
BOLD = Font(bold=True)
NARROWEST, WIDEST = 10, 48
MOST_LETTERS = 32_767  # in one cell of a workbook
FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
LONGEST_TITLE = 31
EPOCH = date(1980, 1, 1)  # the earliest that an archive can hold

Value = str | int | Decimal | date | None


def harmless(text: str) -> str:
    """The text behind an apostrophe where a spreadsheet would run it as a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def csv_text(value: Value) -> str:
    """``1284,50`` and ``14.05.2018``: as a Danish spreadsheet reads a number and a day."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d.%m.}{value.year:04d}"
    if isinstance(value, int):
        return str(value)
    return harmless(str(value))


def write_csv(
    headers: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    text: Callable[[Value], str] = csv_text,
) -> bytes:
    """Semicolons, UTF-8 with a byte order mark, lines that end as Windows ends them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(title: str, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet whose head stays while one scrolls; columns as wide as what they hold."""
    rows = list(rows)
    book = Workbook(write_only=True)
    book.properties.title = ILLEGAL_CHARACTERS_RE.sub("", title)
    book.properties.creator = "Peerstøtte"
    sheet = book.create_sheet(FORBIDDEN_IN_TITLE.sub(" ", title)[:LONGEST_TITLE].strip() or "1")
    sheet.freeze_panes = "A2"
    for number, header in enumerate(headers, start=1):
        letters = max([len(header), *(len(csv_text(row[number - 1])) for row in rows)])
        width = min(max(letters + 2, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, header, font=BOLD) for header in headers])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    return saved(book, EPOCH)


def put(cell: Cell, value: Value) -> None:
    """Amounts and days as what they are, everything else as text that is never read as a formula."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:MOST_LETTERS]
        cell.data_type = "s"
        return
    cell.value = value
    cell.number_format = _format(value)


def saved(book: Workbook, dated: date) -> bytes:
    """The file with fixed times: openpyxl stamps both the archive and the properties with now."""
    book.properties.created = datetime.combine(dated, time(), UTC).replace(tzinfo=None)
    buffer = io.BytesIO()
    book.save(buffer)
    stamp = f"{dated}T00:00:00Z".encode()
    fixed = io.BytesIO()
    with ZipFile(buffer) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, content
                )
            entry = ZipInfo(name, (EPOCH.year, EPOCH.month, EPOCH.day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, content)
    return fixed.getvalue()


def _cell(sheet, value: Value, *, font: Font | None = None) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    put(cell, value)
    if font is not None:
        cell.font = font
    return cell


def _format(value: int | Decimal | date) -> str:
    if isinstance(value, date):
        return DAY
    return AMOUNT if isinstance(value, Decimal) else COUNT
