"""Charts, drawn once: a spec of plain values becomes a reportlab Drawing for page and paper alike.

``specs`` say what a chart shows, ``draw(spec, width)`` draws it, ``Figure`` hands it to a page
(templates/_chart.html) and ``reporting.paper.kit.figure`` to a paper. Nothing here asks the database.
"""

from reporting.paper import fonts  # noqa: F401  # isort: skip  # before reportlab reads its default font
from reporting.charts.drawing import draw
from reporting.charts.figure import Figure
from reporting.charts.specs import (
    Bar,
    Bars,
    Bout,
    Chart,
    Gantt,
    HorizontalBars,
    Line,
    Lines,
    Stack,
    StackedBars,
    Step,
    Table,
    Tone,
)

__all__ = [
    "Bar",
    "Bars",
    "Bout",
    "Chart",
    "Figure",
    "Gantt",
    "HorizontalBars",
    "Line",
    "Lines",
    "Stack",
    "StackedBars",
    "Step",
    "Table",
    "Tone",
    "draw",
]
