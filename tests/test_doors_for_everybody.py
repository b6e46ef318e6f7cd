"""Every address, every person, GET, HEAD, POST and OPTIONS: the whole of the doors' table."""

import pytest

from tests.doors.asking import answer
from tests.doors.matrix import IN_PROJECTS, PLACES, SIGN_IN
from tests.doors.people import people
from tests.test_doors import ask

pytestmark = pytest.mark.sweep


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_everybody_gets_what_the_tables_say(place, cast):
    ask(place, cast)


@pytest.mark.parametrize("place", IN_PROJECTS, ids=str)
def test_other_methods_are_not_allowed_and_tell_a_stranger_nothing(place, cast):
    url = place.url(cast)
    them = people(cast, ["leader", "pool", "leader of B"])
    for method in ["PUT", "PATCH", "DELETE", "TRACE"]:
        own = {answer(them[role], method, url) for role in ["leader", "pool"]}
        assert own <= {403, 405}
        assert answer(them["leader of B"], method, url) == 404
        assert answer(None, method, url) == SIGN_IN
