"""From a story to a finished file: the only place that knows the canvas, pages and metadata.

The same figures give the same bytes: reportlab draws without a clock, dates come from the document,
and pikepdf writes an identifier made from the content. Tags and the archive format belong here too.
"""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Protocol

import pikepdf
from django.utils import translation
from django.utils.translation import gettext as _

from reporting.paper import fonts, kit, styles  # isort: skip  # before reportlab reads its default font
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate

LANGUAGE = "da-DK"
PRODUCER = "Peerstøtte"


@dataclass(frozen=True)
class Sheet:
    """What a file says about itself, and what stands outside the text of each page.

    ``dated`` is the document's own day and becomes the file's; ``watermark`` lies under every page.
    """

    title: str
    author: str
    dated: date
    is_landscape: bool = False
    watermark: str = ""

    @property
    def size(self) -> tuple[float, float]:
        return landscape(A4) if self.is_landscape else A4

    @property
    def width(self) -> float:
        """Between the margins."""
        return self.size[0] - styles.LEFT - styles.RIGHT


class Paper(Protocol):
    """A module that says what one kind of paper holds."""

    def sheet(self, figures: Any) -> Sheet: ...

    def story(self, figures: Any) -> list[Flowable]: ...


def draw(paper: Paper, figures: Any) -> bytes:
    """The paper as PDF. Papers are Danish, whatever language the reader has chosen."""
    with translation.override("da"):
        sheet = paper.sheet(figures)
        return _finish(_draw(sheet, paper.story(figures)), sheet)


class _NumberedCanvas(Canvas):
    """Writes "Side 1 af 2": each foot is a form, filled when the number of pages is known."""

    def foot(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.doForm(f"foot{self.getPageNumber()}")

    def save(self) -> None:
        pages = self.getPageNumber() - 1
        for page in range(1, pages + 1):
            self.beginForm(f"foot{page}", 0, 0, self._sheet.size[0], styles.BOTTOM)
            _draw_foot(self, self._sheet, page, pages)
            self.endForm()
        super().save()


def _draw(sheet: Sheet, story: list[Flowable]) -> bytes:
    buffer = BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=sheet.size,
        title=sheet.title,
        author=sheet.author,
        lang=LANGUAGE,
        displayDocTitle=True,
        invariant=1,
        pageCompression=1,
    )
    document.addPageTemplates(
        [
            _page_template(sheet, "first", is_first=True),
            _page_template(sheet, "later", is_first=False),
        ]
    )
    document.build([NextPageTemplate("later"), *story], canvasmaker=_NumberedCanvas)
    return buffer.getvalue()


def _page_template(sheet: Sheet, name: str, *, is_first: bool) -> PageTemplate:
    width, height = sheet.size
    top = styles.TOP if is_first else styles.TOP + 30
    frame = Frame(
        styles.LEFT,
        styles.BOTTOM,
        sheet.width,
        height - top - styles.BOTTOM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )

    def before(canvas: _NumberedCanvas, document: BaseDocTemplate) -> None:
        if sheet.watermark:
            _draw_watermark(canvas, sheet)
        if not is_first:
            _draw_running_head(canvas, sheet)
        canvas.foot(sheet)

    return PageTemplate(name, [frame], onPage=before, pagesize=(width, height))


def _draw_running_head(canvas: Canvas, sheet: Sheet) -> None:
    """Pages after the first carry a short head over the same rule in accent."""
    y = sheet.size[1] - styles.TOP
    canvas.setFillColor(styles.ACCENT)
    canvas.setFont(fonts.BOLD, styles.SMALL.fontSize)
    canvas.drawString(styles.LEFT, y, kit.drawable(sheet.author))
    canvas.setFillColor(styles.MUTED)
    canvas.setFont(fonts.REGULAR, styles.SMALL.fontSize)
    canvas.drawRightString(styles.LEFT + sheet.width, y, kit.drawable(sheet.title))
    canvas.setStrokeColor(styles.ACCENT)
    canvas.setLineWidth(1.5)
    canvas.line(styles.LEFT, y - 8, styles.LEFT + sheet.width, y - 8)


def _draw_foot(canvas: Canvas, sheet: Sheet, page: int, pages: int) -> None:
    y = styles.FOOTER
    canvas.setStrokeColor(styles.LINE)
    canvas.setLineWidth(0.75)
    canvas.line(styles.LEFT, y + 13, styles.LEFT + sheet.width, y + 13)
    canvas.setFillColor(styles.MUTED)
    canvas.setFont(fonts.REGULAR, styles.SMALL.fontSize)
    canvas.drawString(styles.LEFT, y, kit.drawable(f"{sheet.author}, {sheet.title}"))
    number = _("Page %(page)d of %(pages)d") % {"page": page, "pages": pages}
    canvas.drawRightString(styles.LEFT + sheet.width, y, number)


def _draw_watermark(canvas: Canvas, sheet: Sheet) -> None:
    width, height = sheet.size
    canvas.saveState()
    canvas.setFillColor(styles.WATERMARK)
    canvas.setFont(fonts.BOLD, 120)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(50)
    canvas.drawCentredString(0, -40, kit.drawable(sheet.watermark))
    canvas.restoreState()


def _finish(raw: bytes, sheet: Sheet) -> bytes:
    """The document's own dates, metadata, and an identifier made from the content."""
    stamp = f"{sheet.dated:%Y%m%d}000000Z"
    buffer = BytesIO()
    with pikepdf.open(BytesIO(raw)) as pdf:
        for page in pdf.pages:
            if "/Trans" in page.obj:
                del page.obj["/Trans"]
        pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = f"D:{stamp}"
        pdf.docinfo["/Producer"] = pdf.docinfo["/Creator"] = PRODUCER
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = sheet.title
            metadata["dc:creator"] = [sheet.author]
            metadata["dc:language"] = [LANGUAGE]
            metadata["xmp:CreateDate"] = metadata["xmp:ModifyDate"] = f"{sheet.dated}T00:00:00Z"
            metadata["pdf:Producer"] = PRODUCER
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()
