"""Names stand in the order of the Danish alphabet, in Python and on both engines alike."""

import random

import pytest
from django.db import connection
from django.urls import reverse

from citizens.models import Course
from partners.models import Organisation
from peers.models import Peer
from peerstoette.lib import alphabet

IN_ORDER = ["Anna", "anna", "Zenit", "Ærø", "Østerby", "Ålborg", "aalborg"]
# what people are called beside: accents, strokes, neighbours' letters, signs and figures
FURTHER = [
    "12. klasse", "2. klasse", "Ida Zahle", "Ida-Marie", "Ida Aagaard", "Ida", "Idar", "André",
    "Andre", "Andrea", "Łukasz", "Luna", "Lukas", "Müller", "Myller", "Mya", "Ödman", "Ødman",
    "Zoë", "Zoe", "Zoen", "Strauß", "Strasse", "Aase", "Åse", "(ukendt)", "Kanaan", "Kanal", "Ωmega",
]  # fmt: skip


@pytest.fixture
def mixed() -> list[str]:
    names = [*IN_ORDER]
    random.Random(1).shuffle(names)
    assert names != IN_ORDER
    return names


def test_danish_letters_come_last_and_large_ones_before_small(mixed):
    assert sorted(mixed, key=alphabet.key) == IN_ORDER


def test_a_letter_made_of_two_signs_is_the_same_letter():
    assert alphabet.key("A\u030alborg") == alphabet.key("Ålborg")


def test_the_database_sorts_as_python_does(cast):
    kind = Organisation.Kind.OTHER
    names = [*IN_ORDER, *FURTHER]
    made = Organisation.objects.bulk_create(Organisation(name=name, kind=kind) for name in names)
    found = Organisation.objects.filter(pk__in=[each.pk for each in made])
    assert [each.name for each in found] == sorted(names, key=alphabet.key)
    assert [each.name for each in found.reverse()] == sorted(names, key=alphabet.key, reverse=True)


@pytest.mark.parametrize("sign", ["", "-"], ids=["rising", "falling"])
def test_a_list_of_the_database_s_rows_is_in_that_order(cast, as_, mixed, sign):
    dates = {"starts_on": "2018-05-01", "ends_on": "2018-06-01"}
    Course.objects.filter(project=cast.project).update(name="Åååå")
    Course.objects.bulk_create(
        Course(project=cast.project, name=name, model="1", place="x", **dates) for name in mixed
    )
    listing = as_("lene").get(reverse("courses", args=["peerstoette"]), {"sort": f"{sign}name"})
    names = [row.course.name for row in listing.context["list"].rows]
    assert [name for name in names if name != "Åååå"] == (IN_ORDER[::-1] if sign else IN_ORDER)


def test_a_choice_of_peers_is_in_that_order(cast, mixed):
    Peer.objects.filter(project=cast.project).update(name="Åååå")
    Peer.objects.bulk_create(
        Peer(project=cast.project, name=name, initials=f"X{place}")
        for place, name in enumerate(mixed)
    )
    names = [peer.name for peer in cast.project.peers.all()]
    assert [name for name in names if name != "Åååå"] == IN_ORDER


def test_a_server_without_that_order_is_told_of(db, monkeypatch):
    assert alphabet.check_collation(["default"]) == []
    monkeypatch.setattr(alphabet, "COLLATION", "nowhere")
    found = alphabet.check_collation(["default"])
    assert [each.id for each in found] == (
        ["peerstoette.E001"] if connection.vendor == "postgresql" else []
    )
