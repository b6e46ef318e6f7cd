"""From a spec to a drawing: every kind of chart by its own module."""

from reportlab.graphics.shapes import Drawing

from reporting.charts import bars, gantt, lines
from reporting.charts.specs import Bars, Chart, Gantt, HorizontalBars, Lines, StackedBars

DRAWN_BY = {
    Bars: bars.standing,
    StackedBars: bars.stacked,
    HorizontalBars: bars.lying,
    Lines: lines.strips,
    Gantt: gantt.gantt,
}


def draw(chart: Chart, width: float) -> Drawing:
    """The chart, ``width`` units wide; a text is 13 units high, whatever the width."""
    return DRAWN_BY[type(chart)](chart, width)
