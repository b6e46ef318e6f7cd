from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import TrailEntry
from peers.actions import remove_employment, remove_leave
from peers.models import Employment, Leave, PayRate
from peerstoette.lib.errors import RuleBroken
from tests.peers.people import close_until_april, new_employment, paid


def leave_of(employment, kind="unpaid", first=date(2018, 4, 1)) -> Leave:
    return Leave.objects.create(
        project=employment.project,
        employment=employment,
        kind=kind,
        starts_on=first,
        ends_on=date(2018, 6, 1),
    )


def test_what_was_entered_by_mistake_goes_with_its_pay_and_leave(as_, cast):
    employment = paid(new_employment(cast))
    leave_of(employment)
    url = reverse("employment_remove", args=["peerstoette", employment.pk])
    assert as_("lene").get(url).status_code == 200
    assert as_("lene").post(url).url == employment.peer.get_absolute_url()
    assert not Employment.objects.filter(peer=employment.peer).exists()
    assert not PayRate.objects.filter(employment_id=employment.pk).exists()
    assert TrailEntry.objects.filter(action="employment.remove").count() == 1


def test_one_that_counted_in_a_closed_month_stays(as_, cast):
    employment = new_employment(cast, active_from=date(2018, 4, 30))
    close_until_april(cast)
    with translation.override("en"), pytest.raises(RuleBroken) as refused:
        remove_employment(by=cast.lene, employment=employment)
    assert refused.value.message == (
        "It counts in April 2018, which is closed. Set its last day instead."
    )
    url = reverse("employment_remove", args=["peerstoette", employment.pk])
    assert as_("lene").post(url).status_code == 422
    assert Employment.objects.filter(pk=employment.pk).exists()


@pytest.mark.parametrize("active_from", [None, date(2018, 5, 1)])
def test_one_that_counted_in_no_closed_month_goes(cast, active_from):
    employment = new_employment(cast, active_from=active_from)
    close_until_april(cast)
    remove_employment(by=cast.lene, employment=employment)
    assert not Employment.objects.filter(peer=employment.peer).exists()


def test_a_leave_goes_unless_it_changed_a_closed_month(as_, cast):
    employment = new_employment(cast)
    closed, sick = leave_of(employment), leave_of(employment, "sick")
    close_until_april(cast)
    with pytest.raises(RuleBroken):
        remove_leave(by=cast.lene, leave=closed)
    remove_leave(by=cast.lene, leave=sick)
    recent = leave_of(employment, first=date(2018, 5, 1))
    url = reverse("leave_remove", args=["peerstoette", recent.pk])
    assert as_("lene").get(url).status_code == 200
    assert as_("lene").post(url).status_code == 302
    assert list(employment.leaves.all()) == [closed]
