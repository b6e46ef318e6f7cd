"""How entries leave when their time is over, and what the database refuses until then."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts import seals, trail
from accounts.models import TrailEntry, TrailSeal
from accounts.retention import remove
from partners.models import Project
from partners.retention import prune_trail
from peerstoette.lib import dates, triggers
from tests.accounts.sealing import (
    ids,
    mark_removed,
    named,
    put_between,
    seal_all,
    set_entry,
    sql,
    verify,
    without_guards,
    write,
)

pytestmark = pytest.mark.usefixtures("own_anchors")


def age(cast, year: int) -> None:
    """Entries of the year, as if they had been written and sealed then."""
    without_guards()
    TrailEntry.objects.update(at=f"{year}-12-31T22:00:00+00:00")


def in_earnest(cast) -> None:
    """Project A is no demonstration; B stays one."""
    Project.objects.filter(pk=cast.project.pk).update(demo_date=None)


@pytest.fixture
def old(cast) -> None:
    in_earnest(cast)
    write(cast)
    age(cast, dates.now().year - 6)
    seal_all()
    call_command("migrate", verbosity=0)


def test_what_is_too_old_is_removed_in_whole_segments_and_its_seals_stay(cast, old):
    sealed = TrailSeal.objects.count()
    assert sorted(prune_trail(by=cast.lene)) == [2, 3, 4, 4]
    assert TrailSeal.objects.count() == sealed
    assert not TrailEntry.objects.filter(action="project.try", project_id=cast.project.pk).exists()
    told = TrailEntry.objects.filter(action="trail.prune", project_id=cast.project.pk)
    assert [entry.details["entries"] for entry in told.order_by("id")] == [4, 4, 2]
    code, lines = verify()
    assert code == 0, lines
    assert "13 removed after their time" in lines[0]


def test_the_second_run_removes_nothing(cast, old):
    list(prune_trail(by=cast.lene))
    assert list(prune_trail(by=cast.lene)) == []


def test_demonstrations_keep_their_trail(cast, old):
    list(prune_trail(by=cast.lene))
    assert len(ids(cast.other_project.pk)) == 5


def test_the_trail_of_five_years_ago_is_kept(cast):
    write(cast)
    age(cast, dates.now().year - 5)
    seal_all()
    assert list(prune_trail(by=cast.lene)) == []


def test_what_was_removed_too_early_is_named(cast, mine):
    in_earnest(cast)
    mark_removed(cast, 1)
    sql(
        "DELETE FROM accounts_trailentry WHERE id <= %s AND project_id = %s",
        mine[3],
        cast.project.pk,
    )
    assert f"{named(cast, 1)}: its entries were removed too early." in verify()[1]


def test_what_was_removed_of_a_demonstration_is_named(cast, mine):
    mark_removed(cast, 1)
    told = "its entries were removed, but this project's trail is kept."
    assert f"{named(cast, 1)}: {told}" in verify()[1]


def test_what_stands_where_entries_were_removed_is_named(cast, old):
    first = ids(cast.project.pk)[0]
    list(prune_trail(by=cast.lene))
    without_guards()
    put_between(cast.other_project.pk, first)
    set_entry(first, "project_id", cast.project.pk)
    assert f"Entry {first} ({named(cast, 1)}) stands where entries were removed." in verify()[1]


def test_a_removal_that_is_told_of_a_day_to_come_is_named(cast, mine):
    in_earnest(cast)
    mark_removed(cast, 1, "2999-01-01")
    assert f"{named(cast, 1)}: its entries were removed on a day to come." in verify()[1]


# --- what the database itself refuses -----------------------------------------------------------


@pytest.mark.parametrize("field", [name for name in seals.OF_SEAL if name != "macs"])
def test_nothing_else_of_a_seal_changes_when_its_entries_are_removed(cast, old, refused, field):
    seal = TrailSeal.objects.filter(project_id=cast.project.pk)[:1]
    other = {
        "project_id": 999, "until": dates.now(), "sealed_at": dates.now(), "previous": "x",
    }  # fmt: skip
    refused(
        lambda: TrailSeal.objects.filter(pk__in=seal).update(
            removed_on=dates.now().date(), **{field: other.get(field, 77)}
        )
    )


def test_a_seal_is_marked_as_removed_once_and_never_before_its_time(cast, old, refused):
    seal = TrailSeal.objects.filter(project_id=cast.project.pk, number=1)
    refused(lambda: seal.update(removed_on=date(2999, 1, 1)))
    refused(lambda: seal.update(removed_on=date(dates.now().year - 1, 12, 31)))
    list(prune_trail(by=cast.lene))
    refused(lambda: seal.update(removed_on=None))
    refused(lambda: seal.update(removed_on=dates.now().date()))


def test_a_young_seal_cannot_be_marked_as_removed(cast, sealed, refused):
    refused(lambda: remove(by=cast.lene, seal=sealed[1]))
    refused(lambda: TrailEntry.objects.filter(project_id=cast.project.pk).delete())


def test_only_entries_of_a_removed_segment_can_be_deleted(cast, old, refused):
    with transaction.atomic():
        trail.record("project.try", cast.project, by=cast.lene, project=cast.project)
    refused(lambda: TrailEntry.objects.filter(project_id=cast.project.pk).delete())
    list(prune_trail(by=cast.lene))
    refused(lambda: TrailEntry.objects.filter(project_id=cast.project.pk).delete())
    refused(lambda: TrailEntry.objects.filter(project_id=cast.other_project.pk).delete())


def test_no_seal_comes_into_the_table_as_removed(cast, sealed, refused):
    seal = TrailSeal.objects.get(project_id=cast.project.pk, number=3)
    seal.pk, seal.number, seal.removed_on = None, 4, dates.now().date()
    refused(lambda: TrailSeal.objects.bulk_create([seal]))


def test_an_old_time_on_the_last_entry_does_not_take_the_young_ones_with_it(cast, own_anchors):
    """Whoever can add an entry must not be able to have others removed by it."""
    write(cast, mine=3, others=0, outside=0)
    last = ids(cast.project.pk)[-1]
    without_guards()
    TrailEntry.objects.filter(pk=last).update(at=dates.now() - timedelta(days=20 * 365))
    triggers.install(triggers.registered())
    seal_all()
    before = ids(cast.project.pk)
    assert list(prune_trail(by=cast.lene)) == []
    assert ids(cast.project.pk) == before


def test_a_forged_seal_does_not_open_the_way_for_a_removal(cast, sealed, refused):
    seal = TrailSeal.objects.filter(project_id=cast.project.pk).order_by("-number").first()
    seal.pk, seal.until = None, dates.now() - timedelta(days=20 * 365)
    for number, first, last in [
        (seal.number + 1, 0, 10**9),
        (2**31 - 1, seal.last_id + 1, seal.last_id + 1),
        (seal.number + 1, seal.last_id + 1, 10**9),
    ]:
        seal.number, seal.first_id, seal.last_id = number, first, last
        refused(lambda: TrailSeal.objects.bulk_create([seal]))
