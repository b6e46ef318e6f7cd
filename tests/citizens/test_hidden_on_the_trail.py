"""A leader from whom a citizen is hidden does not read of the citizen on the trail's pages either."""

import pytest
from django.urls import reverse

from citizens.actions import set_block
from citizens.models import Citizen
from partners.access import Role
from tests.citizens.people import block, join

TRAIL = reverse("trail", args=["peerstoette"])


def test_the_code_of_a_hidden_citizen_stands_on_no_page_or_file_of_the_trail(as_, cast):
    jonas = Citizen.objects.get(project=cast.project, number=2)
    code = jonas.code
    lene = as_("lene")
    lene.get(reverse("citizen", args=["peerstoette", jonas.pk]))
    activity = reverse(
        "member_activity",
        args=["peerstoette", cast.lene.memberships.get(project=cast.project).pk],
    )
    pages = [TRAIL, f"{TRAIL}?format=csv", activity]
    assert all(code in lene.get(page).content.decode() for page in pages)
    block(cast, jonas, cast.lene)
    assert all(code not in lene.get(page).content.decode() for page in pages)


@pytest.fixture
def hidden(as_, cast):
    """Lone has opened two citizens and hidden the second from Lene."""
    lone = join(cast, "lone", Role.LEADER)
    for citizen in cast.citizens[:2]:
        as_("lone").get(citizen.get_absolute_url())
    set_block(by=lone, citizen=cast.citizens[1], person=cast.lene, kind="neighbour")
    return lone


def acts(client, url: str = TRAIL) -> list[str]:
    rows = client.get(url).context["list"].rows
    return [row.entry.action for row in rows if row.entry.action != "trail.look"]


def test_what_was_done_about_the_citizen_is_not_told_either(as_, cast, hidden):
    held = hidden.memberships.get(project=cast.project)
    activity = reverse("member_activity", args=["peerstoette", held.pk])
    for page in [TRAIL, activity]:
        assert acts(as_("lene"), page) == ["citizen.read"]
        assert acts(as_("lone"), page) == ["citizen.block", "citizen.read", "citizen.read"]
    file = as_("lene").get(f"{TRAIL}?format=csv").content.decode()
    assert "Hid the citizen" not in file


def test_it_is_not_counted_either(as_, cast, hidden):
    assert "2 entries" in as_("lone").get(f"{TRAIL}?kind=reading").content.decode()
    page = as_("lene").get(f"{TRAIL}?kind=reading").content.decode()
    assert "1 entry" in page


def test_who_reads_no_code_reads_that_something_was_done_about_somebody(as_, cast, hidden):
    block(cast, cast.citizens[1], cast.ruth)
    assert acts(as_("ruth")) == ["citizen.block", "citizen.read", "citizen.read"]


def test_a_longer_code_is_another_citizen_s(as_, cast, hidden):
    Citizen.objects.filter(pk=cast.citizens[1].pk).update(number=1000)
    longer = Citizen.objects.get(project=cast.project, number=3)
    Citizen.objects.filter(pk=longer.pk).update(number=10004)
    as_("lone").get(longer.get_absolute_url())
    rows = as_("lene").get(TRAIL).context["list"].rows
    assert "B-10004" in [row.object for row in rows]
