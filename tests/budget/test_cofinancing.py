from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from budget.cofinancing import Paid, statement
from budget.models import BudgetLine, BudgetYear
from partners.models import Project
from peers.fte import Contract
from peers.models import Employment, Leave, PayRate
from peerstoette.lib import dates, money
from peerstoette.lib.dates import Period

D = Decimal
MAY = date(2018, 5, 1), date(2018, 5, 31)


def paid(*rates, first=date(2018, 1, 1), last=None, hours="20", unpaid=()):
    contract = Contract(1, 1, D(hours), first, last, tuple(unpaid), is_partner_paid=True)
    return Paid("OP", contract, tuple(rates))


def test_a_whole_month_is_a_twelfth_at_the_hours_of_37():
    assert paid((date(2018, 1, 1), D("444000"))).value(*MAY) == D("20000.00")


def test_days_employed_count_of_the_days_of_the_month():
    half = paid((date(2018, 1, 1), D("444000")), first=date(2018, 5, 16))
    assert half.value(*MAY) == D("10322.58")  # 16 of 31 days
    assert half.row(*MAY).days == 16


def test_unpaid_leave_does_not_count():
    away = paid(
        (date(2018, 1, 1), D("444000")), unpaid=[Period(date(2018, 5, 1), date(2018, 5, 15))]
    )
    assert away.value(*MAY) == D("10322.58")


def test_a_new_rate_holds_from_its_day_and_is_rounded_once():
    raised = paid((date(2018, 1, 1), D("444000")), (date(2018, 5, 16), D("455100")))
    # (15 × 444.000 + 16 × 455.100) × 20 / (12 × 37 × 31)
    assert raised.value(*MAY) == D("20258.06")


def test_days_before_the_first_rate_are_worth_nothing():
    assert paid((date(2018, 5, 16), D("444000"))).value(*MAY) == D("10322.58")
    assert paid().value(*MAY) == D("0.00")


@given(
    rate=st.decimals(min_value=1, max_value=900_000, places=2),
    day=st.dates(date(2018, 5, 2), date(2018, 5, 31)),
)
def test_a_rate_that_changes_to_itself_changes_nothing(rate, day):
    once = paid((date(2018, 1, 1), rate))
    twice = paid((date(2018, 1, 1), rate), (day, rate))
    assert once.value(*MAY) == twice.value(*MAY)


@given(rate=st.decimals(min_value=0, max_value=900_000, places=2))
def test_twelve_whole_months_are_the_years_pay_within_a_rounding_each(rate):
    year = paid((date(2018, 1, 1), rate), hours="37")
    months = dates.months_between(date(2018, 1, 1), date(2018, 12, 31))
    total = money.total(year.value(first, dates.last_of_month(first)) for first in months)
    assert abs(total - rate) <= D("0.06")


def test_the_statement_sets_the_partner_against_its_commitment(cast):
    line = BudgetLine.objects.create(
        project=cast.project,
        number=3,
        group="partner_peers",
        name_da="Peers",
        name_en="Peers",
        partner=cast.town,
        stated_total=D("250000.00"),
    )
    BudgetYear.objects.create(project=cast.project, line=line, year=2018, amount=D("250000.00"))
    (row,) = statement(cast.may).partners
    assert (row.name, row.value) == ("Fjordby Kommune", D("20000.00"))
    assert (row.year_to_date, row.to_date) == (D("100000.00"), D("100000.00"))
    assert (row.year_commitment, row.commitment) == (D("250000.00"), D("250000.00"))
    assert (row.min_peers, row.min_fte) == (1, D("0.50"))
    assert round(row.fte, 4) == D("0.5405")
    (peer,) = row.peers
    assert (peer.initials, peer.weekly_hours, peer.days) == ("OP", D("20.00"), 31)


def test_a_partner_without_peers_is_there_with_nothing(cast):
    Employment.objects.filter(project=cast.project).update(paid_by=Employment.PaidBy.VOLUNTEER)
    (row,) = statement(cast.may).partners
    assert (row.peers, row.value, row.to_date) == ((), D("0.00"), D("0.00"))


def test_only_partner_paid_and_activated_employments_count(cast):
    employment = Employment.objects.get(project=cast.project)
    employment.active_from = date(2018, 5, 16)
    employment.save()
    assert statement(cast.may).total("value") == D("10322.58")
    employment.active_from = None
    employment.save()
    assert statement(cast.may).total("value") == D("0.00")


def test_only_days_of_the_project_count(cast):
    Project.objects.filter(pk=cast.project.pk).update(
        starts_on=date(2018, 1, 16), ends_on=date(2018, 5, 16)
    )
    (row,) = statement(cast.month(2018, 1)).partners
    assert (row.peers[0].days, row.value) == (16, D("10322.58"))
    (row,) = statement(cast.may).partners
    assert (row.peers[0].days, row.value) == (16, D("10322.58"))
    assert row.to_date == D("80645.16")
    (row,) = statement(cast.june).partners
    assert (row.peers, row.fte, row.value) == ((), 0, D("0.00"))


def test_sick_leave_counts_and_unpaid_leave_does_not(cast):
    employment = Employment.objects.get(project=cast.project)
    for kind, expected in [(Leave.Kind.SICK, D("20000.00")), (Leave.Kind.UNPAID, D("0.00"))]:
        Leave.objects.create(
            project=cast.project, employment=employment, kind=kind, starts_on=date(2018, 5, 1)
        )
        assert statement(cast.may).total("value") == expected


def test_peers_add_up_to_their_partner(cast):
    first = Employment.objects.get(project=cast.project)
    second = Employment.objects.create(
        project=cast.project,
        peer=first.peer,
        employer=first.employer,
        paid_by="partner",
        weekly_hours=D("7.50"),
        starts_on=date(2018, 5, 10),
        active_from=date(2018, 5, 10),
    )
    PayRate.objects.create(
        project=cast.project,
        employment=second,
        valid_from=date(2018, 5, 10),
        yearly_rate=D("400001.00"),
    )
    (row,) = statement(cast.may).partners
    assert money.total(peer.value for peer in row.peers) == row.value
    assert abs(sum(peer.fte for peer in row.peers) - row.fte) < D("1e-20")
