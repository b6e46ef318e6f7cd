"""What the database itself refuses: a change of what has left the desk."""

from budget.guards import guarded
from peerstoette.lib.triggers import Guard, frozen, register

# The way of a version (R12); withdrawn is taken back, or approved and then changed.
STEPS = (
    ("draft", "submitted"),
    ("submitted", "approved"),
    ("submitted", "withdrawn"),
    ("approved", "withdrawn"),
    ("approved", "at_owner"),
    ("approved", "at_funder"),
    ("at_owner", "at_funder"),
)
ON_ITS_WAY = " OR ".join(f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, new in STEPS)
OFF_ITS_WAY = f"NEW.state <> OLD.state AND NOT ({ON_ITS_WAY})"
WITHOUT_CONTENT = "NEW.state <> 'draft' AND (NEW.content IS NULL OR NEW.sha256 = '')"
REWRITTEN = (
    "OLD.state <> 'draft' AND (NEW.content <> OLD.content OR NEW.sha256 <> OLD.sha256"
    " OR NEW.number <> OLD.number OR NEW.report_id <> OLD.report_id)"
)
# Two pairs of eyes means two persons: who submitted a version does not approve it.
SAME_PERSON = (
    "NEW.kind = 'approved' AND EXISTS (SELECT 1 FROM reporting_reportstep s"
    " WHERE s.version_id = NEW.version_id AND s.kind = 'submitted'"
    " AND s.person_id = NEW.person_id)"
)


def version_submitted(row: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM reporting_reportversion v"
        f" WHERE v.id = {row}.version_id AND v.state <> 'draft')"
    )


NOT_ISSUED = (
    "NOT EXISTS (SELECT 1 FROM partners_month m WHERE m.id = NEW.month_id AND m.state = 'issued')"
)

register(
    Guard("reporting_storedpaper", "INSERT", "issued", NOT_ISSUED),
    *frozen("reporting_storedpaper"),
    *frozen("reporting_statusreport"),
    Guard("reporting_reportversion", "INSERT", "begins", "NEW.state <> 'draft'"),
    Guard("reporting_reportversion", "UPDATE", "way", OFF_ITS_WAY),
    Guard("reporting_reportversion", "UPDATE", "content", WITHOUT_CONTENT),
    Guard("reporting_reportversion", "UPDATE", "frozen", REWRITTEN),
    Guard("reporting_reportversion", "DELETE", "frozen", "1=1"),
    *guarded("reporting_reporttext", "submitted", version_submitted),
    Guard("reporting_reportstep", "INSERT", "two_persons", SAME_PERSON),
    *frozen("reporting_reportcomment"),
    *frozen("reporting_reportstep"),
)
