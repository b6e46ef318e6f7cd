"""The matrix or the planted words notice when rows are no longer narrowed to what a person may see.

``visible_to`` of each queryset in turn gives all rows.
"""

import pytest
from django.apps import apps
from django.urls import reverse

from budget.models import BudgetLine, Invoice, Voucher
from citizens.models import (
    Attendance,
    Block,
    Citizen,
    Course,
    CoursePeer,
    EmergencyAccess,
    Enrolment,
    Episode,
    Extension,
    Match,
    Meeting,
    Referral,
    Session,
    StandIn,
)
from partners.access import Role
from partners.models import (
    AgendaItem,
    BodyMeeting,
    Membership,
    Milestone,
    Month,
    Partner,
    Project,
    TransferDraft,
)
from peers.models import Confirmation, Employment, PayRate, Peer, Training, TrainingTheme
from reporting.models import ReportComment, ReportText, ReportVersion, StatusReport, StoredPaper
from tests.cast import PEOPLE
from tests.doors.asking import answer
from tests.doors.matrix import PLACES
from tests.doors.objects import parts
from tests.doors.people import people
from tests.planted import OURS
from tests.sweeping import ask, leaks
from tests.test_planted import hidden_from, plant_ours, plant_theirs

pytestmark = pytest.mark.sweep

# whose queryset -> who then gets in at a place of the matrix
LETS_IN = {
    Project: ("nobody", "home"),
    BodyMeeting: ("steering", "body_meeting body_meeting"),
    TransferDraft: ("accountant", "transfer_draft draft"),
    Citizen: ("peer", "citizen others_citizen"),
    Course: ("peer", "course others_course"),
    Session: ("peer", "session others_session"),
    Meeting: ("peer", "meeting others_meeting"),
    ReportVersion: ("steering", "report report_draft"),
}
# whose queryset -> who is then told planted words, and where
TELLS = {
    Citizen: (Role.COORDINATOR, "search"),
    Course: (Role.POOL, "search"),
    Milestone: (Role.PEER, "search"),
    Referral: (Role.COORDINATOR, "citizen"),
    Voucher: (Role.PEER, "search"),
}
# whose queryset -> what still stands in the way when it gives all rows
SECOND_WALL = {
    **dict.fromkeys(
        [
            BudgetLine, Confirmation, Employment, Invoice, Membership, Month, Partner, PayRate, Peer,
            StoredPaper, TrainingTheme,
        ],
        "each page narrows to its project, and its door asks for the right that the rows ask for",
    ),
    **dict.fromkeys(
        [Block, EmergencyAccess, StandIn],
        "leaders only, behind doors of their own; what a block hides from a leader test_blocks asks",
    ),
    **dict.fromkeys(
        [
            AgendaItem, Attendance, CoursePeer, Enrolment, Episode, Extension, Match,
            ReportComment, ReportText, StatusReport, Training,
        ],
        "reached through a row that is narrowed itself",
    ),
}  # fmt: skip
MUTATED = [*LETS_IN, *TELLS]


def number_of_mutations() -> int:
    return len(MUTATED)


def queryset(model) -> type:
    return type(model._default_manager.all())


@pytest.fixture
def to_all(monkeypatch):
    """``to_all(Model)`` takes the narrowing away."""
    return lambda model: monkeypatch.setattr(
        queryset(model), "visible_to", lambda rows, _user: rows.all()
    )


def test_every_queryset_that_narrows_is_mutated_or_has_a_second_wall():
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    narrowing = {queryset(each) for each in models if hasattr(queryset(each), "visible_to")}
    assert narrowing == {queryset(model) for model in [*MUTATED, *SECOND_WALL]}


@pytest.mark.parametrize("model", LETS_IN, ids=lambda model: model._meta.label)
def test_the_matrix_notices(model, cast, to_all):
    name, at = LETS_IN[model]
    place = next(place for place in PLACES if str(place) == at)
    url, person = place.url(cast), people(cast, [name])[name]
    assert answer(person, "GET", url) == place.answers[name, "GET"]
    to_all(model)
    assert answer(person, "GET", url) != place.answers[name, "GET"]


@pytest.mark.parametrize("model", TELLS, ids=lambda model: model._meta.label)
def test_the_planted_words_notice(model, cast, as_, to_all):
    role, page = TELLS[model]
    words = hidden_from(role, cast, plant_ours(cast), plant_theirs(cast))
    client = as_(PEOPLE[role][0])
    assert leaks(words, {page: asked(client, cast, page)}) == {}
    to_all(model)
    assert leaks(words, {page: asked(client, cast, page)})


def asked(client, cast, page: str) -> str:
    if page == "search":
        return ask(client, "POST", reverse(page, args=["peerstoette"]), {"text": "Zqa"})
    return ask(client, "GET", reverse(page, kwargs={"slug": "peerstoette", **parts(page, cast)}))
