"""A month can be sent to a second person before it is closed; it can still be changed."""

import pytest

from accounts.models import TrailEntry
from partners.models import Month
from peerstoette.lib.errors import RuleBroken
from reporting import actions


def test_it_says_that_the_month_is_in_review(cast):
    month = actions.review(by=cast.gitte, month=cast.may)

    assert month.state == Month.State.IN_REVIEW
    assert month.is_open
    assert TrailEntry.objects.filter(action="month.review", object_label="2018-05").count() == 1


def test_a_month_in_review_can_be_closed(cast, ready):
    actions.review(by=cast.lene, month=ready)

    assert actions.close(by=cast.gitte, month=ready).state == Month.State.CLOSED


def test_it_refuses_a_month_that_is_not_open(cast, closed):
    with pytest.raises(RuleBroken):
        actions.review(by=cast.gitte, month=closed)


def test_the_page_sends_it_and_comes_back(cast, as_):
    response = as_("gitte").post("/p/peerstoette/months/2018-05/review/")

    assert response.status_code == 302
    assert cast.may.state == Month.State.IN_REVIEW
    again = as_("gitte").post("/p/peerstoette/months/2018-05/review/")
    assert again.status_code == 422
