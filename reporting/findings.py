"""Everything that does not add up in a project, collected from every room, worst first."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from budget import findings as budget
from citizens import missing as citizens
from partners import findings as partners
from partners.findings import Finding, Severity
from partners.models import Month, Project
from peers import findings as peers
from peerstoette.lib.once import once
from reporting.links import open_to

# the agreement and the peers' minimum hold for the whole project: they never hold a month back
ROOMS = (budget, partners, peers, citizens)
ORDER = list(Severity)
RULES = {
    "R2": _("Every partner sits in both groups"),
    "R3": _("Enough peers at each employing partner"),
    "R4": _("A peer's time is claimed once"),
    "R5": _("Support ends in time"),
    "R8": _("Every session and meeting is registered"),
    "R9": _("Peers are confirmed before they start"),
    "R10": _("Every invoiced amount has its document"),
    "R13": _("Sums agree, and no line is overrun"),
    "R17": _("Milestones are reached in time"),
    "R18": _("All parties sign, every clause is written"),
}


@once
def findings(project: Project) -> list[Finding]:
    """Errors, then warnings, then notices; within each as the rooms tell them."""
    found = [finding for room in ROOMS for finding in room.findings(project)]
    return sorted(found, key=lambda finding: ORDER.index(finding.severity))


def month_findings(project: Project) -> list[Finding]:
    """Of them, those that can belong to a month: only money and registrations do."""
    return [*budget.month_findings(project), *citizens.month_findings(project)]


def blocking(month: Month, found: list[Finding]) -> list[Finding]:
    """Those that belong to the month and hold it back; structural ones only warn (rulings, Time)."""
    return [
        finding
        for finding in found
        if finding.month_id == month.pk and finding.severity != Severity.NOTICE
    ]


def counts(found: list[Finding]) -> dict[Severity, int]:
    """How many there are of each severity, also none."""
    return {
        severity: sum(finding.severity == severity for finding in found) for severity in Severity
    }


@dataclass(frozen=True)
class Explained:
    """A finding as a person reads it: what its rule asks for, and a link only if it leads in.

    The texts of ``told``, ``figures`` and ``asked`` are those of the page, for files.
    """

    finding: Finding
    rule_text: str
    url: str

    @property
    def told(self) -> str:
        return ". ".join(filter(None, [self.finding.title, self.finding.explanation]))

    @property
    def figures(self) -> str:
        return "; ".join(f"{label}: {value}" for label, value in self.finding.figures)

    @property
    def asked(self) -> str:
        return f"{self.finding.rule} {self.rule_text}".rstrip()

    @property
    def rule_number(self) -> int:
        return number_of(self.finding.rule)

    @property
    def weight(self) -> int:
        """The worse, the more."""
        return -ORDER.index(self.finding.severity)


def explained(user: User, project: Project, found: list[Finding]) -> list[Explained]:
    return [
        Explained(finding, rule_text(finding.rule), open_to(user, finding.url, project))
        for finding in found
    ]


def number_of(rule: str) -> int:
    """``R13`` as 13."""
    return int(rule.removeprefix("R"))


def rule_text(rule: str) -> str:
    """What the rule asks for, in a few words; nothing for a rule without a text."""
    return str(RULES.get(rule, ""))
