from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import TrailEntry
from partners.findings import Severity, findings
from partners.models import Guidepost, Milestone, Organisation, Partner, Seat
from partners.plan import guideposts


@pytest.fixture
def milestone(cast):
    """Planned to 31 May 2018; it is 15 June."""
    return Milestone.objects.create(
        project=cast.project,
        number=1,
        name_da="Ansætte peers",
        name_en="Employ peers",
        starts_on=date(2018, 2, 1),
        ends_on=date(2018, 5, 31),
    )


def page_of(milestone):
    return reverse("milestone_reach", args=["peerstoette", milestone.pk])


def test_an_overdue_milestone_is_a_notice_with_the_days(cast, milestone):
    [finding] = findings(cast.project)
    assert (finding.rule, finding.severity) == ("R17", Severity.NOTICE)
    assert finding.figures[-1][1] == "15"


def test_reaching_it_ends_the_notice(as_, cast, milestone):
    response = as_("lene").post(page_of(milestone), {"reached_on": "30.5.2018"})
    assert response.url == reverse("plan", args=["peerstoette"])
    milestone.refresh_from_db()
    assert milestone.reached_on == date(2018, 5, 30)
    assert findings(cast.project) == []
    assert TrailEntry.objects.get(action="milestone.reach").details == {"reached_on": "2018-05-30"}


@pytest.mark.parametrize("day", ["16.6.2018", "31.12.2017", "30.2.2018"])
def test_it_refuses_a_day_that_cannot_be(as_, milestone, day):
    response = as_("lene").post(page_of(milestone), {"reached_on": day})
    assert response.status_code == 422
    assert response.context["form"].errors["reached_on"]
    milestone.refresh_from_db()
    assert milestone.reached_on is None


def test_a_milestone_reached_by_mistake_is_taken_back(as_, milestone):
    as_("lene").post(page_of(milestone), {"reached_on": "30.5.2018"})
    as_("lene").post(page_of(milestone), {"reached_on": ""})
    milestone.refresh_from_db()
    assert milestone.reached_on is None


def test_only_the_leader_marks_and_a_stranger_finds_nothing(as_, milestone):
    assert as_("stine").post(page_of(milestone), {"reached_on": "30.5.2018"}).status_code == 403
    assert as_("leo").post(page_of(milestone), {"reached_on": "30.5.2018"}).status_code == 404
    milestone.refresh_from_db()
    assert milestone.reached_on is None


@pytest.mark.parametrize("page", ["plan", "partners"])
def test_a_page_asks_as_many_questions_at_ten_times_the_data(as_, cast, milestone, page):
    client, url = as_("lene"), reverse(page, args=["peerstoette"])
    client.get(url)
    before = questions(client, url)
    grow(cast.project)
    assert questions(client, url) == before


def questions(client, url):
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def grow(project):
    """Ten times the milestones, seats and partners."""
    seat = project.seats.first()
    for number in range(2, 32):
        organisation = Organisation.objects.create(name=f"Part {number}", kind="other")
        partner = Partner.objects.create(project=project, organisation=organisation)
        Seat.objects.create(
            project=project,
            body=seat.body,
            partner=partner,
            person=f"Deltager {number}",
            starts_on=seat.starts_on,
        )
        Milestone.objects.create(
            project=project,
            number=number,
            name_da="Milepæl",
            name_en="Milestone",
            starts_on=date(2018, 2, 1),
            ends_on=date(2018, 5, 31),
        )


def move(client, milestone, starts_on: str, ends_on: str, progress: str = "40"):
    page = reverse("milestone_move", args=["peerstoette", milestone.pk])
    sent = {"starts_on": starts_on, "ends_on": ends_on, "progress": progress}
    return client.post(page, sent)


def test_what_was_first_agreed_is_kept_when_a_milestone_moves_twice(as_, milestone):
    client = as_("lene")
    move(client, milestone, "1.2.2018", "30.6.2018")
    move(client, milestone, "1.3.2018", "31.8.2018", "60")
    milestone.refresh_from_db()
    assert (milestone.baseline_starts_on, milestone.baseline_ends_on) == (
        date(2018, 2, 1),
        date(2018, 5, 31),
    )
    assert (milestone.starts_on, milestone.ends_on, milestone.progress) == (
        date(2018, 3, 1),
        date(2018, 8, 31),
        60,
    )
    assert milestone.slip_days == 92


def test_progress_alone_makes_no_baseline(as_, milestone):
    move(as_("lene"), milestone, "1.2.2018", "31.5.2018", "85")
    milestone.refresh_from_db()
    assert (milestone.progress, milestone.baseline_ends_on, milestone.slip_days) == (85, None, 0)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (("1.7.2018", "30.6.2018", "40"), "ends_on"),
        (("1.2.2018", "1.1.2030", "40"), "ends_on"),
        (("1.2.2018", "30.6.2018", "101"), "progress"),
        (("1.2.2018", "", "40"), "ends_on"),
    ],
)
def test_it_refuses_a_plan_that_cannot_be(as_, milestone, sent, field):
    response = move(as_("lene"), milestone, *sent)
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    milestone.refresh_from_db()
    assert milestone.ends_on == date(2018, 5, 31)


@pytest.fixture
def guidepost(cast):
    return Guidepost.objects.create(project=cast.project, number=1, name_da="Håb", name_en="Hope")


def test_the_latest_evidence_of_a_guidepost_is_by_its_date(as_, cast, guidepost):
    page = reverse("evidence_add", args=["peerstoette", guidepost.pk])
    client = as_("lene")
    client.post(page, {"date": "1.6.2018", "text": "Flere i job", "source": "Spørgeskema"})
    client.post(page, {"date": "1.3.2018", "text": "Ældre", "source": ""})
    [row] = guideposts(cast.project)
    assert (row.latest.text, row.noted) == ("Flere i job", 2)
    assert row.latest.written_by == cast.lene
    [row] = guideposts(cast.project, until=date(2018, 3, 31))
    assert (row.latest.text, row.noted) == ("Ældre", 1)


@pytest.mark.parametrize(
    "sent",
    [
        {"date": "16.6.2018", "text": "I morgen"},
        {"date": "1.6.2018", "text": ""},
        {"date": "1.6.2018", "text": "CPR 010190-1234"},
        {"date": "1.6.2018", "text": "x" * 1501},
    ],
)
def test_it_refuses_evidence_that_cannot_be(as_, cast, guidepost, sent):
    page = reverse("evidence_add", args=["peerstoette", guidepost.pk])
    assert as_("lene").post(page, sent).status_code == 422
    assert not cast.project.evidence.exists()


@pytest.fixture
def evidence(cast):
    guidepost = cast.project.guideposts.create(number=1, name_da="Håb", name_en="Hope")
    return guidepost.evidence.create(
        project=cast.project, date=date(2018, 3, 1), text="Flere i job", written_by=cast.lene
    )


def act(name, row):
    return reverse(name, args=["peerstoette", row.pk])


def test_evidence_is_corrected_and_not_dated_ahead(as_, evidence):
    client, address = as_("lene"), act("evidence_change", evidence)
    sent = {"date": "1.4.2018", "text": "Ni er i job", "source": "Rundspørge"}
    assert client.post(address, sent | {"date": "16.6.2018"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    evidence.refresh_from_db()
    assert (evidence.date, evidence.text) == (date(2018, 4, 1), "Ni er i job")
    assert TrailEntry.objects.get(action="evidence.change").details == {}


def test_evidence_that_was_noted_by_mistake_is_removed(as_, cast, evidence):
    assert as_("lene").post(act("evidence_remove", evidence)).status_code == 302
    assert not cast.project.evidence.exists()
    assert TrailEntry.objects.filter(action="evidence.remove").count() == 1


def test_a_row_of_the_plan_is_removed_unless_others_name_it(as_, cast, milestone, evidence):
    deliverable = cast.project.deliverables.create(
        letter="A", name_da="Træning", name_en="Training"
    )
    Milestone.objects.update(deliverable=deliverable)
    client = as_("lene")
    for name, row in [
        ("deliverable_remove", deliverable),
        ("guidepost_remove", evidence.guidepost),
    ]:
        response = client.post(act(name, row))
        assert response.status_code == 422
        assert "cannot be removed, because these name it" in response.content.decode()
    evidence.delete()
    for name, row in [
        ("milestone_remove", milestone),
        ("deliverable_remove", deliverable),
        ("guidepost_remove", evidence.guidepost),
    ]:
        assert client.post(act(name, row)).url == reverse("setup_plan", args=["peerstoette"])
    assert not cast.project.milestones.exists()
    assert not cast.project.deliverables.exists()
    assert not cast.project.guideposts.exists()


def test_a_training_theme_that_a_peer_has_completed_stays(as_, cast):
    themes = [
        cast.project.training_themes.create(number=number, name_da="Emne", name_en="Theme")
        for number in (1, 2)
    ]
    cast.peer.trainings.create(project=cast.project, theme=themes[0], completed_on=date(2018, 2, 1))
    client = as_("lene")
    assert client.post(act("theme_remove", themes[0])).status_code == 422
    assert client.post(act("theme_remove", themes[1])).status_code == 302
    assert list(cast.project.training_themes.all()) == [themes[0]]
