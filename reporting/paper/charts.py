"""Charts and their tables on paper: the drawings of the page as vectors, in the light colours."""

from collections.abc import Sequence

from reporting.charts import Chart, Table, draw  # isort: skip  # before reportlab reads its default font
from django.utils.translation import gettext as _
from reportlab.platypus import Flowable, KeepTogether

from reporting.charts.inks import TEXT_SIZE
from reporting.paper import fonts, kit, styles
from reporting.paper.kit import Column, Row, RowKind

TEXT = 8.25  # points that a text of a drawing is high on paper
SCALE = TEXT / TEXT_SIZE
GUTTER = 24
WORDS_WIDTH = 130


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
    first, *others = table.head
    columns = [Column(first)]
    texts = [_cells(row) for row in (*table.rows, table.total or ("",) * len(table.head))]
    for n, label in enumerate(others, start=1):
        is_words = n in table.words
        needed = _needed([label, *(row[n] for row in texts)])
        columns.append(Column(label, min(needed, WORDS_WIDTH), is_amount=not is_words))
    return kit.money_table(columns, rows, width, density=styles.DENSE)


def _cells(cells: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(_("hidden") if cell is None else cell for cell in cells)


def _needed(texts: Sequence[str]) -> float:
    size = styles.DENSE.size
    return GUTTER + max(fonts.width(kit.drawable(text), fonts.BOLD, size) for text in texts)
