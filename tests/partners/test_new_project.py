"""Whoever keeps the installation begins a project; its leader gets a mail and sets it up."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import TrailEntry
from partners.access import Role
from partners.models import Organisation, Project

NEW = reverse("project_new")


@pytest.fixture
def keeper(cast, client):
    lene = cast.lene
    lene.is_superuser = lene.is_staff = True
    lene.save()
    client.force_login(lene, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def data():
    return {
        "name": "Et nyt projekt",
        "slug": "nyt",
        "starts_on": "1.1.2026",
        "ends_on": "31.12.2027",
        "organisation_name": "Skovby Kommune",
        "kind": "municipality",
        "email": "leder@example.test",
        "first_name": "Lea",
        "last_name": "Prøvested",
    }


def test_the_project_has_its_months_its_groups_and_a_leader_with_a_link(keeper, data):
    assert keeper.post(NEW, data).url == reverse("home")
    project = Project.objects.get(slug="nyt")
    assert (project.months.count(), project.bodies.count()) == (24, 2)
    membership = project.memberships.get()
    assert (membership.role, membership.user.email) == (Role.LEADER, "leder@example.test")
    [message] = mail.outbox
    assert "/accounts/password/" in message.body


def test_who_leads_it_oneself_goes_on_to_the_set_up(keeper, data):
    response = keeper.post(NEW, data | {"email": "lene@example.test"})
    assert response.url == reverse("setup", args=["nyt"])
    assert keeper.get(response.url).status_code == 200
    assert mail.outbox == []


def test_an_organisation_known_by_name_is_taken_as_it_is(keeper, data):
    keeper.post(NEW, data | {"organisation_name": "region testland", "kind": "other"})
    project = Project.objects.get(slug="nyt")
    assert project.owner == Organisation.objects.get(name="Region Testland")
    assert project.owner.kind == Organisation.Kind.REGION


def test_the_trail_tells_of_the_organisation_that_is_made(keeper, data):
    keeper.post(NEW, data)
    entry = TrailEntry.objects.get(action="organisation.add")
    assert entry.object_label == "Skovby Kommune"
    assert entry.project_id == Project.objects.get(slug="nyt").pk


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "peerstoette"),
        ("slug", "nyt projekt"),
        ("ends_on", "31.12.2025"),
        ("ends_on", "31.12.2060"),
        ("ends_on", "31.12.9999"),
        ("starts_on", "1.1.0018"),
        ("email", "ingen"),
        ("organisation_name", ""),
    ],
)
def test_it_refuses_a_wrong_answer_and_makes_nothing(keeper, data, field, value):
    response = keeper.post(NEW, data | {field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Organisation.objects.filter(name="Skovby Kommune").exists()


def test_a_leader_without_upkeep_does_not_begin_projects(as_, data):
    assert as_("lene").post(NEW, data).status_code == 403
    assert not Project.objects.filter(slug="nyt").exists()
