"""The dashboard on paper: the page's key figures, charts and tables, in the page's order."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether

from reporting.dashboard.blocks import Block, Board, KeyFigure
from reporting.paper import charts, common, kit, styles
from reporting.paper.build import Sheet
from reporting.paper.values import Party

ACROSS = 3  # key figures beside each other
GUTTER = 16
BETWEEN = 22
LEAST = 120  # points that must be left on a page for a block to begin there
VALUE = ParagraphStyle("value", styles.STRONG, fontSize=17, leading=21)


@dataclass(frozen=True)
class DashboardFigures:
    """``hidden_below`` is the number of citizens from which a count is shown (R14)."""

    sender: Party
    project: str
    dated: date
    hidden_below: int
    board: Board


def sheet(figures: DashboardFigures) -> Sheet:
    return Sheet(title=figures.board.title, author=figures.sender.name, dated=figures.dated)


def story(figures: DashboardFigures) -> list:
    page = sheet(figures)
    board = figures.board
    parts = [
        *common.letterhead(figures.sender, page),
        *kit.title(board.title, f"{figures.project}. {board.lead}"),
        key_figures(board.key_figures, page.width),
    ]
    if board.has_hidden:
        parts += [kit.gap(8), kit.note(why(figures.hidden_below))]
    for each in board.blocks:
        parts += [kit.gap(BETWEEN), CondPageBreak(LEAST), *block(each, page.width)]
    return parts


def key_figures(figures: tuple[KeyFigure, ...], width: float) -> Flowable:
    column = width / ACROSS
    cells = [[_key_figure(figure) for figure in row] for row in _in_rows(figures)]
    cells = [[*row, *[""] * (ACROSS - len(row))] for row in cells]
    table = kit.layout(cells, [column] * ACROSS)
    table.setStyle(
        [
            ("LINEABOVE", (0, 0), (-1, -1), 0.5, styles.LINE),
            ("LINEBELOW", (0, -1), (-1, -1), 0.5, styles.LINE),
            ("TOPPADDING", (0, 0), (-1, -1), 7),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
            ("RIGHTPADDING", (0, 0), (-1, -1), GUTTER),
        ]
    )
    return table


def _in_rows(figures: tuple[KeyFigure, ...]) -> list[tuple[KeyFigure, ...]]:
    return [figures[n : n + ACROSS] for n in range(0, len(figures), ACROSS)]


def _key_figure(figure: KeyFigure) -> list[Flowable]:
    value = _("hidden") if figure.value is None else figure.value
    return [
        kit.note(figure.label),
        kit.paragraph(value, VALUE),
        *(kit.note(text) for text in (figure.of, figure.note) if text),
    ]


def block(block: Block, width: float) -> list[Flowable]:
    if block.chart:
        parts = [charts.figure(block.chart, width)]
    else:
        parts = [kit.heading(block.title), *([kit.note(block.caption)] if block.caption else [])]
    if block.empty:
        return [KeepTogether([*parts, kit.gap(4), kit.paragraph(block.empty)])]
    if block.figures:
        parts += [kit.gap(8), charts.table(block.figures, width)]
    if block.note:
        parts += [kit.gap(5), kit.note(block.note)]
    return parts


def why(limit: int) -> str:
    return _(
        "Hidden: the number, or one that it can be worked out from, is below %(limit)d. So nobody"
        " can be recognised."
    ) % {"limit": limit}
