"""Two people at the same moment: threads of their own, in a database that commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections

from budget.accounts import accounts
from budget.actions import correct_voucher, update_voucher
from budget.models import Voucher
from peerstoette.lib.errors import RuleBroken
from tests.budget.acts import close_until, post

pytestmark = pytest.mark.proof
ROUNDS = 20


def at_once(*acts: Callable) -> list:
    """What each act gave or raised, all of them begun at the same moment."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_corrections_one_is_refused_in_words(fresh_cast):
    close_until(fresh_cast, fresh_cast.may)
    voucher, gitte = fresh_cast.voucher, fresh_cast.gitte

    def correct():
        return correct_voucher(
            by=gitte, voucher=voucher, posting_date=date(2018, 6, 4), text="Forkert post"
        )

    given = at_once(correct, correct)
    assert {type(each) for each in given} == {Voucher, RuleBroken}
    assert accounts(fresh_cast.june).total("month") == Decimal("-1284.50")


def test_vouchers_that_change_months_past_each_other_do_not_wait_for_each_other(fresh_cast):
    line, gitte = fresh_cast.transport_line, fresh_cast.gitte
    days = [date(2018, 5, 3), date(2018, 6, 3)]
    vouchers = [post(fresh_cast, (line, "1.00"), day=day) for day in days]

    def move(voucher: Voucher, day: date) -> Callable:
        return lambda: update_voucher(
            by=gitte,
            voucher=voucher,
            document_date=day,
            posting_date=day,
            supplier="Prøvetaxa ApS",
            text="Kørsel",
            lines=[(line, Decimal(1))],
        )

    for turn in range(ROUNDS):
        there, back = days[(turn + 1) % 2], days[turn % 2]
        given = at_once(move(vouchers[0], there), move(vouchers[1], back))
        assert [type(each) for each in given] == [Voucher, Voucher]
