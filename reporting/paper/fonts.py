"""The face of every paper, registered before any style exists.

reportlab falls back to Helvetica, which it does not embed, wherever a default is read too early: so
every other module of the kit imports this one first.
"""

from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FAMILY = "PeerstoettePaper"
REGULAR, BOLD, ITALIC, BOLD_ITALIC = (
    f"{FAMILY}-{cut}" for cut in ("Regular", "Bold", "Italic", "BoldItalic")
)
FOLDER = Path(__file__).parent / "fonts"

for cut in (REGULAR, BOLD, ITALIC, BOLD_ITALIC):
    pdfmetrics.registerFont(TTFont(cut, str(FOLDER / f"{cut}.ttf")))
pdfmetrics.registerFontFamily(FAMILY, REGULAR, BOLD, ITALIC, BOLD_ITALIC)

rl_config.canvas_basefontname = REGULAR
rl_config.defaultGraphicsFontName = REGULAR


# What every cut can draw.
CHARACTERS = frozenset.intersection(
    *(
        frozenset(map(chr, pdfmetrics.getFont(cut).face.charToGlyph))
        for cut in (REGULAR, BOLD, ITALIC, BOLD_ITALIC)
    )
)


def width(text: str, font: str, size: float) -> float:
    """The text's width in points."""
    return pdfmetrics.stringWidth(text, font, size)
