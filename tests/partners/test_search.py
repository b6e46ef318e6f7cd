"""Search finds what a person may see and nothing else; a citizen's name stands in no address."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import TrailEntry
from citizens.models import Citizen
from partners.models import Milestone
from partners.search import MOST_HITS
from peers.models import Peer
from tests.growth import Growth

ADDRESS = reverse("search", args=["peerstoette"])


@pytest.fixture
def find(as_):
    """What a person reads after searching."""

    def search(who: str, text: str, slug: str = "peerstoette") -> str:
        response = as_(who).post(reverse("search", args=[slug]), {"text": text})
        assert response.status_code == 200
        return response.content.decode()

    return search


@pytest.fixture
def planted(cast):
    """A citizen of a name that stands nowhere else."""
    citizen = Citizen.objects.filter(project=cast.project).order_by("number").first()
    citizen.given_name, citizen.family_name = "Ågot", "Xylander"
    citizen.save()
    return citizen


def test_the_leader_finds_a_citizen_by_name_whatever_the_case(find, planted):
    for text in ("xylander", "Ågot", "ågot", "agot xyl", "Xylander Ågot"):
        expected = text != "agot xyl"
        assert (planted.get_absolute_url() in find("lene", text)) == expected


def test_a_citizen_is_found_by_code_with_or_without_its_letter_and_noughts(find, planted):
    for text in (planted.code, planted.code.lower(), f"{planted.number:03d}"):
        assert planted.get_absolute_url() in find("lene", text)


@pytest.mark.parametrize("who", ["gitte", "ruth", "connie", "svend", "poul", "stine"])
@pytest.mark.parametrize("text", ["Xylander", "code"])
def test_who_sees_no_citizens_finds_none(find, planted, who, text):
    page = find(who, planted.code if text == "code" else text)
    assert planted.get_absolute_url() not in page
    assert "Nothing found" in page


def test_a_citizen_of_another_project_is_not_found(find, cast, planted):
    foreign = Citizen.objects.exclude(project=cast.project).first()
    foreign.family_name = "Quistorff"
    foreign.save()
    assert "Nothing found" in find("lene", "Quistorff")


def test_what_was_searched_for_stands_in_no_address_and_not_on_the_trail(as_, planted):
    response = as_("lene").post(ADDRESS, {"text": "Xylander"})
    assert response["Cache-Control"] == "no-store"
    assert "?" not in response.request["PATH_INFO"]
    entry = TrailEntry.objects.get(action="citizens.search")
    assert entry.details == {"citizens": [planted.code]}
    assert "Xylander" not in f"{entry.object_label}{entry.details}"


def test_a_search_that_finds_no_citizen_is_on_the_trail_without_what_was_sought(find, cast):
    find("lene", "Transport")
    entry = TrailEntry.objects.get(action="citizens.search")
    assert (entry.role, entry.details) == ("leader", {"citizens": []})
    assert "Transport" not in f"{entry.object_label}{entry.details}"


def test_a_search_by_somebody_who_meets_no_citizens_leaves_no_trail(find, cast):
    find("gitte", "Transport")
    assert not TrailEntry.objects.filter(action="citizens.search").exists()


def test_peers_are_found_by_name_only_by_those_who_know_it(find, cast):
    peer = Peer.objects.filter(project=cast.project).first()
    peer.name, peer.initials = "Wilhelmine Zachariae", "WZQ"
    peer.save()
    assert "Wilhelmine Zachariae" in find("lene", "zachariae")
    assert "Nothing found" in find("svend", "zachariae")
    page = find("svend", "WZQ")
    assert peer.get_absolute_url() in page
    assert "Zachariae" not in page


def test_the_accountant_finds_vouchers_by_supplier_and_code(find, cast):
    voucher = cast.project.vouchers.first()
    for text in (voucher.supplier, voucher.code):
        assert voucher.get_absolute_url() in find("gitte", text)
        assert voucher.get_absolute_url() not in find("svend", text)


@pytest.fixture
def milestones(cast):
    return [
        Milestone.objects.create(
            project=cast.project,
            number=number,
            name_da=f"Fælles spor {number}",
            name_en=f"Common track {number}",
            starts_on=cast.project.starts_on,
            ends_on=cast.project.ends_on,
        )
        for number in range(1, MOST_HITS + 3)
    ]


def test_partners_milestones_and_courses_are_found(find, cast, milestones):
    partner = cast.project.partners.first()
    assert "Fælles spor 3" in find("svend", "Spor 3")
    assert str(partner.organisation) in find("svend", str(partner.organisation))
    assert cast.course.get_absolute_url() in find("lene", "veje")


def test_at_most_eight_of_a_kind_are_shown(find, cast, milestones):
    page = find("lene", "common track")
    assert page.count('<li><a href="/p/peerstoette/plan/">') == MOST_HITS
    assert "The first 8" in page


@pytest.mark.parametrize("text", ["", " ", "a", "010190-1234"])
def test_too_little_or_a_cpr_number_is_refused_in_words(as_, cast, text):
    response = as_("lene").post(ADDRESS, {"text": text})
    assert response.status_code == 422
    assert "Nothing has been searched." in response.content.decode()


@pytest.mark.parametrize("text", ["%", "_", "%%", "__", "' OR 1=1"])
def test_signs_of_the_database_find_nothing_of_their_own(as_, cast, text):
    response = as_("lene").post(ADDRESS, {"text": text + text})
    assert "Nothing found" in response.content.decode()


@pytest.mark.sweep
def test_a_search_asks_as_often_at_ten_times_the_data(as_, cast):
    client, growth = as_("lene"), Growth(cast)

    def queries() -> int:
        client.post(ADDRESS, {"text": "er"})
        with CaptureQueriesContext(connection) as captured:
            client.post(ADDRESS, {"text": "er"})
        return len(captured)

    growth.add(1)
    little = queries()
    growth.add(9)
    assert queries() == little <= 25
