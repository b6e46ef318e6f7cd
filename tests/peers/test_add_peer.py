import pytest
from django.urls import reverse

from accounts.models import TrailEntry
from partners.access import Role
from partners.models import Membership
from peers.actions import add_peer, change_peer
from peers.models import Peer
from peerstoette.lib.errors import RuleBroken
from tests.peers.people import new_employment, new_peer

URL = reverse("peer_add", args=["peerstoette"])


def test_the_leader_adds_a_peer(as_, cast):
    response = as_("lene").post(URL, {"name": "Nora Ny", "initials": "nn", "user": ""})
    peer = Peer.objects.get(initials="NN")
    assert response.url == peer.get_absolute_url()
    assert (peer.name, peer.project, peer.user) == ("Nora Ny", cast.project, None)
    entry = TrailEntry.objects.get(action="peer.add")
    assert (entry.actor_label, entry.role, entry.object_label) == (str(cast.lene), "leader", "NN")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": "", "initials": "NN"}, "name"),
        ({"name": "Nora", "initials": "TOOLONG"}, "initials"),
        ({"name": "Nora", "initials": "N N"}, "initials"),
        ({"name": "Nora", "initials": "op"}, "initials"),
        ({"name": "Nora 010190-1234", "initials": "NN"}, "name"),
        ({"name": "Nora", "initials": "NN", "user": "999999"}, "user"),
        ({}, "name"),
    ],
)
def test_it_refuses_bad_input_and_writes_nothing(as_, cast, data, field):
    response = as_("lene").post(URL, data)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Peer.objects.filter(project=cast.project).count() == 1


def test_it_refuses_a_sign_in_that_another_peer_has(cast):
    with pytest.raises(RuleBroken) as refused:
        add_peer(by=cast.lene, project=cast.project, name="To", initials="TO", user=cast.omar)
    assert refused.value.field == "user"


def test_only_people_with_the_role_can_sign_in_as_a_peer(as_, cast):
    choices = as_("lene").get(URL).context["form"].fields["user"].queryset
    assert list(choices) == [cast.omar]


def test_the_same_initials_are_free_in_another_project(cast):
    peer = add_peer(by=cast.leo, project=cast.other_project, name="Nora", initials="NN")
    add_peer(by=cast.lene, project=cast.project, name="Niels", initials="NN")
    assert peer.project == cast.other_project


def test_the_leader_corrects_name_and_initials(as_, cast):
    url = reverse("peer_change", args=["peerstoette", cast.peer.pk])
    data = {"name": "Omar Prøvested", "initials": "om", "user": cast.omar.pk}
    assert as_("lene").post(url, data).status_code == 302
    assert (cast.peer.initials, cast.peer.user) == ("OM", cast.omar)


def test_a_sign_in_that_shows_two_records_to_be_one_person_obeys_the_full_week(cast):
    Membership.objects.create(
        project=cast.other_project, user=cast.omar, role=Role.PEER, organisation=cast.town
    )
    there = new_peer(cast, "XX", project=cast.other_project)
    new_employment(cast, there, weekly_hours=18)
    with pytest.raises(RuleBroken) as refused:
        change_peer(by=cast.leo, peer=there, name="X", initials="XX", user=cast.omar)
    assert refused.value.field == "user"
    assert Peer.objects.get(pk=there.pk).user is None


def test_a_sign_in_that_shows_one_contract_in_two_projects_is_refused(cast):
    Membership.objects.create(
        project=cast.other_project, user=cast.omar, role=Role.PEER, organisation=cast.town
    )
    there = new_peer(cast, "XX", project=cast.other_project)
    new_employment(cast, there, weekly_hours=5)
    with pytest.raises(RuleBroken) as refused:
        change_peer(by=cast.leo, peer=there, name="X", initials="XX", user=cast.omar)
    assert refused.value.field == "user"
