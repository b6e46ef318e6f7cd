"""Figures about citizens as they may be shown: None is a number that is hidden (R14)."""

from dataclasses import dataclass
from datetime import date

HUNDRED = 100


def percent(part: int | None, whole: int | None) -> int | None:
    """Rounded down; None where either is hidden or the whole is nothing."""
    return None if part is None or not whole else part * HUNDRED // whole


@dataclass(frozen=True)
class Point:
    """A month in a series of citizens."""

    month: date
    value: int | None


@dataclass(frozen=True)
class Reached:
    """Unique citizens (R7): a held mentoring meeting that they came to, or an attended session.

    ``in_project`` is from the project's first day to the period's last known one. ``cumulative``
    counts from the period's first day to the end of each of its months.
    """

    in_period: int | None
    in_project: int | None
    cumulative: tuple[Point, ...]


@dataclass(frozen=True)
class TableRow:
    """A referring partner: citizens by model, in the order of the table's models, and in all.

    ``side`` is the kind of the organisation: ``municipality``, ``region``, or nothing for others.
    """

    partner: str
    side: str
    cells: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True)
class CrossTable:
    """Unique citizens by referring partner and model.

    A citizen who was referred by two partners counts in both rows and once in the total (R7):
    ``adds_up`` is whether the figures that are shown add up, None where hidden ones leave it open.
    """

    models: tuple[str, ...]
    rows: tuple[TableRow, ...]
    totals: tuple[int | None, ...]
    total: int | None

    @property
    def adds_up(self) -> bool | None:
        if self.has_hidden:
            return None
        by_row = all(sum(row.cells) == row.total for row in self.rows)
        return by_row and sum(row.total for row in self.rows) == self.total == sum(self.totals)

    @property
    def has_hidden(self) -> bool:
        figures = [*self.totals, self.total]
        return None in figures or any(None in (*row.cells, row.total) for row in self.rows)


@dataclass(frozen=True)
class Side:
    """Municipal or regional citizens by the kind of the organisation that referred them (R19).

    ``kind`` is ``municipality``, ``region``, or nothing for all others. ``attended`` are attendances
    at sessions and ``meetings`` the mentoring meetings that the citizen came to. ``came_percent`` is
    of everything that was registered, sessions and meetings together. ``ended`` and ``dropouts`` are
    episodes that ended in the period.
    """

    kind: str
    label: str
    citizens: int | None
    attended: int | None
    meetings: int | None
    came_percent: int | None
    ended: int | None
    dropouts: int | None

    @property
    def dropout_percent(self) -> int | None:
        return percent(self.dropouts, self.ended)


@dataclass(frozen=True)
class Answers:
    """What is registered of those who were expected: came, sent word, no word."""

    came: int | None
    sent_word: int | None
    no_word: int | None
    total: int | None

    @property
    def percentages(self) -> tuple[int | None, int | None, int | None]:
        """Came, sent word, no word, of all; None where hidden or where nobody was expected."""
        return tuple(
            percent(part, self.total) for part in (self.came, self.sent_word, self.no_word)
        )


@dataclass(frozen=True)
class Held:
    """Sessions or meetings of the period; ``missing`` are past and not registered (R8).

    ``planned`` = held + cancelled + missing + ``to_come``.
    """

    planned: int
    held: int
    cancelled: int
    missing: int
    to_come: int
    answers: Answers


@dataclass(frozen=True)
class Attended:
    """``staff`` is how often staff took part in sessions: counted, never as citizens (R20)."""

    sessions: Held
    meetings: Held
    staff: int


@dataclass(frozen=True)
class Ended:
    """Episodes that ended in the period for one reason."""

    reason: str
    label: str
    episodes: int | None


@dataclass(frozen=True)
class Dropout:
    """Episodes that ended in the period, by reason, and how many of them ended by dropping out.

    ``started`` are those whose first active day lies in the period.
    """

    started: int | None
    total: int | None
    reasons: tuple[Ended, ...]
    dropouts: int | None

    @property
    def percent(self) -> int | None:
        return percent(self.dropouts, self.total)


@dataclass(frozen=True)
class ModelActivity:
    """What was held in the period in one of the two models; ``staff`` as in Attended."""

    label: str
    sessions: int
    meetings: int
    staff: int


@dataclass(frozen=True)
class Activity:
    """``courses`` are under way on the period's last known day, and ``matches`` citizens matched.

    ``sessions`` and ``meetings`` were held in the period, meetings only those the citizen came to.
    ``waiting`` are citizens with a referral without an answer today, whatever the period.
    ``models`` tells of every model what was held in it; these are no people, and open.
    """

    courses: int
    sessions: int
    matches: int | None
    meetings: int
    waiting: int | None
    models: tuple[ModelActivity, ...]


@dataclass(frozen=True)
class CitizenFigures:
    """Everything that a dashboard shows of citizens in a period."""

    reached: Reached
    table: CrossTable
    sides: tuple[Side, ...]
    attendance: Attended
    dropout: Dropout
    activity: Activity
