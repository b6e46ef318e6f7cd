"""Unique citizens of periods that contain each other, so that no page tells what another one hides.

Months, quarters, years and the whole project are shown on different pages, and so are the curves
that grow through them. They are decided on together, the same way for every page: what covers more
comes first, and what would tell of few people beside it is hidden (R14).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from citizens.disclosure import Interval, intervals
from citizens.figures import Point, Reached
from citizens.participation import Participation
from peerstoette.lib.dates import Period, first_of_month

MONTHS_OF = {"year": 12, "quarter": 3, "month": 1}


def reached(
    taken_part: Iterable[Participation], months: list[date], period: Period, limit: int
) -> Reached:
    """What may be shown of the period. ``months`` are all of the project that have begun."""
    shown = _shown(taken_part, months, limit)
    numbers = [i for i, m in enumerate(months) if first_of_month(period.first) <= m <= period.last]
    first, last = numbers[0], numbers[-1]
    return Reached(
        in_period=shown[first, last],
        in_project=shown[0, last],
        cumulative=tuple(Point(months[i], shown[first, i]) for i in numbers),
    )


def _shown(
    taken_part: Iterable[Participation], months: list[date], limit: int
) -> Mapping[Interval, int | None]:
    unique = _uniques(taken_part, months)
    return intervals({each: unique(each) for each in _in_order(months)}, limit)


def _in_order(months: list[date]) -> Iterable[Interval]:
    """Every interval that a page shows, the most telling first, each once."""
    last = len(months) - 1
    wanted = [(0, last)]
    for length in MONTHS_OF.values():
        spans = _spans(months, length)
        wanted += spans + [(0, end) for _start, end in spans]
    for length in (MONTHS_OF["year"], MONTHS_OF["quarter"]):
        wanted += [(a, i) for a, b in _spans(months, length) for i in range(a, b)]
    return dict.fromkeys(wanted)


def _spans(months: list[date], length: int) -> list[Interval]:
    """The calendar years, quarters or months, as far as the project has months in them."""
    held: dict[tuple[int, int], list[int]] = {}
    for number, month in enumerate(months):
        held.setdefault((month.year, (month.month - 1) // length), []).append(number)
    return [(numbers[0], numbers[-1]) for numbers in held.values()]


def _uniques(taken_part: Iterable[Participation], months: list[date]) -> Callable[[Interval], int]:
    """How many citizens came in at least one month of an interval; other months are not the project's.

    ``latest[j][m]`` is how many of those who came up to month j came in month m for the last time:
    these from m on are the ones whom an interval that ends with j reached.
    """
    numbers = {month: number for number, month in enumerate(months)}
    came: dict[int, set[int]] = {}
    for each in taken_part:
        if each.came and each.month in numbers:
            came.setdefault(each.citizen_id, set()).add(numbers[each.month])
    latest = [[0] * len(months) for _month in months]
    for theirs in came.values():
        in_order = sorted(theirs)
        for month, following in zip(in_order, [*in_order[1:], len(months)], strict=True):
            for last in range(month, following):
                latest[last][month] += 1
    return lambda interval: sum(latest[interval[1]][interval[0] : interval[1] + 1])
