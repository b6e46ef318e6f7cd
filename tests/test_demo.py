"""The demonstration is built twice for this file, and what it promises is read from the data."""

import hashlib
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models, transaction

import budget.findings
import citizens.missing
import partners.findings
from accounts.models import TrailEntry, User
from budget.models import Invoice, Voucher
from citizens.models import (
    Attendance,
    Citizen,
    Course,
    EmergencyAccess,
    Episode,
    Match,
    Meeting,
    Referral,
    Session,
)
from partners.models import Clause, Partner, Project, Seat
from peers.models import Employment, PayRate, Peer
from peers.staffing import partner_staffing
from peerstoette.lib import triggers
from peerstoette.lib.cpr import looks_like_cpr
from peerstoette.management import demo
from peerstoette.management.demo.people import PASSPHRASE
from reporting import closing

pytestmark = pytest.mark.django_db

OURS = ("accounts", "partners", "peers", "citizens", "budget", "reporting")
# Fields that no person writes, or that hold numbers of other kinds (rulings, R15).
NOT_FREE_TEXT = {"password", "cvr", "gln", "bank_account", "document_sha256", "sha256"}
# Salted anew each time, or the moment of building.
NOT_THE_SAME = {"password", "last_login"}


@pytest.fixture(scope="module")
def digest(django_db_setup, django_db_blocker):
    """The fingerprint of a build, which stands while the file is tested, and then goes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _build()
        transaction.set_rollback(True)


def _build() -> str:
    demo.rebuild(lambda label: None)
    rows = (
        f"{model._meta.label} {row}"
        for model in _models()
        for row in model.objects.order_by("pk").values_list(
            *(f.attname for f in model._meta.concrete_fields if f.name not in NOT_THE_SAME)
        )
    )
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _models():
    return [model for app in OURS for model in apps.get_app_config(app).get_models()]


@pytest.fixture
def a(digest) -> Project:
    return Project.objects.get(slug="peerstoette")


@pytest.fixture
def b(digest) -> Project:
    return Project.objects.get(slug="frederiksberg")


def month(project: Project, year: int, number: int):
    return project.months.get(first_day=date(year, number, 1))


def test_who_looked_at_citizens_lately_is_on_the_trail(a):
    entries = TrailEntry.objects.filter(project_id=a.pk)
    read = entries.filter(action__in=["session.read", "meeting.read", "citizen.emergency-read"])
    told = read.filter(at__month=5).values_list("action", flat=True)
    assert set(told) == {"session.read", "meeting.read"}
    use = EmergencyAccess.objects.get(project=a)
    opened = read.get(action="citizen.emergency-read")
    assert (opened.at, opened.actor_id, opened.role) == (use.began_at, use.person_id, "staff")
    assert opened.details == {"citizens": [use.citizen.code]}


def test_the_trail_is_numbered_by_when_it_happened(a):
    times = list(TrailEntry.objects.order_by("pk").values_list("at", flat=True))
    assert times == sorted(times)


@pytest.mark.proof
def test_it_is_the_same_on_every_run(digest):
    assert _build() == digest


def test_it_leaves_every_guard_in_place(digest):
    assert triggers.missing(triggers.registered()) == []


def test_project_a_is_as_large_as_the_application_says(a):
    assert 700 <= Citizen.objects.filter(project=a).count() <= 800
    assert a.partners.count() == 6
    assert a.milestones.count() == 12
    assert a.deliverables.count() == 4
    assert a.guideposts.count() == 7
    assert a.training_themes.count() == 6
    employed = Employment.objects.filter(project=a).on(a.demo_date)
    paid_by = list(employed.values_list("paid_by", flat=True))
    assert (paid_by.count("partner"), paid_by.count("project")) == (12, 2)


def test_municipalities_and_region_refer_about_equally_many(a):
    referrals = Referral.objects.filter(project=a)
    regional = referrals.filter(referred_by=a.owner).count()
    assert 0.45 < regional / referrals.count() < 0.55


def test_every_citizen_is_of_an_age_that_the_project_takes(a):
    for referral in Referral.objects.filter(project=a).select_related("citizen"):
        older = referral.referred_on.year - referral.citizen.birth_year
        assert a.age_min <= older
        assert older - 1 <= a.age_max


def test_attendance_is_believable(a):
    attendance = Attendance.objects.filter(project=a)
    came = attendance.filter(came=True).count() / attendance.count()
    assert 0.70 <= came <= 0.85
    assert Session.objects.filter(project=a, was_held=False).exclude(cancel_reason="").exists()
    dropouts = Episode.objects.filter(project=a, end_reason=Episode.EndReason.DROPOUT).count()
    assert 0.05 < dropouts / Episode.objects.filter(project=a).count() < 0.25
    courses = Course.objects.filter(project=a)
    assert 40 <= courses.count() <= 60
    assert 2 <= courses.filter(starts_on__lte=a.demo_date, ends_on__gte=a.demo_date).count() <= 5


def test_support_follows_the_peers_employment(a):
    for match in Match.objects.filter(project=a).select_related("peer"):
        employment = Employment.objects.get(peer=match.peer)
        assert employment.active_from <= match.starts_on
        assert match.not_kin_confirmed_on <= match.starts_on
    late = Meeting.objects.filter(
        project=a, match__ends_on__isnull=False, date__gt=models.F("match__ends_on")
    )
    assert not late.exists()


def test_may_can_be_closed_and_june_misses_registrations(a):
    may, june = month(a, 2018, 5), month(a, 2018, 6)
    assert closing.blockers(may) == []
    missing = citizens.missing.unregistered(june)
    assert missing.sessions > 0
    assert missing.meetings > 0
    assert june.vouchers.filter(document="").count() == 1


def test_the_peer_who_is_shown_has_missing_present_and_coming_work(a):
    omar = Peer.objects.get(project=a, initials="OP")
    sessions = Session.objects.filter(course__peers=omar)
    meetings = Meeting.objects.filter(match__peer=omar)
    course = sessions.get(date=a.demo_date).course
    assert 6 <= course.enrolments.filter(left_on=None).count() <= 12
    for work in (sessions, meetings):
        assert work.missing(a.demo_date).exists()
        assert work.filter(date=a.demo_date).exists()
        assert work.filter(date__gt=a.demo_date).exists()


def test_the_contradictions_of_the_budget_are_found(a):
    told = " ".join(
        f"{finding.title} {finding.explanation} {finding.figures}"
        for finding in budget.findings.findings(a)
    )
    for amount in ("147.202", "150.000", "149.999", "2.716"):
        assert amount in told


def test_the_partnership_lacks_a_seat_a_signature_and_three_clauses(a):
    assert {finding.rule for finding in partners.findings.findings(a)} >= {"R2", "R18"}
    assert list(
        Partner.objects.filter(project=a, signed_on=None).values_list("organisation__name")
    ) == [("Helsingør Kommune",)]
    assert list(Clause.objects.filter(project=a, text="").values_list("title", flat=True)) == [
        "Misligholdelse",
        "Opsigelse",
        "Fortrolighed",
    ]


def test_staffing_had_one_gap_and_has_one_ahead(a):
    short = {
        standing.partner.organisation.name: [
            (interval.first, interval.last, round(interval.fte, 2))
            for interval in standing.shortfalls
        ]
        for standing in partner_staffing(a)
    }
    assert short == {
        "Region Hovedstadens Psykiatri": [
            (date(2016, 10, 1), date(2016, 10, 31), Decimal("1.08")),
        ],
        "Københavns Kommune": [],
        "Rudersdal Kommune": [],
        "Helsingør Kommune": [(date(2018, 6, 21), date(2018, 6, 30), Decimal("1.08"))],
    }


def test_some_support_has_gone_on_too_long(a):
    assert "R5" in {finding.rule for finding in citizens.missing.findings(a)}
    assert Episode.objects.filter(project=a, extensions__isnull=False).count() == 1


def test_months_are_issued_to_april_with_no_gap_in_the_numbers(a):
    numbers = Invoice.objects.filter(project=a).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 41))
    april = Invoice.objects.get(month=month(a, 2018, 4))
    assert april.number == 40
    assert april.issued_on == date(2018, 5, 14)  # the 10th was Ascension Day
    assert [m.state for m in a.months.order_by("-first_day")[:3]] == ["open", "open", "issued"]


def test_no_line_has_cost_more_than_its_budget(a, b):
    for project, last in ((a, month(a, 2018, 6)), (b, month(b, 2026, 11))):
        rows = closing.accounts(last).rows
        assert all(row.remaining >= 0 for row in rows)
        assert any(row.to_date for row in rows), project


def test_every_document_is_there_and_is_a_pdf(a):
    vouchers = Voucher.objects.filter(project=a).exclude(document="")
    assert vouchers.count() == a.vouchers.count() - 1
    voucher = vouchers.filter(corrects__isnull=False).first()
    with voucher.document.open() as file:
        content = file.read()
    assert content.startswith(b"%PDF-")
    assert hashlib.sha256(content).hexdigest() == voucher.document_sha256


def test_nothing_looks_like_a_cpr_number(digest):
    for model in _models():
        fields = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
            and field.name not in NOT_FREE_TEXT
        ]
        for row in model.objects.values_list("pk", *fields):
            assert not any(looks_like_cpr(text) for text in row[1:] if text), (model, row)


def test_the_projects_share_nobody_but_the_auditor(a, b):
    shared = User.objects.filter(memberships__project=a).filter(memberships__project=b).distinct()
    assert [str(user) for user in shared] == ["Ruth Kontrolvig"]
    leo = User.objects.get(first_name="Leo")
    assert set(Citizen.objects.visible_to(leo).values_list("project", flat=True)) == {b.pk}
    assert 25 <= Citizen.objects.visible_to(leo).count() <= 40
    assert Employment.objects.filter(project=b).on(b.demo_date).count() == 8


def test_volunteers_cost_nothing(b):
    assert set(b.employments.values_list("paid_by", flat=True)) == {"volunteer"}
    assert not PayRate.objects.filter(project=b).exists()


def test_seats_name_no_citizen(a):
    citizens_names = {
        f"{given} {family}"
        for given, family in Citizen.objects.values_list("given_name", "family_name")
    }
    people = set(Seat.objects.values_list("person", flat=True)) | {
        str(user) for user in User.objects.all()
    }
    assert not citizens_names & people


def test_the_trail_says_when_it_would_have_happened(a):
    assert TrailEntry.objects.filter(project_id=a.pk, at__date__gt=a.demo_date).count() == 0


def test_everybody_signs_in_with_the_one_passphrase(a):
    lene = User.objects.get(first_name="Lene")
    assert lene.check_password(PASSPHRASE)
    told = StringIO()
    call_command("demo", sign_ins=True, stdout=told)
    assert told.getvalue().count("lene@peerstoette.example") == 1
    assert PASSPHRASE in told.getvalue()


def test_it_refuses_where_a_project_is_real(a):
    with transaction.atomic():
        Project.objects.filter(pk=a.pk).update(demo_date=None)
        with pytest.raises(CommandError, match=a.name):
            call_command("demo")
        transaction.set_rollback(True)


def test_it_refuses_outside_development_unless_told(a, settings):
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError, match="--yes"):
        call_command("demo")


def test_if_empty_leaves_what_is_there(a):
    citizens_before = Citizen.objects.count()
    call_command("demo", if_empty=True)
    assert Citizen.objects.count() == citizens_before
