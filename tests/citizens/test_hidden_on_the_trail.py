"""A leader from whom a citizen is hidden does not read the code on the trail's pages either."""

from django.urls import reverse

from citizens.models import Citizen
from tests.citizens.people import block

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
