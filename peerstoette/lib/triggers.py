"""Guards in the database itself, the same on SQLite and PostgreSQL.

A guard is a condition in SQL over the rows ``OLD`` and ``NEW``; a write for which it holds is
refused by the engine, by whatever path it comes. SQLite loses triggers when Django rebuilds a
table, and refuses to rebuild one that another table's trigger reads. So the guards are taken away
before migrations and put back after them, and the server does not start while one is missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connections, transaction

PREFIX = "guard_"


@dataclass(frozen=True)
class Guard:
    """Refuse ``event`` (``INSERT``, ``UPDATE``, ``DELETE``) on ``table`` when ``condition`` holds."""

    table: str
    event: str
    name: str
    condition: str

    @property
    def trigger(self) -> str:
        return f"{PREFIX}{self.table}_{self.name}_{self.event.lower()}"


def frozen(table: str, condition: str = "1=1", *, name: str = "frozen") -> list[Guard]:
    """No update or delete of a row for which ``condition`` (over ``OLD``) holds."""
    return [Guard(table, event, name, condition) for event in ("UPDATE", "DELETE")]


def one_project(table: str, column: str, other: str) -> list[Guard]:
    """The row that ``column`` points at must belong to the same project as this row (R1)."""
    condition = (
        f"NEW.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {other} o"
        f" WHERE o.id = NEW.{column} AND o.project_id = NEW.project_id)"
    )
    return [Guard(table, event, f"project_{column}", condition) for event in ("INSERT", "UPDATE")]


def install(guards: Iterable[Guard], using: str = "default") -> None:
    """Create or replace the guards of tables that exist, all of them or none."""
    connection = connections[using]
    statements = _postgresql if connection.vendor == "postgresql" else _sqlite
    with transaction.atomic(using), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for guard in guards:
            if guard.table in tables:
                for statement in statements(guard):
                    cursor.execute(statement)


def clear(using: str = "default") -> None:
    """Take every guard away, registered or left over: for migrations and for tests that empty tables."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        for name, table in _present(cursor, connection.vendor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def missing(guards: Iterable[Guard], using: str = "default") -> list[str]:
    """The names of guards that the database does not have or that are switched off."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = {name for name, _table in _present(cursor, connection.vendor)}
    return [guard.trigger for guard in guards if guard.trigger not in present]


def _present(cursor, vendor: str) -> list[tuple[str, str]]:
    """Name and table of the guards that the database has and has not switched off."""
    if vendor == "postgresql":
        query = (
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
            f" WHERE tgenabled IN ('O', 'A') AND tgname LIKE '{PREFIX}%'"
        )
    else:
        query = (
            "SELECT name, tbl_name FROM sqlite_master"
            f" WHERE type = 'trigger' AND name LIKE '{PREFIX}%'"
        )
    cursor.execute(query)
    return cursor.fetchall()


def _message(guard: Guard) -> str:
    return f"refused by {guard.trigger}"


def _sqlite(guard: Guard) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {guard.trigger}",
        f"CREATE TRIGGER {guard.trigger} BEFORE {guard.event} ON {guard.table}"
        f" WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, '{_message(guard)}'); END",
    ]


def _postgresql(guard: Guard) -> list[str]:
    row = "OLD" if guard.event == "DELETE" else "NEW"
    statements = [
        f"CREATE OR REPLACE FUNCTION {guard.trigger}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF {guard.condition} THEN RAISE EXCEPTION '{_message(guard)}'"
        f" USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$",
        f"DROP TRIGGER IF EXISTS {guard.trigger} ON {guard.table}",
        f"CREATE TRIGGER {guard.trigger} BEFORE {guard.event} ON {guard.table}"
        f" FOR EACH ROW EXECUTE FUNCTION {guard.trigger}()",
    ]
    return statements


_registered: list[Guard] = []


def register(*guards: Guard) -> None:
    """Add an app's guards to those that are installed after migrating and checked at start."""
    _registered.extend(guards)


def registered() -> list[Guard]:
    return list(_registered)
