"""Days and months. An interval includes both its first and its last day; no end means open."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format

ONE_DAY = timedelta(days=1)
NEAR = range(1900, 2101)  # years that somebody means when writing a date


def copenhagen_today() -> date:
    """The day in Europe/Copenhagen, which is the installation's time zone."""
    return timezone.localdate()


def now() -> datetime:
    return timezone.now()


def noon(day: date) -> datetime:
    """Twelve o'clock of the day in the installation's time zone."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def midnight(day: date) -> datetime:
    """The beginning of the day in the installation's time zone."""
    return timezone.make_aware(datetime.combine(day, time()))


def utc_day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def utc_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def is_near(day: date) -> bool:
    """Whether the day's year is one that is meant, and not a slip of the finger."""
    return day.year in NEAR


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the month's last day where there is no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_months(first: date, last: date) -> int:
    """How many whole calendar months ``last`` lies after ``first``; none before it."""
    if last < first:
        return 0
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if add_months(first, months) <= last else months - 1


def months_between(first: date, last: date) -> Iterator[date]:
    """The first day of every month from ``first``'s to ``last``'s, both included."""
    month = first_of_month(first)
    while month <= last:
        yield month
        month = add_months(month, 1)


def overlap_days(first: date, last: date | None, start: date, end: date) -> int:
    """How many days of ``start``–``end`` lie within ``first``–``last``."""
    begin, finish = max(first, start), min(last or end, end)
    return max(0, (finish - begin).days + 1)


def month_name(day: date) -> str:
    """``maj 2018`` in the active language."""
    return date_format(day, "YEAR_MONTH_FORMAT")


def day_name(day: date) -> str:
    """``1. maj 2018`` in the active language."""
    return date_format(day, "DATE_FORMAT")


@dataclass(frozen=True)
class Period:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last
