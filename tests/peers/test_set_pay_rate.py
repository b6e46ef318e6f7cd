from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import TrailEntry
from peers.actions import set_pay_rate
from peers.models import Employment
from peerstoette.lib.errors import RuleBroken
from tests.peers.people import close_until_april, new_employment, paid


def post(as_, name, employment, **data):
    return as_(name).post(reverse("pay_rate_add", args=["peerstoette", employment.pk]), data)


def test_the_accountant_sets_the_pay_from_a_day(as_, cast):
    employment = new_employment(cast)
    response = post(as_, "gitte", employment, valid_from="1.6.2018", yearly_rate="444.000")
    assert response.url == employment.get_absolute_url()
    assert employment.rates.get().yearly_rate == Decimal("444000.00")
    entry = TrailEntry.objects.get(action="pay.set")
    assert entry.role == "accountant"
    assert entry.details == {"on": "2018-06-01"}


def test_a_rate_from_the_same_day_is_replaced(cast):
    employment = paid(new_employment(cast))
    fields = {"by": cast.gitte, "employment": employment, "valid_from": date(2018, 1, 1)}
    set_pay_rate(**fields, yearly_rate=Decimal(450000))
    assert employment.rates.get().yearly_rate == 450000


@pytest.mark.parametrize("amount", ["", "abc", "NaN", "1e9", "1,234", "-1"])
def test_it_refuses_what_is_no_amount(as_, cast, amount):
    employment = new_employment(cast)
    response = post(as_, "gitte", employment, valid_from="1.6.2018", yearly_rate=amount)
    assert response.status_code == 422
    assert "yearly_rate" in response.context["form"].errors
    assert not employment.rates.exists()


def test_it_refuses_a_day_in_a_closed_month(cast):
    employment = new_employment(cast)
    close_until_april(cast)
    fields = {"by": cast.gitte, "employment": employment, "yearly_rate": Decimal(444000)}
    with pytest.raises(RuleBroken) as refused:
        set_pay_rate(**fields, valid_from=date(2018, 4, 30))
    assert refused.value.field == "valid_from"
    assert set_pay_rate(**fields, valid_from=date(2018, 5, 1)).pk


def test_the_first_pay_of_one_that_counts_only_from_an_open_month_may_go_back(cast):
    employment = new_employment(cast, active_from=date(2018, 5, 1))
    close_until_april(cast)
    assert set_pay_rate(
        by=cast.gitte,
        employment=employment,
        valid_from=date(2018, 1, 1),
        yearly_rate=Decimal(444000),
    ).pk


def test_a_volunteer_has_no_pay(cast):
    employment = new_employment(cast, paid_by=Employment.PaidBy.VOLUNTEER)
    with pytest.raises(RuleBroken):
        set_pay_rate(
            by=cast.gitte,
            employment=employment,
            valid_from=date(2018, 6, 1),
            yearly_rate=Decimal(1),
        )
