"""A drawing seen from its top left corner: every shape has an ink, and texts know their width."""

from reporting.charts.inks import PAPER, TEXT_SIZE

from reporting.paper import fonts, kit  # isort: skip  # before reportlab reads its default font
from reportlab.graphics.shapes import Drawing, Line, Polygon, PolyLine, Rect, Shape, String

ELLIPSIS = "…"
HAIR = 0.5  # what widths that were added up may be off by
RISE = 4.5  # from the middle of a line of text down to where its letters stand


def text_width(text: str, ink: str = "text") -> float:
    return fonts.width(kit.drawable(text), PAPER[ink].font, TEXT_SIZE)


def fitted(text: str, width: float, ink: str = "text") -> str:
    """The text, or as much of it as there is room for."""
    if text_width(text, ink) <= width + HAIR:
        return text
    while text and text_width(text + ELLIPSIS, ink) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def wrapped(text: str, width: float) -> list[str]:
    """The text in one line or two, broken between words."""
    if text_width(text) <= width + HAIR:
        return [text]
    words = text.split()
    first = [words.pop(0)]
    while words and text_width(" ".join([*first, words[0]])) <= width:
        first.append(words.pop(0))
    lines = [" ".join(first), " ".join(words)]
    return [fitted(line, width) for line in lines if line]


class Board:
    """Builds a reportlab Drawing in units; y grows downwards, as on a screen.

    The ink's class travels in reportlab's own slot for attributes of SVG elements.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.drawing = Drawing(width, height)

    def rect(self, x: float, y: float, width: float, height: float, ink: str, r: float = 0) -> None:
        shape = Rect(x, self.height - y - height, max(width, 0), height, rx=r, ry=r)
        self._add(shape, ink, has_fill=True)

    def line(self, x1: float, y1: float, x2: float, y2: float, ink: str) -> None:
        self._add(Line(x1, self.height - y1, x2, self.height - y2), ink)

    def polygon(self, points: list[tuple[float, float]], ink: str) -> None:
        self._add(Polygon(self._flat(points)), ink, has_fill=True)

    def polyline(self, points: list[tuple[float, float]], ink: str) -> None:
        self._add(PolyLine(self._flat(points)), ink)

    def diamond(self, x: float, y: float, radius: float, ink: str) -> None:
        self.polygon([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], ink)

    def text(self, x: float, y: float, text: str, ink: str = "text", anchor: str = "start") -> None:
        """``y`` is the middle of the line of text."""
        shape = String(x, self.height - y - RISE, kit.drawable(text))
        shape.fontName, shape.fontSize = PAPER[ink].font, TEXT_SIZE
        shape.fillColor, shape.textAnchor = PAPER[ink].fill, anchor
        shape._svgAttrs = {"class": ink}
        self.drawing.add(shape)

    def lines_of_text(self, x: float, y: float, lines: list[str], ink: str = "text") -> None:
        """One line or two, whose middle is ``y``."""
        top = y - (len(lines) - 1) * TEXT_SIZE * 0.6
        for n, line in enumerate(lines):
            self.text(x, top + n * TEXT_SIZE * 1.2, line, ink)

    def _flat(self, points: list[tuple[float, float]]) -> list[float]:
        return [number for x, y in points for number in (x, self.height - y)]

    def _add(self, shape: Shape, ink: str, *, has_fill: bool = False) -> None:
        look = PAPER[ink]
        if has_fill:
            shape.fillColor = look.fill
        shape.strokeColor, shape.strokeWidth = look.stroke, look.width
        shape.strokeDashArray = list(look.dash) or None
        shape._svgAttrs = {"class": ink}
        self.drawing.add(shape)
