from datetime import date
from decimal import Decimal

from django.utils import translation

from budget.findings import findings
from partners.findings import Severity
from tests.budget.acts import close_until, post


def found(project, severity=None):
    with translation.override("en"):
        return [f for f in findings(project) if severity in (None, f.severity)]


def titles(project, severity=None) -> list[str]:
    return [finding.title for finding in found(project, severity)]


def test_it_finds_the_three_contradictions_of_the_application(programme):
    assert titles(programme, Severity.ERROR) == [
        "The payment plan is 147.202 kr. larger than the grant",
        "The stated average instalment gives 2.716 kr. less than the grant",
        "Pool administration is stated 150.000 kr. too high",
        "Co-financing in all is stated 149.999 kr. too high",
    ]


def test_it_shows_the_arithmetic(programme):
    errors = found(programme, Severity.ERROR)
    assert [value for _, value in errors[0].figures] == ["9.445.400", "9.298.198", "147.202"]
    assert [value for _, value in errors[1].figures] == ["9.295.482", "9.298.198", "−2.716"]
    assert [value for _, value in errors[2].figures] == ["600.000", "450.000", "150.000"]
    assert errors[2].explanation == "The yearly basis has been added to the sum of the years."
    assert [value for _, value in errors[3].figures] == ["10.007.782", "9.857.783", "149.999"]
    assert errors[0].url == "/p/satspulje/budget/#payments"


def test_what_is_within_the_rounding_is_only_a_notice(programme):
    notices = titles(programme, Severity.NOTICE)
    assert "Project leader is stated 1 kr. too high" in notices
    assert "Staff in all 2018 is stated 1 kr. too low" in notices


def test_it_notices_what_is_softer(programme):
    notices = titles(programme, Severity.NOTICE)
    assert "Audit is a duty of every year, but 2015, 2016, 2017 have no money for it" in notices
    assert "Rent is not reduced in 2018, which has 6 months" in notices
    assert "Pool administration is not reduced in 2018, which has 6 months" in notices
    assert "The staff's norm 4,8 is 3,95 full-time equivalents" in notices
    assert "Project worker, 20 h is not what the form's arithmetic gives" in notices


def test_it_sets_the_payment_plan_against_the_budget_by_year(programme):
    finding = next(f for f in found(programme) if "other years" in f.title)
    assert [value for _, value in finding.figures] == [
        "−460.921",
        "176.919",
        "201.174",
        "230.030",
        "147.202",
    ]


def test_a_sound_budget_has_only_the_voucher_without_a_document(cast):
    assert titles(cast.project) == ["2 vouchers of May 2018 have no document"]
    finding = found(cast.project)[0]
    assert finding.month_id == cast.may.pk
    assert finding.url == "/p/peerstoette/vouchers/?month=2018-05&document=missing"


def test_a_line_over_its_whole_budget_blocks_the_month_it_happens_in(cast):
    post(cast, (cast.transport_line, "18715.50"))
    assert not found(cast.project, Severity.ERROR)
    post(cast, (cast.transport_line, "0.01"), day=date(2018, 6, 1))
    error = found(cast.project, Severity.ERROR)[0]
    assert error.title == "Transport has used 0,01 kr. more than its budget for the whole project"
    assert error.month_id == cast.june.pk


def test_a_line_over_its_budget_of_the_year_warns(cast):
    cast.transport_line.years.update(amount=Decimal("1000.00"))
    assert "Transport has used 284,50 kr. more than its budget for 2018" in titles(
        cast.project, Severity.WARNING
    )


def test_it_warns_of_a_peer_without_a_rate(cast):
    cast.peer.employments.get().rates.update(valid_from=date(2018, 2, 1))
    assert "OP has no pay rate from the first day" in titles(cast.project, Severity.WARNING)


def test_a_peer_without_a_rate_holds_back_the_first_open_month_it_counts_in(cast):
    def blocked():
        return next(f.month_id for f in found(cast.project) if f.rule == "R4")

    rates = cast.peer.employments.get().rates
    rates.update(valid_from=date(2018, 2, 1))
    assert blocked() == cast.month(2018, 1).pk
    close_until(cast, cast.month(2018, 1))
    assert blocked() is None
    rates.update(valid_from=date(2018, 5, 2))
    assert blocked() == cast.month(2018, 2).pk
    rates.all().delete()
    assert blocked() == cast.month(2018, 2).pk


def test_the_number_of_queries_does_not_grow_with_the_vouchers(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        findings(cast.project)
    for day in range(1, 21):
        post(cast, (cast.transport_line, "1.00"), day=date(2018, 5, day))
    with django_assert_max_num_queries(20):
        findings(cast.project)
