"""Bringing a table in, in two steps, and handing one out. All of it is on the trail."""

import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from tablib import Dataset

from accounts import trail
from accounts.models import User
from partners.access import granting_role
from partners.models import Project, TransferDraft
from partners.transfer.registry import find
from partners.transfer.table import Column, Plan, Row, Table
from peerstoette.lib import reading, tables
from peerstoette.lib.errors import RuleBroken

CSV, XLSX = "csv", "xlsx"
WRITERS = {CSV: tables.CSV_TYPE, XLSX: tables.XLSX_TYPE}
DELIMITERS = ";\t,"


@dataclass(frozen=True)
class Look:
    """What a file would do, and a mark by which it is known that nothing has changed since."""

    table: Table
    plan: Plan
    mark: str

    def shown(self, rows: list[Row]) -> list[tuple[str, list[str]]]:
        """What the preview says of rows: their names, and of changed ones what changes in them."""
        return [
            (self.table.label(row.instance), [self._change(row, name) for name in row.before])
            for row in rows
        ]

    def _change(self, row: Row, name: str) -> str:
        heading = row.headings.get(name, name)
        if self.table.is_private:
            return heading
        column = next(each for each in self.table.columns if each.attribute == name)
        was, is_now = (_shown(column, value) for value in (row.before[name], row.values.get(name)))
        return _("%(column)s: %(was)s becomes %(now)s") % {
            "column": heading,
            "was": was or "–",
            "now": is_now or "–",
        }


@transaction.atomic
def bring(
    *, by: User, project: Project, table: type[Table], name: str, content: bytes
) -> TransferDraft:
    """Keep the file until the person has looked at what it would do.

    Raises TableRefused when it is no table that can be read. Files that nobody came back to are
    removed, and so is the person's earlier one.
    """
    _read(table, name, content)
    drop_outdated()
    TransferDraft.objects.filter(project=project, user=by).delete()
    suffix = name.lower().rpartition(".")[2]
    return TransferDraft.objects.create(
        project=project, user=by, table=table.slug, suffix=suffix, content=content
    )


def look(draft: TransferDraft) -> Look:
    """What the file would do as things stand now."""
    table = find(draft.table)(draft.project, draft.user)
    content = bytes(draft.content)
    plan = table.plan(_read(type(table), f"table.{draft.suffix}", content))
    return Look(table, plan, _mark(plan, content))


@transaction.atomic
def bring_in(*, by: User, draft: TransferDraft, mark: str) -> Plan:
    """Import the file: all of it or nothing.

    Raises RuleBroken when a row is wrong, when the programme's rules or the database refuse, and
    when it would no longer do what the person has seen (``mark``).
    """
    find(draft.table)(draft.project, by).lock()
    seen = look(draft)
    if seen.plan.problems:
        raise RuleBroken(seen.plan.problems[0])
    if seen.mark != mark:
        raise RuleBroken(_("Something has changed since you looked. Look again before you import."))
    try:
        with transaction.atomic():
            seen.table.write(seen.plan, by)
    except IntegrityError as error:
        raise RuleBroken(
            _("The database refuses a row: it would change what is closed, or mix two projects.")
        ) from error
    _record("table.import", draft.project, by, seen.table, _counts(seen.plan, bytes(draft.content)))
    draft.delete()
    return seen.plan


@transaction.atomic
def drop(*, draft: TransferDraft) -> None:
    """Take back a file that was not imported."""
    draft.delete()


def drop_outdated() -> int:
    """Delete the files that nobody may or will come back to; how many they were."""
    return TransferDraft.objects.outdated().delete()[0]


@transaction.atomic
def hand_out(*, by: User, table: Table, suffix: str) -> bytes:
    """The table as a file. It is on the trail before it is sent."""
    rows = list(table.export_rows())
    table.before_sending(by)
    _record("table.export", table.project, by, table, {"rows": len(rows), "format": suffix})
    if suffix == CSV:
        return tables.write_csv(table.headings, rows)
    return tables.write_xlsx(str(table.title), table.headings, rows)


def _read(table: type[Table], name: str, content: bytes) -> Dataset:
    return reading.read(name, content, max_rows=table.max_rows, delimiters=DELIMITERS, lines=True)


def _mark(plan: Plan, content: bytes) -> str:
    """The same for the same file with the same effect."""
    mark = hashlib.sha256(content)
    for row in plan.rows:
        mark.update(f"{row.number} {row.instance.pk} {sorted(row.before)}".encode())
        mark.update(repr(sorted(row.before.items(), key=lambda each: each[0])).encode())
    return mark.hexdigest()


def _shown(column: Column, value) -> str:
    """A value as the table writes it."""
    return tables.csv_text(column.widget.render(value))


def _counts(plan: Plan, content: bytes) -> dict:
    return {
        "new": len(plan.new),
        "changed": len(plan.changed),
        "same": plan.same,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _record(action: str, project: Project, by: User, table: Table, details: dict) -> None:
    role = granting_role(by, table.capability, project) or ""
    trail.record(action, project, by=by, project=project, role=role, table=table.slug, **details)
