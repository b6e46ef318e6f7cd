from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from peers.actions import add_employment
from peers.models import Employment
from peerstoette.lib.errors import RuleBroken
from tests.peers.people import new_peer

AT_ONCE = 4


@pytest.mark.proof
def test_of_four_contracts_written_at_once_one_fits_the_week(fresh_cast):
    """R4: 20 hours at each of four employers at the same moment; only one may stand."""
    peer, leader = new_peer(fresh_cast), fresh_cast.lene
    employers = [partner.organisation for partner in fresh_cast.project.partners.all()]
    start = Barrier(AT_ONCE)

    def add(number: int) -> bool:
        start.wait()
        try:
            add_employment(
                by=leader,
                peer=peer,
                employer=employers[number % len(employers)],
                paid_by=Employment.PaidBy.PARTNER,
                weekly_hours=Decimal(20),
                starts_on=date(2018, 6, 1),
            )
        except RuleBroken:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        written = list(pool.map(add, range(AT_ONCE)))
    assert sorted(written) == [False, False, False, True]
    assert peer.employments.count() == 1
