"""What a chart shows: plain values, filled from figures. Nothing here knows how it is drawn.

A count of citizens is None where it is hidden (R14): the number itself never gets this far.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

Number = int | Decimal


@dataclass(frozen=True)
class Cell:
    """A cell under its heading; ``text`` is None where it is hidden."""

    label: str
    text: str | None
    is_words: bool


@dataclass(frozen=True)
class Table:
    """The figures behind a chart. A cell is a text ready to read, or None where it is hidden.

    The first column names the row; the others stand to the right unless they are ``words``.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    total: tuple[str | None, ...] = ()
    words: frozenset[int] = frozenset()

    @property
    def columns(self) -> list[Cell]:
        return self._cells(self.head)

    @property
    def body(self) -> list[list[Cell]]:
        return [self._cells(row) for row in self.rows]

    @property
    def foot(self) -> list[Cell]:
        return self._cells(self.total)

    @property
    def has_hidden(self) -> bool:
        return any(cell is None for row in (*self.rows, self.total) for cell in row)

    def _cells(self, texts: tuple[str | None, ...]) -> list[Cell]:
        return [
            Cell(label, text, n == 0 or n in self.words)
            for n, (label, text) in enumerate(zip(self.head, texts, strict=False))
        ]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """``title`` is the question that the chart answers, ``caption`` says what is shown and when.

    ``description`` says in one or two sentences what can be seen, for those who do not see it.
    """

    title: str
    caption: str
    description: str
    table: Table | None = None


@dataclass(frozen=True, kw_only=True)
class Bars(Chart):
    """Standing bars from the left; fewer values than labels: the rest is still to come."""

    labels: tuple[str, ...]
    values: tuple[Number | None, ...]
    goal: Number | None = None
    goal_label: str = ""


@dataclass(frozen=True)
class Stack:
    """A row's parts, one for each series, and their whole; None where hidden."""

    label: str
    parts: tuple[int | None, ...]
    whole: int | None


@dataclass(frozen=True, kw_only=True)
class StackedBars(Chart):
    """Lying bars in parts. What is hidden is a dashed box, whose length tells of the whole only."""

    series: tuple[str, ...]
    rows: tuple[Stack, ...]


@dataclass(frozen=True)
class Bar:
    """``shown`` is the value as a text in the bar, ``note`` a text to the right of it."""

    label: str
    value: Number
    shown: str
    note: str = ""
    is_short: bool = False


@dataclass(frozen=True, kw_only=True)
class HorizontalBars(Chart):
    """Lying bars against a requirement; one that falls short is an outline in the error colour."""

    rows: tuple[Bar, ...]
    line: Number | None = None
    line_label: str = ""


@dataclass(frozen=True)
class Step:
    """A value that holds from ``first`` to ``last``, both included."""

    first: date
    last: date
    value: Number
    is_short: bool = False


@dataclass(frozen=True)
class Line:
    label: str
    steps: tuple[Step, ...]
    shown: str = ""


@dataclass(frozen=True, kw_only=True)
class Lines(Chart):
    """A strip for each line over the same days, each against the same requirement."""

    rows: tuple[Line, ...]
    first: date
    last: date
    line: Number | None = None
    line_label: str = ""
    today: date | None = None


class Tone(Enum):
    """How a milestone stands."""

    DONE = "done"
    LATE = "late"
    RUNNING = "running"
    WAITING = "waiting"


@dataclass(frozen=True)
class Bout:
    """A milestone's row: planned days, what was first agreed, and how much is done in per cent."""

    label: str
    first: date
    last: date
    state: str
    tone: Tone
    progress: int = 0
    baseline: tuple[date, date] | None = None
    reached: date | None = None


@dataclass(frozen=True, kw_only=True)
class Gantt(Chart):
    """A row for each milestone between the project's first and last day."""

    rows: tuple[Bout, ...]
    first: date
    last: date
    today: date | None = None
    today_label: str = ""
