"""The report's figures laid out: the same tables stand on the page and on the paper, and agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budget.accounts import Row as AccountsRow
from budget.models.plan import GRANT_GROUPS
from partners.findings import Severity
from peerstoette.lib import money
from reporting.dashboard.blocks import Block
from reporting.status.figures import FindingGroup, MilestoneRow, StaffingRow, StatusFigures

NONE = "–"
ACCOUNTS_FIELDS = ("year_budget", "year_to_date", "left_of_year", "budget", "to_date", "remaining")
COFINANCING_FIELDS = ("year_commitment", "year_to_date", "commitment", "to_date")


class Kind(Enum):
    LINE = "line"
    GROUP = "group"
    SUM = "sum"
    TOTAL = "total"


@dataclass(frozen=True)
class Column:
    """``share`` is its part of the width on paper; amounts stand to the right."""

    label: str
    share: float
    is_amount: bool = False


@dataclass(frozen=True)
class Line:
    """A row; a cell that is None is hidden (R14). A group's heading runs across."""

    cells: tuple[str | None, ...]
    kind: Kind = Kind.LINE

    @property
    def is_group(self) -> bool:
        return self.kind is Kind.GROUP


@dataclass(frozen=True)
class Table:
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    @property
    def has_hidden(self) -> bool:
        return any(cell is None for line in self.lines for cell in line.cells)

    @property
    def rows(self) -> list[tuple[Line, list[tuple[str | None, Column]]]]:
        """Each line with its cells, each beside its column."""
        return [(line, list(zip(line.cells, self.columns, strict=False))) for line in self.lines]


# The dashboard's blocks that a section shows, by their ids.
BLOCKS = {
    "reach": ("reach", "partners", "sides"),
    "activities": ("activity", "attendance", "dropout"),
    "milestones": ("plan",),
    "peers": ("agreement",),
    "money": ("budget",),
}
# Of these the chart is enough: a table of the section's own has the same figures, and more.
WITHOUT_TABLE = frozenset({"plan", "agreement", "budget"})


# What the editor shows beside a section's text: its tables, and the dashboard where it has none.
PARTS = {
    "summary": ("board",),
    "reach": ("board",),
    "activities": ("board", "models"),
    "milestones": ("milestones",),
    "peers": ("staffing", "themes"),
    "money": ("accounts", "cofinancing", "in_kind"),
    "guideposts": ("guideposts",),
    "findings": ("findings",),
    "ahead": ("ahead",),
}


def blocks_of(section: str, figures: StatusFigures) -> list[Block]:
    """The section's charts and tables of the dashboard, in its order; none where it was not read."""
    by_id = {block.id: block for block in figures.board.blocks} if figures.board else {}
    shown = (by_id[key] for key in BLOCKS.get(section, ()) if key in by_id)
    return [block for block in shown if block.chart or block.id not in WITHOUT_TABLE]


def tables_of(section: str, figures: StatusFigures) -> list[Table]:
    """What a section shows by itself, without the tables that have nothing to show."""
    found = LAID_OUT[section](figures) if section in LAID_OUT else ()
    return [table for table in found if table.lines]


def _activities(figures: StatusFigures) -> Iterable[Table]:
    yield Table(
        _("What was held, by model"),
        (
            Column(_("Model"), 0.46),
            Column(_("Sessions"), 0.18, is_amount=True),
            Column(_("1:1 meetings"), 0.18, is_amount=True),
            Column(_("Staff took part"), 0.18, is_amount=True),
        ),
        (
            *(
                Line((each.label, str(each.sessions), str(each.meetings), str(each.staff)))
                for each in figures.models
            ),
            Line(
                (_("In all"), *_totals(figures.models, "sessions", "meetings", "staff")), Kind.SUM
            ),
        )
        if figures.models
        else (),
    )


def _totals(rows: Iterable, *fields: str) -> Iterable[str]:
    return (str(sum(getattr(row, field) for row in rows)) for field in fields)


def _milestones(figures: StatusFigures) -> Iterable[Table]:
    lines: list[Line] = []
    for group in figures.milestones:
        lines.append(Line((_deliverable(group.letter, group.name),), Kind.GROUP))
        lines += [_milestone(each, figures) for each in group.milestones]
    yield Table(
        _("Milestones at %(day)s") % {"day": _day(figures.until)},
        _milestone_columns(),
        tuple(lines),
    )


def _ahead(figures: StatusFigures) -> Iterable[Table]:
    yield Table(
        _("Milestones that are planned to end in %(year)s") % {"year": figures.year + 1},
        _milestone_columns(),
        tuple(_milestone(each, figures) for each in figures.ahead),
    )


def _milestone_columns() -> tuple[Column, ...]:
    return (
        Column(_("No."), 0.06),
        Column(_("Milestone"), 0.42),
        Column(_("Planned"), 0.26),
        Column(_("Status"), 0.26),
    )


def _deliverable(letter: str, name: str) -> str:
    return f"{letter}. {name}" if letter else _("Across the deliverables")


def _milestone(each: MilestoneRow, figures: StatusFigures) -> Line:
    planned = f"{_short(each.starts_on)}–{_short(each.ends_on)}"
    return Line((str(each.number), each.name, planned, _status(each)))


def _status(each: MilestoneRow) -> str:
    if each.reached_on:
        return _("Reached %(day)s") % {"day": _short(each.reached_on)}
    if each.days_over:
        return ngettext("%(days)s day late", "%(days)s days late", each.days_over) % {
            "days": each.days_over
        }
    return _("Under way") if each.is_under_way else _("Not begun")


def _peers(figures: StatusFigures) -> Iterable[Table]:
    yield Table(
        _("Peers employed by the partners at %(day)s") % {"day": _day(figures.until)},
        (
            Column(_("Partner"), 0.4),
            Column(_("Peers"), 0.12, is_amount=True),
            Column(_("FTE"), 0.12, is_amount=True),
            Column(_("FTE, mean of the year"), 0.16, is_amount=True),
            Column(_("Days below the minimum"), 0.2, is_amount=True),
        ),
        tuple(_staffing(row) for row in figures.staffing),
        (
            _(
                "The agreement asks for %(peers)s peers and %(fte)s FTE at each employing partner on"
                " every day of the commitment. A full week is 37 hours."
            )
            % {"peers": figures.min_peers, "fte": money.show(figures.min_fte)},
        ),
    )
    yield Table(
        _("Peers who completed the training's themes"),
        (
            Column(_("No."), 0.06),
            Column(_("Theme"), 0.54),
            Column(_("In %(year)s") % {"year": figures.year}, 0.2, is_amount=True),
            Column(_("In all"), 0.2, is_amount=True),
        ),
        tuple(
            Line((str(row.number), row.name, str(row.in_year), str(row.in_all)))
            for row in figures.themes
        ),
    )


def _staffing(row: StaffingRow) -> Line:
    return Line(
        (
            row.partner,
            str(row.peers),
            money.show(row.fte),
            NONE if row.mean_fte is None else money.show(row.mean_fte),
            _("%(short)s of %(days)s") % {"short": row.days_short, "days": row.days}
            if row.days
            else NONE,
        )
    )


def _money(figures: StatusFigures) -> Iterable[Table]:
    if figures.accounts is not None:
        yield _accounts(figures)
    if figures.cofinancing is not None:
        yield _cofinancing(figures)
    yield Table(
        _("Co-financing in kind, as stated in the budget"),
        (
            Column(_("What"), 0.6),
            Column(str(figures.year), 0.2, is_amount=True),
            Column(_("Whole project"), 0.2, is_amount=True),
        ),
        tuple(Line((each.name, _kr(each.year), _kr(each.total))) for each in figures.in_kind),
    )


def _accounts(figures: StatusFigures) -> Table:
    lines: list[Line] = []
    for group in GRANT_GROUPS:
        rows = figures.accounts.group_rows(group)
        if rows:
            lines.append(Line((str(group.label),), Kind.GROUP))
            lines += [Line((row.name, *_amounts(row))) for row in rows]
            sums = (_kr(_sum(figures, field, group)) for field in ACCOUNTS_FIELDS)
            lines.append(Line((_("In all"), *sums), Kind.SUM))
    if lines:
        sums = (_kr(_sum(figures, field)) for field in ACCOUNTS_FIELDS)
        lines.append(Line((_("The grant in all"), *sums), Kind.TOTAL))
    year = {"year": figures.year}
    labels = [
        _("Budget %(year)s") % year,
        _("Used %(year)s") % year,
        _("Left %(year)s") % year,
        _("Whole budget"),
        _("Used to date"),
        _("Left of the whole"),
    ]
    return Table(
        _("The grant at %(day)s, kr.") % {"day": _day(figures.until)},
        (Column(_("Budget line"), 0.28), *(Column(each, 0.12, is_amount=True) for each in labels)),
        tuple(lines),
    )


def _amounts(row: AccountsRow) -> Iterable[str]:
    return (_kr(getattr(row, field)) for field in ACCOUNTS_FIELDS)


def _sum(figures: StatusFigures, field: str, group: str | None = None) -> Decimal:
    """``left_of_year`` is what lines with a budget of the year have left; the others are over it."""
    if field == "left_of_year":
        return _sum(figures, "year_budget", group) - _sum(figures, "year_to_date", group)
    return figures.accounts.total(field, group)


def _cofinancing(figures: StatusFigures) -> Table:
    year = {"year": figures.year}
    labels = [
        _("Promised %(year)s") % year,
        _("Peers' pay %(year)s") % year,
        _("Promised in all"),
        _("Peers' pay to date"),
    ]
    shown = figures.cofinancing
    lines = [
        Line((row.name, *(_kr(getattr(row, field)) for field in COFINANCING_FIELDS)))
        for row in shown.partners
    ]
    if lines:
        sums = (_kr(shown.total(field)) for field in COFINANCING_FIELDS)
        lines.append(Line((_("In all"), *sums), Kind.TOTAL))
    return Table(
        _("Co-financing: peers paid by the partners, kr."),
        (Column(_("Partner"), 0.4), *(Column(each, 0.15, is_amount=True) for each in labels)),
        tuple(lines),
        (
            _(
                "Valued from the employments themselves: yearly pay, hours a week and employed days."
                " A peer's time is never claimed twice."
            ),
        ),
    )


def _guideposts(figures: StatusFigures) -> Iterable[Table]:
    lines: list[Line] = []
    for each in figures.guideposts:
        lines.append(Line((f"{each.number}. {each.name}",), Kind.GROUP))
        lines += [Line((_short(row.date), row.text, row.source)) for row in each.evidence]
        if not each.evidence:
            lines.append(Line((NONE, _("No evidence has been noted yet."), "")))
    yield Table(
        _("Guideposts with their latest evidence"),
        (
            Column(_("Date"), 0.13),
            Column(_("What it shows"), 0.57),
            Column(_("Where it comes from"), 0.3),
        ),
        tuple(lines),
    )


def _findings(figures: StatusFigures) -> Iterable[Table]:
    lines = []
    for group in figures.findings:
        lines.append(Line((_rule(group), str(Severity(group.severity).label), str(group.number))))
    yield Table(
        _("Open findings at %(day)s") % {"day": _day(figures.drawn_on)},
        (
            Column(_("Rule"), 0.62),
            Column(_("Worst"), 0.2),
            Column(_("Number"), 0.18, is_amount=True),
        ),
        tuple(lines),
        (_("Notices are small deviations in the sources, such as roundings of 1 kr."),),
    )


def _rule(group: FindingGroup) -> str:
    return f"{group.rule} {group.text}".strip()


def _kr(amount: Decimal | None) -> str:
    """Whole kroner: a report is read, the accounts have the øre."""
    return NONE if amount is None else money.show(amount, decimals=0)


def _day(day) -> str:
    return date_format(day, "DATE_FORMAT")


def _short(day) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


LAID_OUT = {
    "activities": _activities,
    "milestones": _milestones,
    "peers": _peers,
    "money": _money,
    "guideposts": _guideposts,
    "findings": _findings,
    "ahead": _ahead,
}
