"""The guards: made for the engine in use, noticed when they are gone."""

import pytest
from django.db import DatabaseError, connection, transaction

from citizens.models import Enrolment
from peerstoette.lib import triggers

POSTGRESQL_NAME_LIMIT = 63


def test_every_guard_is_in_place_after_migrating(db):
    assert triggers.missing(triggers.registered()) == []


def test_a_guard_that_is_gone_is_named(db):
    guard = triggers.registered()[0]
    on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {guard.trigger}{on}")
    assert triggers.missing(triggers.registered()) == [guard.trigger]
    triggers.install([guard])
    assert triggers.missing(triggers.registered()) == []


def test_no_name_is_longer_than_postgresql_keeps():
    names = [guard.trigger for guard in triggers.registered()]
    assert len(names) == len(set(names))
    assert all(len(name) <= POSTGRESQL_NAME_LIMIT for name in names)


def test_rows_of_two_projects_cannot_meet(cast):
    foreign = Enrolment.objects.filter(project=cast.other_project).first()
    with pytest.raises(DatabaseError, match="guard_citizens_enrolment"), transaction.atomic():
        Enrolment.objects.filter(pk=foreign.pk).update(course=cast.course)
