"""A drawing taken apart for a page: shapes with a class and numbers as text, and nothing unescaped.

reportlab's own SVG writes colours as styles, which the content policy refuses, and the same ids in
every chart; templates/_svg.html writes these marks instead.
"""

from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing, Line, Polygon, PolyLine, Rect, Shape, String


@dataclass(frozen=True)
class Mark:
    """An SVG element: its name, class and attributes; ``text`` is what stands in a text element."""

    element: str
    ink: str
    attributes: tuple[tuple[str, str], ...]
    text: str = ""


def marks(drawing: Drawing) -> tuple[Mark, ...]:
    """The drawing's shapes in the order in which they cover each other.

    Raises TypeError for a shape that pages cannot draw.
    """
    return tuple(_mark(shape, drawing.height) for shape in drawing.contents)


def _mark(shape: Shape, height: float) -> Mark:
    ink = shape._svgAttrs["class"]
    match shape:
        case Rect():
            box = {"x": shape.x, "y": height - shape.y - shape.height}
            size = {"width": shape.width, "height": shape.height}
            corner = {"rx": shape.rx} if shape.rx else {}
            return _made("rect", ink, box | size | corner)
        case Line():
            ends = {"x1": shape.x1, "y1": height - shape.y1}
            return _made("line", ink, ends | {"x2": shape.x2, "y2": height - shape.y2})
        case Polygon() | PolyLine():
            name = "polygon" if isinstance(shape, Polygon) else "polyline"
            return Mark(name, ink, (("points", _points(shape.points, height)),))
        case String():
            made = _made("text", ink, {"x": shape.x, "y": height - shape.y})
            anchor = () if shape.textAnchor == "start" else (("text-anchor", shape.textAnchor),)
            return Mark("text", ink, (*made.attributes, *anchor), shape.text)
    raise TypeError(f"no page draws a {type(shape).__name__}")


def _made(element: str, ink: str, numbers: dict[str, float]) -> Mark:
    return Mark(element, ink, tuple((name, number(value)) for name, value in numbers.items()))


def _points(flat: list[float], height: float) -> str:
    pairs = zip(flat[::2], flat[1::2], strict=True)
    return " ".join(f"{number(x)},{number(height - y)}" for x, y in pairs)


def number(value: float) -> str:
    """One decimal, with a point whatever language the page is in."""
    return f"{value:.1f}".removesuffix(".0")
