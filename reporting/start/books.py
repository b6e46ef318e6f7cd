"""The money's part of the start page: the month, what was posted last, papers and their trail."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import TrailEntry
from budget.cofinancing import PartnerRow, statement
from budget.models import Voucher
from peerstoette.lib import dates
from reporting import figures
from reporting.closing import Blocker, Standing, seen_by
from reporting.figures import MonthRow
from reporting.start.desk import Desk

LATEST = 5
LATEST_PAPERS = 6

# what was done -> how it is told; the object is the voucher's number, the month or the invoice's number
ACTS = {
    "voucher.create": _("posted voucher %(object)s"),
    "voucher.correct": _("corrected with voucher %(object)s"),
    "voucher.update": _("changed voucher %(object)s"),
    "voucher.import": _("imported voucher %(object)s"),
    "voucher.import_change": _("changed voucher %(object)s by an import"),
    "voucher.attach": _("attached the document of voucher %(object)s"),
    "month.review": _("sent %(object)s to review"),
    "month.close": _("closed %(object)s"),
    "month.issue": _("issued %(object)s without an invoice"),
    "invoice.issue": _("issued invoice or credit note %(object)s"),
}


@dataclass(frozen=True)
class MonthDesk:
    """The month to be closed, as the one who keeps the books meets it."""

    standing: Standing
    blockers: list[Blocker]
    can_be_closed_from: date
    is_over: bool


@dataclass(frozen=True)
class Paper:
    """An issued month in the list; ``change`` is its amount less the month's before, kr."""

    row: MonthRow
    change: Decimal | None
    is_new: bool


@dataclass(frozen=True)
class Act:
    """A line of the money's trail."""

    at: datetime
    who: str
    what: str


def month_desk(desk: Desk) -> MonthDesk | None:
    if desk.standing is None:
        return None
    from_day = desk.standing.month.last_day + dates.ONE_DAY
    return MonthDesk(
        standing=desk.standing,
        blockers=seen_by(desk.user, desk.project, desk.standing.blockers),
        can_be_closed_from=from_day,
        is_over=from_day <= desk.day,
    )


def latest_vouchers(desk: Desk) -> list[Voucher]:
    """What was posted last, each with ``amount``, kr. One query."""
    seen = Voucher.objects.filter(project=desk.project).visible_to(desk.user)
    seen = seen.select_related("project", "month").annotate(amount=Sum("lines__amount"))
    return list(seen.order_by("-year", "-number")[:LATEST])


def papers(desk: Desk) -> list[Paper]:
    """The issued months, newest first; new is what came in this calendar month or the one before."""
    rows = figures.issued(figures.month_rows(desk.project))
    before = [*rows[1:], None]
    since = dates.add_months(dates.first_of_month(desk.day), -1)
    return [
        Paper(
            row,
            change=None if earlier is None else row.amount - earlier.amount,
            is_new=bool(row.invoice and row.invoice.issued_on >= since),
        )
        for row, earlier in zip(rows[:LATEST_PAPERS], before, strict=False)
    ]


def cofinanced(desk: Desk) -> tuple[MonthRow, tuple[PartnerRow, ...]] | None:
    """The co-financing of the last month that left the house; None while none has."""
    issued = figures.issued(figures.month_rows(desk.project))
    return (issued[0], statement(issued[0].month).partners) if issued else None


def trail_of_money(desk: Desk) -> list[Act]:
    """The last acts with money, newest first. One query."""
    entries = TrailEntry.objects.filter(project_id=desk.project.pk, action__in=ACTS)
    return [
        Act(
            entry.at,
            entry.actor_label,
            str(ACTS[entry.action]) % {"object": _object(entry)},
        )
        for entry in entries.order_by("-id")[:LATEST]
    ]


def _object(entry: TrailEntry) -> str:
    """The month by its name, else the number that ends the label."""
    if entry.action.startswith("month."):
        return dates.month_name(date.fromisoformat(f"{entry.object_label}-01"))
    return entry.object_label.rpartition(" ")[2]
