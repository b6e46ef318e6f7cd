from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peers.fte import Contract, fte_on, length, mean_fte, shortfalls, staffing
from peerstoette.lib.dates import Period

FIRST, LAST = date(2018, 1, 1), date(2018, 12, 31)


def contract(peer=1, hours="20", first=FIRST, last=None, unpaid=(), partner_paid=True):
    return Contract(
        peer_id=peer,
        employer_id=1,
        weekly_hours=Decimal(hours),
        first=first,
        last=last,
        unpaid=tuple(unpaid),
        is_partner_paid=partner_paid,
    )


def days_between(first: date, last: date) -> Iterable[date]:
    """Every day, one by one: what the intervals of the product are held against."""
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def two_decimals(value: Decimal) -> str:
    return f"{value:.2f}"


def test_three_peers_of_twenty_hours_are_1_62_and_two_alone_1_08():
    three = [contract(peer) for peer in (1, 2, 3)]
    assert two_decimals(fte_on(three, FIRST)) == "1.62"
    assert two_decimals(fte_on(three[:2], FIRST)) == "1.08"


def test_the_budgets_posts_are_3_95():
    posts = [contract(hours=hours) for hours in ("37", "37", "20", "12", "20", "20")]
    assert two_decimals(fte_on(posts, FIRST)) == "3.95"


def test_hours_that_make_exactly_one_and_a_half_are_not_short():
    exactly = [contract(1, "20"), contract(2, "20"), contract(3, "15.5")]
    assert fte_on(exactly, FIRST) == Decimal("1.5")
    assert shortfalls(exactly, FIRST, LAST, min_peers=3, min_fte=Decimal("1.5")) == []


def test_an_hour_missing_is_short_although_it_shows_as_the_minimum():
    almost = [contract(1, "20"), contract(2, "20"), contract(3, "15.4")]
    assert two_decimals(fte_on(almost, FIRST)) == "1.50"
    assert len(shortfalls(almost, FIRST, LAST, min_peers=3, min_fte=Decimal("1.5"))) == 1


def test_unpaid_leave_does_not_count_and_the_days_around_it_do():
    away = contract(unpaid=[Period(date(2018, 5, 10), date(2018, 5, 19))])
    assert fte_on([away], date(2018, 5, 9)) > 0
    assert fte_on([away], date(2018, 5, 10)) == 0
    assert fte_on([away], date(2018, 5, 20)) > 0
    assert away.days(date(2018, 5, 1), date(2018, 5, 31)) == 21


def test_the_first_and_the_last_day_count():
    may = contract(first=date(2018, 5, 2), last=date(2018, 5, 30))
    assert [may.counts_on(date(2018, 5, day)) for day in (1, 2, 30, 31)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_contract_that_begins_in_the_middle_of_the_month_weighs_half():
    april = contract(hours="37", first=date(2018, 4, 16))
    assert mean_fte([april], date(2018, 4, 1), date(2018, 4, 30)) == Decimal("0.5")


def test_a_mean_of_no_days_is_refused():
    with pytest.raises(ValueError):
        mean_fte([], LAST, FIRST)


def test_nobody_at_all_is_one_interval_of_zero():
    (interval,) = staffing([], FIRST, LAST)
    assert (interval.first, interval.last, interval.peers, interval.fte) == (FIRST, LAST, 0, 0)


def test_peers_paid_by_others_are_not_counted():
    (interval,) = staffing([contract(1), contract(2, partner_paid=False)], FIRST, LAST)
    assert interval.peers == 1
    assert two_decimals(interval.fte) == "0.54"


def test_a_contract_renewed_without_a_gap_is_one_interval():
    renewed = [
        contract(1, last=date(2018, 3, 31)),
        contract(1, first=date(2018, 4, 1)),
    ]
    assert [(i.first, i.last) for i in staffing(renewed, FIRST, LAST)] == [(FIRST, LAST)]


def test_a_single_day_between_two_contracts_is_found():
    gap = [
        contract(1, last=date(2018, 3, 30)),
        contract(1, first=date(2018, 4, 1)),
    ]
    (short,) = shortfalls(gap, FIRST, LAST, min_peers=1, min_fte=Decimal("0.5"))
    assert (short.first, short.last) == (date(2018, 3, 31), date(2018, 3, 31))


def test_a_contract_and_a_leave_without_end_reach_the_end_of_the_calendar():
    forever = contract(unpaid=[Period(date(2018, 6, 1), date.max)])
    assert [i.peers for i in staffing([forever], FIRST, date.max)] == [1, 0]


# ---- proofs: the sweep against counting every day by itself

WINDOW = (date(2018, 1, 1), date(2018, 3, 31))
DAYS = st.dates(date(2017, 12, 1), date(2018, 4, 30))
PERIODS = st.tuples(DAYS, DAYS).map(lambda pair: Period(min(pair), max(pair)))
CONTRACTS = st.lists(
    st.builds(
        lambda peer, quarters, period, open_ended, unpaid, paid: Contract(
            peer_id=peer,
            employer_id=1,
            weekly_hours=Decimal(quarters) / 4,
            first=period.first,
            last=None if open_ended else period.last,
            unpaid=tuple(unpaid),
            is_partner_paid=paid,
        ),
        peer=st.integers(1, 4),
        quarters=st.integers(1, 148),
        period=PERIODS,
        open_ended=st.booleans(),
        unpaid=st.lists(PERIODS, max_size=3),
        paid=st.booleans(),
    ),
    max_size=6,
)


def employed(contracts: Iterable[Contract], day: date) -> list[Contract]:
    """Written out by itself, without the product's own predicate."""
    return [
        c
        for c in contracts
        if c.first <= day
        and (c.last is None or day <= c.last)
        and all(day < leave.first or day > leave.last for leave in c.unpaid)
    ]


@given(CONTRACTS)
def test_the_intervals_say_what_every_day_says(contracts):
    by_day = {
        day: (interval.peers, interval.fte)
        for interval in staffing(contracts, *WINDOW)
        for day in days_between(interval.first, interval.last)
    }
    for day in days_between(*WINDOW):
        working = [c for c in employed(contracts, day) if c.is_partner_paid]
        hours = sum(c.weekly_hours for c in working)
        assert by_day[day] == (len({c.peer_id for c in working}), Decimal(hours) / 37)


@given(CONTRACTS)
def test_the_intervals_divide_the_period_and_neighbours_differ(contracts):
    intervals = staffing(contracts, *WINDOW)
    assert (intervals[0].first, intervals[-1].last) == WINDOW
    for before, after in zip(intervals, intervals[1:], strict=False):
        assert after.first == before.last + timedelta(days=1)
        assert (before.peers, before.fte) != (after.peers, after.fte)
    assert sum(map(length, intervals)) == 90


@given(CONTRACTS)
def test_the_mean_is_the_average_of_the_days(contracts):
    hours = sum(
        Fraction(c.weekly_hours) for day in days_between(*WINDOW) for c in employed(contracts, day)
    )
    exact = hours / 37 / 90
    assert abs(Fraction(mean_fte(contracts, *WINDOW)) - exact) < Fraction(1, 10**20)


@given(CONTRACTS)
def test_the_days_of_a_contract_are_the_days_on_which_it_counts(contracts):
    for c in contracts:
        assert c.days(*WINDOW) == sum(bool(employed([c], day)) for day in days_between(*WINDOW))


@given(CONTRACTS, st.integers(0, 4), st.integers(0, 160))
def test_a_day_is_in_a_shortfall_exactly_when_it_misses_a_minimum(contracts, peers, quarters):
    min_fte = Decimal(quarters) / 148
    short = {
        day
        for interval in shortfalls(contracts, *WINDOW, min_peers=peers, min_fte=min_fte)
        for day in days_between(interval.first, interval.last)
    }
    for day in days_between(*WINDOW):
        working = [c for c in employed(contracts, day) if c.is_partner_paid]
        missed = (
            len({c.peer_id for c in working}) < peers
            or Decimal(sum(c.weekly_hours for c in working)) / 37 < min_fte
        )
        assert (day in short) == missed
