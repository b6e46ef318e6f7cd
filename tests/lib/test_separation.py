"""Rows of two projects never meet: every table and every key between two of them, on the engine in use."""

import copy

import pytest
from django.apps import apps
from django.db import connection, transaction

from peerstoette.lib import apart, triggers
from tests.cast import OtherCast
from tests.lib.attacks import GUARD, REWRITES, refusal
from tests.rows import KEYS, MODELS, label, row_of


def key_label(part) -> str:
    return label(part) if part in MODELS else part.column


def leave_alone(guard: str, model) -> None:
    """Take away every other guard of the table: what is refused then, it refuses by itself."""
    for each in triggers.of_engine(triggers.registered(), connection.vendor):
        if each.table == model._meta.db_table and each.trigger != guard:
            drop(each.trigger, each.table)


def drop(trigger: str, table: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger} ON {table}")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}")


def stands_alone(guard: str, model, act) -> None:
    """The guard refuses the act with no other's help, and without it nothing does."""
    with transaction.atomic():
        leave_alone(guard, model)
        assert f"refused by {guard}" in refusal(act)
        drop(guard, model._meta.db_table)
        assert "refused by" not in refusal(act)
        transaction.set_rollback(True)


def insert(row, **changes) -> None:
    made = copy.copy(row)
    for name, value in changes.items():
        setattr(made, name, value)
    type(row)._base_manager.bulk_create([made])


def another(model, row, cast):
    """A row of the table in the project that is not this one."""
    if type(row) is not model:
        return row_of(model, cast)
    return model.objects.filter(project=cast.project).exclude(pk=row.pk).first()


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_no_row_moves_to_another_project(cast, model):
    row, project = row_of(model, cast), model._meta.get_field("project_id")
    guard = f"guard_{model._meta.db_table}_moved_update"
    for name, attack in REWRITES.items():
        if connection.vendor in attack.engines:
            told = refusal(lambda: attack.act(row, project, cast.other_project.pk))  # noqa: B023
            assert GUARD in told, name
    mine = model.objects.filter(pk=row.pk)
    stands_alone(guard, model, lambda: mine.update(project_id=cast.other_project.pk))
    stands_alone(guard, model, lambda: mine.update(id=row.pk + 10**6))


@pytest.mark.parametrize(("model", "field"), KEYS, ids=key_label)
def test_no_row_points_at_one_of_another_project(cast, model, field):
    row, stranger = row_of(model, cast), row_of(field.related_model, OtherCast())
    guard = f"guard_{model._meta.db_table}_project_{field.column}"
    foreign = {field.attname: stranger.pk}
    stands_alone(f"{guard}_insert", model, lambda: insert(row, pk=None, **foreign))
    stands_alone(
        f"{guard}_update", model, lambda: model.objects.filter(pk=row.pk).update(**foreign)
    )


@pytest.mark.parametrize(("model", "field"), KEYS, ids=key_label)
def test_no_row_of_another_project_inherits_what_points_at_one_that_is_gone(cast, model, field):
    """Foreign keys are looked at when the transaction ends, and would find the new row."""
    row, of_parent = row_of(model, cast), field.related_model
    guard = f"guard_{of_parent._meta.db_table}_heir_insert"
    parent = getattr(row, field.name) or another(of_parent, row, cast)
    if field.null:
        leave_alone(guard, model)
        model.objects.filter(pk=row.pk).update(**{field.attname: parent.pk})

    def replace() -> None:
        of_parent.objects.filter(pk=parent.pk)._raw_delete("default")
        insert(parent, project_id=cast.other_project.pk)

    stands_alone(guard, of_parent, replace)


def test_every_key_that_is_attacked_is_one_that_is_guarded():
    tables = apart.of_projects(apps.get_models(include_auto_created=True))
    assert sorted(apart.keys(tables)) == sorted(
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model, field in KEYS
    )
    assert len(KEYS) > 40


def test_no_table_without_a_project_joins_rows_of_projects():
    """Such a one could tie a row of each together, and no guard would know where it belongs."""
    outside = set(apps.get_models(include_auto_created=True)) - set(MODELS)
    joined = {field.related_model for model in outside for field in model._meta.concrete_fields}
    assert not joined & set(MODELS)
