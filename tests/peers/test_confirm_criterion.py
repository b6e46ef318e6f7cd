import pytest
from django.urls import reverse

from accounts.models import TrailEntry
from peers.models import Confirmation, Criterion
from tests.peers.people import new_peer


@pytest.fixture
def peer(cast):
    return new_peer(cast, confirmed=False)


@pytest.fixture
def url(peer):
    return reverse("criterion_confirm", args=["peerstoette", peer.pk])


def test_it_says_who_confirmed_what_and_when(as_, cast, peer, url):
    response = as_("lene").post(url, {"criterion": "exam", "confirmed_on": "1.6.2018"})
    assert response.url == peer.get_absolute_url()
    confirmation = peer.confirmations.get()
    assert (confirmation.criterion, confirmation.confirmed_by) == (Criterion.EXAM, cast.lene)
    assert TrailEntry.objects.get(action="peer.confirm").details == {
        "criterion": "exam",
        "on": "2018-06-01",
    }


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"criterion": "exam", "confirmed_on": "30.2.2018"}, "confirmed_on"),
        ({"criterion": "exam", "confirmed_on": "16.6.2018"}, "confirmed_on"),
        ({"criterion": "exam", "confirmed_on": ""}, "confirmed_on"),
        ({"criterion": "health", "confirmed_on": "1.6.2018"}, "criterion"),
        ({}, "criterion"),
    ],
)
def test_it_refuses_a_day_to_come_and_unknown_criteria(as_, url, peer, data, field):
    response = as_("lene").post(url, data)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not peer.confirmations.exists()


def test_it_refuses_to_confirm_twice(as_, url):
    data = {"criterion": "exam", "confirmed_on": "1.6.2018"}
    as_("lene").post(url, data)
    response = as_("lene").post(url, data)
    assert response.status_code == 422
    assert Confirmation.objects.filter(peer__initials="NN").count() == 1
