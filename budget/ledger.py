"""What the voucher pages tell beside the voucher itself."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import TrailEntry
from budget.accounts import Accounts, accounts
from budget.models import Voucher
from partners.models import Project, today
from peerstoette.lib import dates

ACTS = {
    "voucher.create": _("posted"),
    "voucher.correct": _("posted as a correction"),
    "voucher.update": _("changed"),
    "voucher.import": _("imported"),
    "voucher.import_change": _("changed by an import"),
    "voucher.attach": _("document attached"),
}


@dataclass(frozen=True)
class Event:
    """One thing that was done with a voucher."""

    at: datetime
    who: str
    what: str


def history(voucher: Voucher) -> list[Event]:
    """What was done with the voucher, earliest first, from the trail; not who asked for its document."""
    entries = TrailEntry.objects.filter(
        object_type=voucher._meta.label_lower, object_id=str(voucher.pk)
    ).exclude(action__startswith="file.")
    return [
        Event(entry.at, entry.actor_label, ACTS.get(entry.action, entry.action))
        for entry in entries.order_by("id")
    ]


def left_of_year(project: Project) -> Accounts | None:
    """The accounts of the month we are in; None outside the project's period."""
    month = project.months.filter(first_day=dates.first_of_month(today(project))).first()
    return None if month is None else accounts(month)
