"""A project keeps a leader who can sign in, whichever way another one goes."""

from datetime import date

import pytest

from partners.access import Role
from partners.actions import add_member, end_membership
from partners.invitations import withdraw
from partners.leaving import leave
from partners.models import Membership
from peerstoette.lib.errors import RuleBroken

REFUSAL = (
    "A project has a leader who can sign in. Give somebody else the role, and wait until that"
    " person has come."
)


@pytest.fixture
def make_leader(cast):
    def make(name: str) -> Membership:
        return add_member(
            by=cast.lene,
            project=cast.project,
            email=f"{name}@example.test",
            first_name=name.capitalize(),
            last_name="Prøvested",
            role=Role.LEADER,
            organisation=cast.project.lead,
        )

    return make


def leadership(person) -> Membership:
    return person.memberships.active().get(role=Role.LEADER)


def end(membership: Membership) -> None:
    end_membership(by=membership.user, membership=membership)


def leave_with(membership: Membership) -> None:
    leave(
        by=membership.user,
        project=membership.project,
        person=membership.user,
        last_day=date(2018, 6, 15),
    )


def take_back(membership: Membership) -> None:
    withdraw(by=membership.user, membership=membership)


WAYS = pytest.mark.parametrize("go", [end, leave_with])


@WAYS
def test_a_leader_who_has_not_come_lets_no_other_go(cast, make_leader, go):
    make_leader("ny")
    with pytest.raises(RuleBroken, match=REFUSAL):
        go(leadership(cast.lene))
    assert leadership(cast.lene)
    ny = cast.ny
    ny.set_password("en-rolig-dag-ved-havet")
    ny.save()
    go(leadership(cast.lene))
    assert [each.user for each in cast.project.memberships.granting("members.edit")] == [ny]


@WAYS
def test_nor_does_one_whose_account_upkeep_has_closed(cast, make_leader, go):
    make_leader("stine")
    stine = cast.stine
    stine.is_active = False
    stine.save()
    with pytest.raises(RuleBroken, match=REFUSAL):
        go(leadership(cast.lene))


@pytest.mark.parametrize("go", [end, leave_with, take_back])
def test_a_leader_who_never_came_gives_way_to_another(cast, make_leader, go):
    make_leader("ny")
    lene = cast.lene
    lene.set_unusable_password()
    lene.save()
    go(leadership(lene))
    assert leadership(cast.ny)


@pytest.mark.parametrize("go", [end, leave_with, take_back])
def test_but_not_to_nobody(cast, go):
    lene = cast.lene
    lene.set_unusable_password()
    lene.save()
    with pytest.raises(RuleBroken, match=REFUSAL):
        go(leadership(lene))


def test_who_leads_for_two_organisations_gives_one_role_back(cast):
    held = leadership(cast.lene)
    other = cast.project.memberships.create(
        user=cast.lene, role=Role.LEADER, organisation=cast.town
    )
    end(held)
    assert leadership(cast.lene) == other
