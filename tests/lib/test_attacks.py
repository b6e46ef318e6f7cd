"""What is frozen stays as it was, whatever is tried on it, by the owner and by the web server's role."""

import re

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from peerstoette.lib import triggers
from tests.lib.attacks import (
    FROZEN,
    GUARD,
    REMOVALS,
    REWRITES,
    ROLES,
    attacks_on,
    number_of_attacks,
    refusal,
    something_else,
    working_as,
)

VENDOR = connection.vendor


def refused_all(frozen, row, role: str) -> list[str]:
    """The names of the attacks, each of which was refused and by whom it should."""
    attacks = attacks_on(frozen, VENDOR, role)
    for name, (attack, of) in attacks.items():
        field = row._meta.get_field(of)
        value = something_else(field, getattr(row, field.attname))
        told = refusal(
            lambda attack=attack, field=field, value=value: attack.act(row, field, value)
        )
        by = (
            f"{attack.or_else}|permission denied|must be owner" if role == "web" else attack.or_else
        )
        assert re.search(by, told), (name, told)
    return list(attacks)


def everything(row) -> list:
    return list(type(row)._base_manager.order_by("pk").values())


@pytest.mark.parametrize("role", ROLES[VENDOR])
@pytest.mark.parametrize("kind", FROZEN)
def test_what_is_frozen_is_neither_changed_nor_removed_nor_replaced(cast, kind, role):
    row = FROZEN[kind].make(cast)
    with working_as(role):
        before = everything(row)
        assert len(refused_all(FROZEN[kind], row, role)) > 15
        assert everything(row) == before


@pytest.mark.parametrize("kind", FROZEN)
def test_it_is_the_guards_that_keep_it(cast, kind):
    row, frozen = FROZEN[kind].make(cast), FROZEN[kind]
    triggers.clear()
    field = row._meta.get_field(frozen.field)
    value = something_else(field, getattr(row, field.attname))
    assert refusal(lambda: REWRITES["UPDATE"].act(row, field, value)) == ""
    assert GUARD not in refusal(lambda: REMOVALS["DELETE"].act(row, field, value))


@pytest.mark.proof
def test_it_is_frozen_again_after_a_migration_has_rebuilt_the_tables(fresh_cast):
    """SQLite makes a table anew when a column changes, and its guards are gone with the old one."""
    triggers.clear()
    for frozen in FROZEN.values():
        rebuild(frozen.table)
    call_command("migrate", verbosity=0)
    assert triggers.missing(triggers.registered()) == []
    for frozen in FROZEN.values():
        with transaction.atomic():
            refused_all(frozen, frozen.make(fresh_cast), "owner")
            transaction.set_rollback(True)


def rebuild(model) -> None:
    """Let a column be empty, and forbid it again."""
    field = next(
        field
        for field in model._meta.concrete_fields
        if not (field.null or field.primary_key or field.is_relation)
    )
    other = field.clone()
    other.null = True
    other.set_attributes_from_name(field.name)
    other.model = model
    for old, new in [(field, other), (other, field)]:
        with connection.schema_editor() as editor:
            editor.alter_field(model, old, new)


def test_the_attacks_are_counted():
    assert number_of_attacks("sqlite") > 500
    assert number_of_attacks("postgresql") > number_of_attacks("sqlite")
