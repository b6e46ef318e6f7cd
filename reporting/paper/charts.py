"""Charts and their tables on paper: the drawings of the page as vectors, in the light colours."""

from collections.abc import Sequence
from itertools import zip_longest

from reporting.charts import Chart, Table, draw  # isort: skip  # before reportlab reads its default font
from django.utils.translation import gettext as _
from reportlab.platypus import Flowable, KeepTogether

from reporting.charts.inks import TEXT_SIZE
from reporting.paper import fonts, kit, styles
from reporting.paper.kit import Column, Row, RowKind

TEXT = 8.25  # points that a text of a drawing is high on paper
SCALE = TEXT / TEXT_SIZE
GUTTER = 14
LONG = 12  # rows
FOLDED = 60  # rows of a folded list that fit a page, under whatever headings
BETWEEN_HALVES = 28
BETWEEN_FOLDS = 12
FEW, NARROW = 2, 0.6  # so few columns take a part of the width: the eye must find along the row
LEAST, MOST = 30, 200  # points that a column counts for, however short or long its words are


def drawing(chart: Chart, width: float) -> Flowable:
    """The chart, ``width`` points wide."""
    drawn = draw(chart, width / SCALE)
    drawn.renderScale = SCALE
    return drawn


def figure(chart: Chart, width: float) -> Flowable:
    """The question, what is shown, the drawing, and what it shows in words; never torn apart."""
    return KeepTogether(
        [
            kit.heading(chart.title),
            kit.note(chart.caption),
            kit.gap(8),
            drawing(chart, width),
            kit.gap(5),
            kit.note(chart.description),
        ]
    )


def table(table: Table, width: float) -> Flowable:
    """The figures behind a chart; a hidden one stands as a word."""
    lines = [Row(_cells(row)) for row in table.rows]
    if table.total:
        lines.append(Row(_cells(table.total), RowKind.SUM))
    if len(table.head) > FEW:
        return _drawn(table, lines, width)
    if len(lines) < LONG or table.total:
        return _drawn(table, lines, width * NARROW)
    return _folded(table, lines, width)


def _folded(table: Table, lines: list[Row], width: float) -> Flowable:
    """A long list of few columns in two halves beside each other, on each page that it needs."""
    half = (width - BETWEEN_HALVES) / 2
    folds = []
    for first in range(0, len(lines), FOLDED):
        fold = lines[first : first + FOLDED]
        middle = (len(fold) + 1) // 2
        left, right = (_drawn(table, part, half) for part in (fold[:middle], fold[middle:]))
        folds.append([left, "", right])
    folded = kit.layout(folds, [half, BETWEEN_HALVES, half])
    folded.setStyle([("TOPPADDING", (0, 1), (-1, -1), BETWEEN_FOLDS)])
    return folded


def _drawn(table: Table, lines: list[Row], width: float) -> Flowable:
    columns = [
        Column(column.label, each, is_amount=not column.is_words)
        for column, each in zip(table.columns, _widths(table, width), strict=True)
    ]
    return kit.money_table(columns, lines, width, density=styles.DENSE)


def _widths(table: Table, width: float) -> list[float]:
    """Numbers take what they need and words at least their longest word; words share the
    rest. Where there is too little, all give way alike, and words too long for it are broken."""
    lines = [table.head, *(_cells(row) for row in table.rows), _cells(table.total)]
    columns = list(zip_longest(*lines, fillvalue=""))
    is_words = [column.is_words for column in table.columns]
    floor = min(LEAST, width / len(columns))
    least = [
        min(max(_needed(" ".join(texts).split() if words else texts), floor), MOST)
        for texts, words in zip(columns, is_words, strict=True)
    ]
    if sum(least) > width:
        floors = floor * len(columns)
        share = (width - floors) / (sum(least) - floors)
        return [floor + share * (low - floor) for low in least]
    wish = [
        min(max(_needed(texts), low), MOST) - low if words else 0
        for texts, words, low in zip(columns, is_words, least, strict=True)
    ]
    wish[0] += 1  # where nobody asks for more, the first column takes what is left
    spare = (width - sum(least)) / sum(wish)
    return [low + spare * more for low, more in zip(least, wish, strict=True)]


def _cells(cells: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(_("hidden") if cell is None else cell for cell in cells)


def _needed(texts: Sequence[str]) -> float:
    size = styles.DENSE.size
    return GUTTER + max((fonts.width(kit.drawable(t), fonts.BOLD, size) for t in texts), default=0)
