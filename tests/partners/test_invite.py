"""People come in by a link in a mail that works once, and who has not come is not forgotten."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import TrailEntry
from partners.access import Role
from partners.models import Membership
from peerstoette.lib import dates

PASSPHRASE = "en-rolig-dag-ved-havet"
PEOPLE = reverse("setup_people", args=["peerstoette"])


def page(name: str, *args) -> str:
    return reverse(name, args=["peerstoette", *args])


@pytest.fixture
def invite(as_, cast):
    def give(role="accountant", email="ny@example.test", by="lene"):
        form = {"email": email, "first_name": "Ny", "last_name": "Prøvested", "role": role}
        form["organisation"] = cast.project.lead_id
        assert as_(by).post(page("member_add"), form).status_code == 302
        return mail.outbox[-1]

    return give


def link(message) -> str:
    return re.search(r"http://testserver(\S+)", message.body)[1]


def waits(response):
    """The one new person of those who have not come."""
    [one] = [
        each
        for each in response.context["invited"]
        if each.membership.user.email == "ny@example.test"
    ]
    return one


def follow(client, address: str):
    """The page with the form, or the one that says that the link does not work."""
    return client.get(address, follow=True)


def test_the_mail_says_what_by_whom_and_which_role(invite):
    message = invite()
    assert message.to == ["ny@example.test"]
    for text in ["Lene Prøvested", "Prøveprojektet", "Accountant, Foreningen Fyrtårnet"]:
        assert text in message.body


def test_the_link_works_once(invite, client, cast):
    address = link(invite())
    client.logout()
    form = follow(client, address).redirect_chain[-1][0]
    client.post(form, {"password1": PASSPHRASE, "password2": PASSPHRASE})
    assert cast.ny.check_password(PASSPHRASE)
    client.logout()
    assert follow(client, address).context["token_fail"] is True


def test_a_link_that_is_too_old_says_what_to_do(invite, client, settings):
    address = link(invite())
    client.logout()
    settings.PASSWORD_RESET_TIMEOUT = -1
    response = follow(client, address)
    assert response.context["token_fail"] is True
    assert "project leader" in response.content.decode()


def test_a_link_of_another_project_works_on_when_this_one_invites_and_withdraws(
    invite, client, as_, cast
):
    address = link(invite())
    other = cast.other_project
    form = {"email": "ny@example.test", "first_name": "N", "last_name": "P", "role": "auditor"}
    form["organisation"] = other.lead_id
    as_("leo").post(reverse("member_add", args=[other.slug]), form)
    there = cast.ny.memberships.get(project=other)
    as_("leo").post(reverse("member_withdraw", args=[other.slug, there.pk]))
    client.logout()
    assert "token_fail" not in follow(client, address).context
    assert cast.ny.memberships.active().get().project == cast.project


def test_a_new_link_stops_the_old_one(invite, client, as_, cast):
    old = link(invite())
    membership = cast.ny.memberships.get()
    as_("lene").post(page("member_invite", membership.pk))
    new = link(mail.outbox[-1])
    client.logout()
    assert follow(client, old).context.get("token_fail") is True
    assert "token_fail" not in follow(client, new).context


def test_who_has_not_come_is_listed_with_every_role_and_how_long_the_link_works(invite, as_, cast):
    invite()
    invite(role="controller")
    waiting = waits(as_("lene").get(PEOPLE))
    assert {each.role for each in waiting.memberships} == {Role.ACCOUNTANT, Role.CONTROLLER}
    assert waiting.is_expired is False
    assert waiting.expires_at - waiting.sent_at == timedelta(hours=72)
    cast.ny.memberships.update(invited_at=dates.now() - timedelta(hours=73))
    assert waits(as_("lene").get(PEOPLE)).is_expired


def test_the_second_mail_names_both_roles(invite):
    invite()
    body = invite(role="controller").body
    assert "Accountant" in body
    assert "Controller" in body


def test_somebody_who_signs_in_already_gets_a_mail_of_the_role_and_no_link_to_a_password(invite):
    message = invite(email="leo@example.test", role="auditor")
    assert message.to == ["leo@example.test"]
    assert "Auditor, Foreningen Fyrtårnet" in message.body
    assert "/accounts/password/" not in message.body


def test_a_withdrawn_invitation_ends_every_role_and_its_link(invite, client, as_, cast):
    address = link(invite())
    invite(role="controller")
    membership = cast.ny.memberships.first()
    assert as_("lene").post(page("member_withdraw", membership.pk)).status_code == 302
    assert not cast.ny.memberships.active().exists()
    assert cast.ny.is_active is False
    client.logout()
    assert follow(client, address).context["token_fail"] is True
    assert TrailEntry.objects.filter(action="member.withdraw").count() == 2


def held_elsewhere(cast):
    cast.other_project.memberships.create(
        user=cast.ny, role="auditor", organisation=cast.other_project.lead
    )


def test_another_project_s_link_outlives_a_new_one(invite, client, as_, cast):
    address = link(invite())
    held_elsewhere(cast)
    theirs = cast.other_project.memberships.get(user=cast.ny)
    as_("leo").post(reverse("member_invite", args=[cast.other_project.slug, theirs.pk]))
    client.logout()
    assert "token_fail" not in follow(client, address).context


def test_another_project_s_link_outlives_a_withdrawn_invitation(invite, client, as_, cast):
    address = link(invite())
    held_elsewhere(cast)
    held = cast.project.memberships.get(user=cast.ny)
    as_("lene").post(page("member_withdraw", held.pk))
    client.logout()
    assert "token_fail" not in follow(client, address).context
    assert cast.ny.is_active


def test_somebody_who_has_come_is_not_withdrawn(as_, cast):
    as_("stine")
    membership = cast.stine.memberships.get()
    assert as_("lene").post(page("member_withdraw", membership.pk)).status_code == 404


def test_a_role_given_again_opens_the_account_with_a_new_link(invite, as_, cast):
    invite()
    as_("lene").post(page("member_withdraw", cast.ny.memberships.get().pk))
    message = invite()
    assert cast.ny.is_active is True
    assert "/accounts/password/" in message.body
    assert Membership.objects.active().filter(user=cast.ny).count() == 1


def test_an_account_closed_in_upkeep_is_not_opened_by_a_role(as_, cast):
    kaj = cast.kaj
    kaj.is_active = False
    kaj.save()
    form = {"email": kaj.email, "first_name": "K", "last_name": "P", "role": "auditor"}
    form["organisation"] = cast.project.lead_id
    response = as_("lene").post(page("member_add"), form)
    [refusal] = response.context["form"].errors["email"]
    assert "closed" not in refusal  # R1: nor does a refusal tell what stands elsewhere
    assert cast.kaj.is_active is False
