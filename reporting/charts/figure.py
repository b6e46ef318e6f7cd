"""A chart as pages and papers take it: drawn once, with its own id on the page and its table."""

from dataclasses import dataclass
from functools import cached_property

from reportlab.graphics.shapes import Drawing

from reporting.charts import drawing
from reporting.charts.marks import Mark, marks, number
from reporting.charts.specs import Chart, Table

HALF, WIDE = 560, 1200  # units of a drawing: beside another one, and across the page


@dataclass(frozen=True)
class Figure:
    """What templates/_chart.html draws. ``id`` is unique on the page."""

    id: str
    chart: Chart
    is_wide: bool = False

    @property
    def title(self) -> str:
        return self.chart.title

    @property
    def caption(self) -> str:
        return self.chart.caption

    @property
    def description(self) -> str:
        return self.chart.description

    @property
    def table(self) -> Table | None:
        return self.chart.table

    @cached_property
    def drawing(self) -> Drawing:
        return drawing.draw(self.chart, WIDE if self.is_wide else HALF)

    @property
    def view_box(self) -> str:
        return f"0 0 {number(self.drawing.width)} {number(self.drawing.height)}"

    @property
    def marks(self) -> tuple[Mark, ...]:
        return marks(self.drawing)
