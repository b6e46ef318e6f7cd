"""A person leaves: nothing is left open, every role ends, and the account closes with the last."""

from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import TrailEntry
from partners.access import Role
from partners.models import Membership

BACKEND = "django.contrib.auth.backends.ModelBackend"
PLAN = reverse("plan", args=["peerstoette"])


def page(person, cast) -> str:
    membership = Membership.objects.active().filter(project=cast.project, user=person).first()
    return reverse("member_leave", args=["peerstoette", membership.pk])


@pytest.fixture
def leave(as_, cast):
    def go(name: str, **more):
        form = {"last_day": "15.6.2018", **more}
        return as_("lene").post(page(getattr(cast, name), cast), form)

    return go


def signed_in(person) -> Client:
    browser = Client()
    browser.force_login(person, backend=BACKEND)
    return browser


def test_every_role_ends_and_the_account_is_closed(leave, cast):
    Membership.objects.create(
        project=cast.project, user=cast.gitte, role=Role.AUDITOR, organisation=cast.project.lead
    )
    assert leave("gitte").status_code == 302
    assert not cast.gitte.memberships.active().exists()
    assert (cast.gitte.is_active, cast.gitte.closed_at is None) == (False, False)
    entries = TrailEntry.objects.filter(action="member.leave")
    assert {entry.details["held"] for entry in entries} == {"accountant", "auditor"}
    assert {entry.details["last_day"] for entry in entries} == {"2018-06-15"}


def test_who_is_signed_in_meanwhile_is_signed_out_in_every_browser(leave, cast):
    browsers = [signed_in(cast.gitte), signed_in(cast.gitte)]
    other = signed_in(cast.ruth)
    assert all(browser.get(PLAN).status_code == 200 for browser in browsers)
    leave("gitte")
    for browser in browsers:
        assert browser.get(PLAN).url.startswith(reverse("account_login"))
        assert not Session.objects.filter(pk=browser.session.session_key).exists()
    assert other.get(PLAN).status_code == 200


def test_a_role_elsewhere_keeps_the_account_open(leave, cast):
    other = cast.other_project
    Membership.objects.create(
        project=other, user=cast.gitte, role=Role.AUDITOR, organisation=other.lead
    )
    browser = signed_in(cast.gitte)
    leave("gitte")
    assert cast.gitte.is_active is True
    assert browser.get(PLAN).url.startswith(reverse("account_login"))
    browser = signed_in(cast.gitte)
    assert browser.get(PLAN).status_code == 404
    assert browser.get(reverse("plan", args=["frederiksberg"])).status_code == 200


def test_whoever_keeps_the_installation_keeps_the_account(leave, cast):
    gitte = cast.gitte
    gitte.is_superuser = True
    gitte.save()
    leave("gitte")
    assert cast.gitte.is_active is True


def test_the_last_leader_cannot_leave(leave, cast):
    assert leave("lene").status_code == 422
    assert cast.lene.memberships.active().exists()


def test_with_another_leader_the_first_may_go(leave, cast):
    Membership.objects.create(
        project=cast.project, user=cast.stine, role=Role.LEADER, organisation=cast.project.lead
    )
    assert leave("lene").url == reverse("home")
    assert cast.lene.is_active is False


def test_a_day_to_come_is_refused(as_, cast):
    response = as_("lene").post(page(cast.gitte, cast), {"last_day": "16.6.2018"})
    assert "last_day" in response.context["form"].errors


def test_a_peer_hands_over_and_ends_the_employment_first(leave, as_, cast):
    response = leave("omar")
    assert response.status_code == 422
    told = [each.what for each in response.context["open_things"]]
    assert told == [
        "The employment at Fjordby Kommune has no last day",
        "1 match",
        "1 group course",
    ]
    assert cast.omar.memberships.active().exists()


def test_a_seat_that_bears_the_name_is_named_and_blocks_nothing(leave, as_, cast):
    seat = cast.project.seats.first()
    seat.person = "Gitte Prøvested"
    seat.save()
    [named] = as_("lene").get(page(cast.gitte, cast)).context["open_things"]
    assert named.blocks is False
    assert leave("gitte").status_code == 302


def test_who_takes_over_is_told_and_stands_on_the_trail(leave, cast):
    leave("gitte", successor=str(cast.stine.pk))
    [message] = mail.outbox
    assert message.to == ["stine@example.test"]
    assert "gitte@example.test leaves Prøveprojektet" in message.body
    assert TrailEntry.objects.get(action="member.leave").details["successor"] == cast.stine.pk


def test_somebody_of_another_project_does_not_take_over(leave, cast):
    assert leave("gitte", successor=str(cast.leo.pk)).status_code == 422
    assert cast.gitte.memberships.active().exists()


def test_a_second_time_there_is_nobody_to_leave(as_, cast, leave):
    address = page(cast.gitte, cast)
    leave("gitte")
    assert as_("lene").post(address, {"last_day": "15.6.2018"}).status_code == 404


def test_the_day_is_in_the_past_or_today(leave, cast):
    assert leave("gitte", last_day=f"{date(2018, 5, 31):%d.%m.%Y}").status_code == 302
