"""An e-mail is one person's, in small letters or large ones."""

import pytest
from django.urls import reverse
from tablib import Dataset

from accounts.models import User
from partners.access import Role
from partners.models import Project
from partners.transfers import PeopleTable

OLE = "Ole.K@kommune.test"


@pytest.fixture
def ole(cast) -> User:
    return User.objects.create_user(username=OLE, email=OLE, password="en-rolig-dag-ved-havet")


def people() -> list[str]:
    return sorted(User.objects.filter(email__iexact=OLE).values_list("email", flat=True))


@pytest.mark.parametrize("written", [OLE, OLE.lower(), OLE.upper()])
def test_a_role_is_given_to_the_account_that_stands(as_, cast, ole, written):
    form = {"email": written, "first_name": "Ole", "last_name": "K", "role": "auditor"}
    page = reverse("member_add", args=["peerstoette"])
    assert as_("lene").post(page, form | {"organisation": cast.project.lead_id}).status_code == 302
    assert people() == [OLE]
    assert ole.memberships.get().project == cast.project


def test_of_two_accounts_that_stand_already_the_older_gets_the_role(as_, cast, ole):
    User.objects.create_user(username="second", email=OLE.lower())
    form = {"email": OLE, "first_name": "Ole", "last_name": "K", "role": "auditor"}
    page = reverse("member_add", args=["peerstoette"])
    assert as_("lene").post(page, form | {"organisation": cast.project.lead_id}).status_code == 302
    assert [each.user for each in cast.project.memberships.filter(role=Role.AUDITOR)][1:] == [ole]


def test_whoever_begins_a_project_leads_it_with_the_own_account(client, ole):
    ole.is_staff = ole.is_superuser = True
    ole.save()
    client.force_login(ole, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("project_new")
    said = client.get(page).context["form"].initial
    answers = {
        "name": "Et nyt projekt",
        "slug": "nyt",
        "starts_on": "1.1.2026",
        "ends_on": "31.12.2027",
        "organisation_name": "Skovby Kommune",
        "kind": "municipality",
        "email": said["email"],
        "first_name": "Ole",
        "last_name": "K",
    }
    assert client.post(page, answers).url == reverse("setup", args=["nyt"])
    assert people() == [OLE]
    assert Project.objects.get(slug="nyt").memberships.get().user == ole


def plan_of(table: PeopleTable, **cells):
    sent = dict.fromkeys(table.headings, "") | cells
    return table.plan(Dataset([sent[name] for name in table.headings], headers=table.headings))


def row(cast) -> dict:
    return {
        "e-mail": OLE.lower(),
        "fornavn": "Ole",
        "efternavn": "K",
        "rolle": "revisor",
        "organisation": cast.project.lead.name,
        "ser borgere": "nej",
    }


def test_a_file_gives_the_role_to_the_account_that_stands(cast, ole):
    table = PeopleTable(cast.project, cast.lene)
    plan = plan_of(table, **row(cast))
    assert plan.problems == []
    table.write(plan, cast.lene)
    assert people() == [OLE]
    assert ole.memberships.get().role == Role.AUDITOR


def test_a_file_opens_no_account_that_upkeep_closed(cast, ole):
    User.objects.filter(pk=ole.pk).update(is_active=False)
    plan = plan_of(PeopleTable(cast.project, cast.lene), **row(cast))
    assert len(plan.problems) == 1
    assert "ask whoever runs the system to add this person." in plan.problems[0]
