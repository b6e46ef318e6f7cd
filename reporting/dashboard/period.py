"""The period that figures are shown for: a month, a quarter, a calendar year or the whole project.

A key names it in addresses: ``2017-05``, ``2017-q2``, ``2017``, ``all``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partners.models import Project, today
from peerstoette.lib import dates
from peerstoette.lib.errors import RuleBroken

ALL = "all"
MONTHS_IN_QUARTER = 3
MONTHS_IN_YEAR = 12

_KEY = re.compile(r"(?P<year>[0-9]{4})(?:-(?:q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


class NoSuchPeriod(RuleBroken):
    """The key names no period of the project, or one that has not begun: the page is not found."""


class Kind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


@dataclass(frozen=True)
class Choice:
    """A period that a page offers: its key and what it is called."""

    key: str
    label: str
    is_current: bool = False


@dataclass(frozen=True)
class Period:
    """The days of the project that the figures are about.

    ``first`` and ``last`` are the project's own days of the month, quarter or year: a project that
    begins in December has one month of that year. ``until`` is the last day that is known: today
    while the period runs, else ``last``.
    """

    key: str
    kind: Kind
    label: str
    first: date
    last: date
    until: date
    choices: tuple[Choice, ...]
    previous: Choice | None
    next: Choice | None

    @property
    def is_running(self) -> bool:
        """Whether some of its days are still to come."""
        return self.until < self.last

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each of its months that has begun."""
        return tuple(dates.months_between(self.first, self.until))

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years that it has days in, those to come included."""
        return tuple(range(self.first.year, self.last.year + 1))

    @property
    def days_text(self) -> str:
        """``1. januar 2017 – 31. december 2017``: up to what is known."""
        return f"{date_format(self.first)} – {date_format(self.until)}"


def period_of(project: Project, key: str) -> Period:
    """The period that the key names. Raises NoSuchPeriod for one that has no day up to today."""
    kind, first, last = _span(project, key)
    day = today(project)
    first, last = max(first, project.starts_on), min(last, project.ends_on)
    if last < first:
        raise NoSuchPeriod(_("The project has no days in that period. Choose another one."))
    if day < first:
        raise NoSuchPeriod(_("The period has not begun yet. Choose an earlier one."))
    return Period(
        key=key,
        kind=kind,
        label=label_of(key),
        first=first,
        last=last,
        until=min(last, day),
        choices=_choices(project, key),
        previous=_neighbour(project, kind, first, -1),
        next=_neighbour(project, kind, first, 1),
    )


def around(project: Project, period: Period) -> tuple[dates.Period, ...]:
    """The longer periods that hold this one, as far as they are known: quarter, year, project.

    One that is no longer than the period itself is left out.
    """
    kinds = {Kind.MONTH: (Kind.QUARTER, Kind.YEAR), Kind.QUARTER: (Kind.YEAR,)}
    keys = [key_for(kind, period.first) for kind in kinds.get(period.kind, ())]
    known = dates.Period(period.first, period.until)
    spans = [_known(project, key) for key in [*keys, ALL]]
    return tuple(span for span in dict.fromkeys(spans) if span != known)


def _known(project: Project, key: str) -> dates.Period:
    _kind, first, last = _span(project, key)
    last = min(last, project.ends_on, today(project))
    return dates.Period(max(first, project.starts_on), last)


def default_key(project: Project) -> str:
    """The year we are in, or the nearest one of the project."""
    day = min(max(today(project), project.starts_on), project.ends_on)
    return str(day.year)


def label_of(key: str) -> str:
    """What a valid key is called: ``2017``, ``2. kvartal 2017``, ``maj 2017``, ``Hele projektet``."""
    if key == ALL:
        return _("The whole project")
    named = _KEY.fullmatch(key)
    year = int(named["year"])
    if named["quarter"]:
        return _("Quarter %(number)s of %(year)s") % {"number": named["quarter"], "year": year}
    if named["month"]:
        return dates.month_name(date(year, int(named["month"]), 1))
    return str(year)


def _span(project: Project, key: str) -> tuple[Kind, date, date]:
    """The calendar days that the key names, inside the project or not."""
    if key == ALL:
        return Kind.ALL, project.starts_on, project.ends_on
    named = _KEY.fullmatch(key)
    if named is None or int(named["year"]) < date.min.year:
        raise NoSuchPeriod(
            _("Choose a month (2017-05), a quarter (2017-q2), a year (2017) or the whole project.")
        )
    year = int(named["year"])
    if named["quarter"]:
        return Kind.QUARTER, *_months(year, (int(named["quarter"]) - 1) * 3 + 1, MONTHS_IN_QUARTER)
    if named["month"]:
        return Kind.MONTH, *_months(year, int(named["month"]), 1)
    return Kind.YEAR, *_months(year, 1, MONTHS_IN_YEAR)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    return date(year, month, 1), dates.last_of_month(date(year, month + count - 1, 1))


def key_for(kind: Kind, day: date) -> str:
    """The key of the period of that kind that holds the day."""
    if kind == Kind.ALL:
        return ALL
    if kind == Kind.QUARTER:
        return f"{day.year}-q{(day.month - 1) // MONTHS_IN_QUARTER + 1}"
    return f"{day:%Y-%m}" if kind == Kind.MONTH else str(day.year)


def _choices(project: Project, current: str) -> tuple[Choice, ...]:
    """The project's years that have begun, and the whole of it."""
    keys = [*map(str, _begun_years(project)), ALL]
    return tuple(Choice(key, label_of(key), key == current) for key in keys)


def _begun_years(project: Project) -> Iterator[int]:
    last = min(today(project), project.ends_on)
    yield from range(project.starts_on.year, last.year + 1)


def _neighbour(project: Project, kind: Kind, first: date, step: int) -> Choice | None:
    """The period of the same kind before or after; None where there is none or none has begun."""
    if kind == Kind.ALL:
        return None
    length = {Kind.MONTH: 1, Kind.QUARTER: MONTHS_IN_QUARTER, Kind.YEAR: MONTHS_IN_YEAR}[kind]
    key = key_for(kind, dates.add_months(dates.first_of_month(first), step * length))
    try:
        _kind, begins, ends = _span(project, key)
    except NoSuchPeriod:
        return None
    if ends < project.starts_on or begins > min(project.ends_on, today(project)):
        return None
    return Choice(key, label_of(key))
