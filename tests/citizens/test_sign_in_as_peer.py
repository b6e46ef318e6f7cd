"""What a peer supports comes to another person by a handover, not by who signs in as the peer."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import TrailEntry, User
from citizens.models import Course, Match
from partners.access import Role
from peers.actions import change_peer
from peerstoette.lib.errors import RuleBroken
from tests.citizens.people import block, join
from tests.transfer.conftest import Desk

MATCH = "Hand over or end this first: 1 match"


@pytest.fixture
def nora(cast):
    return join(cast, "nora", Role.PEER)


def end_all(cast) -> None:
    Match.objects.filter(pk=cast.match.pk).update(ends_on=date(2018, 6, 1))
    Course.objects.filter(project=cast.project).update(ends_on=date(2018, 6, 14))


def change(cast, user: User | None) -> None:
    change_peer(by=cast.lene, peer=cast.project.peers.get(), name="Omar", initials="OP", user=user)


@pytest.mark.parametrize("who", ["nora", None])
def test_the_sign_in_is_not_changed_while_the_peer_supports_somebody(as_, cast, nora, who):
    page = reverse("peer_change", args=["peerstoette", cast.peer.pk])
    user = nora.pk if who else ""
    answer = as_("lene").post(page, {"name": "Omar", "initials": "OP", "user": user})
    assert answer.status_code == 422
    [refusal] = answer.context["form"].errors["user"]
    assert refusal == f"{MATCH}; 1 group course."
    assert cast.peer.user == cast.omar


def test_nor_by_a_table(cast, nora):
    desk = Desk(cast.lene, cast.project)
    [problem] = desk.refused("peers", [desk.rows("peers")[0] | {"e-mail": nora.email}])
    assert MATCH in problem


def test_nor_in_the_back_office(as_, cast, nora):
    User.objects.filter(pk=cast.lene.pk).update(is_superuser=True)
    page = reverse("admin:peers_peer_change", args=[cast.peer.pk])
    answer = as_("lene").post(page, {"name": "Omar", "initials": "OP", "user": nora.pk})
    assert answer.status_code == 302
    assert (cast.peer.name, cast.peer.user) == ("Omar", cast.omar)


def test_name_and_initials_are_corrected_meanwhile(cast):
    change(cast, cast.omar)
    assert (cast.peer.name, cast.peer.initials) == ("Omar", "OP")


def test_when_nothing_runs_it_is_changed_and_the_trail_tells_who(cast, nora):
    end_all(cast)
    change(cast, nora)
    entry = TrailEntry.objects.get(action="peer.change")
    assert entry.object_label == "OP, nora@example.test"
    assert entry.details == {"was": "omar@example.test"}
    change(cast, None)
    entry = TrailEntry.objects.filter(action="peer.change").first()
    assert (entry.object_label, entry.details) == ("OP", {"was": "nora@example.test"})


def test_a_course_that_runs_is_reason_enough(cast, nora):
    Match.objects.filter(pk=cast.match.pk).update(ends_on=date(2018, 6, 1))
    with pytest.raises(RuleBroken, match="1 group course"):
        change(cast, nora)


def test_a_peer_who_begins_to_sign_in_keeps_the_citizens(cast, nora):
    cast.project.peers.update(user=None)
    change(cast, nora)
    assert cast.project.peers.get().user == nora


def test_but_not_as_somebody_from_whom_one_of_them_is_hidden(cast, nora):
    cast.project.peers.update(user=None)
    block(cast, cast.citizens[1], nora)
    with pytest.raises(RuleBroken, match="cannot support"):
        change(cast, nora)
