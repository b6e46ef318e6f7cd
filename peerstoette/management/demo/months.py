"""The months that are behind: closed and issued as the accountant would have done it."""

from collections.abc import Callable
from datetime import date

from accounts.models import TrailEntry, User
from budget.models import Voucher
from partners.models import Month, Project
from peerstoette.lib import dates
from peerstoette.management.demo import days, tables
from peerstoette.management.demo.partnership import A, B
from reporting import actions

LAST_ISSUED = {A: date(2018, 4, 1), B: date(2026, 9, 1)}
DAY_OF_CLOSING = 10  # of the month after, or the next workday


def issue_months(project: Project, by: User, progress: Callable[[str], None]) -> None:
    """Close and issue every month until the last issued one, through the product's own acts."""
    for month in project.months.filter(first_day__lte=LAST_ISSUED[project.slug]):
        on = closing_day(month)
        actions.close(by=by, month=month, on=on)
        actions.issue(by=by, month=month, on=on, papers=False)
        progress(str(month))


def closing_day(month: Month) -> date:
    return days.workday(dates.add_months(month.first_day, 1).replace(day=DAY_OF_CLOSING))


def date_trail(project: Project) -> None:
    """Let the trail say when it would have happened, not when the demonstration was built.

    Runs before the trail is frozen.
    """
    vouchers = dict(project.vouchers.values_list("pk", "posting_date"))
    entries = TrailEntry.objects.filter(project_id=project.pk)
    months = {month.key: tables.moment(closing_day(month)) for month in project.months.all()}
    for entry in entries:
        if entry.object_type == Voucher._meta.label_lower:
            entry.at = tables.moment(vouchers[int(entry.object_id)], 10)
        elif entry.action in {"month.close", "month.issue", "invoice.issue"}:
            entry.at = months[entry.details.get("month", entry.object_label)]
        else:
            entry.at = tables.moment(project.starts_on)
    TrailEntry.objects.bulk_update(entries, ["at"], batch_size=300)


def order_trail() -> None:
    """Number the entries by when they happened, as those of a project that is lived through are."""
    entries = sorted(TrailEntry.objects.all(), key=lambda entry: (entry.at, entry.pk))
    times = [entry.at for entry in entries]
    TrailEntry.objects.all().delete()
    for entry in entries:
        entry.pk = None
    TrailEntry.objects.bulk_create(entries, batch_size=300)
    for entry, at in zip(entries, times, strict=True):  # creating puts the moment of building there
        entry.at = at
    TrailEntry.objects.bulk_update(entries, ["at"], batch_size=300)
