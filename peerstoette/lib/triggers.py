"""Guards in the database itself, the same on SQLite and PostgreSQL.

A guard is a condition in SQL over the rows ``OLD`` and ``NEW``; a write for which it holds is
refused by the engine, by whatever path it comes. SQLite loses triggers when Django rebuilds a
table, and refuses to rebuild one that another table's trigger reads. So the guards are taken away
before migrations and put back after them, and the server does not start while one is missing or is
not what ``install`` would write.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db import connections, transaction

PREFIX = "guard_"
# SQL for where a guard's function looks for tables on PostgreSQL. Unless it is named, the schema of
# temporary tables comes first, and every role may make some that bear the names of ours.
OWN_TABLES = "quote_ident(current_schema()) || ', pg_temp'"


@dataclass(frozen=True)
class Guard:
    """Refuse ``event`` (``INSERT``, ``UPDATE``, ``DELETE``) on ``table`` when ``condition`` holds.

    ``TRUNCATE`` is refused whatever the rows say. SQLite has no such statement, and no such guard.
    ``reads`` names tables of rooms above that the condition asks: without them there is no guard yet.
    """

    table: str
    event: str
    name: str
    condition: str
    reads: tuple[str, ...] = ()

    @property
    def trigger(self) -> str:
        return f"{PREFIX}{self.table}_{self.name}_{self.event.lower()}"


def frozen(table: str, condition: str = "1=1", *, name: str = "frozen") -> list[Guard]:
    """No update or delete of a row for which ``condition`` (over ``OLD``) holds."""
    return [Guard(table, event, name, condition) for event in ("UPDATE", "DELETE")]


def install(guards: Iterable[Guard], using: str = "default") -> None:
    """Create or replace the guards of tables that exist, all of them or none."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT {OWN_TABLES}")
            statements = partial(_postgresql, reads=cursor.fetchone()[0])
        else:
            statements = _sqlite
        for guard in of_engine(guards, connection.vendor):
            if tables.issuperset([guard.table, *guard.reads]):
                for statement in statements(guard):
                    cursor.execute(statement)


def clear(using: str = "default") -> None:
    """Take every guard away, registered or left over: for migrations and for tests that empty tables."""
    connection = connections[using]
    postgresql = connection.vendor == "postgresql"
    named = (
        f"SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '{PREFIX}%'"
        if postgresql
        else f"SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%'"
    )
    with transaction.atomic(using), connection.cursor() as cursor:
        cursor.execute(named)
        for name, table in cursor.fetchall():
            cursor.execute(
                f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}"
            )


def missing(guards: Iterable[Guard], using: str = "default") -> list[str]:
    """The names of guards that the database does not have, has otherwise or has switched off."""
    connection = connections[using]
    present = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        present = (
            "SELECT pg_get_triggerdef(t.oid, true), p.prosrc FROM pg_trigger t"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            f" WHERE t.tgenabled IN ('O', 'A') AND t.tgname LIKE '{PREFIX}%'"
            f" AND p.proconfig = ARRAY['search_path=' || {OWN_TABLES}]"
        )
    with connection.cursor() as cursor:
        cursor.execute(present)
        found = set(cursor.fetchall())
    return [
        guard.trigger
        for guard in of_engine(guards, connection.vendor)
        if _kept_as(guard, connection.vendor) not in found
    ]


def of_engine(guards: Iterable[Guard], vendor: str) -> list[Guard]:
    """Those of the guards that a database of this kind can have."""
    return [each for each in guards if each.event != "TRUNCATE" or vendor == "postgresql"]


def _kept_as(guard: Guard, vendor: str) -> tuple[str, ...]:
    """What the database says that it has, once the guard is installed."""
    if vendor == "postgresql":
        return _postgresql_trigger(guard), _postgresql_body(guard)
    return (_sqlite_trigger(guard),)


def _sqlite(guard: Guard) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {guard.trigger}", _sqlite_trigger(guard)]


def _sqlite_trigger(guard: Guard) -> str:
    return (
        f"CREATE TRIGGER {guard.trigger} BEFORE {guard.event} ON {guard.table}"
        f" WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, '{_message(guard)}'); END"
    )


def _postgresql(guard: Guard, *, reads: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {guard.trigger}() RETURNS trigger LANGUAGE plpgsql"
        f" SET search_path = {reads} AS $${_postgresql_body(guard)}$$",
        f"DROP TRIGGER IF EXISTS {guard.trigger} ON {guard.table}",
        _postgresql_trigger(guard),
    ]


def _postgresql_trigger(guard: Guard) -> str:
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    return (
        f"CREATE TRIGGER {guard.trigger} BEFORE {guard.event} ON {guard.table}"
        f" FOR EACH {each} EXECUTE FUNCTION {guard.trigger}()"
    )


def _postgresql_body(guard: Guard) -> str:
    row = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(guard.event, "NEW")
    return (
        f" BEGIN IF {guard.condition} THEN RAISE EXCEPTION '{_message(guard)}'"
        f" USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END "
    )


def _message(guard: Guard) -> str:
    return f"refused by {guard.trigger}"


_registered: list[Guard] = []


def register(*guards: Guard) -> None:
    """Add an app's guards to those that are installed after migrating and checked at start."""
    _registered.extend(guards)


def registered() -> list[Guard]:
    """All of them. A table whose rows may not all go is not emptied at once either."""
    keeping = dict.fromkeys(each.table for each in _registered if each.event == "DELETE")
    return [*_registered, *(Guard(table, "TRUNCATE", "whole", "1=1") for table in keeping)]
