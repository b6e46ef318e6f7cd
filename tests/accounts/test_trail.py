import pytest
from django.db import transaction

from accounts import trail


@pytest.fixture
def entry(cast):
    return trail.record("project.try", cast.project, by=cast.lene, project=cast.project, why="test")


def test_an_entry_tells_who_did_what_in_which_project(cast, entry):
    assert (entry.actor_id, entry.actor_label) == (cast.lene.pk, "Lene Prøvested")
    assert (entry.project_id, entry.project_label) == (cast.project.pk, "Prøveprojektet")
    assert (entry.object_type, entry.object_id) == ("partners.project", str(cast.project.pk))
    assert entry.details == {"why": "test"}


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_write_outside_the_changes_transaction(fresh_cast):
    with pytest.raises(transaction.TransactionManagementError):
        trail.record("project.try", fresh_cast.project, by=fresh_cast.lene)
