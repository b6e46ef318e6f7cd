"""What the inks of a chart stand for, below it."""

from reporting.charts.board import Board, fitted, text_width

KEY_ROW, SWATCH = 22, 16
GAP = 10


def key_lines(key: list[tuple[str, str]], width: float) -> list[list[tuple[str, str]]]:
    """The entries, an ink and its words each, in as many lines as the width asks for."""
    lines, used = [[]], 0.0
    for ink, label in key:
        needed = SWATCH + GAP + text_width(label, "mut") + 2 * GAP
        if lines[-1] and used + needed > width:
            lines.append([])
            used = 0.0
        lines[-1].append((ink, label))
        used += needed
    return lines


def draw_key(board: Board, entries: list[tuple[str, str]], middle: float) -> None:
    x = 0.5
    for ink, label in entries:
        board.rect(x, middle - 6, SWATCH, 12, ink)
        text = fitted(label, board.width - x - SWATCH - GAP, "mut")
        board.text(x + SWATCH + 7, middle, text, "mut")
        x += SWATCH + GAP + text_width(label, "mut") + 2 * GAP
