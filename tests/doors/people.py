"""Everybody who may stand at a door: each role here and in another project, and those without one."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.models import User
from partners.access import Role
from partners.models import Membership
from tests.cast import PASSWORD, PEOPLE, Cast

OWN = [str(role) for role in Role]
TWINS = [f"{role} of B" for role in Role]
# their role has ended, they never had one, they keep the installation
WITHOUT = ["left", "nobody", "superuser"]
OUTSIDERS = [*TWINS, *WITHOUT]
# whose account was closed while a browser was still signed in; who brings no session
SIGNED_OUT = ["closed", "anonymous"]
EVERYBODY = [*OWN, *OUTSIDERS, *SIGNED_OUT]

# how pages outside projects tell people apart
KINDS = ["anonymous", "nobody", "role", "leader", "superuser"]


def kind(person: str) -> str:
    if person in SIGNED_OUT:
        return "anonymous"
    if person in WITHOUT:
        return "superuser" if person == "superuser" else "nobody"
    return "leader" if person.startswith("leader") else "role"


def people(cast: Cast, names: Iterable[str] = EVERYBODY) -> dict[str, User | None]:
    """By name; those whom the cast lacks are made here."""
    return {name: _person(cast, name) for name in names}


def _person(cast: Cast, name: str) -> User | None:
    if name == "anonymous":
        return None
    if name == "superuser":
        return User.objects.create_superuser("root", "root@example.test", PASSWORD)
    if name in {*OWN, *TWINS}:
        own, twin = PEOPLE[Role(name.removesuffix(" of B"))]
        return getattr(cast, twin if name in TWINS else own)
    person = User.objects.create_user(
        name, f"{name}@example.test", PASSWORD, is_active=name != "closed"
    )
    if name != "nobody":
        Membership.objects.create(
            project=cast.project,
            user=person,
            role=Role.LEADER,
            organisation=cast.project.lead,
            ended_at=timezone.now() if name == "left" else None,
        )
    return person
