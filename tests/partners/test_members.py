import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import TrailEntry, User
from partners.access import Role
from partners.actions import add_member, end_membership
from peerstoette.lib import dates
from peerstoette.lib.errors import RuleBroken

MEMBERS = reverse("members", args=["peerstoette"])
LEFT = {"last_day": "15.6.2018"}
LONG_PASSWORD = "en-rolig-dag-ved-havet"


@pytest.fixture
def data(cast):
    return {
        "email": "Ny@Example.test",
        "first_name": "Ny",
        "last_name": "Prøvested",
        "role": "staff",
        "organisation": cast.project.lead_id,
    }


def add_page():
    return reverse("member_add", args=["peerstoette"])


def test_a_new_person_gets_a_role_and_a_link_and_then_comes_in(as_, client, cast, data):
    assert as_("lene").post(add_page(), data).status_code == 302
    membership = cast.ny.memberships.get()
    assert (membership.role, membership.sees_citizens) == (Role.STAFF, False)
    assert not cast.ny.has_usable_password()

    [message] = mail.outbox
    assert message.to == ["ny@example.test"]
    link = re.search(r"http://testserver(\S+)", message.body)[1]
    client.logout()
    page = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(page, {"password1": LONG_PASSWORD, "password2": LONG_PASSWORD})
    client.post(reverse("account_login"), {"login": "ny@example.test", "password": LONG_PASSWORD})
    assert client.get(reverse("plan", args=["peerstoette"])).status_code == 200


def test_somebody_known_gets_the_role_and_keeps_the_name(as_, cast, data):
    as_("lene").post(add_page(), data | {"email": "leo@example.test", "role": "auditor"})
    assert cast.leo.memberships.filter(project=cast.project, role=Role.AUDITOR).exists()
    assert str(cast.leo) == "Leo Prøvested"
    assert cast.leo.has_usable_password()


def test_the_trail_tells_who_gave_which_role(as_, cast, data):
    as_("lene").post(add_page(), data)
    entry = TrailEntry.objects.get(action="member.add")
    assert (entry.actor_label, entry.role) == ("Lene Prøvested", "leader")
    assert entry.details == {"held": "staff", "sees_citizens": False}


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "no e-mail"), ("role", "emperor"), ("organisation", "0"), ("first_name", "")],
)
def test_it_refuses_what_is_no_role_of_a_person(as_, data, field, value):
    response = as_("lene").post(add_page(), data | {field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not User.objects.filter(email="ny@example.test").exists()


def test_it_refuses_the_same_role_twice(as_, data):
    as_("lene").post(add_page(), data)
    response = as_("lene").post(add_page(), data)
    assert response.status_code == 422
    assert "role" in response.context["form"].errors


def test_only_staff_are_granted_sight_of_citizens(as_, data):
    response = as_("lene").post(add_page(), data | {"role": "auditor", "sees_citizens": "on"})
    assert response.status_code == 422
    assert as_("lene").post(add_page(), data | {"sees_citizens": "on"}).status_code == 302


def test_the_trail_does_not_tell_whose_an_e_mail_is(as_, cast, data):
    """R1: the trail is read by the leader too."""
    client = as_("lene")
    client.post(add_page(), data | {"email": "leo@example.test", "role": "auditor"})
    membership = cast.leo.memberships.get(project=cast.project)
    client.post(reverse("member_end", args=["peerstoette", membership.pk]))
    client.post(add_page(), data | {"email": "leo@example.test", "role": "auditor"})
    membership = cast.leo.memberships.active().get(project=cast.project)
    client.post(reverse("member_leave", args=["peerstoette", membership.pk]), LEFT)
    client.post(add_page(), data | {"role": "auditor"})
    waiting = cast.ny.memberships.get()
    client.post(reverse("member_withdraw", args=["peerstoette", waiting.pk]))
    told = TrailEntry.objects.filter(object_type="partners.membership")
    assert {"member.add", "member.end", "member.leave", "member.withdraw", "member.invite"} == {
        each.action for each in told
    }
    assert {each.object_label for each in told} == {
        "leo@example.test, Auditor",
        "ny@example.test, Auditor",
    }


def test_the_last_role_that_is_taken_closes_the_account_and_its_sessions(as_, cast):
    browser = Client()
    browser.force_login(cast.ruth, backend="django.contrib.auth.backends.ModelBackend")
    membership = cast.ruth.memberships.get()
    as_("lene").post(reverse("member_end", args=["peerstoette", membership.pk]))
    assert (cast.ruth.is_active, cast.ruth.closed_at is None) == (False, False)
    assert not Session.objects.filter(pk=browser.session.session_key).exists()


def test_the_last_role_that_is_taken_stops_the_link_that_was_sent(as_, client, cast, data):
    as_("lene").post(add_page(), data)
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]
    membership = cast.ny.memberships.get()
    as_("lene").post(reverse("member_end", args=["peerstoette", membership.pk]))
    assert cast.ny.is_active is False
    client.logout()
    assert client.get(link, follow=True).context["token_fail"] is True


def test_a_leader_takes_the_own_last_role_and_comes_to_the_sign_in(as_, cast):
    project = cast.project
    project.memberships.create(user=cast.stine, role=Role.LEADER, organisation=project.lead)
    membership = cast.lene.memberships.get()
    client = as_("lene")
    response = client.post(reverse("member_end", args=["peerstoette", membership.pk]), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert cast.lene.is_active is False


def test_a_role_that_is_left_keeps_the_account(as_, cast):
    other = cast.other_project
    held = other.memberships.create(user=cast.ruth, role=Role.AUDITOR, organisation=other.lead)
    membership = cast.ruth.memberships.get(project=cast.project)
    as_("lene").post(reverse("member_end", args=["peerstoette", membership.pk]))
    assert cast.ruth.is_active is True
    assert cast.ruth.memberships.active().get() == held


def test_ending_a_role_closes_the_next_page(as_, client, cast):
    other = cast.other_project
    membership = cast.stine.memberships.get()
    other.memberships.create(user=cast.stine, role=Role.STAFF, organisation=other.lead)
    plan = reverse("plan", args=["peerstoette"])
    assert as_("stine").get(plan).status_code == 200
    end_membership(by=cast.lene, membership=membership)
    assert client.get(plan).url.startswith(reverse("account_login"))
    assert as_("stine").get(plan).status_code == 404


def test_the_leader_ends_a_role_on_its_page(as_, cast):
    membership = cast.stine.memberships.get()
    page = reverse("member_end", args=["peerstoette", membership.pk])
    assert as_("lene").get(page).status_code == 200
    membership.refresh_from_db()
    assert membership.ended_at is None
    assert as_("lene").post(page).status_code == 302
    membership.refresh_from_db()
    assert membership.ended_at is not None
    assert as_("lene").post(page).status_code == 422


def test_it_refuses_to_leave_the_project_without_a_leader(as_, cast):
    membership = cast.lene.memberships.get()
    response = as_("lene").post(reverse("member_end", args=["peerstoette", membership.pk]))
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    membership.refresh_from_db()
    assert membership.ended_at is None


def test_with_a_second_leader_the_first_may_go(cast):
    project = cast.project
    add_member(
        by=cast.lene,
        project=project,
        email="stine@example.test",
        first_name="",
        last_name="",
        role=Role.LEADER,
        organisation=project.lead,
    )
    end_membership(by=cast.lene, membership=cast.lene.memberships.get())
    with pytest.raises(RuleBroken):
        end_membership(by=cast.stine, membership=cast.stine.memberships.get(role=Role.LEADER))


def test_a_new_link_goes_only_to_those_who_have_not_come(as_, cast, data):
    as_("stine")
    as_("lene").post(add_page(), data)
    mail.outbox.clear()

    def invite(person):
        membership = person.memberships.get()
        return as_("lene").post(reverse("member_invite", args=["peerstoette", membership.pk]))

    assert invite(cast.ny).status_code == 302
    assert invite(cast.stine).status_code == 404
    assert [message.to for message in mail.outbox] == [["ny@example.test"]]


def test_roles_of_another_project_do_not_exist(as_, cast):
    foreign = cast.leo.memberships.get()
    page = reverse("member_end", args=["peerstoette", foreign.pk])
    assert as_("lene").post(page).status_code == 404
    foreign.refresh_from_db()
    assert foreign.ended_at is None


def test_an_e_mail_does_not_tell_whose_it_is_until_the_person_signs_in(as_, cast, data):
    """R1: else a role could be given to learn who works elsewhere."""
    leo = cast.leo
    leo.last_login = dates.now()
    leo.save()
    client = as_("lene")
    client.post(add_page(), data | {"email": "leo@example.test", "role": "auditor"})
    membership = cast.leo.memberships.get(project=cast.project)

    refused = client.post(add_page(), data | {"email": "leo@example.test", "role": "auditor"})
    ending = client.get(reverse("member_end", args=["peerstoette", membership.pk]))
    listed = client.get(MEMBERS)
    for page in [refused, ending, listed]:
        assert "Leo Prøvested" not in page.content.decode()
    assert "leo@example.test" in listed.content.decode()
    assert "Not since the role was given" in listed.content.decode()

    leo.last_login = dates.now()
    leo.save()
    assert "Leo Prøvested" in client.get(MEMBERS).content.decode()


def test_whether_somebody_known_elsewhere_has_a_password_is_not_told(as_, cast, data):
    """R1: one wording, one list and one way to write again, until the person comes."""
    client = as_("lene")
    kaj = cast.kaj
    kaj.set_unusable_password()
    kaj.save()
    for name in ["kaj", "leo"]:
        client.post(add_page(), data | {"email": f"{name}@example.test", "role": "auditor"})
    listed = {
        row.email: (row.signed_in, row.is_awaited)
        for row in client.get(MEMBERS).context["list"].rows
    }
    assert listed["kaj@example.test"] == listed["leo@example.test"]
    waiting = client.get(reverse("setup_people", args=["peerstoette"])).context["invited"]
    assert {"kaj@example.test", "leo@example.test"} <= {
        each.membership.user.email for each in waiting
    }
    for name in ["kaj", "leo"]:
        membership = getattr(cast, name).memberships.get(project=cast.project)
        mail.outbox.clear()
        for page in ["member_invite", "member_withdraw"]:
            address = reverse(page, args=["peerstoette", membership.pk])
            assert client.post(address).status_code == 302
        assert [message.to for message in mail.outbox] == [[f"{name}@example.test"]]
        assert not cast.project.memberships.active().filter(pk=membership.pk).exists()
    acts = [
        TrailEntry.objects.filter(object_label=f"{name}@example.test, Auditor")
        for name in ["kaj", "leo"]
    ]
    assert [each.action for each in acts[0]] == [each.action for each in acts[1]]
    assert cast.leo.has_usable_password()


def test_whom_the_project_invited_is_shown_by_name_at_once(as_, cast, data):
    client = as_("lene")
    client.post(add_page(), data)
    client.post(add_page(), data | {"role": "auditor"})
    assert client.get(MEMBERS).content.decode().count("Ny Prøvested</span>") == 8


def test_a_peers_sign_in_is_chosen_by_e_mail(as_, cast, data):
    client = as_("lene")
    client.post(add_page(), data | {"email": "leo@example.test", "role": "peer"})
    text = client.get(reverse("peer_add", args=["peerstoette"])).content.decode()
    assert "leo@example.test" in text
    assert "Leo Prøvested" not in text
