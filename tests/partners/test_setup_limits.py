"""A project's own limits: data of the project, and never below what protects people (R14)."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import TrailEntry

PAGE = reverse("setup_limits", args=["peerstoette"])


@pytest.fixture
def data():
    return {
        "age_min": "20",
        "age_max": "45",
        "support_months": "10",
        "hidden_below": "7",
        "min_peers": "3",
        "min_fte": "1,5",
        "commitment_starts_on": "1.8.2018",
        "commitment_ends_on": "31.12.2018",
        "goal_year": "250",
        "goal_from": "700",
        "goal_to": "800",
        "goal_peers": "14",
    }


def test_the_leader_sets_the_limits(as_, cast, data):
    assert as_("lene").post(PAGE, data).status_code == 302
    project = cast.project
    assert (project.age_min, project.age_max, project.hidden_below) == (20, 45, 7)
    assert project.min_fte == Decimal("1.50")
    assert project.commitment_starts_on == date(2018, 8, 1)
    assert "min_fte" in TrailEntry.objects.get(action="project.limits").details["fields"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hidden_below", "4"),
        ("age_max", "19"),
        ("support_months", "0"),
        ("support_months", "121"),
        ("min_fte", "-1,5"),
        ("goal_to", "600"),
        ("commitment_starts_on", ""),
        ("commitment_ends_on", ""),
        ("commitment_ends_on", "1.7.2018"),
        ("min_fte", "mange"),
    ],
)
def test_it_refuses_a_limit_that_makes_no_sense_or_protects_nobody(as_, cast, data, field, value):
    response = as_("lene").post(PAGE, data | {field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert cast.project.hidden_below == 5


def test_the_refusal_to_show_small_counts_leads_to_the_help(as_, data):
    response = as_("lene").post(PAGE, data | {"hidden_below": "4"})
    assert f'href="{reverse("help")}#hidden"' in response.content.decode()


def test_no_upper_age_is_no_limit(as_, cast, data):
    as_("lene").post(PAGE, data | {"age_max": ""})
    assert cast.project.age_max is None
