"""The accounts and the co-financing statement as workbooks, with the figures of page and paper.

Amounts are numbers, texts are texts: a supplier called "=1+1" stays what it is. The same figures give
the same bytes, so nothing in the file comes from a clock.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from budget.cofinancing import PartnerRow
from budget.models.plan import GRANT_GROUPS
from peerstoette.lib import tables
from peerstoette.lib.tables import BOLD, Value
from reporting.paper import common
from reporting.paper.accounts import FIELDS
from reporting.paper.cofinancing import FIELDS as COFINANCING_FIELDS
from reporting.paper.values import AccountsFigures, CofinancingFigures, Heading

NAME_WIDTH, VALUE_WIDTH = 44, 17


def accounts(figures: AccountsFigures) -> bytes:
    """One sheet: a row for each budget line, sums for each group and in all, kr."""
    heading, rows = figures.heading, figures.accounts
    year = str(heading.period.first.year)
    book, sheet = _book(heading, _("Monthly accounts"))
    _head(
        sheet,
        [
            ["", year, "", "", _("Whole project"), "", "", ""],
            [
                _("Budget line"),
                _("Budget"),
                common.month(heading.period),
                _("Year to date"),
                _("Budget"),
                _("To date"),
                _("Remaining"),
                _("Forecast"),
            ],
        ],
    )
    for group in GRANT_GROUPS:
        for row in rows.group_rows(group):
            _append(sheet, [row.name, *(getattr(row, field) for field in FIELDS)])
        sums = [rows.total(field, group) for field in FIELDS]
        _append(sheet, [str(group.label), *sums], is_sum=True)
    _append(sheet, [_("In all"), *(rows.total(field) for field in FIELDS)], is_sum=True)
    return tables.saved(book, heading.dated)


def cofinancing(figures: CofinancingFigures) -> bytes:
    """One sheet: a row for each employment, then its partner against the promise, kr."""
    heading, statement = figures.heading, figures.statement
    book, sheet = _book(heading, _("Co-financing statement"))
    _head(
        sheet,
        [
            [
                _("Partner"),
                _("Peer"),
                _("Hours a week"),
                _("Days"),
                _("FTE"),
                _("Value, kr."),
                _("Year to date"),
                _("Promised in the year"),
                _("To date"),
                _("Promised in all"),
            ]
        ],
    )
    for partner in statement.partners:
        for peer in partner.peers:
            values = [peer.weekly_hours, peer.days, peer.fte, peer.value]
            _append(sheet, [partner.name, peer.initials, *values])
        _append(sheet, _partner_sums(partner), is_sum=True)
    sums = [statement.total("fte"), *(statement.total(field) for field in COFINANCING_FIELDS)]
    _append(sheet, [_("In all"), "", None, None, *sums], is_sum=True)
    return tables.saved(book, heading.dated)


def _partner_sums(partner: PartnerRow) -> list[Value]:
    return [
        _("%(partner)s in all") % {"partner": partner.name},
        "",
        None,
        None,
        partner.fte,
        partner.value,
        partner.year_to_date,
        partner.year_commitment,
        partner.to_date,
        partner.commitment,
    ]


def _book(heading: Heading, title: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    book.properties.title = f"{title}, {common.month(heading.period)}"
    book.properties.creator = heading.sender.name
    sheet = book.active
    sheet.title = title
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    lead = f"{heading.project}, {common.month(heading.period)}"
    if heading.is_draft:
        lead = f"{lead}, {_('DRAFT')}"
    _append(sheet, [lead], is_sum=True)
    return book, sheet


def _head(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    """The head is repeated on every printed page and stays while one scrolls."""
    first = sheet.max_row + 1
    for row in rows:
        _append(sheet, row, is_sum=True)
    last = sheet.max_row
    for cell in sheet[last]:
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
    sheet.print_title_rows = f"{first}:{last}"
    sheet.freeze_panes = f"B{last + 1}"
    for number in range(1, len(rows[-1]) + 1):
        width = NAME_WIDTH if number == 1 else VALUE_WIDTH
        sheet.column_dimensions[get_column_letter(number)].width = width


def _append(sheet: Worksheet, values: Iterable[Value], *, is_sum: bool = False) -> None:
    row = 1 if sheet.max_row == 1 and sheet["A1"].value is None else sheet.max_row + 1
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        tables.put(cell, value)
        if is_sum:
            cell.font = BOLD
