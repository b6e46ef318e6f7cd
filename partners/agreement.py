"""Where the cooperation agreement stands: who is bound, who sits where, what is not written."""

from dataclasses import dataclass
from datetime import date

from partners.models import Body, Clause, Partner, Project, Seat, today
from peerstoette.lib.joined import with_rows
from peerstoette.lib.once import once


@dataclass(frozen=True)
class Party:
    """A partner with the number of its members today in each body that needs every partner."""

    partner: Partner
    members: tuple[tuple[Body, int], ...]

    @property
    def missing(self) -> list[Body]:
        """The bodies in which the partner should sit and does not (R2)."""
        return [body for body, count in self.members if not count]


@dataclass(frozen=True)
class Agreement:
    """A project's agreement on a day."""

    parties: tuple[Party, ...]
    bodies: tuple[tuple[Body, tuple[Seat, ...]], ...]
    clauses: tuple[Clause, ...]

    @property
    def required_bodies(self) -> list[Body]:
        return [body for body, seats in self.bodies if body.needs_every_partner]

    @property
    def unsigned(self) -> list[Partner]:
        return [party.partner for party in self.parties if not party.partner.signed_on]

    @property
    def unapproved(self) -> list[Partner]:
        return [party.partner for party in self.parties if party.partner.awaits_approval]

    @property
    def bound(self) -> list[Partner]:
        return [party.partner for party in self.parties if party.partner.is_bound]

    @property
    def is_in_force(self) -> bool:
        """All have signed, and those who depend on political approval have it (R18)."""
        return bool(self.parties) and len(self.bound) == len(self.parties)

    @property
    def open_clauses(self) -> list[Clause]:
        return [clause for clause in self.clauses if not clause.text]


@once
def partners_of(project: Project) -> list[Partner]:
    """The partners with their organisations, in the agreement's order. One query."""
    return list(project.partners.select_related("organisation"))


@once
def agreement(project: Project) -> Agreement:
    """The project's agreement today, in as many queries however many parties it has."""
    day = today(project)
    partners = {partner.pk: partner for partner in partners_of(project)}
    bodies = [(body, tuple(body.seats.all())) for body in with_rows(project.bodies.all(), "seats")]
    for _body, seats in bodies:
        for seat in seats:
            seat.partner = partners[seat.partner_id]
    return Agreement(
        parties=tuple(_party(partner, bodies, day) for partner in partners.values()),
        bodies=tuple(bodies),
        clauses=tuple(project.clauses.all()),
    )


def _party(partner: Partner, bodies: list[tuple[Body, tuple[Seat, ...]]], day: date) -> Party:
    return Party(
        partner,
        tuple(
            (body, sum(seat.partner_id == partner.pk and seat.is_held(day) for seat in seats))
            for body, seats in bodies
            if body.needs_every_partner
        ),
    )
