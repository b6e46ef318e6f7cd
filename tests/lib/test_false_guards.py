"""What bears a guard's name and guards nothing is noticed, as a guard that is gone."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction

from peerstoette.lib import triggers
from tests.budget.acts import close_until

NAME = "guard_budget_voucher_month_update"
GUARD = next(each for each in triggers.registered() if each.trigger == NAME)
DOES = f"EXECUTE FUNCTION {NAME}()"
# triggers of its name on it, instead of it
INSTEAD = {
    "sqlite": {
        "empty": "BEFORE UPDATE ON budget_voucher BEGIN SELECT 1; END",
        "late": "AFTER UPDATE ON budget_voucher BEGIN SELECT RAISE(ABORT, 'x'); END",
        "never": "BEFORE UPDATE ON budget_voucher WHEN 0 BEGIN SELECT RAISE(ABORT, 'x'); END",
        "one column": "BEFORE UPDATE OF text ON budget_voucher BEGIN SELECT RAISE(ABORT, 'x'); END",
        "other event": "BEFORE INSERT ON budget_voucher BEGIN SELECT RAISE(ABORT, 'x'); END",
        "other table": "BEFORE UPDATE ON budget_grant BEGIN SELECT RAISE(ABORT, 'x'); END",
    },
    "postgresql": {
        "late": f"AFTER UPDATE ON budget_voucher FOR EACH ROW {DOES}",
        "never": f"BEFORE UPDATE ON budget_voucher FOR EACH ROW WHEN (false) {DOES}",
        "one column": f"BEFORE UPDATE OF text ON budget_voucher FOR EACH ROW {DOES}",
        "other event": f"BEFORE INSERT ON budget_voucher FOR EACH ROW {DOES}",
        "other table": f"BEFORE UPDATE ON budget_grant FOR EACH ROW {DOES}",
        "other function": "BEFORE UPDATE ON budget_voucher FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    },
}[connection.vendor]
GONE = f"DROP TRIGGER {NAME}{' ON budget_voucher' if connection.vendor == 'postgresql' else ''}"
TAMPERED = {name: [GONE, f"CREATE TRIGGER {NAME} {made}"] for name, made in INSTEAD.items()}
if connection.vendor == "postgresql":
    TAMPERED |= {
        "empty": [
            f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql"
            " SET search_path = public, pg_temp AS $$ BEGIN RETURN NEW; END $$"
        ],
        "reads elsewhere": [f"ALTER FUNCTION {NAME}() SET search_path = elsewhere"],
        "reads anywhere": [f"ALTER FUNCTION {NAME}() RESET ALL"],
        "switched off": [f"ALTER TABLE budget_voucher DISABLE TRIGGER {NAME}"],
        "for replicas": [f"ALTER TABLE budget_voucher ENABLE REPLICA TRIGGER {NAME}"],
    }


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def is_noticed() -> bool:
    assert triggers.missing(triggers.registered()) == [NAME]
    with pytest.raises(ImproperlyConfigured, match=NAME):
        apps.get_app_config("peerstoette").require_guards()
    triggers.install([GUARD])
    return triggers.missing(triggers.registered()) == []


@pytest.mark.parametrize("statements", TAMPERED.values(), ids=TAMPERED)
def test_a_guard_that_was_tampered_with_does_not_pass_at_start(db, statements):
    for statement in statements:
        execute(statement)
    assert is_noticed()


@pytest.mark.parametrize("condition", ["1=0", f"{GUARD.condition} AND OLD.number < 1000"])
def test_a_guard_with_the_condition_of_another_version_does_not_pass_at_start(db, condition):
    triggers.install([replace(GUARD, condition=condition)])
    assert is_noticed()


def test_the_start_asks_the_database_once(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        apps.get_app_config("peerstoette").require_guards()


def test_a_guard_reads_no_table_that_somebody_puts_before_its_own(cast):
    """Whoever may connect to PostgreSQL may make temporary tables, which are looked at first."""
    close_until(cast, cast.may)
    execute("CREATE TEMP TABLE partners_month AS SELECT * FROM partners_month")
    execute("UPDATE partners_month SET state = 'open'")
    with pytest.raises(DatabaseError, match=f"refused by {NAME}"), transaction.atomic():
        execute("UPDATE budget_voucher SET text = 'x'")
