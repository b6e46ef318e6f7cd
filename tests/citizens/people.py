"""A second leader, and a second peer who signs in: for rules that take two persons."""

from datetime import date
from decimal import Decimal

from accounts.models import User
from citizens.models import Block, Citizen
from partners.access import Role
from partners.models import Membership
from peers.models import Employment, Peer
from tests.cast import PASSWORD, Cast


def join(cast: Cast, name: str, role: Role) -> User:
    user = User.objects.create_user(
        name,
        email=f"{name}@example.test",
        password=PASSWORD,
        first_name=name.capitalize(),
        last_name="Prøvested",
    )
    Membership.objects.create(
        project=cast.project, user=user, role=role, organisation=cast.project.lead
    )
    return user


def peer_of(cast: Cast, user: User, **employment) -> Peer:
    """An active peer of project A who signs in as that person."""
    peer = Peer.objects.create(project=cast.project, user=user, name=str(user), initials="NP")
    fields = {"starts_on": date(2018, 1, 1), "active_from": date(2018, 1, 1), **employment}
    Employment.objects.create(
        project=cast.project,
        peer=peer,
        employer=cast.town,
        paid_by=Employment.PaidBy.PARTNER,
        weekly_hours=Decimal("20.00"),
        **fields,
    )
    return peer


def block(cast: Cast, citizen: Citizen, person: User, kind: str = "neighbour") -> Block:
    return Block.objects.create(
        project=cast.project,
        citizen=citizen,
        person=person,
        kind=kind,
        since=date(2018, 6, 1),
        by=cast.lene,
    )
