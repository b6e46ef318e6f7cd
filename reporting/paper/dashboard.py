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
SHORT = 12  # rows of a table that stays in one piece
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
    """The chart in one piece, then its table with what explains it; short tables in one piece."""
    above, below = [], []
    if block.chart:
        above = [charts.figure(block.chart, width), kit.gap(8)]
    else:
        caption = [kit.note(block.caption)] if block.caption else []
        below = [kit.heading(block.title), *caption, kit.gap(6)]
    if block.empty:
        below.append(kit.paragraph(block.empty))
    elif block.figures:
        below.append(charts.table(block.figures, width))
    if block.note:
        below += [kit.gap(5), kit.note(block.note)]
    is_short = block.figures is None or len(block.figures.rows) <= SHORT
    return [*above, KeepTogether(below)] if is_short else [*above, *below]


def why(limit: int) -> str:
    return _(
        "Hidden: the number, or one that it can be worked out from, is below %(limit)d. So nobody"
        " can be recognised."
    ) % {"limit": limit}
