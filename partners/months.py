"""Months that are open and months that are closed: what is written about a day locks its month (R11)."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partners.models import Month, Project
from peerstoette.lib import dates
from peerstoette.lib.errors import RuleBroken
from peerstoette.lib.once import once

MOST_YEARS = 20


@once
def months_of(project: Project) -> list[Month]:
    """Every month of the project, earliest first, each with this very project. One query."""
    return list(project.months.order_by("first_day"))


def refuse_wrong_period(starts_on: date, ends_on: date) -> None:
    """Raises RuleBroken for a project that ends before it starts, or that has too many months."""
    if ends_on < starts_on:
        raise RuleBroken(_("The project ends before it starts."), field="ends_on")
    if ends_on.year - starts_on.year >= MOST_YEARS:
        raise RuleBroken(
            _("A project runs for fewer than %(years)d years. Write an earlier last day.")
            % {"years": MOST_YEARS},
            field="ends_on",
        )


def locked(month: Month) -> Month:
    """The month as it is now; nobody else can close, issue or write in it until we have ended."""
    months = Month.objects.select_for_update(of=("self",), no_key=True)
    return months.select_related("project__lead", "project__owner").get(pk=month.pk)


def lock_project(project: Project) -> None:
    """Nobody else can number a voucher, import a budget or close a month until we have ended.

    Months are locked before it, so that two who need both never wait for each other.
    """
    Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)


def lock_open(project: Project, days: Iterable[date], *, field: str | None = None) -> list[Month]:
    """Lock the months that hold the days, in their order, until the change is written.

    Raises RuleBroken when a day lies outside the project's period or in a closed month. Call it
    inside the transaction of the change.
    """
    months = Month.objects.select_for_update(of=("self",), no_key=True)
    return _open(project, months, set(days), field)


def lock_open_months(project: Project) -> None:
    """No open month of the project is closed until we have ended."""
    list(Month.objects.select_for_update(of=("self",), no_key=True).filter(project=project).open())


def open_month(project: Project, day: date, *, field: str | None = None) -> Month:
    """The open month that holds the day, not locked: enough for a form, not for an act.

    Raises RuleBroken as ``lock_open`` does.
    """
    return _open(project, Month.objects.all(), {day}, field)[0]


def is_closed(project: Project, day: date) -> bool:
    """Whether nothing in the day's month can be changed any more."""
    months = project.months.filter(first_day=dates.first_of_month(day))
    return any(not month.is_open for month in months)


def first_open_day(project: Project) -> date | None:
    """From when on something can still be written; None when every month is closed."""
    return project.months.open().order_by("first_day").values_list("first_day", flat=True).first()


def refuse_outside_period(project: Project, day: date, *, field: str | None = None) -> None:
    """Raise RuleBroken for a day before the project's first or after its last."""
    if day not in project.period:
        raise RuleBroken(
            _("The project runs from %(first)s to %(last)s. Choose a date in between.")
            % {"first": date_format(project.starts_on), "last": date_format(project.ends_on)},
            field=field,
        )


def refuse_closed(month: Month, *, choose_from: date | None, field: str | None = None) -> None:
    """Raise RuleBroken: the month is closed, choose a day from ``choose_from`` on.

    ``April 2018 is closed. Choose a date from 1 May 2018.``
    """
    name = {"month": capfirst(str(month))}
    if choose_from is None:
        message = _("%(month)s is closed, and so is every other month of the project.") % name
    else:
        message = _("%(month)s is closed. Choose a date from %(day)s.") % {
            **name,
            "day": date_format(choose_from),
        }
    raise RuleBroken(message, field=field, topic="closed")


def _open(project: Project, months, days: set[date], field: str | None) -> list[Month]:
    for day in days:
        refuse_outside_period(project, day, field=field)
    first_days = {dates.first_of_month(day) for day in days}
    found = list(months.filter(project=project, first_day__in=first_days).order_by("first_day"))
    for month in found:
        if not month.is_open:
            refuse_closed(month, choose_from=first_open_day(project), field=field)
    return found
