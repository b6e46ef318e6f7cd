from datetime import date
from decimal import Decimal

import pytest

from accounts.models import TrailEntry
from budget.accounts import accounts
from budget.actions import close_month
from budget.cofinancing import statement
from budget.models import MonthSnapshot
from partners.models import Month
from peerstoette.lib.errors import RuleBroken
from tests.budget.acts import close_until, post


def test_it_closes_a_month_and_writes_who_did(cast):
    close_until(cast, cast.may)
    assert cast.may.state == Month.State.CLOSED
    assert cast.may.closed_by == cast.gitte
    entry = TrailEntry.objects.filter(action="month.close").first()
    assert (entry.object_label, entry.role) == ("2018-05", "accountant")


def test_what_is_read_back_equals_what_was_closed(cast):
    for month in cast.project.months.filter(first_day__lt=date(2018, 5, 1)):
        close_month(by=cast.gitte, month=month)
    before = accounts(cast.may), statement(cast.may)
    close_month(by=cast.gitte, month=cast.may)
    assert MonthSnapshot.objects.filter(month=cast.may).count() == 1
    assert (accounts(cast.may), statement(cast.may)) == before


def test_closed_figures_stand_when_the_employment_is_changed_later(cast):
    close_until(cast, cast.may)
    before = statement(cast.may)
    cast.peer.employments.get().rates.update(yearly_rate=Decimal("888000.00"))
    assert statement(cast.may) == before
    # 20 of 37 hours of 37.000 kr. a month; June at twice the rate
    assert before.partners[0].to_date == Decimal("100000.00")
    assert statement(cast.june).partners[0].to_date == Decimal("140000.00")


def test_it_refuses_a_month_that_is_closed_already(cast):
    close_until(cast, cast.april)
    with pytest.raises(RuleBroken, match="2018"):
        close_month(by=cast.gitte, month=cast.april)


def test_it_refuses_to_close_out_of_order(cast):
    with pytest.raises(RuleBroken, match="anuar 2018|anuary 2018"):
        close_month(by=cast.gitte, month=cast.may)
    assert cast.may.is_open
    assert not MonthSnapshot.objects.exists()


def test_it_refuses_a_month_that_is_not_over(cast):
    close_until(cast, cast.may)
    with pytest.raises(RuleBroken, match="2018"):
        close_month(by=cast.gitte, month=cast.june)


def test_it_refuses_while_a_line_has_used_more_than_its_whole_budget(cast):
    post(cast, (cast.transport_line, "20000.01"), day=date(2018, 1, 3))
    with pytest.raises(RuleBroken, match="0,01"):
        close_month(by=cast.gitte, month=cast.month(2018, 1))
