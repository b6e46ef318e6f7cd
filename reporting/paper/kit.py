"""The parts of a paper: plain values and dataclasses in, flowables out.

Every text that comes from people goes through ``escape`` (Paragraph reads markup) and ``drawable``
(the face lacks some characters), so that no paper has to think of either.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from xml.sax.saxutils import escape

from reporting.paper import fonts, styles  # isort: skip  # before reportlab reads its default font
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, HRFlowable, Paragraph, Spacer, Table

PADDING = 6  # points to the right of a column
ROOM = 250  # points: with less room than this a tall row begins on the next page
NAME_WIDTH = 150  # points that the sender's name has at least in a letterhead
# What comes nearest where the face has no glyph; anything else becomes a question mark.
NEAREST = {"\u2011": "-", "\u202f": "\u00a0", "✓": "×", "\t": " "}


@dataclass(frozen=True)
class Fact:
    """A label and its value, as in "Betales senest: 13. juli 2018"."""

    label: str
    value: str
    is_strong: bool = False


@dataclass(frozen=True)
class Letterhead:
    """Who sends: the name in accent, then columns of short lines, over a rule in accent."""

    name: str
    columns: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Column:
    """A table's column; without a width (points) it takes what is left. Amounts stand right."""

    label: str
    width: float | None = None
    is_amount: bool = False


class RowKind(Enum):
    LINE = "line"
    GROUP = "group"
    SUM = "sum"
    TOTAL = "total"


@dataclass(frozen=True)
class Row:
    cells: tuple[str, ...]
    kind: RowKind = RowKind.LINE


@dataclass(frozen=True)
class Span:
    """A heading over the columns from ``first`` to ``last``."""

    label: str
    first: int
    last: int


class Rows(Table):
    """A table whose rows go over to the next page where one alone is taller than a page."""

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        self.splitInRow = int(availHeight > ROOM)
        return super().split(availWidth, availHeight)


def drawable(text: str) -> str:
    """The text with only characters that the face can draw, composed (å is one character)."""
    text = unicodedata.normalize("NFC", text)
    if fonts.CHARACTERS.issuperset(text):
        return text
    return "".join(
        character if character in fonts.CHARACTERS else NEAREST.get(character, "?")
        for character in text
    )


def paragraph(text: str, style=styles.BODY) -> Paragraph:
    return Paragraph(escape(drawable(text)), style)


def gap(points: float) -> Spacer:
    return Spacer(0, points)


def letterhead(head: Letterhead, width: float) -> Flowable:
    gutter = 24
    texts = [[drawable(line) for line in column] for column in head.columns]
    asked = [
        max(fonts.width(line, fonts.REGULAR, styles.SMALL.fontSize) for line in column) + gutter
        for column in texts
    ]
    widths = _shared(asked, width - NAME_WIDTH)
    cells = [paragraph(head.name, styles.SENDER)]
    cells += [[paragraph(line, styles.SMALL) for line in column] for column in texts]
    table = layout([cells], [width - sum(widths), *widths])
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
            ("LEFTPADDING", (1, 0), (-1, -1), gutter),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
            ("LINEBELOW", (0, 0), (-1, -1), 1.5, styles.ACCENT),
        ]
    )
    return table


def title(text: str, lead: str) -> list[Flowable]:
    return [
        gap(22),
        paragraph(text, styles.TITLE),
        paragraph(lead, styles.LEAD),
        gap(14),
    ]


def facts(rows: Sequence[Fact], width: float) -> Flowable:
    """Labels in one column, values in the next."""
    labels = [drawable(row.label) for row in rows]
    label_width = 12 + max(
        fonts.width(label, fonts.REGULAR, styles.LABEL.fontSize) for label in labels
    )
    cells = [
        [
            paragraph(row.label, styles.LABEL),
            paragraph(row.value, styles.STRONG if row.is_strong else styles.BODY),
        ]
        for row in rows
    ]
    return layout(cells, [label_width, width - label_width])


def side_by_side(left: list[Flowable], right: list[Flowable], width: float, right_width: float):
    return layout([[left, right]], [width - right_width, right_width])


def lines(first: str, rest: Sequence[str]) -> list[Flowable]:
    """An address: the name in bold, then a line each."""
    return [paragraph(first, styles.STRONG), *(paragraph(line) for line in rest if line)]


def money_table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    width: float,
    *,
    spans: Sequence[Span] = (),
    density: styles.Density = styles.ROOMY,
) -> Table:
    """A table with its head repeated on every page and amounts to the right.

    ``width`` is in points. A group's heading never stands alone at the foot of a page, and no text
    is too long for it.
    """
    widths = _widths(columns, width)
    heads = [[column.label for column in columns]]
    if spans:
        heads.insert(0, _span_row(spans, len(columns)))
    table = Rows(
        [_head_cells(head, columns, widths) for head in heads]
        + [_cells(row, columns, widths, density) for row in rows],
        colWidths=widths,
        repeatRows=len(heads),
        hAlign="LEFT",
    )
    table.setStyle(_money_style(columns, rows, spans, len(heads), density))
    return table


def sum_box(rows: Sequence[Fact], due: Fact, width: float, box_width: float = 225) -> Flowable:
    """The sum at the right, the last line large over a rule."""
    cells = [
        ["", paragraph(row.label, styles.LABEL), paragraph(row.value, styles.AMOUNT)]
        for row in rows
    ]
    cells.append(["", paragraph(due.label, styles.DUE), paragraph(due.value, styles.DUE_AMOUNT)])
    table = layout(cells, [width - box_width, box_width * 0.5, box_width * 0.5])
    table.setStyle(
        [
            ("LINEABOVE", (1, -1), (-1, -1), 0.75, styles.INK),
            ("TOPPADDING", (0, -1), (-1, -1), 4),
            ("BOTTOMPADDING", (0, -2), (-1, -2), 4),
        ]
    )
    return table


def box(heading: str, halves: tuple[Sequence[Fact], Sequence[Fact]], width: float) -> Flowable:
    """A framed side unit: its heading, then two columns of facts."""
    inner = width - 24
    heading_width = 82
    half = (inner - heading_width) / 2
    table = layout(
        [[paragraph(heading, styles.STRONG), *(facts(rows, half - 12) for rows in halves)]],
        [heading_width + 12, half, half + 12],
    )
    table.setStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), styles.SUNKEN),
            ("BOX", (0, 0), (-1, -1), 0.75, styles.EDGE),
            ("ROUNDEDCORNERS", [3, 3, 3, 3]),
            ("TOPPADDING", (0, 0), (-1, -1), 8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
            ("LEFTPADDING", (0, 0), (0, 0), 12),
        ]
    )
    return table


def text(written: str) -> list[Flowable]:
    """What somebody wrote: a blank line ends a paragraph, "- " begins a point of a list."""
    parts = []
    for block in filter(None, map(str.strip, written.replace("\r\n", "\n").split("\n\n"))):
        parts += [_line(line) for line in _unwrapped(block)] + [gap(5)]
    return parts


def _unwrapped(block: str) -> list[str]:
    """The block's points and paragraphs, each on one line."""
    found: list[str] = []
    for line in block.split("\n"):
        if found and not line.startswith("- "):
            found[-1] += f" {line.strip()}"
        else:
            found.append(line)
    return found


def _line(line: str) -> Flowable:
    if line.startswith("- "):
        return Paragraph(escape(drawable(line[2:])), styles.POINT, bulletText="•")
    return paragraph(line)


def strong(text: str) -> Flowable:
    """A word in bold that stays with what follows it."""
    return paragraph(text, styles.RUN_IN)


def rule(width: float) -> Flowable:
    """A line to sign on, ``width`` in points."""
    return HRFlowable(width, 0.75, color=styles.EDGE, hAlign="LEFT", spaceBefore=0, spaceAfter=0)


def note(text: str) -> Flowable:
    return paragraph(text, styles.SMALL)


def heading(text: str) -> Flowable:
    return paragraph(text, styles.HEADING)


def layout(cells, widths) -> Table:
    """A layout table without any air of its own."""
    table = Table(cells, colWidths=widths, hAlign="LEFT")
    table.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), fonts.REGULAR, styles.BODY.fontSize),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *(
                (f"{side}PADDING", (0, 0), (-1, -1), 0)
                for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")
            ),
        ]
    )
    return table


def _shared(asked: Sequence[float], room: float) -> list[float]:
    """What each asks for; where there is too little room, the widest give way."""
    widths = list(asked)
    narrowest_first = sorted(range(len(asked)), key=asked.__getitem__)
    for left, index in zip(range(len(asked), 0, -1), narrowest_first, strict=True):
        widths[index] = min(asked[index], room / left)
        room -= widths[index]
    return widths


def _widths(columns: Sequence[Column], width: float) -> list[float]:
    left = width - sum(column.width or 0 for column in columns)
    flexible = sum(1 for column in columns if column.width is None)
    return [column.width or left / flexible for column in columns]


def _span_row(spans: Sequence[Span], columns: int) -> list[str]:
    labels = {span.first: span.label for span in spans}
    return [labels.get(x, "") for x in range(columns)]


def _head_cells(texts: Sequence[str], columns: Sequence[Column], widths: list[float]) -> list:
    size = styles.Density(styles.SMALL.fontSize, styles.SMALL.leading, 0)
    return [
        _cell(text, width, size, fonts.BOLD, column)
        for text, width, column in zip(texts, widths, columns, strict=True)
    ]


def _cells(
    row: Row, columns: Sequence[Column], widths: list[float], density: styles.Density
) -> list:
    """The row's cells; a group's heading may run across to the last column."""
    texts = [*row.cells, *[""] * (len(widths) - len(row.cells))]
    if row.kind is RowKind.GROUP:
        widths = [sum(widths[:-1]), *widths[1:]]
    font = fonts.REGULAR if row.kind is RowKind.LINE else fonts.BOLD
    return [
        _cell(text, width, density, font, column)
        for text, width, column in zip(texts, widths, columns, strict=True)
    ]


def _cell(text: str, width: float, density: styles.Density, font: str, column: Column):
    """A plain string where it fits on one line, which draws ten times as fast as a paragraph."""
    text = drawable(text)
    if fonts.width(text, font, density.size) <= width - PADDING:
        return text
    style = ParagraphStyle(
        "cell",
        styles.BODY,
        fontName=font,
        fontSize=density.size,
        leading=density.leading,
        alignment=TA_RIGHT if column.is_amount else TA_LEFT,
    )
    return Paragraph(escape(text), style)


def _money_style(columns, rows, spans, first, density) -> list[tuple]:
    last_head = first - 1
    style = [
        ("FONT", (0, 0), (-1, -1), fonts.REGULAR, density.size, density.leading),
        ("TEXTCOLOR", (0, 0), (-1, -1), styles.INK),
        ("FONT", (0, 0), (-1, last_head), fonts.BOLD, styles.SMALL.fontSize, styles.SMALL.leading),
        ("TEXTCOLOR", (0, last_head), (-1, last_head), styles.MUTED),
        ("VALIGN", (0, 0), (-1, last_head), "BOTTOM"),
        ("VALIGN", (0, first), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), density.air),
        ("BOTTOMPADDING", (0, 0), (-1, -1), density.air),
        ("BOTTOMPADDING", (0, last_head), (-1, last_head), 4),
        ("LINEBELOW", (0, last_head), (-1, last_head), 0.75, styles.EDGE),
    ]
    style += [
        ("ALIGN", (x, last_head), (x, -1), "RIGHT")
        for x, column in enumerate(columns)
        if column.is_amount
    ]
    for span in spans:
        style += [
            ("SPAN", (span.first, 0), (span.last, 0)),
            ("ALIGN", (span.first, 0), (span.last, 0), "CENTRE"),
            ("LINEBELOW", (span.first, 0), (span.last, 0), 0.5, styles.LINE),
        ]
    for y, row in enumerate(rows, start=first):
        style += _row_style(row.kind, y, is_last=y == first + len(rows) - 1)
    return style


def _row_style(kind: RowKind, y: int, *, is_last: bool) -> list[tuple]:
    row = ((0, y), (-1, y))
    style = [("LINEBELOW", *row, 0.4, styles.LINE)]
    if kind is not RowKind.LINE:
        style.append(("FONTNAME", *row, fonts.BOLD))
    if kind is RowKind.GROUP:
        style += [("TOPPADDING", *row, 7), ("SPAN", (0, y), (-2, y))]
        if not is_last:
            style.append(("NOSPLIT", (0, y), (-1, y + 1)))
    if kind in {RowKind.SUM, RowKind.TOTAL}:
        style += [("LINEABOVE", *row, 0.5, styles.EDGE), ("NOSPLIT", (0, y - 1), (-1, y))]
    if kind is RowKind.TOTAL:
        style += [
            ("LINEABOVE", *row, 0.75, styles.INK),
            ("LINEBELOW", *row, 0.75, styles.INK, None, None, None, 2, 1.2),
        ]
    return style
