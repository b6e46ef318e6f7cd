"""The dashboard as a workbook: a sheet for each section, a hidden number as the word for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from accounts.models import User
from partners.models import Project
from peerstoette.lib import tables
from peerstoette.lib.tables import Value
from reporting.dashboard.build import dashboard
from reporting.dashboard.figures import CofinancingRow, Dashboard, MilestoneRow, MoneyRow
from reporting.dashboard.period import Period
from reporting.papers import MEDIA_TYPES, Document, Format

FIRST_WIDTH, WIDTH, WIDEST = 44, 17, 70
WORDY = 30  # letters from which a column is as wide as its text


@dataclass(frozen=True)
class Section:
    """A sheet: what it is called, the heads of its columns, and its rows.

    None in a cell of ``rows`` is empty: what is hidden is already said in words.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""


def sheet_of(project: Project, user: User, period: Period) -> Document:
    """The file, in Danish like every paper."""
    with translation.override("da"):
        figures = dashboard(project, user, period)
        content = workbook(figures)
    return Document(f"noegletal-{period.key}.xlsx", MEDIA_TYPES[Format.XLSX], content)


def workbook(figures: Dashboard) -> bytes:
    """The same figures give the same bytes."""
    book = Workbook()
    book.properties.title = f"{_('Key figures')}, {figures.project}, {figures.period.label}"
    book.properties.creator = "Peerstøtte"
    book.remove(book.active)
    lead = f"{figures.project}, {figures.period.label} ({figures.period.days_text})"
    for section in sections(figures):
        _draw(book, section, lead)
    return tables.saved(book, figures.period.until)


def _draw(book: Workbook, section: Section, lead: str) -> None:
    sheet = book.create_sheet(section.title)
    above = [(lead,), *([(section.note,)] if section.note else [])]
    for number, row in enumerate([*above, section.head, *section.rows], start=1):
        for column, value in enumerate(row, start=1):
            tables.put(sheet.cell(number, column), value)
    sheet["A1"].font = tables.BOLD
    head = len(above) + 1
    for column, cells in enumerate(zip(section.head, *section.rows, strict=True), start=1):
        cell = sheet.cell(head, column)
        cell.font = tables.BOLD
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        letters = max((len(each) for each in cells if isinstance(each, str)), default=0)
        width = min(letters, WIDEST) if letters > WORDY else WIDTH
        sheet.column_dimensions[get_column_letter(column)].width = (
            max(width, FIRST_WIDTH) if column == 1 else width
        )
    sheet.freeze_panes = f"B{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0


def sections(figures: Dashboard) -> tuple[Section, ...]:
    """Every section of the dashboard, in its order."""
    return (
        _reach(figures),
        _cumulative(figures),
        _table(figures),
        _sides(figures),
        _attendance(figures),
        _dropout(figures),
        _activity(figures),
        _staffing(figures),
        _fte(figures),
        _money(figures),
        _promised(figures),
        _plan(figures),
        _guideposts(figures),
        _findings(figures),
    )


def shown(*numbers: int | None) -> tuple[int | str, ...]:
    """Numbers of people; what is hidden is the word for it, everywhere the same."""
    return tuple(_("hidden") if number is None else number for number in numbers)


def _why(figures: Dashboard) -> str:
    return _(
        "Fewer than %(limit)d citizens are never shown, nor what would reveal them. Such a number"
        " is hidden."
    ) % {"limit": figures.hidden_below}


def _reach(figures: Dashboard) -> Section:
    reach = figures.reach
    return Section(
        _("Citizens"),
        (_("Figure"), _("Citizens"), _("Goal from"), _("Goal to")),
        (
            (_("In the period"), *shown(reach.in_period), None, reach.goal_period),
            (
                _("From the project's first day"),
                *shown(reach.in_project),
                reach.goal_from or None,
                reach.goal_to or None,
            ),
        ),
        _why(figures),
    )


def _cumulative(figures: Dashboard) -> Section:
    return Section(
        _("Month by month"),
        (_("Up to and including"), _("Citizens since the period began")),
        tuple((point.month, *shown(point.value)) for point in figures.reach.cumulative),
        _why(figures),
    )


def _table(figures: Dashboard) -> Section:
    table = figures.table
    rows = [(row.partner, *shown(*row.cells, row.total)) for row in table.rows]
    total = (_("In all"), *shown(*table.totals, table.total))
    return Section(
        _("Partner and model"),
        (_("Referred by"), *table.models, _("In all")),
        (*rows, total),
        _("A citizen whom two partners have referred counts with each, and once in all."),
    )


def _sides(figures: Dashboard) -> Section:
    return Section(
        _("Municipal and regional"),
        (
            _("Referred by"),
            _("Citizens"),
            _("Came to sessions, times"),
            _("Mentoring meetings"),
            _("Came, per cent"),
            _("Episodes ended"),
            _("Dropped out"),
            _("Dropout, per cent"),
        ),
        tuple(
            (
                side.label,
                *shown(side.citizens, side.attended, side.meetings),
                *_rate(side.came_percent, side.citizens),
                *shown(side.ended, side.dropouts),
                *_rate(side.dropout_percent, side.ended),
            )
            for side in figures.sides
        ),
        _why(figures),
    )


def _rate(percent: int | None, whole: int | None) -> tuple[Value]:
    """Empty where there is nothing to take a part of."""
    return (None,) if percent is None and whole == 0 else shown(percent)


def _attendance(figures: Dashboard) -> Section:
    kinds = (
        (_("Sessions"), figures.attendance.sessions),
        (_("Mentoring meetings"), figures.attendance.meetings),
    )
    return Section(
        _("Attendance"),
        (
            _("Figure"),
            _("Planned"),
            _("Held"),
            _("Cancelled"),
            _("Missing"),
            _("To come"),
            _("Came"),
            _("Sent word"),
            _("No word"),
            _("Registered"),
            _("Came, per cent"),
        ),
        tuple(
            (
                label,
                *(held.planned, held.held, held.cancelled, held.missing, held.to_come),
                *shown(held.answers.came, held.answers.sent_word, held.answers.no_word),
                *shown(held.answers.total),
                *_rate(held.answers.percentages[0], held.answers.total),
            )
            for label, held in kinds
        ),
        _("Staff took part in sessions %(count)d times; they are not counted as citizens.")
        % {"count": figures.attendance.staff},
    )


def _dropout(figures: Dashboard) -> Section:
    ended = figures.dropout
    return Section(
        _("Dropout"),
        (_("Episodes"), _("Number"), _("Per cent")),
        (
            (_("Begun"), *shown(ended.started), None),
            *((each.label, *shown(each.episodes), None) for each in ended.reasons),
            (_("Ended in all"), *shown(ended.total), None),
            (_("Dropout"), *shown(ended.dropouts), *_rate(ended.percent, ended.total)),
        ),
        _why(figures),
    )


def _activity(figures: Dashboard) -> Section:
    now = figures.activity
    waiting = ((_("Citizens whose referral waits for an answer"), *shown(now.waiting)),)
    return Section(
        _("Under way"),
        (_("Figure"), _("Number")),
        (
            (_("Courses under way"), now.courses),
            (_("Sessions held in the period"), now.sessions),
            (_("Citizens with a mentor"), *shown(now.matches)),
            (_("Mentoring meetings in the period"), now.meetings),
            *(waiting if figures.holds_today else ()),
        ),
        _why(figures),
    )


def _staffing(figures: Dashboard) -> Section:
    staffing = figures.staffing
    rows = [
        (each.partner, each.peers, each.min_peers, each.fte, each.min_fte, each.below_since)
        for each in staffing.partners
    ]
    all_peers = (_("All peers, whoever pays"), staffing.peers, staffing.goal_peers or None)
    return Section(
        _("Peers"),
        (
            _("Partner"),
            _("Peers"),
            _("Peers, at least"),
            _("FTE"),
            _("FTE, at least"),
            _("Below since"),
        ),
        (
            *rows,
            (*all_peers, staffing.fte, None, None),
        ),
    )


def _fte(figures: Dashboard) -> Section:
    partners = figures.staffing.partners
    return Section(
        _("FTE by month"),
        (_("Month"), *(each.partner for each in partners)),
        tuple(
            (month, *(each.series[number].fte for each in partners))
            for number, month in enumerate(figures.period.months)
        ),
    )


def _money(figures: Dashboard) -> Section:
    money = figures.money
    total = _money_row(_("In all"), money.total)
    passed = (_("Time passed, per cent"), None, None, None, None, money.time.percent)
    return Section(
        _("Budget"),
        (
            _("Kr."),
            _("Budget of the years"),
            _("Posted in the period"),
            _("Used of the years"),
            _("Left of the years"),
            _("Per cent"),
            _("Whole budget"),
            _("Used in all"),
            _("Left in all"),
            _("Per cent in all"),
        ),
        (
            *(_money_row(row.label, row) for row in money.groups),
            total,
            (*passed, None, None, None, money.project_time.percent),
        ),
    )


def _money_row(label: str, row: MoneyRow) -> tuple[Value, ...]:
    return (
        label,
        *(row.budget, row.in_period, row.used, row.left, row.share.percent),
        *(row.project_budget, row.project_used, row.project_left, row.project_share.percent),
    )


def _promised(figures: Dashboard) -> Section:
    sent = figures.invoiced
    invoiced = (_("Invoiced of the grant"), sent.in_period, None, None, sent.to_date, sent.grant)
    return Section(
        _("Invoices and co-financing"),
        (
            _("Kr."),
            _("In the period"),
            _("Year to date"),
            _("Promised in the year"),
            _("To date"),
            _("Promised in all"),
            _("Per cent"),
        ),
        (
            *([(*invoiced, sent.share.percent)] if sent.is_sent else []),
            *(_partner(row.partner, row) for row in figures.cofinancing.rows),
            _partner(_("Pay of peers at partners, in all"), figures.cofinancing.total),
        ),
    )


def _partner(label: str, row: CofinancingRow) -> tuple[Value, ...]:
    amounts = (row.in_period, row.year_to_date, row.year_commitment, row.to_date, row.commitment)
    return (label, *amounts, row.share.percent)


def _plan(figures: Dashboard) -> Section:
    states = {
        "reached": _("Reached"),
        "overdue": _("Overdue"),
        "under_way": _("Under way"),
        "planned": _("Planned"),
    }
    return Section(
        _("Milestones"),
        (
            _("Milestone"),
            _("Deliverable"),
            _("First planned from"),
            _("First planned to"),
            _("From"),
            _("To"),
            _("Done, per cent"),
            _("Reached"),
            _("Days later than first planned"),
            _("Standing"),
        ),
        tuple(_milestone(row, states[row.state]) for row in figures.milestones),
    )


def _milestone(row: MilestoneRow, state: str) -> Sequence[Value]:
    return (
        f"{row.number}. {row.name}",
        row.deliverable,
        *(row.baseline_starts_on, row.baseline_ends_on, row.starts_on, row.ends_on),
        *(row.progress, row.reached_on, row.slip_days, state),
    )


def _guideposts(figures: Dashboard) -> Section:
    return Section(
        _("Guideposts"),
        (_("Guidepost"), _("Latest evidence"), _("What it shows"), _("Source"), _("Pieces in all")),
        tuple(
            (f"{row.number}. {row.name}", row.date, row.text, row.source, row.pieces)
            for row in figures.guideposts
        ),
    )


def _findings(figures: Dashboard) -> Section:
    return Section(
        _("Findings"),
        (_("Severity"), _("Open today")),
        tuple((each.label, each.count) for each in figures.findings),
    )
