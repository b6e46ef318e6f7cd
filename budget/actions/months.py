"""Closing a month of the books (R11)."""

from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from budget import snapshots
from budget.accounts import Accounts, accounts
from budget.cofinancing import statement
from budget.models import MonthSnapshot
from partners.access import granting_role
from partners.models import Month, today
from partners.months import lock_project, locked
from peerstoette.lib import dates, money
from peerstoette.lib.errors import RuleBroken


@transaction.atomic
def close_month(*, by: User, month: Month, on: date | None = None) -> Month:
    """Close the month and freeze its accounts and its co-financing (R11); ``on`` an earlier day.

    Raises RuleBroken when it is closed already, when it is not over, when an earlier month is still
    open, and when a line has used more than its whole budget (R13).
    """
    month = locked(month)
    lock_project(month.project)
    _refuse_closing(month)
    figures = accounts(month)
    refuse_overrun(figures)
    MonthSnapshot.objects.create(
        project=month.project,
        month=month,
        heading=snapshots.heading(month),
        accounts=snapshots.to_json(figures.rows),
        cofinancing=snapshots.to_json(statement(month).partners),
    )
    month.state = Month.State.CLOSED
    day = on or month.project.demo_date
    month.closed_at = dates.noon(day) if day else dates.now()
    month.closed_by = by
    month.save(update_fields=["state", "closed_at", "closed_by"])
    trail.record(
        "month.close",
        month,
        by=by,
        project=month.project,
        role=granting_role(by, "month.close", month.project) or "",
        label=month.key,
        total=str(figures.total("month")),
    )
    return month


def refuse_overrun(figures: Accounts) -> None:
    """Raises RuleBroken when a line has used more than its budget of the whole project (R13)."""
    for row in figures.rows:
        if row.is_over_budget:
            raise RuleBroken(
                _(
                    "%(line)s has used %(excess)s kr. more than its budget for the whole project."
                    " Move the excess to another line with a correction first."
                )
                % {"line": row.name, "excess": money.show(row.overrun)}
            )


def _refuse_closing(month: Month) -> None:
    name = str(month).capitalize()
    if not month.is_open:
        raise RuleBroken(_("%(month)s is already closed.") % {"month": name})
    if today(month.project) <= month.last_day:
        raise RuleBroken(
            _("%(month)s is not over. It can be closed from %(day)s.")
            % {"month": name, "day": date_format(month.last_day + dates.ONE_DAY)}
        )
    earlier = month.project.months.open().filter(first_day__lt=month.first_day)
    first = earlier.order_by("first_day").first()
    if first is not None:
        raise RuleBroken(
            _("%(earlier)s is still open. Close the months in their order.")
            % {"earlier": str(first).capitalize()}
        )
