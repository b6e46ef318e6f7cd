from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from budget.accounts import accounts, forecast
from budget.actions import correct_voucher
from budget.models import BudgetLine
from peerstoette.lib import money
from peerstoette.lib.dates import Period
from tests.budget.acts import close_until, post

D = Decimal
PERIOD = Period(date(2014, 12, 1), date(2018, 6, 30))
LEADER = {2015: D("650000"), 2016: D("666250"), 2017: D("682906"), 2018: D("349989")}

amounts = st.decimals(min_value=0, max_value=10**9, places=2)


def expected(phasing="even", *, month=date(2018, 5, 1), years=LEADER, budget="2349146", used="0"):
    return forecast(
        phasing, period=PERIOD, month=month, years=years, budget=D(budget), to_date=D(used)
    )


def test_it_shows_month_year_project_and_what_remains(cast):
    row = accounts(cast.may).rows[1]
    assert (row.number, row.group, row.name_da) == (2, "operating", "Transport")
    assert (row.month, row.year_to_date, row.to_date) == (D("1284.50"),) * 3
    assert (row.year_budget, row.budget) == (D("20000.00"), D("20000.00"))
    assert row.remaining == D("18715.50")
    # 7 of 12 months are left
    assert row.forecast == D("12951.17")


def test_it_counts_only_up_to_its_own_month(cast):
    post(cast, (cast.transport_line, "100.00"), day=date(2018, 6, 2))
    assert accounts(cast.april).total("to_date") == D("0.00")
    assert accounts(cast.may).total("to_date") == D("51284.50")
    june = accounts(cast.june)
    assert (june.total("month"), june.total("to_date")) == (D("100.00"), D("51384.50"))


def test_it_counts_a_refund_against_the_line(cast):
    post(cast, (cast.transport_line, "-284.50"))
    assert accounts(cast.may).rows[1].month == D("1000.00")


def test_groups_add_up_to_the_whole(cast):
    figures = accounts(cast.may)
    for field in ["month", "year_to_date", "budget", "to_date", "remaining", "forecast"]:
        groups = [figures.total(field, group) for group in ["staff", "operating"]]
        assert money.total(groups) == figures.total(field)


def test_the_øre_survive_many_small_vouchers(cast):
    for _ in range(30):
        post(cast, (cast.transport_line, "0.10"), (cast.salary_line, "0.20"))
    figures = accounts(cast.may)
    assert figures.rows[0].month == D("50006.00")
    assert figures.rows[1].month == D("1287.50")


def test_the_months_add_up_to_what_is_used_to_date(cast):
    for month, amount in [(1, "10.05"), (3, "0.99"), (5, "-3.33"), (6, "1200.00")]:
        post(cast, (cast.transport_line, amount), day=date(2018, month, 9))
    close_until(cast, cast.april)
    months = [accounts(month) for month in cast.project.months.filter(first_day__lte="2018-06-01")]
    assert money.total(m.total("month") for m in months) == accounts(cast.june).total("to_date")


def test_the_number_of_queries_does_not_grow(cast, django_assert_num_queries):
    month = cast.may
    with django_assert_num_queries(2):
        accounts(month)
    for _ in range(20):
        post(cast, (cast.transport_line, "1.00"))
    with django_assert_num_queries(2):
        accounts(month)


def test_an_even_line_is_expected_to_use_the_months_left():
    assert expected(used="2247603.72") == D("2305935.22")
    # the last month of the project
    assert expected(month=date(2018, 6, 1), used="100") == D("100.00")


def test_a_running_month_is_expected_to_use_its_share(cast):
    post(cast, (cast.transport_line, "166.67"), day=date(2018, 6, 2))
    salary, transport = accounts(cast.june).rows
    # 50,000 in May, as much still to come in June, and 6 months
    assert salary.forecast == D("400000.00")
    # 1,284.50 in May, a twelfth of 20,000 in June whatever is posted of it, and 6 months
    assert transport.forecast == D("12951.17")


def test_a_running_month_that_has_used_more_counts_with_what_it_used(cast):
    post(cast, (cast.salary_line, "60000.00"), day=date(2018, 6, 2))
    assert accounts(cast.june).rows[0].forecast == D("410000.00")


def test_a_correction_in_a_running_month_lowers_what_is_expected(cast):
    close_until(cast, cast.may)
    before = accounts(cast.june).rows[1].forecast
    correct_voucher(
        by=cast.gitte, voucher=cast.voucher, posting_date=date(2018, 6, 2), text="Forkert"
    )
    assert accounts(cast.june).rows[1].forecast == before - D("1284.50")


def test_a_line_used_evenly_adds_the_years_to_come():
    # 1 of 12 months of 2017 and the whole of 2018
    assert expected(month=date(2017, 11, 1), used="0") == D("406897.83")
    # before the first year with money in it
    assert expected(month=date(2014, 12, 1), used="0") == D("2349145.00")


def test_the_rest_of_a_line_is_expected_to_be_used():
    assert expected("rest", used="10", budget="20000") == D("20000")
    assert expected("rest", used="20010", budget="20000") == D("20010")


@given(used=amounts, budget=amounts, phasing=st.sampled_from(BudgetLine.Phasing.values))
def test_a_forecast_is_never_less_than_what_is_used(used, budget, phasing):
    assert expected(phasing, used=used, budget=budget) >= used
