"""What a leader meets in the back office: the own projects' rows, and nothing that tells of others."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import trail
from accounts.models import TrailEntry
from citizens.models import Enrolment, Referral
from partners.models import Deliverable, Organisation, Pool, Project
from tests.growth import Growth

# words that stand in project B only
THEIRS = ["Det fremmede projekt", "Bakkeby Kommune", "Leo Pr", "Olga Pr", "olga@", "Rosengren1"]
FOR_KEEPERS_ONLY = {"partners.pool", "budget.counter", "accounts.trailentry"}
OPEN = [model for model in admin.site._registry if model._meta.label_lower not in FOR_KEEPERS_ONLY]

MOST_QUERIES = 12
ADD = "/admin/partners/deliverable/add/"
UDBREDELSE = {"letter": "F", "name_da": "Udbredelse", "name_en": "Spreading"}


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


@pytest.mark.parametrize(
    ("model", "field", "action"),
    [
        ("referral", "citizen", "citizen.list"),
        ("episode", "referral", "referral.list"),
        ("match", "episode", "episode.list"),
        ("meeting", "match", "match.list"),
    ],
)
def test_the_citizens_who_are_offered_are_on_the_trail_by_code(leader, cast, model, field, action):
    offered = autocomplete(leader, "citizens", model, field, "2").json()["results"]
    assert [each["text"][:6] for each in offered] == ["B-0002"]
    entry = TrailEntry.objects.get(action=action)
    assert (entry.project_id, entry.role) == (cast.project.pk, "leader")
    assert entry.details == {"citizens": ["B-0002"]}


def test_offering_more_citizens_asks_no_more_often(leader, cast):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert autocomplete(leader, "citizens", "match", "episode").status_code == 200
        return len(captured)

    growth = Growth(cast)
    growth.add(1)
    queries()
    little = queries()
    growth.add(3)
    assert queries() == little <= MOST_QUERIES


def test_a_choice_that_offers_nobody_is_not_on_the_trail(leader, cast):
    assert autocomplete(leader, "citizens", "referral", "citizen", "9999").json()["results"] == []
    assert autocomplete(leader, "peers", "employment", "employer").status_code == 200
    assert not TrailEntry.objects.filter(action__endswith=".list").exists()


def test_a_row_of_another_project_is_no_choice(leader, cast):
    response = leader.post(ADD, UDBREDELSE | {"project": cast.other_project.pk})
    assert list(response.context["adminform"].form.errors) == ["project"]
    assert not Deliverable.objects.exists()


def test_a_new_row_begins_in_the_one_project_that_is_led(leader, cast):
    page = leader.get(ADD)
    assert page.context["adminform"].form.initial["project"] == cast.project.pk
    cast.lene.memberships.create(
        project=cast.other_project, role="leader", organisation=cast.other_project.lead
    )
    page = leader.get(ADD)
    assert "project" not in page.context["adminform"].form.initial


def test_a_bulk_deletion_reaches_own_rows_only(leader, cast):
    theirs = Deliverable.objects.create(project=cast.other_project, **UDBREDELSE)
    mine = Deliverable.objects.create(project=cast.project, **UDBREDELSE)
    data = {
        "action": "delete_selected",
        "_selected_action": [theirs.pk, mine.pk],
        "post": "yes",
    }
    leader.post(reverse("admin:partners_deliverable_changelist"), data)
    assert list(Deliverable.objects.all()) == [theirs]


def test_a_leader_s_change_is_on_the_trail_in_that_role_and_in_no_other_log(leader, cast):
    leader.post(ADD, UDBREDELSE | {"project": cast.project.pk})
    entry = TrailEntry.objects.get(action="deliverable.add")
    assert (entry.role, entry.actor_label) == ("leader", "Lene Prøvested")
    assert not LogEntry.objects.exists()


def test_history_comes_from_the_trail(leader, cast):
    row = Deliverable.objects.create(project=cast.project, **UDBREDELSE)
    trail.record("deliverable.change", row, by=cast.lene, project=cast.project, role="leader")
    text = page(leader, Deliverable, "history", row.pk).content.decode()
    assert "Changed in upkeep: deliverable" in text
    assert "Project leader" in text
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


def test_the_pool_is_read_as_text_where_its_page_is_not_open(leader, cast):
    Project.objects.filter(pk=cast.project.pk).update(pool=Pool.objects.create(name="Satspuljen"))
    text = page(leader, Project, "change", cast.project.pk).content.decode()
    assert "Satspuljen" in text
    assert "/admin/partners/pool/" not in text


def test_who_leads_nothing_any_more_is_turned_away(leader, cast):
    cast.lene.memberships.update(ended_at=cast.lene.date_joined)
    response = leader.get(reverse("admin:index"), follow=True)
    assert response.status_code == 403


@pytest.mark.sweep
def test_lists_need_the_same_queries_at_ten_times_the_data(leader, cast):
    growth, course, town = Growth(cast), cast.course.pk, cast.town.pk
    growth.add(1)
    page(leader, OPEN[0])

    def queries(model, **query) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert page(leader, model, **query).status_code == 200
        return len(captured)

    def asked() -> dict[str, int]:
        lists = {model._meta.label_lower: queries(model) for model in OPEN}
        # with a filter, and with what Django counts beside each of its choices where it is let
        enrolments = queries(Enrolment, course__id__exact=course, _facets=True)
        referrals = queries(Referral, referred_by__id__exact=town, _facets=True)
        return {**lists, "of a course": enrolments, "of a partner": referrals}

    little = asked()
    growth.add(9)
    assert asked() == little
    assert {name: asked for name, asked in little.items() if asked > MOST_QUERIES} == {}
