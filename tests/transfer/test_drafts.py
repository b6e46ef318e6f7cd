"""A file on its way in holds names of citizens: it is gone as soon as nobody may come back to it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from partners.actions import end_membership
from partners.models import TransferDraft
from peerstoette.lib import dates

PAGES = [("transfers", []), ("transfer", ["peers"]), ("transfer_export", ["peers", "csv"])]


@pytest.fixture
def old(cast, desk):
    draft = desk.bring("citizens", desk.rows("citizens"))
    TransferDraft.objects.update(made_at=dates.now() - timedelta(hours=2, minutes=1))
    return draft


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_any_page_of_tables_deletes_what_nobody_came_back_to(old, as_, name, args):
    as_("gitte" if name == "transfers" else "lene").get(reverse(name, args=["peerstoette", *args]))
    assert not TransferDraft.objects.exists()


def test_the_scheduled_command_deletes_it_too_and_nothing_else(old, desk_of_b):
    fresh = desk_of_b.bring("peers", desk_of_b.rows("peers"))
    TransferDraft.objects.filter(pk=fresh.pk).update(made_at=dates.now())
    call_command("drop_drafts", verbosity=0)
    assert [each.pk for each in TransferDraft.objects.all()] == [fresh.pk]


def test_it_goes_with_the_role(cast, desk):
    cast.project.memberships.create(user=cast.stine, role="leader", organisation=cast.project.lead)
    desk.bring("citizens", desk.rows("citizens"))
    [held] = cast.lene.memberships.active().filter(project=cast.project, role="leader")
    end_membership(by=cast.stine, membership=held)
    call_command("drop_drafts", verbosity=0)
    assert not TransferDraft.objects.exists()


def test_it_goes_at_once_when_the_person_leaves(cast, desk, as_):
    cast.project.memberships.create(user=cast.stine, role="leader", organisation=cast.project.lead)
    desk.bring("citizens", desk.rows("citizens"))
    held = cast.lene.memberships.active().filter(project=cast.project).first()
    page = reverse("member_leave", args=["peerstoette", held.pk])
    assert as_("stine").post(page, {"last_day": "15.6.2018"}).status_code == 302
    assert not TransferDraft.objects.exists()
