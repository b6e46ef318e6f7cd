import pytest
from django.db import IntegrityError, connection, transaction

from accounts import trail
from accounts.models import TrailEntry


@pytest.fixture
def entry(cast):
    return trail.record("project.try", cast.project, by=cast.lene, project=cast.project, why="test")


def test_an_entry_tells_who_did_what_in_which_project(cast, entry):
    assert (entry.actor_id, entry.actor_label) == (cast.lene.pk, "Lene Prøvested")
    assert (entry.project_id, entry.project_label) == (cast.project.pk, "Prøveprojektet")
    assert (entry.object_type, entry.object_id) == ("partners.project", str(cast.project.pk))
    assert entry.details == {"why": "test"}


@pytest.mark.parametrize(
    "attack",
    [
        lambda entry: entry.delete(),
        lambda entry: entry.save(),
        lambda entry: TrailEntry.objects.filter(pk=entry.pk).update(action="other"),
        lambda entry: TrailEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: TrailEntry.objects.bulk_update([entry], ["action"]),
        lambda entry: sql("UPDATE accounts_trailentry SET action = 'other'"),
        lambda entry: sql("DELETE FROM accounts_trailentry"),
    ],
)
def test_the_database_refuses_to_change_or_remove_an_entry(entry, attack):
    with pytest.raises(IntegrityError, match="guard_accounts_trailentry"), transaction.atomic():
        attack(entry)
    assert TrailEntry.objects.get(pk=entry.pk).action == "project.try"


def test_the_database_does_not_put_another_entry_in_its_place(entry):
    columns = ", ".join(field.column for field in TrailEntry._meta.fields)
    copied = f"SELECT {columns} FROM accounts_trailentry"
    if connection.vendor == "sqlite":
        upsert = f"INSERT OR REPLACE INTO accounts_trailentry {copied}"
    else:
        upsert = (
            f"INSERT INTO accounts_trailentry ({columns}) {copied}"
            " ON CONFLICT (id) DO UPDATE SET action = 'other'"
        )
    with pytest.raises(IntegrityError, match="guard_accounts_trailentry"), transaction.atomic():
        sql(upsert)


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_write_outside_the_changes_transaction(fresh_cast):
    with pytest.raises(transaction.TransactionManagementError):
        trail.record("project.try", fresh_cast.project, by=fresh_cast.lene)


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
