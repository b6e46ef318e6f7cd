"""The inks of charts: a class of the stylesheet on screen, the light values of its tokens on paper."""

from dataclasses import dataclass

from reporting.paper import fonts, styles  # isort: skip  # before reportlab reads its default font
from reportlab.lib.colors import Color, HexColor, white

SERIES_1, SERIES_2 = HexColor("#0b5566"), HexColor("#6499a6")
ERROR, OK, TRACK = HexColor("#a3211b"), HexColor("#1c6238"), HexColor("#e4e7e3")

TEXT_SIZE = 13  # units of a drawing; a screen that shows it at 11 px has shrunk it as far as it may


@dataclass(frozen=True)
class Ink:
    """How shapes of one class look on paper; ``dash`` in units."""

    fill: Color | None = None
    stroke: Color | None = None
    width: float = 1
    dash: tuple[float, ...] = ()
    font: str = fonts.REGULAR


# The keys are the classes under ``.plot`` in static/css/look.css.
PAPER = {
    "text": Ink(styles.INK),
    "b": Ink(styles.INK, font=fonts.BOLD),
    "mut": Ink(styles.MUTED),
    "bad": Ink(ERROR, font=fonts.BOLD),
    "inv": Ink(white, font=fonts.BOLD),
    "nowlab": Ink(white, font=fonts.BOLD),
    "s1": Ink(SERIES_1),
    "s2": Ink(SERIES_2),
    "off": Ink(TRACK),
    "s3": Ink(TRACK, styles.EDGE),
    "hid": Ink(white, styles.EDGE, dash=(3, 3)),
    "bad-bar": Ink(white, ERROR, 2),
    "plan": Ink(TRACK, styles.EDGE),
    "base": Ink(styles.EDGE),
    "mile": Ink(SERIES_1, white, 1.5),
    "mile-open": Ink(white, styles.EDGE, 1.5),
    "late": Ink(ERROR),
    "asof": Ink(styles.INK),
    "ax": Ink(stroke=styles.EDGE),
    "grid": Ink(stroke=styles.LINE),
    "goal": Ink(stroke=styles.INK, width=1.5, dash=(5, 3)),
    "halo": Ink(stroke=white, width=5),
    "line-1": Ink(stroke=SERIES_1, width=2.5),
    "line-bad": Ink(stroke=ERROR, width=2.5),
    "now": Ink(stroke=styles.INK, width=1.5),
    "tick": Ink(stroke=OK, width=2),
}
