"""What a leader meets in the back office: the own projects' rows, and nothing that tells of others."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import trail
from accounts.models import TrailEntry
from partners.models import Clause, Organisation
from tests.growth import Growth

# words that stand in project B only
THEIRS = ["Det fremmede projekt", "Bakkeby Kommune", "Leo Pr", "Olga Pr", "olga@", "Rosengren1"]
OPEN = [
    model
    for model in admin.site._registry
    if model._meta.label_lower not in {"partners.pool", "budget.counter"}
]


@pytest.fixture
def leader(as_):
    return as_("lene")


@pytest.fixture
def all_met(cast):
    """Everybody has signed in since the role was given, so the projects know their names."""
    for person in ["lene", "leo", "omar", "olga"]:
        user = getattr(cast, person)
        for membership in user.memberships.all():
            membership.began_at = user.date_joined
            membership.save()


def page(client, model, act="changelist", *args, **query):
    opts = model._meta
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_{act}", args=args)
    return client.get(url, query)


def leaks(response) -> list[str]:
    text = response.content.decode()
    return [word for word in THEIRS if word in text]


@pytest.mark.parametrize("model", OPEN, ids=lambda model: model._meta.label_lower)
def test_lists_and_filters_tell_of_own_projects_only(model, leader, cast, all_met):
    trail.record("project.look", cast.other_project, by=cast.leo, project=cast.other_project)
    response = page(leader, model)
    assert response.status_code == 200
    assert leaks(response) == []


@pytest.mark.parametrize("model", OPEN, ids=lambda model: model._meta.label_lower)
def test_forms_offer_rows_of_own_projects_only(model, leader, cast, all_met):
    response = page(leader, model, "add")
    if response.status_code == 200:
        assert leaks(response) == []
    row = admin.site._registry[model].get_queryset(response.wsgi_request).first()
    if row is not None:
        for act in ["change", "history", "delete"]:
            assert leaks(page(leader, model, act, row.pk)) == []


def autocomplete(client, app, model, field, term=""):
    query = {"app_label": app, "model_name": model, "field_name": field, "term": term}
    return client.get(reverse("admin:autocomplete"), query)


@pytest.mark.parametrize(
    ("app", "model", "field"),
    [
        ("peers", "peer", "user"),
        ("partners", "partner", "organisation"),
        ("citizens", "referral", "citizen"),
        ("citizens", "match", "episode"),
        ("citizens", "match", "peer"),
        ("citizens", "enrolment", "course"),
        ("budget", "budgetyear", "line"),
        ("partners", "membership", "user"),
    ],
)
def test_autocompletes_offer_rows_of_own_projects_only(app, model, field, leader, cast, all_met):
    response = autocomplete(leader, app, model, field)
    assert response.status_code == 200
    found = response.json()["results"]
    assert found
    target = admin.site._registry
    [related] = [
        each.remote_field.model
        for owner in target
        for each in owner._meta.fields
        if owner._meta.label_lower == f"{app}.{model}" and each.name == field
    ]
    own = target[related].get_queryset(response.wsgi_request)
    assert {each["id"] for each in found} <= {str(pk) for pk in own.values_list("pk", flat=True)}
    assert leaks(response) == []


def test_a_citizen_is_found_by_code(leader):
    found = autocomplete(leader, "citizens", "referral", "citizen", "B-0002").json()["results"]
    assert [each["text"] for each in found] == ["B-0002"]


def test_a_row_of_another_project_is_no_choice(leader, cast):
    data = {"project": cast.other_project.pk, "title": "Opsigelse", "text": ""}
    response = leader.post(reverse("admin:partners_clause_add"), data)
    assert list(response.context["adminform"].form.errors) == ["project"]
    assert not Clause.objects.exists()


def test_a_bulk_deletion_reaches_own_rows_only(leader, cast):
    theirs = Clause.objects.create(project=cast.other_project, title="Deres")
    mine = Clause.objects.create(project=cast.project, title="Min")
    data = {
        "action": "delete_selected",
        "_selected_action": [theirs.pk, mine.pk],
        "post": "yes",
    }
    leader.post(reverse("admin:partners_clause_changelist"), data)
    assert list(Clause.objects.all()) == [theirs]


def test_a_leader_s_change_is_on_the_trail_in_that_role_and_in_no_other_log(leader, cast):
    data = {"project": cast.project.pk, "title": "Opsigelse", "text": ""}
    leader.post(reverse("admin:partners_clause_add"), data)
    entry = TrailEntry.objects.get(action="clause.add")
    assert (entry.role, entry.actor_label) == ("leader", "Lene Prøvested")
    assert not LogEntry.objects.exists()


def test_history_comes_from_the_trail(leader, cast):
    clause = Clause.objects.create(project=cast.project, title="Opsigelse")
    trail.record("clause.write", clause, by=cast.lene, project=cast.project, role="leader")
    text = page(leader, Clause, "history", clause.pk).content.decode()
    assert "clause.write" in text
    assert "Lene Prøvested" in text


def test_a_shared_organisation_is_read_and_an_own_one_is_written(leader, cast):
    shared = page(leader, Organisation, "change", cast.project.owner.pk)
    own = page(leader, Organisation, "change", cast.town.pk)
    assert [b'name="_save"' in each.content for each in (shared, own)] == [False, True]
    theirs = Organisation.objects.get(name="Bakkeby Kommune")
    assert page(leader, Organisation, "change", theirs.pk).status_code == 404


def test_whom_the_project_knows_by_e_mail_only_has_no_name_here(leader, cast):
    text = page(leader, type(cast.lene)).content.decode()
    assert "lene@example.test" in text
    assert "omar@example.test" not in text


def test_a_leader_sees_no_password_and_sets_none(leader, cast):
    response = page(leader, type(cast.lene), "change", cast.lene.pk)
    assert b"password" not in response.content.split(b'id="content-main"')[1]


def test_a_leader_does_not_move_the_project_to_another_payer(leader, cast):
    response = page(leader, type(cast.project), "change", cast.project.pk)
    names = set(response.context["adminform"].form.fields)
    assert not names & {"slug", "pool", "owner", "lead", "demo_date", "hidden_below"}
    assert "invoice_contact" in names


def test_who_leads_nothing_any_more_is_turned_away(leader, cast):
    cast.lene.memberships.update(ended_at=cast.lene.date_joined)
    response = leader.get(reverse("admin:index"), follow=True)
    assert response.status_code == 403


@pytest.mark.parametrize("model", OPEN, ids=lambda model: model._meta.label_lower)
def test_a_list_needs_the_same_queries_at_ten_times_the_data(model, leader, cast):
    growth = Growth(cast)
    growth.add(1)
    page(leader, model)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert page(leader, model).status_code == 200
        return len(captured)

    little = queries()
    growth.add(9)
    assert queries() == little <= 18
