"""The papers to take along: agenda, minutes, training certificate."""

from datetime import date, time
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from partners.meetings import actions
from partners.models import Body
from peers.models import Training, TrainingTheme


def read(response) -> str:
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)


@pytest.fixture
def meeting(cast):
    body = cast.project.bodies.get(kind=Body.Kind.STEERING)
    times = {"date": date(2018, 6, 15), "starts_at": time(10), "ends_at": time(12)}
    meeting = actions.plan_meeting(
        by=cast.lene, project=cast.project, body=body, place="Rådhuset", **times
    )
    text = "Vi skal beslutte:\n\n- om vi fortsætter\n- hvem der betaler"
    actions.add_point(by=cast.lene, meeting=meeting, title="Drift", text=text)
    return meeting


def agenda(client, meeting):
    return client.get(reverse("body_meeting_paper", args=["peerstoette", meeting.pk]))


def test_the_agenda_is_a_draft_until_it_is_sent(as_, cast, meeting):
    assert agenda(as_("svend"), meeting).status_code == 404
    text = read(agenda(as_("stine"), meeting))
    assert "1. Drift" in text
    assert "• om vi fortsætter" in text.replace("•\n", "• ")
    assert "DRAFT" in text
    actions.send_agenda(by=cast.lene, meeting=meeting)
    assert "DRAFT" not in read(agenda(as_("svend"), meeting))


def test_once_held_the_paper_is_the_minutes(as_, cast, meeting):
    decisions = {meeting.items.get().pk: "Vi fortsætter & deler."}
    actions.write_decisions(by=cast.lene, meeting=meeting, decisions=decisions)
    response = agenda(as_("lene"), meeting)
    text = read(response)
    assert "Vi fortsætter & deler." in text
    assert f"Minutes, {meeting.body}" in text
    assert 'filename="referat-2018-06-15.pdf"' in response["Content-Disposition"]


def test_the_same_agenda_gives_the_same_bytes(as_, meeting):
    client = as_("lene")
    assert agenda(client, meeting).content == agenda(client, meeting).content


def test_a_certificate_names_the_themes_and_the_file_not_the_person(as_, cast):
    for number, name in enumerate(["Kommunikation", "Civilsamfund"], start=1):
        theme = TrainingTheme.objects.create(
            project=cast.project, number=number, name_da=name, name_en=name
        )
    done = {"peer": cast.peer, "theme": theme, "completed_on": date(2018, 2, 1)}
    Training.objects.create(project=cast.project, **done)
    response = as_("stine").get(reverse("certificate", args=["peerstoette", cast.peer.pk]))
    text = read(response)
    assert cast.peer.name in text
    assert "Civilsamfund" in text
    assert "Kommunikation" not in text
    with translation.override("da"):
        assert "1. februar 2018" in text
    told = PdfReader(BytesIO(response.content)).metadata
    assert cast.peer.name not in f"{told} {response.headers}"


def test_without_a_completed_theme_there_is_no_certificate(as_, cast):
    assert (
        as_("lene").get(reverse("certificate", args=["peerstoette", cast.peer.pk])).status_code
        == 404
    )
