import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404

from partners.access import GRID, Role, ScopedQuerySet, door, granting_role, may, roles_with
from partners.models import Membership, Partner
from peerstoette.lib import dates


@pytest.mark.parametrize("question", [may, granting_role])
def test_an_unknown_capability_raises_instead_of_answering(cast, question):
    with pytest.raises(KeyError):
        question(cast.lene, "budget.veiw", cast.project)


def test_a_door_with_an_unknown_capability_is_not_built():
    with pytest.raises(KeyError):
        door("budget.veiw")
    with pytest.raises(KeyError):
        roles_with("budget.veiw")


def test_every_capability_has_a_role_and_every_role_a_capability():
    assert all(GRID.values())
    assert {role for roles in GRID.values() for role in roles} == set(Role)


def test_rights_are_those_of_the_role_in_this_project_only(cast):
    assert may(cast.lene, "month.close", cast.project)
    assert not may(cast.lene, "month.close", cast.other_project)
    assert not may(cast.svend, "month.close", cast.project)


def test_rights_are_the_union_of_roles_and_the_trail_gets_the_one_that_granted(cast):
    project = cast.project
    Membership.objects.create(
        project=project, user=cast.svend, role=Role.ACCOUNTANT, organisation=project.lead
    )
    assert granting_role(cast.svend, "month.close", project) == Role.ACCOUNTANT
    assert granting_role(cast.svend, "partners.view", project) == Role.STEERING


def test_a_role_that_has_ended_grants_nothing(cast):
    cast.lene.memberships.update(ended_at=dates.now())
    assert not may(cast.lene, "month.close", cast.project)
    assert not Partner.objects.visible_to(cast.lene).exists()


@pytest.fixture
def enter(rf):
    @door("members.edit")
    def view(request, project):
        return project

    def go(user, slug="peerstoette"):
        request = rf.get("/")
        request.user = user
        return view(request, slug)

    return go


def test_the_door_hands_the_view_its_project(cast, enter):
    assert enter(cast.lene) == cast.project


def test_a_role_too_small_is_refused(cast, enter):
    with pytest.raises(PermissionDenied):
        enter(cast.stine)


def test_for_a_stranger_the_project_does_not_exist(cast, enter):
    for slug in ["peerstoette", "no-such-project"]:
        with pytest.raises(Http404):
            enter(cast.leo, slug)


def test_staff_without_sight_are_not_what_let_a_peer_meet_a_citizen(cast):
    """The trail of health data names the role that really opened it."""
    project = cast.project
    both = Membership.objects.create(
        project=project, user=cast.omar, role=Role.STAFF, organisation=project.lead
    )
    for capability in ["citizens.view", "attendance.register"]:
        assert granting_role(cast.omar, capability, project) == Role.PEER
    assert granting_role(cast.omar, "peers.view", project) == Role.STAFF
    Membership.objects.filter(pk=both.pk).update(sees_citizens=True)
    assert granting_role(cast.omar, "citizens.view", cast.project) == Role.STAFF


def test_staff_without_sight_still_come_to_the_page_that_shows_them_nobody(cast):
    assert granting_role(cast.stine, "citizens.view", cast.project) == Role.STAFF


def test_every_table_of_a_project_says_who_sees_its_rows():
    silent = []
    for model in apps.get_models():
        if not any(field.name == "project" for field in model._meta.get_fields()):
            continue
        rows = type(model._default_manager.all())
        if issubclass(rows, ScopedQuerySet):
            capability = getattr(rows, "capability", None)
            ruled = capability in GRID or rows.visible_to is not ScopedQuerySet.visible_to
        else:
            ruled = hasattr(rows, "visible_to")
        if not ruled:
            silent.append(model.__name__)
    assert silent == []


def test_rows_without_a_rule_are_shown_to_nobody(cast):
    with pytest.raises(AttributeError):
        ScopedQuerySet(Partner).visible_to(cast.lene)
