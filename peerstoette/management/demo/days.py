"""Days on which nothing is planned: weekends, Danish public holidays and school holidays."""

from datetime import date, timedelta
from functools import cache

from peerstoette.lib.dates import ONE_DAY

# From Easter Sunday: Maundy Thursday, Good Friday, Easter Monday, Ascension and the Friday after it,
# Whit Monday. The Great Prayer Day, the fourth Friday after Easter, was a holiday until 2023.
EASTER_HOLIDAYS = (-3, -2, 1, 39, 40, 50)
PRAYER_DAY = 26
LAST_PRAYER_DAY_YEAR = 2023


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    sunday = easter(year)
    offsets = EASTER_HOLIDAYS + ((PRAYER_DAY,) if year <= LAST_PRAYER_DAY_YEAR else ())
    return frozenset(
        {sunday + timedelta(days=offset) for offset in offsets}
        | {date(year, 1, 1), date(year, 1, 2), date(year, 6, 5)}
        | {date(year, 12, day) for day in range(22, 32)}
    )


def is_summer(day: date) -> bool:
    """Weeks 28 to 30, when most of the country is on holiday."""
    return day.isocalendar().week in range(28, 31)


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and day not in holidays(day.year)


def workday(day: date) -> date:
    """The day itself, or the first workday after it."""
    while not is_workday(day):
        day += ONE_DAY
    return day


def workday_before(day: date) -> date:
    """The day itself, or the last workday before it."""
    while not is_workday(day):
        day -= ONE_DAY
    return day


def weekday_from(day: date, weekday: int) -> date:
    """The first day from ``day`` on that falls on the weekday (Monday is 0)."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
