"""Which roles are taken, so that the set-up can say which are not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from partners.access import Role
from partners.models import Project


@dataclass(frozen=True)
class RoleTaken:
    """A role, what it comes for, and how many people have it."""

    role: Role
    purpose: str
    people: int


def roles_taken(project: Project) -> list[RoleTaken]:
    """Every role in the grid's order. One query."""
    held = project.memberships.active().values_list("role", "user").distinct()
    people = [role for role, _user in held]
    return [RoleTaken(role, purpose, people.count(role)) for role, purpose in _purposes().items()]


def _purposes() -> dict[Role, str]:
    return {
        Role.LEADER: _("Runs everything, and invites people"),
        Role.STAFF: _("Plans courses and sessions; sees citizens only where you grant it"),
        Role.PEER: _("Registers own sessions and meetings, on a phone"),
        Role.COORDINATOR: _("Refers citizens and follows the peers of one partner"),
        Role.STEERING: _("Reads counts and sums, never a citizen"),
        Role.ACCOUNTANT: _("Vouchers, closing and invoice; never a citizen"),
        Role.AUDITOR: _("Reads the books and what lies behind them"),
        Role.CONTROLLER: _("Receives invoice, accounts and co-financing for the owner"),
        Role.POOL: _("Follows the project and its plan for the funder"),
    }
