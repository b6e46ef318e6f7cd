"""A value over time: a strip for each row, all over the same days and against the same requirement.

Strips instead of lines in one frame: partners who keep an agreement lie on top of each other.
"""

from reportlab.graphics.shapes import Drawing

from reporting.charts.board import Board, fitted, text_width, wrapped
from reporting.charts.scale import Calendar, short_day
from reporting.charts.specs import Line, Lines

STRIP, AIR = 54, 12
HEAD, FOOT = 22, 24
GAP = 10


def strips(chart: Lines, width: float) -> Drawing:
    board = Board(width, HEAD + (STRIP + AIR) * len(chart.rows) + FOOT)
    widest = max((text_width(row.label) for row in chart.rows), default=0)
    left = min(widest + GAP, width / 3)
    right = max((text_width(row.shown, "b") for row in chart.rows), default=0) + GAP
    days = Calendar(chart.first, chart.last, left, width - left - right)
    foot = board.height - FOOT
    _years(board, days, foot)
    values = [step.value for row in chart.rows for step in row.steps]
    top = float(max([*values, chart.line or 0, 1])) * 1.05
    for n, row in enumerate(chart.rows):
        floor = HEAD + (STRIP + AIR) * (n + 1) - AIR
        board.lines_of_text(0, floor - STRIP / 2, wrapped(row.label, left - GAP))
        _strip(board, row, days, floor, top)
        board.line(left, floor, width - right, floor, "ax")
        if chart.line is not None:
            y = floor - float(chart.line) / top * STRIP
            board.line(left, y, width - right, y, "goal")
        ink = "bad" if row.steps and row.steps[-1].is_short else "b"
        board.text(width, floor - STRIP / 2, row.shown, ink, "end")
    if chart.line is not None:
        board.text(left, 8, chart.line_label, "b")
    if chart.today and chart.first <= chart.today <= chart.last:
        _today(board, days, chart, foot)
    return board.drawing


def _strip(board: Board, row: Line, days: Calendar, floor: float, top: float) -> None:
    """Each step as a light area under a line, which is in the error colour where it falls short."""
    for step in row.steps:
        left, right = days.x(step.first), days.end(step.last)
        height = float(step.value) / top * STRIP
        board.rect(left, floor - height, right - left, height, "off")
        ink = "line-bad" if step.is_short else "line-1"
        board.line(left, floor - height, right, floor - height, ink)


def _years(board: Board, days: Calendar, foot: float) -> None:
    """Quarters as hairlines, and a name for each year, or for each quarter of a single one."""
    quarters = days.quarters()
    is_short = len(quarters) <= 5
    for day in quarters:
        x = days.x(day)
        is_named = is_short or day.month == 1 or day == quarters[0]
        board.line(x, HEAD - 4, x, foot, "grid")
        if is_named:
            text = short_day(max(day, days.first)) if is_short else str(day.year)
            following = next((d for d in quarters if d > day and d.month == 1), None)
            room = days.left + days.width if is_short or following is None else days.x(following)
            if text_width(text, "mut") <= room - x:
                board.text(x, foot + 12, fitted(text, room - x, "mut"), "mut")


def _today(board: Board, days: Calendar, chart: Lines, foot: float) -> None:
    x = days.end(chart.today)
    board.line(x, HEAD - 4, x, foot, "now")
