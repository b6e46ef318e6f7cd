from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from partners.access import Role
from partners.models import Project

ANSWERS = {
    "email": "first@example.test",
    "name": "Første Prøvested",
    "organisation": "Ny Forening",
    "project": "Et nyt projekt",
    "slug": "nyt",
    "starts": "2026-01-15",
    "ends": "2026-12-31",
}


def run(**changes):
    out = StringIO()
    call_command("create_leader", **ANSWERS | changes, stdout=out)
    return out.getvalue()


def test_it_makes_the_project_with_its_months_and_the_leader(cast, client):
    printed = run(address="http://localhost:8001")
    project = Project.objects.get(slug="nyt")
    assert project.months.count() == 12
    membership = project.memberships.get()
    assert (membership.role, str(membership.user)) == (Role.LEADER, "Første Prøvested")
    assert membership.user.is_superuser

    link = printed.splitlines()[-1].removeprefix("http://localhost:8001")
    assert client.get(link, follow=True).context["form"].fields.keys() >= {"password1"}
    client.force_login(membership.user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("partners", args=["nyt"])).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "no e-mail"},
        {"slug": "nyt projekt"},
        {"slug": "peerstoette"},
        {"starts": "30.2.2026"},
        {"ends": "2025-12-31"},
    ],
)
def test_it_refuses_a_wrong_answer_and_leaves_nothing_behind(cast, wrong):
    before = Project.objects.count()
    with pytest.raises(CommandError) as refusal:
        run(**wrong)
    assert refusal.value.returncode == 2
    assert Project.objects.count() == before
    assert not User.objects.filter(email="first@example.test").exists()


def test_it_asks_for_what_is_not_given(cast, monkeypatch):
    asked = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or "Spurgt om")
    run(name=None)
    assert len(asked) == 1
    assert User.objects.get(email="first@example.test").first_name == "Spurgt"


def test_without_a_terminal_it_says_what_is_missing(cast, monkeypatch):
    def no_terminal(question):
        raise EOFError

    monkeypatch.setattr("builtins.input", no_terminal)
    with pytest.raises(CommandError, match="name is missing"):
        run(name=None)


def test_only_as_the_first_it_leaves_an_installation_in_use_alone(cast):
    assert run(first=True) == ""
    assert not Project.objects.filter(slug="nyt").exists()
