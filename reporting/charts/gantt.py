"""The plan: a bar for each milestone, what was first agreed below it, and where today is."""

from django.utils.translation import gettext as _
from reportlab.graphics.shapes import Drawing

from reporting.charts.board import Board, fitted, text_width
from reporting.charts.legend import KEY_ROW, draw_key, key_lines
from reporting.charts.scale import Calendar
from reporting.charts.specs import Bout, Gantt, Tone

ROW, THICK = 28, 14
HEAD, FOOT = 44, 26
GAP = 16
LABELS = 0.4  # of the width, at most
RADIUS = 8
MARKED = 20  # the mark before the words of a state
QUARTER = 44  # units that the name of a quarter needs
INKS = {Tone.DONE: "text", Tone.LATE: "bad", Tone.RUNNING: "text", Tone.WAITING: "mut"}


def gantt(chart: Gantt, width: float) -> Drawing:
    key = _key(chart)
    lines = key_lines(key, width)
    foot = HEAD + ROW * len(chart.rows)
    board = Board(width, foot + FOOT + KEY_ROW * len(lines))
    states = max((text_width(row.state, "bad") for row in chart.rows), default=0) + MARKED
    widest = max((text_width(row.label) for row in chart.rows), default=0)
    labels = min(widest, width * LABELS) + GAP
    room = width - labels - states - 2 * GAP
    days = Calendar(chart.first, chart.last, labels, room)
    _axis(board, days, foot)
    for n, row in enumerate(chart.rows):
        middle = HEAD + ROW * n + ROW / 2 - 1
        board.text(0, middle, fitted(row.label, labels - GAP))
        _row(board, row, days, middle)
        _state(board, row, width - states, middle)
    if chart.today and chart.first <= chart.today <= chart.last:
        _today(board, days.end(chart.today), foot, chart.today_label)
    for n, line in enumerate(lines):
        draw_key(board, line, foot + FOOT + KEY_ROW * n + KEY_ROW / 2)
    return board.drawing


def _key(chart: Gantt) -> list[tuple[str, str]]:
    key = [("s1", _("Done")), ("plan", _("Planned"))]
    if any(_has_moved(row) for row in chart.rows):
        key.append(("base", _("First agreed")))
    return key


def _has_moved(row: Bout) -> bool:
    return row.baseline not in (None, (row.first, row.last))


def _axis(board: Board, days: Calendar, foot: float) -> None:
    """Years, and quarters where there is room for their names."""
    quarters = days.quarters()
    has_names = days.width / max(len(quarters), 1) >= QUARTER
    for n, day in enumerate(quarters):
        x, is_year = days.x(day), day.month == 1
        board.line(x, 4 if is_year else 26, x, foot, "ax" if is_year else "grid")
        following = next((d for d in quarters[n + 1 :] if d.month == 1), None)
        room = (days.x(following) if following else days.left + days.width) - x
        if (is_year or n == 0) and text_width(str(day.year), "b") + 6 <= room:
            board.text(x + 6, 11, str(day.year), "b")
        here = days.x(quarters[n + 1]) - x if n + 1 < len(quarters) else room
        name = _("Q%(number)d") % {"number": day.month // 3 + 1}
        if has_names and text_width(name, "mut") + 8 <= here:
            board.text(x + 6, 30, name, "mut")
    board.line(0, HEAD - 2, board.width, HEAD - 2, "grid")


def _row(board: Board, row: Bout, days: Calendar, middle: float) -> None:
    """The planned days, the part that is done, the agreed days below, and the milestone itself."""
    first, last = days.x(row.first), days.end(row.reached or row.last)
    top = middle - THICK / 2
    board.rect(first + 0.5, top + 0.5, last - first - 1, THICK - 1, "plan")
    done = 100 if row.reached else row.progress
    if done:
        board.rect(first, top, (last - first) * done / 100, THICK, "s1")
    if _has_moved(row):
        begin, end = (days.x(row.baseline[0]), days.end(row.baseline[1]))
        board.rect(begin, middle + THICK / 2 + 2, end - begin, 3, "base")
    board.diamond(last, middle, RADIUS + 1, "mile" if row.reached else "mile-open")


def _state(board: Board, row: Bout, x: float, middle: float) -> None:
    """The state in words, with a mark for what is reached and what is late."""
    if row.tone is Tone.DONE:
        board.polyline([(x, middle), (x + 3.5, middle + 3.5), (x + 10, middle - 4)], "tick")
    elif row.tone is Tone.LATE:
        board.polygon([(x + 6, middle - 6), (x + 12, middle + 5), (x, middle + 5)], "late")
    board.text(x + MARKED, middle, row.state, INKS[row.tone])


def _today(board: Board, x: float, foot: float, label: str) -> None:
    width = text_width(label, "nowlab") + 14
    left = min(max(x - width / 2, 0), board.width - width)
    board.line(x, HEAD - 2, x, foot, "now")
    board.rect(left, foot, width, 19, "asof", r=2)
    board.text(left + width / 2, foot + 9.5, label, "nowlab", "middle")
