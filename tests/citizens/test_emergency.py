"""A citizen's page with a reason, for one hour, and the leader who looks at it."""

from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused
from typing import ClassVar

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import TrailEntry
from citizens.models import Block, Citizen, EmergencyAccess
from partners.access import Role
from partners.models import Membership
from peerstoette.lib import dates
from tests.citizens.people import block, join

BASE = "/p/peerstoette/"
REASON = "Borgeren sidder her og kan ikke sige, hvem vi skal ringe til"
ONE_SENTENCE = "No citizen can be opened with this code. Check it, or call the project leader."


@pytest.fixture
def viola(cast) -> Citizen:
    """Nobody's on a course or matched: neither Omar nor Stine sees her."""
    return cast.citizens[2]


def ask(client, code="B-0003", reason=REASON):
    return client.post(f"{BASE}emergency/", {"code": code, "reason": reason})


def use_of(cast, citizen, person) -> EmergencyAccess:
    return EmergencyAccess.objects.create(
        project=cast.project, citizen=citizen, person=person, reason=REASON
    )


def look_at(use) -> str:
    return reverse("emergency_acknowledge", args=["peerstoette", use.pk])


def refused(response) -> list[str]:
    assert response.status_code == 422
    return [text for texts in response.context["form"].errors.values() for text in texts]


@pytest.mark.parametrize("name", ["stine", "omar"])
@pytest.mark.parametrize("code", ["B-0003", "b-3", " 0003 "])
def test_staff_and_peers_read_the_page_with_code_and_reason(cast, as_, viola, name, code):
    client = as_(name)
    page = viola.get_absolute_url()
    assert client.get(page).status_code == 404
    response = ask(client, code)
    assert (response.status_code, response.url) == (302, page)
    text = client.get(page).content.decode()
    for told in ["Viola", "Enlund0", "Region Testland", "lene@example.test"]:
        assert told in text
    row = EmergencyAccess.objects.get()
    assert (row.citizen, row.person, row.reason) == (viola, getattr(cast, name), REASON)


@pytest.mark.parametrize("name", ["lene", "kirsten", "svend", "gitte", "ruth", "connie", "poul"])
def test_nobody_else_has_it(cast, as_, name):
    client = as_(name)
    assert client.get(f"{BASE}emergency/").status_code == 403
    assert ask(client).status_code == 403
    assert not EmergencyAccess.objects.exists()


def test_nobody_is_to_be_called_from_whom_the_citizen_is_hidden(cast, as_):
    """A leader and the matched peer who may not see the citizen; the other leader is to be called."""
    join(cast, "lone", Role.LEADER)
    jonas = cast.citizens[1]
    use_of(cast, jonas, cast.stine)
    client = as_("stine")
    before = client.get(jonas.get_absolute_url()).content.decode()
    for address in ["omar@example.test", "lene@example.test", "lone@example.test"]:
        assert f"mailto:{address}" in before
    block(cast, jonas, cast.omar)
    row = block(cast, jonas, cast.lene)
    after = client.get(jonas.get_absolute_url()).content.decode()
    assert "mailto:lone@example.test" in after
    for hidden in ["omar@example.test", "Omar", "lene@example.test"]:
        assert hidden not in after
    Block.objects.filter(pk=row.pk).update(until=date(2018, 6, 15))
    assert "mailto:lene@example.test" in client.get(jonas.get_absolute_url()).content.decode()


def test_a_second_tap_opens_nothing_more_and_tells_nobody_again(cast, as_, viola):
    client = as_("omar")
    for reason in [REASON, REASON, "Borgeren er faldet og kan ikke tale lige nu"]:
        assert ask(client, reason=reason).url == viola.get_absolute_url()
    row = EmergencyAccess.objects.get()
    assert row.reason == REASON
    assert len(mail.outbox) == 1
    assert TrailEntry.objects.filter(action="citizen.emergency").count() == 1
    ask(as_("stine"))
    assert EmergencyAccess.objects.count() == 2
    EmergencyAccess.objects.update(began_at=dates.now() - timedelta(minutes=61))
    ask(as_("omar"))
    assert (EmergencyAccess.objects.count(), len(mail.outbox)) == (3, 3)


def test_it_ends_after_an_hour(cast, as_, viola):
    use = use_of(cast, viola, cast.omar)
    client = as_("omar")
    for minutes, status in [(59, 200), (61, 404)]:
        began = dates.now() - timedelta(minutes=minutes)
        EmergencyAccess.objects.filter(pk=use.pk).update(began_at=began)
        assert client.get(viola.get_absolute_url()).status_code == status


def test_there_is_nothing_to_write_and_no_other_page_opens(cast, as_, viola):
    use_of(cast, viola, cast.stine)
    client = as_("stine")
    text = client.get(viola.get_absolute_url()).content.decode()
    assert "<form" not in text.split("<main")[1].split("</main>")[0]
    assert client.post(viola.get_absolute_url()).status_code == 405
    episode = viola.episodes.get()
    for act in ["match", "extend", "end"]:
        assert client.get(f"{BASE}episodes/{episode.pk}/{act}/").status_code == 403
    assert "B-0003" not in client.get(f"{BASE}citizens/?status=all").content.decode()
    found = client.post(f"{BASE}search/", {"text": "Enlund0"}).content.decode()
    assert viola.get_absolute_url() not in found


def test_it_opens_that_citizen_for_that_person_in_that_project_only(cast, as_, viola):
    use_of(cast, viola, cast.omar)
    stranger = Citizen.objects.get(project=cast.other_project, number=3)
    assert as_("omar").get(cast.citizens[1].get_absolute_url()).status_code == 200
    assert as_("stine").get(viola.get_absolute_url()).status_code == 404
    assert as_("omar").get(stranger.get_absolute_url()).status_code == 404


def test_an_unknown_code_and_a_hidden_citizen_get_the_same_sentence(cast, as_, viola):
    client = as_("omar")
    for code in ["B-0999", "Viola", "0"]:
        assert refused(ask(client, code)) == [ONE_SENTENCE]
    block(cast, viola, cast.omar)
    assert refused(ask(client, "B-0003")) == [ONE_SENTENCE]
    assert not EmergencyAccess.objects.exists()
    assert mail.outbox == []


def failed() -> list[tuple]:
    entries = TrailEntry.objects.filter(action="citizen.emergency-failed").order_by("pk")
    return [(e.actor_id, e.role, e.object_id, e.details) for e in entries]


def test_a_try_that_opens_nobody_is_on_the_trail_by_code_and_by_nothing_else(cast, as_, viola):
    client = as_("omar")
    block(cast, viola, cast.omar)
    for code in ["b-999", "B-0003", "Viola"]:
        refused(ask(client, code))
    omar = (cast.omar.pk, "peer", str(cast.omar.pk))
    assert failed() == [(*omar, {"tried": "B-0999"}), (*omar, {"tried": "B-0003"}), (*omar, {})]
    refused(ask(client, "B-0002"))  # his own: he sees him anyway
    assert len(failed()) == 3
    page = as_("lene").get(f"{BASE}trail/").content.decode()
    assert "Tried a code that opens no citizen" in page
    assert "B-0999" not in page


def test_after_five_tries_in_an_hour_a_person_waits(cast, as_, viola, monkeypatch):
    client = as_("omar")
    for number in range(5):
        assert refused(ask(client, f"B-090{number}")) == [ONE_SENTENCE]
    for code in ["B-0905", "B-0003"]:
        assert refused(ask(client, code)) == [
            "You have tried 5 codes within an hour that open no citizen. Call the project leader, or"
            " wait an hour."
        ]
    assert len(failed()) == 5
    assert not EmergencyAccess.objects.exists()
    assert ask(as_("stine")).status_code == 302
    later = dates.now() + timedelta(minutes=61)
    monkeypatch.setattr(dates, "now", lambda: later)
    assert ask(as_("omar")).status_code == 302


def test_after_five_opened_citizens_in_an_hour_a_person_waits(cast, as_, monkeypatch):
    """Codes run in sequence: with a reason for each, all pages could be leafed through."""
    told = ["You have opened 5 citizens within an hour. Call the project leader, or wait an hour."]
    for number in range(11, 17):
        Citizen.objects.create(
            project=cast.project,
            number=number,
            given_name="A",
            family_name="B",
            birth_year=1990,
        )
    client = as_("omar")
    for number in range(11, 16):
        assert ask(client, f"B-{number}").status_code == 302
    for code in ["B-0016", "B-0999", "B-0001"]:  # one, none, and one of his own: told alike
        assert refused(ask(client, code)) == told
    assert ask(client, "B-0011").status_code == 302  # still open
    assert EmergencyAccess.objects.count() == 5
    assert failed() == []
    assert ask(as_("stine"), "B-0016").status_code == 302
    later = dates.now() + timedelta(minutes=61)
    monkeypatch.setattr(dates, "now", lambda: later)
    assert ask(as_("omar"), "B-0016").status_code == 302


def test_a_reason_that_is_too_short_does_not_tell_which_codes_there_are(cast, as_, viola):
    client = as_("omar")
    block(cast, viola, cast.omar)
    told = [refused(ask(client, code, reason="Kort")) for code in ["B-0999", "B-0003", "B-0001"]]
    assert told[0] == told[1] == told[2]
    assert failed() == []


def test_a_block_that_is_set_meanwhile_ends_it_at_the_next_request(cast, as_, viola):
    use_of(cast, viola, cast.omar)
    assert as_("omar").get(viola.get_absolute_url()).status_code == 200
    block(cast, viola, cast.omar)
    assert as_("omar").get(viola.get_absolute_url()).status_code == 404


def test_a_former_citizen_s_file_does_not_open(cast, as_, viola):
    block(cast, viola, cast.stine, "former")
    assert refused(ask(as_("omar"))) == [ONE_SENTENCE]


@pytest.mark.parametrize(
    "reason", ["", "Det haster meget", " " * 30, "Cpr 010190-1234 skal findes nu"]
)
def test_a_reason_is_twenty_letters_and_no_cpr_number(cast, as_, reason):
    assert len(refused(ask(as_("omar"), reason=reason))) == 1
    assert not EmergencyAccess.objects.exists()


def test_who_sees_the_citizen_already_needs_none(cast, as_):
    assert refused(ask(as_("omar"), "B-0002")) == [
        "You see B-0002 already, on the list of citizens."
    ]


def test_a_peer_whose_employment_has_ended_opens_nothing(cast, as_, viola):
    use_of(cast, viola, cast.omar)
    cast.peer.employments.update(active_from=None)
    assert as_("omar").get(viola.get_absolute_url()).status_code == 404
    assert len(refused(ask(as_("omar")))) == 1


def test_a_role_that_has_ended_opens_nothing(cast, as_, viola):
    use_of(cast, viola, cast.stine)
    Membership.objects.filter(user=cast.stine).update(role=Role.COORDINATOR)
    assert as_("stine").get(viola.get_absolute_url()).status_code == 404


def test_it_is_on_the_trail_by_code_and_the_reason_is_not(cast, as_, viola):
    client = as_("omar")
    ask(client)
    client.get(viola.get_absolute_url())
    entries = TrailEntry.objects.order_by("pk")
    told = [(e.action, e.role, e.object_label, e.details) for e in entries]
    assert told == [
        ("citizen.emergency", "peer", "B-0003", {}),
        ("citizen.emergency-read", "peer", "B-0003", {"citizens": ["B-0003"]}),
    ]


# --- the leaders ----------------------------------------------------------------------------------


def test_the_leaders_get_a_mail_without_names(cast, as_):
    join(cast, "lone", Role.LEADER)
    ask(as_("omar"))
    assert sorted(message.to[0] for message in mail.outbox) == [
        "lene@example.test",
        "lone@example.test",
    ]
    for message in mail.outbox:
        text = f"{message.subject} {message.body}"
        assert f"http://testserver{BASE}emergencies/" in text
        for hidden in ["B-0003", "Viola", "Enlund0", "Omar", "Lene", REASON]:
            assert hidden not in text


def test_a_leader_who_may_not_see_the_citizen_is_not_told_and_shown_nothing(cast, as_, viola):
    join(cast, "lone", Role.LEADER)
    block(cast, viola, cast.lene)
    ask(as_("omar"))
    assert [message.to for message in mail.outbox] == [["lone@example.test"]]
    leader = as_("lene")
    assert "B-0003" not in leader.get(f"{BASE}emergencies/").content.decode()
    assert leader.get(look_at(EmergencyAccess.objects.get())).status_code == 404
    assert f"{BASE}emergencies/" not in leader.get(BASE).content.decode()


class PostOffice(BaseEmailBackend):
    """Counts how often it is called, and refuses one address."""

    calls: ClassVar[list[str]] = []
    sent: ClassVar[list[str]] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.is_open = False

    def open(self) -> bool:
        if self.is_open:
            return False
        self.calls.append("open")
        self.is_open = True
        return True

    def send_messages(self, messages) -> int:
        self.open()
        for message in messages:
            self.sent.extend(message.to)
            if "anna@example.test" in message.to:
                raise SMTPRecipientsRefused({})
        return len(messages)


def test_the_post_office_is_called_once_for_all_leaders_and_each_is_told_once(
    cast, as_, viola, settings
):
    for name in ["anna", "lone", "lissi"]:
        join(cast, name, Role.LEADER)
    settings.EMAIL_BACKEND = f"{__name__}.PostOffice"
    PostOffice.calls.clear()
    PostOffice.sent.clear()
    assert ask(as_("omar")).url == viola.get_absolute_url()
    assert PostOffice.calls == ["open"]
    assert sorted(PostOffice.sent) == [
        f"{name}@example.test" for name in ["anna", "lene", "lissi", "lone"]
    ]


def test_a_post_office_that_fails_holds_nobody_up(cast, as_, viola, monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("citizens.notice.get_connection", fail)
    assert ask(as_("omar")).url == viola.get_absolute_url()
    assert f"{BASE}emergencies/" in as_("lene").get(BASE).content.decode()


def test_it_stands_on_the_start_page_until_a_leader_has_looked_at_it(cast, as_, viola):
    use = use_of(cast, viola, cast.omar)
    leader = as_("lene")
    assert f"{BASE}emergencies/" in leader.get(BASE).content.decode()
    page = leader.get(f"{BASE}emergencies/").content.decode()
    for told in ["Omar Prøvested", "B-0003", REASON]:
        assert told in page
    assert REASON in leader.get(look_at(use)).content.decode()
    assert leader.post(look_at(use)).status_code == 302
    assert f"{BASE}emergencies/" not in leader.get(BASE).content.decode()
    use.refresh_from_db()
    assert use.acknowledged_by == cast.lene
    entry = TrailEntry.objects.get(action="emergency.acknowledge")
    assert (entry.role, entry.object_label, entry.details) == ("leader", "B-0003", {})
    assert REASON in leader.get(f"{BASE}emergencies/").content.decode()
    assert leader.post(look_at(use)).status_code == 422


def test_those_to_look_at_and_those_looked_at_stand_apart(cast, as_, viola):
    seen, waiting = (use_of(cast, viola, who) for who in (cast.omar, cast.stine))
    leader = as_("lene")
    leader.post(look_at(seen))

    def listed(**query) -> list[EmergencyAccess]:
        page = leader.get(f"{BASE}emergencies/", query)
        return [row.use for row in page.context["list"].rows]

    assert listed() == [waiting, seen]
    assert (listed(seen="waiting"), listed(seen="seen")) == ([waiting], [seen])


def test_the_reason_does_not_leave_the_house(cast, as_, viola):
    use_of(cast, viola, cast.omar)
    text = as_("lene").get(f"{BASE}emergencies/", {"format": "csv"}).content.decode()
    assert "Omar Prøvested;B-0003" in text
    assert REASON not in text
    entry = TrailEntry.objects.get(action="emergency.list")
    assert entry.details == {"citizens": ["B-0003"], "file": "csv"}


def test_nobody_looks_at_an_own_use(cast, as_, viola):
    """Somebody who was staff then and leads the project now."""
    use = use_of(cast, viola, cast.lene)
    assert as_("lene").post(look_at(use)).status_code == 422
    use.refresh_from_db()
    assert use.acknowledged_at is None


def test_the_page_says_so_when_there_is_nothing(cast, as_):
    assert "Nothing to look at" in as_("lene").get(f"{BASE}emergencies/").content.decode()


def test_rows_of_two_projects_cannot_meet(cast, viola):
    use = use_of(cast, viola, cast.omar)
    with pytest.raises(DatabaseError, match="guard_citizens_emergency"), transaction.atomic():
        EmergencyAccess.objects.filter(pk=use.pk).update(project=cast.other_project)
