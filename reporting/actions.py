"""The month's way out of the house: reviewed, closed, issued."""

import logging
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from budget.actions import close_month, issue_invoice
from budget.models import Invoice
from partners.access import granting_role
from partners.models import Month
from partners.months import locked
from peerstoette.lib.errors import RuleBroken
from reporting.closing import blockers
from reporting.papers import papers_of

logger = logging.getLogger(__name__)


@transaction.atomic
def review(*, by: User, month: Month) -> Month:
    """Say that the month is ready for a second person to look at. It can still be changed.

    Raises RuleBroken unless it is open.
    """
    month = locked(month)
    if month.state != Month.State.OPEN:
        raise RuleBroken(
            _("%(month)s is not open, so it cannot be sent to review.")
            % {"month": str(month).capitalize()}
        )
    month.state = Month.State.IN_REVIEW
    month.save(update_fields=["state"])
    trail.record(
        "month.review",
        month,
        by=by,
        project=month.project,
        role=granting_role(by, "month.close", month.project) or "",
        label=month.key,
    )
    return month


@transaction.atomic
def close(*, by: User, month: Month, on: date | None = None) -> Month:
    """Close the month and freeze its figures, ``on`` an earlier day or now.

    Raises RuleBroken, naming everything that blocks it.
    """
    month = locked(month)
    found = blockers(month)
    if found:
        raise RuleBroken(
            _("%(month)s cannot be closed yet: %(what)s.")
            % {
                "month": str(month).capitalize(),
                "what": "; ".join(blocker.what for blocker in found),
            }
        )
    return close_month(by=by, month=month, on=on)


def issue(*, by: User, month: Month, on: date | None = None, papers: bool = True) -> Invoice | None:
    """Issue the closed month, dated ``on`` or today, and store its papers; None without an invoice.

    The papers are drawn after the invoice is committed, so that nobody waits for them with the number
    series locked. Were they to fail, they are drawn from the frozen figures when first asked for, as
    they are with ``papers=False``: the month is issued all the same. Raises RuleBroken unless the month is closed and not issued.
    """
    invoice = issue_invoice(by=by, month=month, on=on)
    month.refresh_from_db(fields=["state"])
    if papers:
        _keep_papers(month)
    return invoice


def _keep_papers(month: Month) -> None:
    try:
        papers_of(month)
    except Exception:  # whatever it is, the number is taken and the act is done
        logger.exception("The papers of %s %s were not drawn", month.project.slug, month.key)
