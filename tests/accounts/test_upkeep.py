import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.admin import TrailAdmin
from accounts.models import TrailEntry, User
from partners.models import Clause, Month, Project


@pytest.fixture
def keeper(cast, as_):
    lene = cast.lene
    lene.is_staff = lene.is_superuser = True
    lene.save()
    return as_("lene")


def last_entry():
    return TrailEntry.objects.first()


def test_every_table_is_kept_up_on_the_trail():
    plain = [
        model._meta.label
        for model, model_admin in admin.site._registry.items()
        if not isinstance(model_admin, TrailAdmin)
    ]
    assert plain == []
    assert not admin.site.is_registered(Group)


def test_staff_who_are_no_superusers_see_no_table(cast, as_):
    stine = cast.stine
    stine.is_staff = True
    stine.save()
    response = as_("stine").get(reverse("admin:partners_clause_changelist"), follow=True)
    assert response.status_code == 403


def test_adding_changing_and_deleting_are_on_the_trail(keeper, cast):
    data = {"project": cast.project.pk, "title": "Opsigelse", "text": ""}
    keeper.post(reverse("admin:partners_clause_add"), data)
    clause = Clause.objects.get(title="Opsigelse")
    assert (last_entry().action, last_entry().project_id) == ("clause.add", cast.project.pk)

    page = reverse("admin:partners_clause_change", args=[clause.pk])
    keeper.post(page, data | {"text": "Tre måneder"})
    assert (last_entry().action, last_entry().role) == ("clause.change", "upkeep")

    keeper.post(reverse("admin:partners_clause_delete", args=[clause.pk]), {"post": "yes"})
    assert (last_entry().action, last_entry().object_id) == ("clause.delete", str(clause.pk))


def test_deleting_many_at_once_is_on_the_trail(keeper, cast):
    clauses = [Clause.objects.create(project=cast.project, title=name) for name in "AB"]
    data = {
        "action": "delete_selected",
        "_selected_action": [clause.pk for clause in clauses],
        "post": "yes",
    }
    keeper.post(reverse("admin:partners_clause_changelist"), data)
    assert TrailEntry.objects.filter(action="clause.delete").count() == 2


@pytest.mark.parametrize("key", ["abc", "9" * 30, "", "-1", "²"])
def test_deleting_what_no_row_can_be_called_is_a_bad_request(keeper, cast, key):
    data = {"action": "delete_selected", "_selected_action": [key], "post": "yes"}
    response = keeper.post(reverse("admin:partners_clause_changelist"), data)
    assert response.status_code == 400


@pytest.mark.parametrize("table", ["partners_month", "accounts_trailentry"])
def test_a_frozen_table_can_only_be_read(keeper, table):
    assert keeper.get(reverse(f"admin:{table}_changelist")).status_code == 200
    assert keeper.get(reverse(f"admin:{table}_add")).status_code == 403


def test_a_row_of_another_project_is_no_choice_for_anybody(keeper, cast):
    seat = cast.project.seats.first()
    stranger = cast.other_project.partners.first()
    data = {
        "project": cast.project.pk,
        "body": seat.body_id,
        "partner": stranger.pk,
        "person": seat.person,
        "starts_on": "1.1.2018",
    }
    response = keeper.post(reverse("admin:partners_seat_change", args=[seat.pk]), data)
    assert list(response.context["adminform"].form.errors) == ["partner"]
    seat.refresh_from_db()
    assert seat.partner_id != stranger.pk
    assert not TrailEntry.objects.filter(action="seat.change").exists()


def test_a_new_project_gets_its_months(keeper, cast):
    project = cast.project
    data = {
        "slug": "nyt",
        "name": "Nyt",
        "owner": project.owner_id,
        "lead": project.lead_id,
        "starts_on": "15.1.2026",
        "ends_on": "1.3.2026",
        "age_min": 18,
        "support_months": 12,
        "hidden_below": 5,
        "goal_year": 0,
        "goal_from": 0,
        "goal_to": 0,
        "goal_peers": 0,
        "min_peers": 0,
        "min_fte": 0,
    }
    keeper.post(reverse("admin:partners_project_add"), data)
    made = Project.objects.get(slug="nyt")
    assert [month.key for month in Month.objects.filter(project=made)] == [
        "2026-01",
        "2026-02",
        "2026-03",
    ]


def test_a_person_is_added_by_e_mail_and_the_password_stays_off_the_trail(keeper, cast):
    data = {
        "email": "ny@example.test",
        "first_name": "Ny",
        "last_name": "Prøvested",
        "password1": "en-rolig-dag-ved-havet",
        "password2": "en-rolig-dag-ved-havet",
        "usable_password": "true",
    }
    keeper.post(reverse("admin:accounts_user_add"), data)
    assert cast.ny.check_password("en-rolig-dag-ved-havet")
    assert last_entry().action == "user.add"
    assert "rolig" not in str(last_entry().details)


def new_person(email: str) -> dict:
    password = "sol-hest-lampe-violin-83"
    return {"email": email, "first_name": "L", "password1": password, "password2": password}


@pytest.mark.parametrize("stands", ["lene@example.test", "Lene@example.test"])
@pytest.mark.parametrize("email", ["LENE@example.test", "lene@EXAMPLE.test"])
def test_nobody_gets_a_second_account_by_large_letters(keeper, cast, stands, email):
    User.objects.filter(pk=cast.lene.pk).update(email=stands)
    answer = keeper.post(reverse("admin:accounts_user_add"), new_person(email))
    assert answer.context["adminform"].form.errors["email"] == ["Somebody has this e-mail already."]
    assert User.objects.filter(email__iexact=email).count() == 1


def test_somebody_new_is_known_by_small_letters(keeper):
    answer = keeper.post(reverse("admin:accounts_user_add"), new_person("Nora@Example.test"))
    assert answer.status_code == 302
    nora = User.objects.get(email="nora@example.test")
    assert nora.username == nora.email
