"""What the database itself refuses in the trail: any change, and removal before its time.

A seal can be marked once as one whose entries are removed, when they are too old (``TRAIL_YEARS``);
only then can the entries that it holds be deleted.
"""

from accounts.models import TrailSeal
from accounts.retention import TRAIL_YEARS
from peerstoette.lib.triggers import Guard, register

ENTRIES, SEALS = "accounts_trailentry", "accounts_trailseal"
KEPT = [field.column for field in TrailSeal._meta.fields if field.name != "removed_on"]

same_chain = "(s.project_id = OLD.project_id OR (s.project_id IS NULL AND OLD.project_id IS NULL))"
lies_in_a_removed_seal = (
    f"EXISTS (SELECT 1 FROM {SEALS} s WHERE s.removed_on IS NOT NULL"
    f" AND OLD.id BETWEEN s.first_id AND s.last_id AND {same_chain})"
)


def differs(column: str) -> str:
    """Whether a column has another value than before, for every kind of column on both engines."""
    new, old = (f"COALESCE(CAST({row}.{column} AS TEXT), '')" for row in ("NEW", "OLD"))
    return f"{new} <> {old}"


def year(value: str) -> str:
    return f"CAST(SUBSTR(CAST({value} AS TEXT), 1, 4) AS INTEGER)"


is_old = f"{year('OLD.at')} + {TRAIL_YEARS} < {year('CURRENT_DATE')}"
before_it = (
    f"(SELECT {{of}} FROM {SEALS} s WHERE s.project_id = NEW.project_id"
    " OR (s.project_id IS NULL AND NEW.project_id IS NULL))"
)
follows = (
    f"NEW.number = COALESCE({before_it.format(of='MAX(s.number)')}, 0) + 1"
    f" AND NEW.first_id > COALESCE({before_it.format(of='MAX(s.last_id)')}, 0)"
    f" AND NEW.last_id <= (SELECT MAX(e.id) FROM {ENTRIES} e)"
)

register(
    Guard(ENTRIES, "UPDATE", "frozen", "1=1"),
    # an old entry in the segment does not take the young ones with it
    Guard(ENTRIES, "DELETE", "frozen", f"NOT ({is_old} AND {lies_in_a_removed_seal})"),
    Guard(SEALS, "INSERT", "whole", f"NEW.removed_on IS NOT NULL OR NOT ({follows})"),
    Guard(SEALS, "DELETE", "frozen", "1=1"),
    Guard(
        SEALS,
        "UPDATE",
        "frozen",
        " OR ".join(
            [
                "OLD.removed_on IS NOT NULL",
                "NEW.removed_on IS NULL",
                "NEW.removed_on > CURRENT_DATE",
                f"{year('NEW.removed_on')} <= {year('OLD.until')} + {TRAIL_YEARS}",
                *map(differs, KEPT),
            ]
        ),
    ),
)
