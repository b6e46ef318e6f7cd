"""What page and paper of the dashboard are made of: the same blocks, in the same order, in words.

Every figure is a text here already, so that screen and paper cannot round or name it differently.
"""

from dataclasses import dataclass
from itertools import chain, zip_longest

from reporting.charts import Chart, Figure, Table


@dataclass(frozen=True)
class KeyFigure:
    """``value`` is None where it is hidden (R14). ``width`` and ``tick`` are per cent of a bar."""

    label: str
    value: str | None
    of: str = ""
    note: str = ""
    width: int | None = None
    tick: int | None = None
    is_bad: bool = False

    @property
    def state(self) -> str:
        return "error" if self.is_bad else ""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A question and its answer: a chart with its table, a table alone, or why there is none.

    ``id`` is the block's on the page. ``note`` explains the figures; ``is_open`` shows the table of
    a chart at once. ``link`` is a label and the name of the page that says more.
    """

    id: str
    title: str
    caption: str = ""
    chart: Chart | None = None
    table: Table | None = None
    note: str = ""
    empty: str = ""
    is_open: bool = False
    is_wide: bool = False
    link: tuple[str, str] | None = None

    @property
    def figure(self) -> Figure | None:
        return Figure(self.id, self.chart, self.is_wide) if self.chart else None

    @property
    def figures(self) -> Table | None:
        """The table behind the block, whether or not a chart stands before it."""
        return self.table or (self.chart.table if self.chart else None)

    @property
    def has_hidden(self) -> bool:
        return self.figures is not None and self.figures.has_hidden


@dataclass(frozen=True)
class Board:
    """The whole dashboard in its order: key figures, blocks beside each other, and wide ones."""

    title: str
    lead: str
    key_figures: tuple[KeyFigure, ...]
    left: tuple[Block, ...]
    right: tuple[Block, ...]
    wide: tuple[Block, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """In reading order: across both columns from the top, then the wide ones."""
        beside = chain.from_iterable(zip_longest(self.left, self.right))
        return (*filter(None, beside), *self.wide)

    @property
    def has_hidden(self) -> bool:
        return self.hides_key_figure or any(block.has_hidden for block in self.blocks)

    @property
    def hides_key_figure(self) -> bool:
        return any(figure.value is None for figure in self.key_figures)
