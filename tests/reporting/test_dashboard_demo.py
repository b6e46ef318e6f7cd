"""The demonstration's 2017, counted a second time row by row without any of the product's counting."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from django.db import transaction

from budget.models import BudgetYear, Invoice, VoucherLine
from citizens.models import Attendance, Episode, Meeting, Referral, Session
from partners.models import Project
from peerstoette.management import demo
from reporting.dashboard.build import dashboard
from reporting.dashboard.figures import Dashboard
from reporting.dashboard.period import period_of

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]

FIRST, LAST = date(2017, 1, 1), date(2017, 12, 31)
FEW = range(1, 5)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        demo.rebuild(lambda label: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def a(built) -> Project:
    return Project.objects.get(slug="peerstoette")


@pytest.fixture
def figures(a) -> Dashboard:
    return dashboard(a, None, period_of(a, "2017"))


def came(project: Project) -> list[tuple[int, date, Referral]]:
    """Everybody who came, once for every time: the person, the day, and under which referral."""
    referrals = defaultdict(list)
    for referral in (
        Referral.objects.filter(project=project)
        .select_related("referred_by", "episode")
        .order_by("referred_on", "pk")
    ):
        referrals[referral.citizen_id].append(referral)
    found = []
    for row in Attendance.objects.filter(project=project).select_related("session"):
        if row.came and row.session.was_held:
            day, theirs = row.session.date, referrals[row.citizen_id]
            ran = [r for r in theirs if hasattr(r, "episode") and r.episode.is_running(day)]
            earlier = [r for r in theirs if r.referred_on <= day]
            found.append((row.citizen_id, day, (ran or earlier or theirs[:1])[-1]))
    meetings = Meeting.objects.filter(project=project, was_held=True, came=True)
    for row in meetings.select_related("match__episode__referral__referred_by"):
        referral = row.match.episode.referral
        found.append((referral.citizen_id, row.date, referral))
    return found


def test_unique_citizens_of_the_year_and_of_the_project(a, figures):
    rows = came(a)
    assert figures.reach.in_period == len({c for c, day, _r in rows if FIRST <= day <= LAST})
    assert figures.reach.in_project == len({c for c, day, _r in rows if day <= LAST})
    assert 200 <= figures.reach.in_period <= 300


def test_the_curve_is_true_where_it_is_shown_and_never_steps_by_few(a, figures):
    rows = came(a)
    for point in figures.reach.cumulative:
        if point.value is not None:
            until = date(2017, point.month.month, 28)
            people = {c for c, day, _r in rows if day >= FIRST and day.month <= point.month.month
                      and day.year == until.year}  # fmt: skip
            assert point.value == len(people)
    shown = [point.value for point in figures.reach.cumulative if point.value is not None]
    assert len(shown) >= 10
    assert all(later - earlier not in FEW for earlier, later in combinations(shown, 2))


def test_partners_models_and_sides(a, figures):
    by_partner, by_cell, by_model, by_kind = (defaultdict(set) for _each in range(4))
    for citizen, day, referral in came(a):
        if FIRST <= day <= LAST:
            by_partner[referral.referred_by.name].add(citizen)
            by_cell[referral.referred_by.name, referral.model].add(citizen)
            by_model[referral.model].add(citizen)
            by_kind[referral.referred_by.kind].add(citizen)
    assert {row.partner: row.total for row in figures.table.rows} == {
        partner: len(people) for partner, people in by_partner.items()
    }
    for row in figures.table.rows:
        for model, shown in zip("12", row.cells, strict=True):
            assert shown in (None, len(by_cell[row.partner, model]))
            if len(by_cell[row.partner, model]) in FEW:
                assert shown is None
    assert figures.table.totals == (len(by_model["1"]), len(by_model["2"]))
    assert {side.kind: side.citizens for side in figures.sides} == {
        kind: len(people) for kind, people in by_kind.items()
    }


def test_attendance(a, figures):
    year = {"project": a, "date__range": (FIRST, LAST)}
    sessions = Counter(Session.objects.filter(**year).values_list("was_held", flat=True))
    held = figures.attendance.sessions
    assert (held.held, held.cancelled, held.missing) == (sessions[True], sessions[False], 0)
    answers = Counter(
        "came" if row.came else row.absence
        for row in Attendance.objects.filter(project=a).select_related("session")
        if row.session.was_held and FIRST <= row.session.date <= LAST
    )
    assert held.answers.came == answers["came"]
    assert held.answers.sent_word == answers["sent_word"]
    assert held.answers.no_word == answers["no_word"]
    meetings = Counter(
        "came" if row.came else row.absence for row in Meeting.objects.filter(**year, was_held=True)
    )
    answered = figures.attendance.meetings.answers
    assert (answered.came, answered.total) == (meetings["came"], sum(meetings.values()))
    assert figures.activity.meetings == meetings["came"]


def test_dropout(a, figures):
    ended = Counter(
        episode.end_reason
        for episode in Episode.objects.filter(project=a)
        if episode.ends_on and FIRST <= episode.ends_on <= LAST
    )
    assert figures.dropout.total == sum(ended.values())
    assert {each.reason: each.episodes for each in figures.dropout.reasons} == dict(ended)
    assert figures.dropout.percent == ended["dropout"] * 100 // sum(ended.values())


def test_money(a, figures):
    grant = ("staff", "operating")
    lines = VoucherLine.objects.filter(project=a, budget_line__group__in=grant)
    posted = sum(
        (line.amount for line in lines.select_related("voucher__month")
         if line.voucher.month.first_day.year == 2017),
        Decimal(0),
    )  # fmt: skip
    assert figures.money.total.used == figures.money.total.in_period == posted
    budget = BudgetYear.objects.filter(project=a, year=2017, line__group__in=grant)
    assert figures.money.total.budget == sum(year.amount for year in budget)
    assert figures.money.total.project_budget == Decimal("9298198.00")
    invoices = [i.total for i in Invoice.objects.filter(project=a).select_related("month")
                if i.month.first_day.year == 2017]  # fmt: skip
    assert (figures.invoiced.count, figures.invoiced.in_period) == (12, sum(invoices))
    assert figures.money.time.percent == 100


def test_every_partner_kept_its_commitment_in_2017(figures):
    assert len(figures.staffing.partners) == 4
    for partner in figures.staffing.partners:
        assert (partner.peers, partner.below_since) == (3, None)
        assert [round(point.fte, 2) for point in partner.series] == [Decimal("1.62")] * 12


@pytest.mark.proof
def test_no_page_of_any_period_tells_of_few_people(a):
    """Every month, quarter and year beside all that hold it, as a reader of all pages sees them."""
    keys = ["all", *map(str, range(2014, 2019)), *(f"2017-q{n}" for n in range(1, 5))]
    keys += [f"2017-{n:02d}" for n in range(1, 13)]
    shown, tables = {}, {}
    for key in keys:
        board = dashboard(a, None, period_of(a, key))
        first = board.period.first
        for point in board.reach.cumulative:
            if point.value is not None:
                shown.setdefault((first, point.month), set()).add(point.value)
        for row in board.table.rows:
            assert not {*row.cells, row.total} & set(FEW)
            for model, number in enumerate((*row.cells, row.total)):
                if number is not None:
                    span = (first, board.period.until)
                    tables.setdefault((row.partner, model), {})[span] = number
    assert all(len(values) == 1 for values in shown.values())
    spans = {span: values.pop() for span, values in shown.items()}
    for numbers in (spans, *tables.values()):
        for (a1, a2), (b1, b2) in combinations(numbers, 2):
            if (a1 <= b1 and b2 <= a2) or (b1 <= a1 and a2 <= b2):
                assert abs(numbers[a1, a2] - numbers[b1, b2]) not in FEW, ((a1, a2), (b1, b2))


def test_the_volunteers_project_has_no_cofinancing_and_no_minimum(built):
    b = Project.objects.get(slug="frederiksberg")
    figures = dashboard(b, None, period_of(b, "2026"))
    assert figures.cofinancing.rows == ()
    assert figures.staffing.partners == ()
    assert figures.reach.in_period is None or figures.reach.in_period >= 5
