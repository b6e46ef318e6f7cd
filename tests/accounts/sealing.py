"""A trail of three chains, sealed, and ways past the guards to tamper with it."""

import io

from django.core.management import call_command
from django.db import connection, transaction

from accounts import anchors, seals, trail
from accounts.models import TrailEntry, TrailSeal
from peerstoette.lib import triggers

SEGMENT = 4


def write(cast, *, mine: int = 10, others: int = 5, outside: int = 3) -> None:
    with transaction.atomic():
        for number in range(mine):
            trail.record("project.try", cast.project, by=cast.lene, project=cast.project, n=number)
        for number in range(others):
            project = cast.other_project
            trail.record("project.try", project, by=cast.leo, project=project, n=number)
        for number in range(outside):
            trail.record("user.try", cast.lene, by=cast.lene, n=number)


def seal_all() -> list[TrailSeal]:
    """Segments of four: in project A three seals, in B two, outside one."""
    anchors.begin()
    made = []
    for chain in seals.chains():
        for seal in seals.seal_chain(chain, segment=SEGMENT):
            anchors.append(chain)
            made.append(seal)
    return made


def verify(*arguments: str) -> tuple[int, list[str]]:
    """The exit code of the command and the lines it says."""
    out = io.StringIO()
    try:
        call_command("verify_trail", *arguments, stdout=out)
    except SystemExit as ended:
        return ended.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def sql(statement: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def without_guards() -> None:
    triggers.clear()


def ids(chain) -> list[int]:
    rows = TrailEntry.objects.filter(project_id=chain).order_by("id")
    return list(rows.values_list("id", flat=True))


def set_entry(pk: int, column: str, value) -> None:
    sql(f"UPDATE accounts_trailentry SET {column} = %s WHERE id = %s", value, pk)


def swap(column: str, first: int, second: int) -> None:
    """Two entries change what stands in the column."""
    values = dict(TrailEntry.objects.filter(pk__in=[first, second]).values_list("pk", column))
    for pk, value in [(first, values[second]), (second, values[first])]:
        TrailEntry.objects.filter(pk=pk).update(**{column: value})


def change_places(first: int, second: int) -> None:
    for pk, to in [(first, -1), (second, first), (-1, second)]:
        set_entry(pk, "id", to)


def put_between(chain: int, pk: int) -> None:
    """One more entry with a number that is not taken, as a sealed one would have it."""
    columns = [field.column for field in TrailEntry._meta.fields if field.name != "id"]
    names = ", ".join(columns)
    sql(
        f"INSERT INTO accounts_trailentry (id, {names}) SELECT %s, {names}"
        " FROM accounts_trailentry WHERE project_id = %s ORDER BY id LIMIT 1",
        pk,
        chain,
    )


def named(cast, number: int) -> str:
    return f"Seal {number} of project {cast.project.pk}"


def remove_seal(cast, number: int) -> None:
    sql(
        "DELETE FROM accounts_trailseal WHERE project_id = %s AND number = %s",
        cast.project.pk,
        number,
    )


def mark_removed(cast, number: int, day: str = "2026-01-01") -> None:
    sql(
        "UPDATE accounts_trailseal SET removed_on = %s WHERE project_id = %s AND number = %s",
        day,
        cast.project.pk,
        number,
    )
