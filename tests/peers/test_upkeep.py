import pytest
from django.urls import reverse

from accounts.models import TrailEntry
from peers.models import Peer

MODELS = ["peer", "confirmation", "trainingtheme", "training", "employment", "payrate", "leave"]


@pytest.fixture
def upkeep(as_, cast):
    person = cast.lene
    person.is_staff = person.is_superuser = True
    person.save()
    return as_("lene")


@pytest.mark.parametrize("model", MODELS)
def test_every_table_can_be_read(upkeep, model):
    assert upkeep.get(reverse(f"admin:peers_{model}_changelist")).status_code == 200


@pytest.mark.parametrize(
    ("model", "status"), [("peer", 200), ("training", 200), ("employment", 403), ("payrate", 403)]
)
def test_what_is_valued_is_changed_by_the_acts_only(upkeep, model, status):
    assert upkeep.get(reverse(f"admin:peers_{model}_add")).status_code == status


def test_a_frozen_employment_is_shown(upkeep, cast):
    employment = cast.peer.employments.get()
    url = reverse("admin:peers_employment_change", args=[employment.pk])
    assert upkeep.get(url).status_code == 200
    assert upkeep.post(url, {"weekly_hours": "1"}).status_code == 403
    assert Peer.objects.get(pk=cast.peer.pk).employments.get().weekly_hours == 20


def test_the_trail_of_upkeep_knows_a_peer_by_initials(upkeep, cast):
    data = {"project": cast.project.pk, "name": "Fulde Navn", "initials": "FN"}
    upkeep.post(reverse("admin:peers_peer_add"), data)
    entry = TrailEntry.objects.get(action="peer.add")
    assert entry.object_label == "FN"
    assert "Fulde Navn" not in str(entry.details)
