"""A process of its own that issues the months it is told to, and says how each went.

``python -m tests.proofs.issuer MODE USER MONTH…``: waits for a line on its input, then writes one
line for each month: the invoice's number, or ``refused`` and why.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peerstoette.settings")
django.setup()

from django.db import DatabaseError, connection  # noqa: E402

from accounts.models import User  # noqa: E402
from budget.actions import invoices, issue_invoice  # noqa: E402
from budget.models import Counter  # noqa: E402
from partners.models import Month  # noqa: E402
from peerstoette.lib.errors import RuleBroken  # noqa: E402


def number_without_lock(issuer, kind: str) -> int:
    """What ``next_number`` would be without its lock: the control run."""
    counter, _created = Counter.objects.get_or_create(issuer=issuer, kind=kind)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return counter.last_number


def main(mode: str, user: str, *months: str) -> None:
    if mode == "unlocked":
        invoices.next_number = number_without_lock
        if connection.vendor == "sqlite":
            # SQLite's lock is the one that IMMEDIATE takes when the transaction begins
            connection.settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"
    by = User.objects.get(pk=user)
    todo = list(Month.objects.filter(pk__in=months))
    say("ready")
    sys.stdin.readline()
    for month in todo:
        try:
            say(issue_invoice(by=by, month=month).number)
        except (DatabaseError, RuleBroken) as error:
            # once a month is refused, so are those that come after it
            say(f"refused: {error}".splitlines()[0])


def say(word) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
