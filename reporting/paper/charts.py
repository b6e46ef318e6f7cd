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
FEW, NARROW = 2, 0.6  # so few columns take a part of the width: the eye must find along the row
MOST = 200  # points that a column of words counts for, however long they are


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
    rows = [Row(_cells(row)) for row in table.rows]
    if table.total:
        rows.append(Row(_cells(table.total), RowKind.SUM))
    points = width if len(table.head) > FEW else width * NARROW
    columns = [
        Column(column.label, each, is_amount=not column.is_words)
        for column, each in zip(table.columns, _widths(table, points), strict=True)
    ]
    return kit.money_table(columns, rows, points, density=styles.DENSE)


def _widths(table: Table, width: float) -> list[float]:
    """Numbers take what they need, words share what is left by how much they have to say."""
    lines = [table.head, *(_cells(row) for row in table.rows), _cells(table.total)]
    needed = [_needed(texts) for texts in zip_longest(*lines, fillvalue="")]
    kinds = [column.is_words for column in table.columns]
    words = sum(min(n, MOST) for n, is_words in zip(needed, kinds, strict=True) if is_words)
    left = width - sum(n for n, is_words in zip(needed, kinds, strict=True) if not is_words)
    return [
        left * min(n, MOST) / words if is_words else n
        for n, is_words in zip(needed, kinds, strict=True)
    ]


def _cells(cells: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(_("hidden") if cell is None else cell for cell in cells)


def _needed(texts: Sequence[str]) -> float:
    size = styles.DENSE.size
    return GUTTER + max(fonts.width(kit.drawable(text), fonts.BOLD, size) for text in texts)
