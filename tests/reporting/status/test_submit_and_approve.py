"""Lead to steering group (R12): approval of exactly one version, by somebody else."""

from datetime import date, time, timedelta
from hashlib import sha256

import pytest

from accounts.models import TrailEntry
from partners.access import Role
from partners.models import Body, BodyMeeting, Membership, Project
from peerstoette.lib.errors import RuleBroken
from reporting.models import ReportVersion
from reporting.status import actions
from reporting.status.document import document_of


def stored(version: ReportVersion) -> bytes:
    return bytes(ReportVersion.objects.get(pk=version.pk).content)


def test_a_draft_that_lacks_something_is_not_submitted_and_all_that_lacks_is_named(cast, draft):
    actions.write_texts(by=cast.lene, version=draft, texts={"summary": "Godt."})
    with pytest.raises(RuleBroken) as refusal:
        actions.submit(by=cast.lene, version=draft)
    assert "Anchoring" in refusal.value.message
    assert "Summary" not in refusal.value.message
    draft.refresh_from_db()
    assert draft.is_draft


def test_submitting_keeps_the_file_byte_for_byte_with_its_fingerprint(cast, submitted):
    content = stored(submitted)
    assert content.startswith(b"%PDF-")
    assert submitted.sha256 == sha256(content).hexdigest()
    assert document_of(submitted).content == content


def test_the_file_stays_the_same_when_the_project_moves_on(cast, submitted, as_):
    before = stored(submitted)
    project = cast.project
    project.name = "Et andet navn"
    project.save()
    response = as_("svend").get(f"/p/peerstoette/reports/{submitted.pk}/report.pdf")
    assert response.content == before


def test_what_is_approved_is_what_was_submitted(cast, submitted):
    before = stored(submitted)
    approved = actions.approve(by=cast.svend, version=submitted)
    assert approved.state == "approved"
    assert stored(approved) == before


def test_each_step_names_the_person_the_role_the_organisation_and_the_day(cast, approved):
    steps = list(approved.steps.values_list("kind", "name", "role", "organisation", "date"))
    day = date(2018, 6, 15)
    assert steps == [
        ("submitted", "Lene Prøvested", "leader", "Foreningen Fyrtårnet", day),
        ("approved", "Svend Prøvested", "steering", "Foreningen Fyrtårnet", day),
    ]
    entry = TrailEntry.objects.get(action="report.approved")
    assert entry.details["sha256"] == approved.sha256


def test_who_submitted_does_not_approve_even_with_both_roles(cast, submitted):
    Membership.objects.create(
        project=cast.project, user=cast.lene, role=Role.STEERING, organisation=cast.town
    )
    with pytest.raises(RuleBroken, match="yourself"):
        actions.approve(by=cast.lene, version=submitted)


@pytest.mark.parametrize("day", [date(2018, 6, 14), date(2018, 6, 16)])
def test_a_day_before_the_submission_or_ahead_is_refused(cast, submitted, day):
    with pytest.raises(RuleBroken) as refusal:
        actions.approve(by=cast.svend, version=submitted, decided_on=day)
    assert refusal.value.field == "decided_on"


def test_a_version_is_approved_once(cast, approved):
    with pytest.raises(RuleBroken, match="waits"):
        actions.approve(by=cast.svend, version=approved)


def test_a_draft_is_not_approved(cast, complete):
    with pytest.raises(RuleBroken, match="waits"):
        actions.approve(by=cast.svend, version=complete)


def test_a_text_that_changes_while_the_file_is_drawn_stops_the_submission(
    cast, complete, monkeypatch
):
    def write_meanwhile(*_args, **_options) -> bytes:
        actions.write_texts(by=cast.stine, version=complete, texts={"summary": "Et andet."})
        return b"%PDF-"

    monkeypatch.setattr(actions, "drawn", write_meanwhile)
    with pytest.raises(RuleBroken, match="in the meantime"):
        actions.submit(by=cast.lene, version=complete)
    complete.refresh_from_db()
    assert complete.is_draft


def test_the_steering_group_member_approves_on_the_page(as_, cast, submitted):
    client = as_("svend")
    page = client.get(f"/p/peerstoette/reports/{submitted.pk}/").content.decode()
    assert "Approve the report" in page
    url = f"/p/peerstoette/reports/{submitted.pk}/approve/"
    assert "approve exactly version 1" in client.get(url).content.decode()
    assert client.post(url, {"decided_on": "15.6.2018"}).status_code == 302
    submitted.refresh_from_db()
    assert submitted.is_approved


@pytest.fixture
def held(cast):
    """Makes a meeting of one of the project's bodies."""

    def make(day: date, kind: str = Body.Kind.STEERING) -> BodyMeeting:
        return BodyMeeting.objects.create(
            project=cast.project,
            body=cast.project.bodies.get(kind=kind),
            date=day,
            starts_at=time(10),
            ends_at=time(12),
            place="Rådhuset",
            state=BodyMeeting.State.HELD,
        )

    return make


def later(version: ReportVersion, days: int = 5) -> None:
    """The project's clock stands some days after the submission."""
    day = date(2018, 6, 15) + timedelta(days=days)
    Project.objects.filter(pk=version.project_id).update(demo_date=day)


def test_the_meeting_that_decided_it_is_kept_and_its_day(cast, submitted, held):
    later(submitted)
    meeting = held(date(2018, 6, 18))
    approved = actions.approve(
        by=cast.svend, version=submitted, decided_on=date(2018, 6, 18), meeting=meeting
    )
    step = approved.steps.get(kind="approved")
    assert (step.meeting, step.date) == (meeting, date(2018, 6, 18))


def test_a_meeting_before_the_submission_cannot_have_decided_it(cast, submitted, held, as_):
    meeting = held(date(2018, 6, 14))
    with pytest.raises(RuleBroken) as refusal:
        actions.approve(by=cast.svend, version=submitted, meeting=meeting)
    assert refusal.value.field == "meeting"
    page = as_("svend").get(f"/p/peerstoette/reports/{submitted.pk}/approve/")
    assert list(page.context["form"].fields["meeting"].queryset) == []


def test_a_meeting_of_another_body_cannot_have_decided_it(cast, submitted, held):
    meeting = held(date(2018, 6, 15), Body.Kind.PROJECT)
    with pytest.raises(RuleBroken) as refusal:
        actions.approve(by=cast.svend, version=submitted, meeting=meeting)
    assert refusal.value.field == "meeting"


def test_the_day_of_the_decision_is_the_meetings(cast, submitted, held):
    later(submitted)
    meeting = held(date(2018, 6, 18))
    with pytest.raises(RuleBroken) as refusal:
        actions.approve(
            by=cast.svend, version=submitted, decided_on=date(2018, 6, 19), meeting=meeting
        )
    assert refusal.value.field == "decided_on"


def test_explanations_of_what_is_no_longer_open_leave_with_the_draft(as_, cast, complete):
    actions.write_texts(by=cast.lene, version=complete, texts={"why-R99": "Det var engang."})
    submitted = actions.submit(by=cast.lene, version=complete)
    kept = set(submitted.texts.values_list("section", flat=True))
    assert "why-R99" not in kept
    assert "why-R8" in kept
    page = as_("svend").get(f"/p/peerstoette/reports/{submitted.pk}/").content.decode()
    assert "Det var engang." not in page
