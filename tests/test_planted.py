"""No word of a row reaches anybody who may not see the row: pages, papers, tables, mails and log."""

import logging
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.core import mail
from django.db import transaction
from django.db.models import Model
from django.urls import reverse

from accounts.models import TrailEntry
from budget.models import Voucher
from citizens.models import (
    Attendance,
    Citizen,
    Course,
    EmergencyAccess,
    Enrolment,
    Episode,
    Extension,
    Match,
    Meeting,
    Referral,
    Session,
)
from partners.access import Role, roles_with
from partners.models import (
    AgendaItem,
    Body,
    Clause,
    Deliverable,
    Evidence,
    Guidepost,
    Milestone,
    Seat,
)
from peers.models import Peer
from reporting.models import ReportComment, ReportText
from tests.cast import PEOPLE, Cast, OtherCast
from tests.doors.matrix import IN_ADMIN
from tests.doors.objects import budget, citizens, meetings, partners, parts, reports
from tests.planted import Planter, told
from tests.sweeping import ask, elsewhere, files, leaks, outside, sweep

pytestmark = pytest.mark.sweep

CARE = [
    Attendance, Citizen, EmergencyAccess, Enrolment, Episode, Extension, Match, Meeting, Referral,
]  # fmt: skip
COURSES = [Course, Session]
DRAFTS = [AgendaItem, ReportText, ReportComment]
PARTNERSHIP = [Body, Clause, Deliverable, Evidence, Guidepost, Milestone, Seat]

# what of the own project a role is never told
HIDDEN = {
    Role.LEADER: [],
    Role.STAFF: [*CARE, Voucher, TrailEntry],  # those whom the leader has not granted citizens
    Role.PEER: [EmergencyAccess, *DRAFTS, *PARTNERSHIP, Voucher, TrailEntry],
    Role.COORDINATOR: [EmergencyAccess, Extension, Meeting, *COURSES, *DRAFTS, Voucher, TrailEntry],
    Role.STEERING: [*CARE, *COURSES, *DRAFTS, Peer, Voucher, TrailEntry],
    Role.ACCOUNTANT: [*CARE, *COURSES, *DRAFTS, TrailEntry],
    Role.AUDITOR: [*CARE, *COURSES, *DRAFTS],
    # vouchers stand on the invoice to the owner
    Role.CONTROLLER: [*CARE, *COURSES, *DRAFTS, Peer, TrailEntry],
    Role.POOL: [*CARE, *COURSES, *DRAFTS, Peer, Voucher, TrailEntry],
}
# one citizen is on no course of Omar's, matched with a colleague, and not referred by Kirsten's
# municipality
OF_OWN_CITIZENS = {Role.PEER, Role.COORDINATOR}
# where a row says of which citizen it tells
ABOUT = {
    Citizen: "pk",
    Referral: "citizen",
    Extension: "episode__citizen",
    Meeting: "match__episode__citizen",
}


def write_notes(cast: Cast) -> None:
    """What the cast lacks of texts that few may read."""
    partners.milestone(cast)
    citizens.extension(cast)
    use = citizens.emergency_use(cast)
    use.began_at -= timedelta(days=1)  # it has opened nothing any more
    use.save()
    meetings.agenda_point(cast)
    meetings.evidence(cast)
    partners.clause(cast)
    reports.comment(cast, reports.report_draft(cast))
    write_of_a_colleague(cast)
    Referral.objects.create(
        project=cast.project,
        citizen=cast.citizens[1],
        referred_by=cast.project.owner,
        model="1",
        referred_on=date(2018, 5, 2),
    )


def write_of_a_colleague(cast: Cast) -> None:
    """A course, with a session that was called off, and a match that are not Omar's."""
    session = citizens.others_session(cast)
    session.was_held = False
    session.save()
    citizens.others_meeting(cast)
    citizens.others_extension(cast)


def plant_ours(cast: Cast) -> Planter:
    write_notes(cast)
    return Planter(cast.project, "Zqa", "9876.54", "456789.12", 70001, 1907)


@pytest.fixture
def ours(cast) -> Planter:
    return plant_ours(cast)


def plant_theirs(cast: Cast) -> Planter:
    """With an invoice, which keeps as JSON what stood elsewhere when it was issued."""
    twins = OtherCast()
    write_notes(twins)
    planted = Planter(cast.other_project, "Zqb", "8765.43", "345678.91", 80001, 1911)
    budget.invoice(twins)
    return planted


@pytest.fixture
def theirs(cast) -> Planter:
    return plant_theirs(cast)


@pytest.fixture
def heard(caplog):
    """What the log and the mails say."""
    caplog.set_level(logging.DEBUG)

    def read() -> str:
        mails = [f"{each.message()}\n{each.body}\n{each.to}" for each in mail.outbox]
        return "\n".join([caplog.text, *mails])

    return read


def back_office(client, cast) -> dict[str, str]:
    """Every page of the tables, rows of A's asked by number; lists searched, and what fields offer."""
    answers = {}
    for place in IN_ADMIN:
        with transaction.atomic():
            url = place.url(cast)
            answers[url] = ask(client, "GET", url)
            transaction.set_rollback(True)
    for place in IN_ADMIN:
        if place.view.endswith("changelist"):
            for text in ["Zqa", "Zqb"]:
                url = reverse(place.view, query={"q": text})
                answers[url] = ask(client, "GET", url)
    for url in offers():
        answers[url] = ask(client, "GET", url)
    return answers


def offers() -> Iterable[str]:
    for model, upkeep in admin.site._registry.items():
        for field in upkeep.autocomplete_fields:
            for term in ["Zqa", "Zqb"]:
                query = {
                    "app_label": model._meta.app_label,
                    "model_name": model._meta.model_name,
                    "field_name": field,
                    "term": term,
                }
                yield reverse("admin:autocomplete", query=query)


def of_others(role: Role, cast) -> Iterable[Model]:
    """Rows of the kinds that the role meets, which are not its own.

    The colleague is not employed by Kirsten's municipality.
    """
    if role in OF_OWN_CITIZENS:
        for model, citizen in ABOUT.items():
            yield from model.objects.filter(**{citizen: cast.citizens[2].pk})
        yield from Peer.objects.filter(project=cast.project).exclude(pk=cast.peer.pk)
    if role == Role.COORDINATOR:
        yield from Referral.objects.filter(project=cast.project, referred_by=cast.project.owner)
    if role == Role.PEER:
        yield from Course.objects.filter(project=cast.project).exclude(peers=cast.peer)
        yield from Session.objects.filter(project=cast.project).exclude(course__peers=cast.peer)


def hidden_from(role: Role, cast, ours: Planter, theirs: Planter) -> list[str]:
    strangers = [f"{stranger}@" for _name, stranger in PEOPLE.values()]
    hidden = [*theirs.all, *strangers, *ours.of(*HIDDEN[role])]
    hidden += [word for row in of_others(role, cast) for word in ours.row(row)]
    if role not in roles_with("pay.view"):
        hidden += ours.pay
    if role not in roles_with("budget.view") | roles_with("figures.view"):
        hidden += ours.paid
    return hidden


@pytest.mark.parametrize("role", Role)
def test_a_role_is_told_nothing_of_what_it_may_not_see(role, cast, as_, ours, theirs, heard):
    answers = sweep(as_(PEOPLE[role][0]), cast)
    assert leaks(hidden_from(role, cast, ours, theirs), answers) == {}
    assert leaks([*theirs.all, *ours.of(*CARE)], {"log and mail": heard()}) == {}


@pytest.mark.parametrize("role", Role)
def test_a_stranger_is_told_nothing_at_all(role, cast, as_, ours, heard):
    client = as_(PEOPLE[role][1])
    assert leaks(ours.all, sweep(client, cast) | elsewhere(client, cast)) == {}
    assert leaks(ours.all, {"log and mail": heard()}) == {}


@pytest.mark.parametrize("role", Role)
def test_lists_as_files_and_pages_outside_projects_tell_nothing_more(
    role, cast, as_, ours, theirs, heard
):
    client = as_(PEOPLE[role][0])
    answers = outside(client) | files(client)
    assert leaks(hidden_from(role, cast, ours, theirs), answers) == {}
    assert leaks(ours.all, outside(as_(PEOPLE[role][1]))) == {}
    assert leaks([*theirs.all, *ours.of(*CARE)], {"log and mail": heard()}) == {}


@pytest.mark.parametrize("role", [Role.LEADER, Role.STAFF, Role.AUDITOR])
def test_the_back_office_tells_nothing_of_another_project(role, cast, as_, ours, theirs, heard):
    """Leaders are told of their own, and everybody else of nothing."""
    own = [] if role == Role.LEADER else ours.all
    assert leaks([*theirs.all, *own], back_office(as_(PEOPLE[role][0]), cast)) == {}
    assert leaks(ours.all, back_office(as_(PEOPLE[role][1]), cast)) == {}
    assert leaks([*theirs.all, *ours.all], {"log and mail": heard()}) == {}


def member(cast) -> dict[str, str]:
    return {
        "email": "ny@example.test",
        "first_name": "Ny",
        "last_name": "Person",
        "role": Role.AUDITOR,
        "organisation": str(cast.project.lead.pk),
    }


def emergency(cast) -> dict[str, str]:
    return {"code": cast.citizens[2].code, "reason": "Borgeren sidder her og har det dårligt"}


@pytest.mark.parametrize(
    ("who", "page", "object_", "form"),
    [
        ("lene", "member_add", "-", member),
        ("lene", "member_invite", "invited", lambda _cast: {}),
        ("stine", "emergency", "-", emergency),
        ("omar", "emergency", "-", emergency),
    ],
)
def test_what_is_done_and_the_mail_of_it_tell_nothing_they_may_not(
    who, page, object_, form, cast, as_, ours, theirs, heard
):
    url = reverse(page, kwargs={"slug": "peerstoette", **parts(object_, cast)})
    answer = as_(who).post(url, form(cast))
    assert answer.status_code == 302
    assert mail.outbox
    assert leaks([*theirs.all, *ours.of(*CARE)], {"log, mail, page": heard() + told(answer)}) == {}


def test_the_sweep_reads_what_may_be_told(cast, as_, ours):
    """It would find a leak in a page, a paper and a table: a leader is told of people and money."""
    client = as_("lene")
    answers = sweep(client, cast) | outside(client)
    for kind in ["text/html", "application/pdf", "spreadsheetml", "text/csv"]:
        assert leaks(ours.all, {url: text for url, text in answers.items() if kind in text}), kind
    for told_here in [ours.of(Extension), ours.of(EmergencyAccess), ours.pay, ours.of(TrailEntry)]:
        assert leaks(told_here, answers)
    for row in of_others(Role.PEER, cast):
        assert leaks(ours.row(row), answers), row
    assert leaks(["70001", "1907"], answers)


def number_of_words() -> int:
    """In both projects."""
    cast = Cast()
    return len(plant_ours(cast).all) + len(plant_theirs(cast).all)
