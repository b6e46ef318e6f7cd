"""Guards that keep the rows of two projects apart (R1), read off the models.

A table belongs to projects when it has a column ``project_id``. A row of it never moves to another
project, and points only at rows of its own. Whoever adds a table has guarded it.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Model

from peerstoette.lib.triggers import Guard

OWNER = "project_id"
# one row that takes another's id would inherit all that points at it
MOVED = (
    f"NEW.id <> OLD.id OR NEW.{OWNER} <> OLD.{OWNER}"
    f" OR (NEW.{OWNER} IS NULL) <> (OLD.{OWNER} IS NULL)"
)

Key = tuple[str, str, str]


def guards(models: Iterable[type[Model]]) -> Iterator[Guard]:
    """All that keeps the projects of these tables apart."""
    tables = of_projects(models)
    for model in tables:
        yield Guard(model._meta.db_table, "UPDATE", "moved", MOVED)
    for key in keys(tables):
        yield from one_project(*key)
    parents = dict.fromkeys(parent for _table, _column, parent in keys(tables))
    for parent in parents:
        yield no_heir(parent, [key for key in keys(tables) if key[2] == parent])


def of_projects(models: Iterable[type[Model]]) -> list[type[Model]]:
    """Those whose rows belong to a project."""
    return [
        model
        for model in models
        if any(field.column == OWNER for field in model._meta.concrete_fields)
    ]


def keys(tables: Iterable[type[Model]]) -> list[Key]:
    """Table, column and the table that the column points at, where both belong to projects."""
    names = {model._meta.db_table for model in tables}
    return [
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in tables
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.db_table in names
    ]


def one_project(table: str, column: str, parent: str) -> list[Guard]:
    """The row that ``column`` points at must belong to the same project as this row."""
    condition = (
        f"NEW.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {parent} o"
        f" WHERE o.id = NEW.{column} AND o.{OWNER} = NEW.{OWNER})"
    )
    return [Guard(table, event, f"project_{column}", condition) for event in ("INSERT", "UPDATE")]


def no_heir(parent: str, to: list[Key]) -> Guard:
    """No row comes with the id of one that is gone, to which another project's rows still point.

    Foreign keys are looked at when the transaction ends, and would find the new row.
    """
    condition = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} c WHERE c.{column} = NEW.id AND c.{OWNER} <> NEW.{OWNER})"
        for table, column, _parent in to
    )
    reads = tuple(dict.fromkeys(table for table, _column, _parent in to))
    return Guard(parent, "INSERT", "heir", condition, reads)
