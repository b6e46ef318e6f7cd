"""Bringing a table in, in two steps, and handing one out. All of it is on the trail."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from tablib import Dataset

from accounts import trail
from accounts.models import User
from partners.access import granting_role
from partners.models import Project, TransferDraft
from partners.transfer.registry import find
from partners.transfer.table import Plan, Row, Table, Totals
from peerstoette.lib import reading, tables
from peerstoette.lib.cpr import looks_like_cpr, refuse_cpr
from peerstoette.lib.errors import RuleBroken

CSV, XLSX = "csv", "xlsx"
WRITERS = {CSV: tables.CSV_TYPE, XLSX: tables.XLSX_TYPE}
DELIMITERS = ";\t,"


class DraftGone(RuleBroken):
    """The file is not kept any more: somebody has said yes or no to it meanwhile."""


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

    @property
    def totals(self) -> Totals | None:
        return None if self.plan.problems else self.table.totals(self.plan)

    def _change(self, row: Row, name: str) -> str:
        heading = row.headings.get(name, name)
        if self.table.is_private:
            return heading
        was, is_now = (
            self.table.shown(name, value) for value in (row.before[name], row.values.get(name))
        )
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

    Raises TableRefused when it is no table that can be read, and when it holds a CPR number. Files
    that nobody came back to are removed, and so is the person's earlier one.
    """
    _refuse_cpr(table, _read(table, name, content))
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
    return Look(table, plan, _mark(table, plan, content))


def preview(*, by: User, draft: TransferDraft) -> Look:
    """What the file would do, to be shown. Whom that tells of is on the trail before it is sent."""
    seen = look(draft)
    seen.table.before_showing(seen.plan, by)
    return seen


@transaction.atomic
def bring_in(*, by: User, draft: TransferDraft, mark: str) -> Plan:
    """Import the file: all of it or nothing.

    Raises RuleBroken when a row is wrong, when the programme's rules or the database refuse, and
    when it would no longer do what the person has seen (``mark``); DraftGone when another request has
    imported it or taken it back.
    """
    find(draft.table)(draft.project, by).lock()
    draft = TransferDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if draft is None:
        raise DraftGone(
            _(
                "This table has been imported already, or taken back. Nothing has been imported twice."
            )
        )
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
    return written(table, suffix, rows)


def written(table: Table, suffix: str, rows: Iterable[list] | None = None) -> bytes:
    """The table as a file, with the rows of its export."""
    rows = table.export_rows() if rows is None else rows
    if suffix == CSV:
        return tables.write_csv(table.headings, rows)
    return tables.write_xlsx(str(table.title), table.headings, rows)


def _read(table: type[Table], name: str, content: bytes) -> Dataset:
    return reading.read(
        name, content, max_rows=table.max_rows, delimiters=DELIMITERS, lines=table.has_breaks
    )


def _refuse_cpr(table: type[Table], dataset: Dataset) -> None:
    """What looks like a CPR number is not even kept to be looked at, wherever it stands (R15)."""
    exempt = {column.column_name for column in table.fields.values() if column.is_reference}
    headings = [
        str(place) if looks_like_cpr(heading) else heading
        for place, heading in enumerate(dataset.headers, start=1)
    ]
    problems: list[str] = []
    for number, cells in enumerate([dataset.headers, *dataset], start=1):
        row = Row(number, problems, {})
        for heading, cell in zip(headings, cells, strict=True):
            try:
                if heading not in exempt:
                    refuse_cpr(cell)
            except ValidationError as error:
                row.wrong(heading, error.messages[0])
    if problems:
        raise reading.TableRefused(problems)


def _mark(table: Table, plan: Plan, content: bytes) -> str:
    """The same for the same file with the same effect: what is new and what changes, and from what."""
    mark = hashlib.sha256(content)
    for row in plan.rows:
        told = [row.number, row.instance.pk, table.label(row.instance)]
        mark.update(repr([*told, sorted(row.before.items()), sorted(row.values.items())]).encode())
    return mark.hexdigest()


def _counts(plan: Plan, content: bytes) -> dict:
    return {
        "new": len(plan.new),
        "changed": len(plan.changed),
        **({"removed": len(plan.removed)} if plan.removed else {}),
        "same": plan.same,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _record(action: str, project: Project, by: User, table: Table, details: dict) -> None:
    role = granting_role(by, table.capability, project) or ""
    trail.record(action, project, by=by, project=project, role=role, table=table.slug, **details)
