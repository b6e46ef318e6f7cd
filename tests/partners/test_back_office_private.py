"""What the back office keeps from leaders: others' bank accounts, histories and guesses by address."""

import pytest
from django.urls import reverse

from accounts import trail
from accounts.models import TrailEntry, User
from budget.models import BudgetLine, BudgetYear, Grant, Instalment
from citizens.models import Citizen, Course
from partners.models import Clause, Milestone, Organisation, Partner, Project, Seat
from peers.models import Training


@pytest.fixture
def leader(as_):
    return as_("lene")


@pytest.fixture
def keeper(client, cast):
    root = User.objects.create_superuser("root", "root@example.test", "en-rolig-dag")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(row, act: str) -> str:
    opts = row._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{act}", args=[row.pk])


def in_list(client, model, **query):
    opts = model._meta
    return client.get(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"), query)


@pytest.fixture
def shared(cast):
    organisation = cast.project.owner
    organisation.bank_registration, organisation.bank_account = "5301", "0070012345"
    organisation.email = "penge@region.test"
    organisation.save()
    return organisation


def test_the_bank_account_of_a_shared_organisation_is_not_shown(leader, shared, cast):
    text = leader.get(address(shared, "change")).content.decode()
    assert shared.name in text
    assert not [word for word in ["0070012345", "5301", "penge@region.test"] if word in text]
    assert b"bank_account" in leader.get(address(cast.town, "change")).content


def test_the_history_of_a_shared_row_tells_of_own_projects_only(leader, shared, cast):
    for project, person in [(cast.project, cast.lene), (cast.other_project, cast.leo)]:
        trail.record("organisation.change", shared, by=person, project=project, role="leader")
    text = leader.get(address(shared, "history")).content.decode()
    assert "Lene Prøvested" in text
    assert "Leo" not in text


def change_town(client, town, **values):
    form = client.get(address(town, "change")).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    return client.post(address(town, "change"), sent | values)


def test_a_leader_s_change_of_a_bank_account_is_on_the_project_s_trail(leader, cast):
    change_town(leader, cast.town, bank_registration="5301", bank_account="70012345")
    entry = TrailEntry.objects.get(action="organisation.change")
    assert (entry.project_id, entry.role) == (cast.project.pk, "leader")
    assert "70012345" not in str(entry.details)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"bank_registration": "5301"}, "bank_account"),
        ({"bank_registration": "53a1", "bank_account": "70012345"}, "bank_registration"),
        ({"bank_registration": "5301", "bank_account": "12 34"}, "bank_account"),
        ({"postcode": "800"}, "postcode"),
        ({"payment_days": "0"}, "payment_days"),
    ],
)
def test_what_a_payment_needs_is_checked(leader, cast, values, wrong):
    response = change_town(leader, cast.town, **values)
    assert list(response.context["adminform"].form.errors) == [wrong]


def test_a_leader_changes_the_project_s_texts_only(leader, cast):
    project = cast.project
    form = leader.get(address(project, "change")).context["adminform"].form
    assert set(form.fields) == {
        "name",
        "funder",
        "invoice_reference",
        "invoice_contact",
        "invoice_vat_note",
    }
    sent = {"name": project.name, "ends_on": "31.5.2018", "starts_on": "1.5.2018"}
    leader.post(address(project, "change"), sent)
    assert Project.objects.get(pk=project.pk).period == project.period


@pytest.mark.parametrize(
    "model",
    [BudgetLine, BudgetYear, Grant, Instalment, Milestone, Partner, Clause, Seat, Training],
)
def test_what_has_pages_with_rules_is_read_here_only(leader, model):
    opts = model._meta
    add = reverse(f"admin:{opts.app_label}_{opts.model_name}_add")
    assert (in_list(leader, model).status_code, leader.get(add).status_code) == (200, 403)


def test_nor_is_a_row_of_theirs_written_or_deleted_here(leader, cast):
    partner = cast.project.partners.first()
    for row in [partner, Clause.objects.create(project=cast.project, title="Opsigelse")]:
        page = leader.get(address(row, "change"))
        assert (page.status_code, list(page.context["adminform"].form.fields)) == (200, [])
        assert leader.post(address(row, "change"), {"needs_approval": "on"}).status_code == 403
        assert leader.post(address(row, "delete"), {"post": "yes"}).status_code == 403
    assert Partner.objects.get(pk=partner.pk).needs_approval is False
    assert Clause.objects.exists()


def test_of_a_course_a_leader_writes_the_name_and_the_place(leader, cast):
    course = cast.course
    page = leader.get(address(course, "change"))
    assert set(page.context["adminform"].form.fields) == {"name", "place"}
    [inline] = page.context["inline_admin_formsets"]
    assert (len(inline.formset), inline.has_view_permission) == (1, True)
    assert {inline.has_add_permission, inline.has_change_permission} == {False}
    sent = {
        "name": "Nye veje",
        "place": "Biblioteket",
        "ends_on": "31.5.2018",
        "model": "2",
        "course_peers-TOTAL_FORMS": "1",
        "course_peers-INITIAL_FORMS": "1",
        "course_peers-0-id": course.course_peers.get().pk,
        "course_peers-0-DELETE": "on",
    }
    assert leader.post(address(course, "change"), sent).status_code == 302
    after = Course.objects.get(pk=course.pk)
    assert (after.name, after.place) == ("Nye veje", "Biblioteket")
    assert (after.model, after.ends_on) == (course.model, course.ends_on)
    assert after.course_peers.count() == 1


def test_whoever_keeps_the_installation_writes_all_of_a_course(keeper, cast):
    page = keeper.get(address(cast.course, "change"))
    assert {"name", "model", "starts_on", "ends_on"} <= set(page.context["adminform"].form.fields)
    [inline] = page.context["inline_admin_formsets"]
    assert inline.has_change_permission


def test_the_citizens_of_a_list_are_on_the_trail_by_code(leader, cast):
    assert in_list(leader, Citizen, q="2").status_code == 200
    entry = TrailEntry.objects.get(action="citizen.list")
    assert (entry.project_id, entry.role) == (cast.project.pk, "leader")
    assert entry.details == {"citizens": ["B-0002"]}


@pytest.mark.parametrize(
    ("model", "query"),
    [
        (Citizen, {"family_name__startswith": "A"}),
        (Citizen, {"birth_year": "1990"}),
        (Organisation, {"bank_account__startswith": "00"}),
        (Project, {"owner__bank_account": "0070012345"}),
    ],
)
def test_an_address_does_not_ask_what_the_list_does_not_show(leader, model, query):
    assert in_list(leader, model, **query).status_code == 400


@pytest.mark.parametrize(
    ("model", "query"),
    [
        (Organisation, {"kind__exact": "region"}),
        (BudgetLine, {"group__exact": "staff"}),
    ],
)
def test_the_list_s_own_filters_are_answered(leader, model, query):
    assert in_list(leader, model, **query).status_code == 200


def test_whoever_looks_at_the_whole_trail_is_on_it_in_each_project(keeper, cast):
    code = cast.citizens[0].code
    for project, person in [(cast.project, cast.lene), (cast.other_project, cast.leo)]:
        trail.record("citizens.list", project, by=person, project=project, citizens=[code])
    assert in_list(keeper, TrailEntry).status_code == 200
    assert keeper.get(address(TrailEntry.objects.earliest("id"), "change")).status_code == 200
    looks = TrailEntry.objects.filter(action="trail.look").order_by("id")
    assert [(each.project_id, each.role, each.details) for each in looks] == [
        (cast.project.pk, "upkeep", {"entries": 1, "citizens": [code]}),
        (cast.other_project.pk, "upkeep", {"entries": 1, "citizens": [code]}),
        (cast.project.pk, "upkeep", {"entries": 1, "citizens": [code]}),
    ]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"object_type": "partners.project"}, 200),
        ({"at__year": "2026", "at__month": "1"}, 200),
        ({"details__contains": "a"}, 400),
    ],
)
def test_the_whole_trail_is_listed_for_keepers_alone(keeper, as_, query, status):
    assert in_list(keeper, TrailEntry, **query).status_code == status
    assert in_list(as_("lene"), TrailEntry, **query).status_code == 403
