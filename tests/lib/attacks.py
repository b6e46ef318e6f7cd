"""What somebody tries who can write to the database, on all that is frozen, with each engine's own ways.

An attack takes a row, one of its fields and another value for it. ``number_of_attacks`` counts them.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import DatabaseError, connection, models, transaction

from peerstoette.lib import dates
from tests.budget.acts import close_until
from tests.doors.objects import budget, citizens, reports
from tests.rows import KEYS, MODELS, entry, seal

ROLE_SQL = Path(__file__).parents[2] / "deploy" / "web-role.sql"
GUARD = "refused by guard_"
ENGINES = ("sqlite", "postgresql")
# who attacks: SQLite knows no roles
ROLES = {"sqlite": ["owner"], "postgresql": ["owner", "web"]}


# --- the ways ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Attack:
    act: Callable[[models.Model, models.Field, object], None]
    engines: tuple[str, ...] = ENGINES
    # what else may refuse it before a guard is asked
    or_else: str = GUARD


def execute(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def rows(row) -> models.QuerySet:
    return type(row)._base_manager.filter(pk=row.pk)


def changed(row, field, value):
    made = copy.copy(row)
    setattr(made, field.attname, value)
    return made


def write(row, field, value, *, verb: str = "UPDATE", where: str = " WHERE id = %s") -> None:
    table, column = row._meta.db_table, connection.ops.quote_name(field.column)
    values = [field.get_db_prep_save(value, connection), *([row.pk] if where else [])]
    execute(f"{verb} {table} SET {column} = %s{where}", *values)


def upsert(row, field, value) -> None:
    type(row)._base_manager.bulk_create(
        [changed(row, field, value)],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[field.name],
    )


def replace(row, *, without: str = "") -> None:
    """Put a copy in its place; without its id, whatever else is unique finds the row."""
    names = ", ".join(
        connection.ops.quote_name(field.column)
        for field in row._meta.concrete_fields
        if field.column != without
    )
    table = row._meta.db_table
    execute(
        f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table} WHERE id = %s",
        row.pk,
    )


def truncate(row, more: str = "") -> None:
    # what waits for the end of the transaction would stop it before a guard does
    execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {row._meta.db_table}{more}")


SQLITE, POSTGRESQL = ("sqlite",), ("postgresql",)
BY_DJANGO = f"{GUARD}|protected foreign keys"
BY_REFERENCES = f"{GUARD}|referenced in a foreign key"

# a value is another than before
REWRITES = {
    "save": Attack(lambda row, field, value: changed(row, field, value).save()),
    "update": Attack(lambda row, field, value: rows(row).update(**{field.attname: value})),
    "bulk_update": Attack(
        lambda row, field, value: type(row)._base_manager.bulk_update(
            [changed(row, field, value)], [field.name]
        )
    ),
    "upsert": Attack(upsert),
    "UPDATE": Attack(write),
    "UPDATE OR REPLACE": Attack(
        lambda row, field, value: write(row, field, value, verb="UPDATE OR REPLACE"), SQLITE
    ),
}
# the row is gone, or another is there
REMOVALS = {
    "delete": Attack(lambda row, *_: copy.copy(row).delete(), or_else=BY_DJANGO),
    "queryset delete": Attack(lambda row, *_: rows(row).delete(), or_else=BY_DJANGO),
    "delete unasked": Attack(lambda row, *_: rows(row)._raw_delete("default")),
    "DELETE": Attack(
        lambda row, *_: execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)
    ),
    "INSERT OR REPLACE": Attack(lambda row, *_: replace(row), SQLITE),
}
# all rows of the table at once
WHOLE = {
    "UPDATE all": Attack(lambda row, field, value: write(row, field, value, where="")),
    "DELETE all": Attack(lambda row, *_: execute(f"DELETE FROM {row._meta.db_table}")),
    "TRUNCATE": Attack(lambda row, *_: truncate(row), POSTGRESQL, BY_REFERENCES),
    "TRUNCATE CASCADE": Attack(lambda row, *_: truncate(row, " CASCADE"), POSTGRESQL),
    "TRUNCATE of the projects": Attack(
        lambda row, *_: execute(
            "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE partners_project, accounts_user,"
            f" {row._meta.db_table} CASCADE"
        ),
        POSTGRESQL,
    ),
}
BY_ANOTHER_KEY = Attack(lambda row, *_: replace(row, without="id"), SQLITE)

# what the owner of a table could do, and the web server's role may not
OWNERS_ACTS = [
    "DROP TABLE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} DISABLE TRIGGER {guard}",
    "ALTER TABLE {table} ENABLE REPLICA TRIGGER {guard}",
    "ALTER TABLE {table} DROP COLUMN project_id",
    "ALTER TABLE {table} RENAME TO mine",
    "ALTER TABLE {table} OWNER TO peerstoette_web",
    "DROP TRIGGER {guard} ON {table}",
    "CREATE TRIGGER guard_first BEFORE UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE RULE nothing AS ON DELETE TO {table} DO INSTEAD NOTHING",
    "DROP FUNCTION {guard}() CASCADE",
    "ALTER FUNCTION {guard}() RESET ALL",
    "CREATE OR REPLACE FUNCTION {guard}() RETURNS trigger LANGUAGE plpgsql"
    " AS $$ BEGIN RETURN NEW; END $$",
]


def refusal(act: Callable[[], None]) -> str:
    """What is said to it, nothing when it goes through; it is taken back in any case."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error)
    return ""


def something_else(field: models.Field, value):
    """A value of the field that it does not have."""
    if isinstance(field, models.JSONField):
        return {"other": 1}
    if isinstance(field, models.DateTimeField):
        return dates.now()
    if isinstance(field, models.DateField):
        return value + timedelta(days=1) if value else date(2018, 1, 1)
    if isinstance(field, models.TimeField):
        return time(3, 33)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.BinaryField):
        return b"other"
    if isinstance(field, models.DecimalField):
        return (value or Decimal()) + 1
    if isinstance(field, models.CharField | models.TextField | models.FileField):
        return "y" if value == "x" else "x"
    if isinstance(field, models.UUIDField):
        return "00000000-0000-4000-8000-000000000000"
    return (value or 0) + 1


# --- what is frozen ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frozen:
    """``make`` gives a row of the model that is frozen; ``field`` is the one that attacks change."""

    model: str
    field: str
    make: Callable

    @property
    def table(self) -> type[models.Model]:
        return next(model for model in MODELS if model._meta.label_lower == self.model)


def closed(of: Callable) -> Callable:
    """The row, after May 2018, in which it stands, has been closed."""

    def make(cast):
        row = of(cast)
        close_until(cast, cast.may)
        row.refresh_from_db()
        return row

    return make


FROZEN = {
    "invoice": Frozen("budget.invoice", "total", budget.invoice),
    "invoice line": Frozen("budget.invoiceline", "amount", budget.invoiceline),
    "month's figures": Frozen("budget.monthsnapshot", "accounts", budget.monthsnapshot),
    "voucher": Frozen("budget.voucher", "text", closed(budget.voucher)),
    "voucher line": Frozen(
        "budget.voucherline", "amount", closed(lambda cast: cast.voucher.lines.get())
    ),
    "closed month": Frozen("partners.month", "closed_at", closed(lambda cast: cast.may)),
    "issued month": Frozen("partners.month", "state", lambda cast: budget.invoice(cast).month),
    "session": Frozen("citizens.session", "date", closed(citizens.session)),
    "meeting": Frozen("citizens.meeting", "minutes", closed(citizens.meeting)),
    "attendance": Frozen("citizens.attendance", "session", closed(citizens.attendance)),
    "stored paper": Frozen("reporting.storedpaper", "sha256", reports.storedpaper),
    "report": Frozen("reporting.statusreport", "year", reports.statusreport),
    "submitted version": Frozen("reporting.reportversion", "sha256", reports.report_submitted),
    "approved version": Frozen("reporting.reportversion", "content", reports.report_approved),
    "sent version": Frozen("reporting.reportversion", "number", reports.report_at_funder),
    "version's text": Frozen(
        "reporting.reporttext", "text", lambda cast: reports.report_at_owner(cast).texts.get()
    ),
    "version's step": Frozen("reporting.reportstep", "name", reports.reportstep),
    "comment": Frozen("reporting.reportcomment", "text", reports.reportcomment),
    "trail entry": Frozen("accounts.trailentry", "action", entry),
    "seal": Frozen("accounts.trailseal", "digest", seal),
}


def attacks_on(frozen: Frozen, vendor: str, role: str) -> dict[str, tuple[Attack, str]]:
    """By name, each attack on the table and the field that it changes."""
    model = frozen.table
    every = REWRITES | REMOVALS | WHOLE
    if model._meta.constraints or any(
        field.unique for field in model._meta.concrete_fields if not field.primary_key
    ):
        every["INSERT OR REPLACE by another key"] = BY_ANOTHER_KEY
    found = {name: (attack, frozen.field) for name, attack in every.items()}
    for field in model._meta.concrete_fields:
        found[f"UPDATE of {field.column}"] = (REWRITES["UPDATE"], field.name)
    if role == "web":
        for number, sql in enumerate(OWNERS_ACTS):
            found[f"owner's act {number}"] = (Attack(owners_act(sql, model)), frozen.field)
    return {name: pair for name, pair in found.items() if vendor in pair[0].engines}


def owners_act(sql: str, model) -> Callable:
    table = model._meta.db_table
    return lambda *_: execute(sql.format(table=table, guard=f"guard_{table}_moved_update"))


def number_of_attacks(vendor: str) -> int:
    """How many the suite tries on an engine, each of which must be refused."""
    on_frozen = sum(
        len(attacks_on(frozen, vendor, role))
        for frozen in FROZEN.values()
        for role in ROLES[vendor]
    )
    moves = [attack for attack in REWRITES.values() if vendor in attack.engines]
    # to another project and to another id; inserts, updates and heirs
    return on_frozen + len(MODELS) * (len(moves) + 1) + len(KEYS) * 3


@contextmanager
def working_as(role: str) -> Iterator[None]:
    """``web``: as the web server does on PostgreSQL, in the role of the deployment guide."""
    if role == "web":
        execute(ROLE_SQL.read_text())
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute("SET LOCAL ROLE peerstoette_web")
    try:
        yield
    finally:
        if role == "web":
            execute("RESET ROLE")
