"""Colours, measures and text styles of every paper. Measures are in points."""

from dataclasses import dataclass

from reporting.paper import fonts  # isort: skip  # before reportlab reads its default font
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

# The light values of the screen's tokens (static/css/look.css).
INK = HexColor("#18211f")
MUTED = HexColor("#53605d")
ACCENT = HexColor("#0b5566")
EDGE = HexColor("#747c7a")
LINE = HexColor("#daddd9")
SUNKEN = HexColor("#f5f6f4")
WATERMARK = HexColor("#eceeeb")

LEFT, RIGHT, TOP, BOTTOM = 57, 51, 45, 58
FOOTER = 36

BODY = ParagraphStyle(
    "body",
    fontName=fonts.REGULAR,
    fontSize=9.3,
    leading=13.2,
    textColor=INK,
    bulletFontName=fonts.REGULAR,
)
STRONG = ParagraphStyle("strong", BODY, fontName=fonts.BOLD)
RUN_IN = ParagraphStyle("run-in", STRONG, keepWithNext=True)
POINT = ParagraphStyle("point", BODY, leftIndent=12, bulletIndent=2)
LABEL = ParagraphStyle("label", BODY, textColor=MUTED)
SMALL = ParagraphStyle("small", BODY, fontSize=8.25, leading=11.4, textColor=MUTED)
SENDER = ParagraphStyle(
    "sender", BODY, fontName=fonts.BOLD, fontSize=12.75, leading=15.3, textColor=ACCENT
)
TITLE = ParagraphStyle("title", BODY, fontName=fonts.BOLD, fontSize=22.5, leading=27)
LEAD = ParagraphStyle("lead", BODY, fontSize=10.2, leading=14, textColor=MUTED)
HEADING = ParagraphStyle(
    "heading", BODY, fontName=fonts.BOLD, fontSize=12.75, leading=16, keepWithNext=True
)
DUE = ParagraphStyle("due", BODY, fontName=fonts.BOLD, fontSize=12.75, leading=16)
DUE_AMOUNT = ParagraphStyle("due amount", DUE, alignment=TA_RIGHT)
AMOUNT = ParagraphStyle("amount", BODY, alignment=TA_RIGHT)


@dataclass(frozen=True)
class Density:
    """The text size and the air above and below a row of a table."""

    size: float
    leading: float
    air: float


ROOMY = Density(9.3, 11.4, 1.9)
DENSE = Density(8.25, 10.2, 1.6)
