"""The database is built by migrations alone, with its guards, on both engines."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import pre_migrate

from budget.models import Voucher
from peerstoette.lib import triggers


def missing_guards() -> list[str]:
    return triggers.missing(triggers.registered())


def test_no_model_is_ahead_of_its_migrations(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_migration_has_a_name_that_tells_what_it_does():
    names = [
        name
        for (app, name) in MigrationLoader(None).disk_migrations
        if app in {"accounts", "partners", "peers", "citizens", "budget", "reporting"}
    ]
    assert names
    assert [name for name in names if "_auto_" in name] == []


def test_the_guards_stand_after_migrating(db):
    assert len(triggers.registered()) > 80
    assert missing_guards() == []


def test_a_guard_that_somebody_switched_off_is_missed(db):
    guard = triggers.registered()[0]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {guard.table} DISABLE TRIGGER {guard.trigger}")
        else:
            cursor.execute(f"DROP TRIGGER {guard.trigger}")
    assert missing_guards() == [guard.trigger]


@pytest.mark.django_db(transaction=True)
def test_a_table_that_guards_read_can_be_rebuilt_and_is_guarded_again():
    """SQLite refuses to rebuild a table while another one's trigger reads it."""
    pre_migrate.send(sender=apps.get_app_config("accounts"), using="default", plan=["something"])
    assert len(missing_guards()) == len(
        triggers.of_engine(triggers.registered(), connection.vendor)
    )
    text = Voucher._meta.get_field("text")
    longer = text.clone()
    longer.max_length = 201
    longer.set_attributes_from_name("text")
    longer.model = Voucher
    for old, new in [(text, longer), (longer, text)]:
        with connection.schema_editor() as editor:
            editor.alter_field(Voucher, old, new)
    call_command("migrate", verbosity=0)
    assert missing_guards() == []


def test_migrating_where_nothing_is_to_do_leaves_the_guards_alone(db):
    pre_migrate.send(sender=apps.get_app_config("accounts"), using="default", plan=[])
    assert missing_guards() == []


@pytest.mark.django_db(transaction=True)
def test_migrations_can_be_undone_and_done_again():
    for app in ["reporting", "budget"]:
        call_command("migrate", app, "zero", verbosity=0)
    call_command("migrate", verbosity=0)
    assert missing_guards() == []
