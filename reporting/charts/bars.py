"""Bars: standing ones against a goal, lying ones in parts, and lying ones against a requirement."""

from decimal import Decimal

from django.utils.translation import gettext as _
from reportlab.graphics.shapes import Drawing

from reporting.charts.board import Board, text_width, wrapped
from reporting.charts.legend import KEY_ROW, draw_key, key_lines
from reporting.charts.scale import shown, ticks
from reporting.charts.specs import Bar, Bars, HorizontalBars, Number, Stack, StackedBars

STANDING_HEIGHT, TOP, FOOT = 316, 30, 26
ROW, THICK = 40, 24
GAP = 10  # between a text and what it belongs to
SEAM = 2  # between the parts of a bar, whose colours alone are not far enough apart
INSIDE = 9
SERIES = ("s1", "s2", "s3")  # as many parts as a row may have


def standing(chart: Bars, width: float) -> Drawing:
    known = [value for value in chart.values if value is not None]
    has_hidden = len(known) < len(chart.values)
    board = Board(width, STANDING_HEIGHT + (KEY_ROW if has_hidden else 0))
    floor = STANDING_HEIGHT - FOOT
    top = max([*known, chart.goal or 0, 1])
    axis = ticks(top)
    left = max(text_width(shown(tick), "mut") for tick in axis) + GAP

    def y(value: Number) -> float:
        return floor - float(value) / float(top) * (floor - TOP)

    for tick in axis:
        board.line(left, y(tick), width, y(tick), "grid" if tick else "ax")
        board.text(left - GAP, y(tick), shown(tick), "mut", "end")
    slot = (width - left) / max(len(chart.labels), 1)
    for n, value in enumerate(chart.values):
        _stand(board, left + slot * n, slot, floor, None if value is None else y(value), value)
    _labels_below(board, chart.labels, left, slot, floor)
    if chart.goal is not None:
        board.line(left, y(chart.goal), width, y(chart.goal), "goal")
        board.text(left + 2, y(chart.goal) - 11, chart.goal_label, "b")
    if has_hidden:
        draw_key(board, [("hid", _("Hidden"))], STANDING_HEIGHT + KEY_ROW / 2)
    return board.drawing


def _stand(board, left: float, slot: float, floor: float, top: float | None, value) -> None:
    """A bar with its value in it or above it; where it is hidden, a box as high as all of them."""
    width = min(slot * 0.7, 64)
    x, middle = left + (slot - width) / 2, left + slot / 2
    if top is None:
        board.rect(x, TOP + 0.5, width, floor - TOP - 0.5, "hid")
        return
    board.rect(x, top, width, floor - top, "s1")
    text = shown(value)
    if text_width(text, "b") > slot:
        return
    if floor - top >= THICK and text_width(text, "inv") <= width:
        board.text(middle, top + 13, text, "inv", "middle")
    else:
        board.text(middle, top - 10, text, "b", "middle")


def _labels_below(board: Board, labels, left: float, slot: float, floor: float) -> None:
    """The labels that say something, or as many as there is room for, in even steps."""
    widest = max((text_width(label) for label in labels), default=0) + 6
    every = 1 if "" in labels else max(1, -(-int(widest) // max(int(slot), 1)))
    for n in range(0, len(labels), every):
        if labels[n]:
            board.text(left + slot * (n + 0.5), floor + 15, labels[n], "mut", "middle")


def stacked(chart: StackedBars, width: float) -> Drawing:
    has_hidden = any(part is None for row in chart.rows for part in row.parts)
    key = [*zip(SERIES, chart.series, strict=False)]
    key += [("hid", _("Hidden"))] if has_hidden else []
    lines = key_lines(key, width)
    height = ROW * len(chart.rows) + 6
    board = Board(width, height + KEY_ROW * len(lines) + 8)
    left = _label_width([row.label for row in chart.rows], width)
    room = width - left - GAP - text_width("0000", "b")
    top = max([1, *(_least(row) for row in chart.rows)])
    for n, row in enumerate(chart.rows):
        middle = ROW * n + ROW / 2 - 4
        board.lines_of_text(0, middle, wrapped(row.label, left - GAP))
        _stack(board, row, left, middle, room / top)
    board.line(left - 0.5, 0, left - 0.5, height, "ax")
    for n, line in enumerate(lines):
        draw_key(board, line, height + 8 + KEY_ROW * n + KEY_ROW / 2)
    return board.drawing


def _least(row: Stack) -> int:
    """What the row's bar must have room for: its whole, or what is known of it."""
    return row.whole or sum(part or 0 for part in row.parts)


def _stack(board: Board, row: Stack, left: float, middle: float, unit: float) -> None:
    """The known parts in their colours, then a dashed box for the rest where something is hidden."""
    x, y = left, middle - THICK / 2
    for n, part in enumerate(row.parts):
        if not part:
            continue
        length = max(part * unit - SEAM, 1)
        board.rect(x, y, length, THICK, SERIES[n])
        if n == 0 and text_width(shown(part), "inv") + 2 * INSIDE <= length:
            board.text(x + INSIDE, middle, shown(part), "inv")
        x += length + SEAM
    if None in row.parts or row.whole is None:
        x = _hidden(board, row, x, middle, unit)
    if row.whole is not None:
        board.text(x + INSIDE - SEAM, middle, shown(row.whole), "b")


def _hidden(board: Board, row: Stack, x: float, middle: float, unit: float) -> float:
    """A dashed box: of the length that the whole leaves, or of one size where that is hidden too."""
    text = _("hidden") if row.whole is None else _("split hidden")
    needed = text_width(text, "mut") + 2 * INSIDE
    if row.whole is None:
        length = needed
    else:
        length = (row.whole - sum(part or 0 for part in row.parts)) * unit
    board.rect(x + 0.5, middle - THICK / 2 + 0.5, max(length - 1, 3), THICK - 1, "hid")
    if length >= needed:
        board.text(x + INSIDE, middle, text, "mut")
    return x + length + SEAM


def lying(chart: HorizontalBars, width: float) -> Drawing:
    head = 22 if chart.line is not None else 4
    board = Board(width, head + ROW * len(chart.rows) + 6)
    left = _label_width([row.label for row in chart.rows], width)
    notes = max((text_width(row.note, "bad") for row in chart.rows if row.note), default=0)
    values = [Decimal(row.value) for row in chart.rows]
    top = max([*values, Decimal(chart.line or 0), Decimal("0.01")]) * Decimal("1.1")
    unit = (width - left - (notes + 2 * GAP if notes else 0)) / float(top)
    middles = [head + ROW * n + ROW / 2 - 6 for n in range(len(chart.rows))]
    for row, middle in zip(chart.rows, middles, strict=True):
        board.lines_of_text(0, middle, wrapped(row.label, left - GAP))
        _bar(board, row, left, middle, float(row.value) * unit)
        board.text(width, middle, row.note, "bad" if row.is_short else "mut", "end")
    board.line(left - 0.5, head - 4, left - 0.5, board.height, "ax")
    if chart.line is not None:
        x = left + float(chart.line) * unit
        board.line(x, head, x, board.height, "halo")
        board.line(x, head - 4, x, board.height, "goal")
        board.text(x, 8, chart.line_label, "b", "middle")
    for row, middle in zip(chart.rows, middles, strict=True):
        _value(board, row, left, middle, float(row.value) * unit)
    return board.drawing


def _bar(board: Board, row: Bar, left: float, middle: float, length: float) -> None:
    if row.is_short:
        board.rect(left + 1, middle - THICK / 2 + 1, max(length - 2, 1), THICK - 2, "bad-bar")
    else:
        board.rect(left, middle - THICK / 2, length, THICK, "s1")


def _value(board: Board, row: Bar, left: float, middle: float, length: float) -> None:
    """In the bar where there is room, else right of it."""
    if text_width(row.shown, "b") + 2 * INSIDE <= length:
        board.text(left + INSIDE, middle, row.shown, "b" if row.is_short else "inv")
    else:
        board.text(left + length + INSIDE - 2, middle, row.shown, "b")


def _label_width(labels: list[str], width: float) -> float:
    """Room for the row labels: what they need, at most a third of the width."""
    widest = max((text_width(label) for label in labels), default=0)
    return min(widest + GAP, width / 3)
