"""The quarters and months of the year at hand, for those who want to look closer."""

from datetime import date

from django.utils.translation import gettext as _

from peerstoette.lib import dates
from reporting.dashboard import wording
from reporting.dashboard.period import MONTHS_IN_QUARTER, Choice, Kind, Period, key_for


def parts_of(period: Period, starts_on: date, known: date) -> list[tuple[str, list[Choice]]]:
    """Quarters and months of the period's year from ``starts_on`` that have begun by ``known``.

    Nothing for the whole project: choose a year first.
    """
    if period.kind == Kind.ALL:
        return []
    year = period.first.year
    first, last = max(date(year, 1, 1), starts_on), min(date(year, 12, 31), known)
    months = list(dates.months_between(first, last))
    quarters = {key_for(Kind.QUARTER, month): month for month in reversed(months)}
    return [
        (
            _("Quarter"),
            [Choice(key, _quarter(quarters[key]), key == period.key) for key in sorted(quarters)],
        ),
        (_("Month"), [_month(month, period.key) for month in months]),
    ]


def _quarter(month: date) -> str:
    return _("Q%(number)d") % {"number": (month.month - 1) // MONTHS_IN_QUARTER + 1}


def _month(month: date, current: str) -> Choice:
    key = key_for(Kind.MONTH, month)
    return Choice(key, wording.short_month(month), key == current)
