"""Importing the budget and the payment plan: the whole table or nothing of it."""

import hashlib

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from budget import formats, resources
from budget.models import (
    BudgetLine,
    BudgetYear,
    Grant,
    Instalment,
    InvoiceLine,
    StatedSum,
    VoucherLine,
)
from partners.access import granting_role
from partners.models import Month, Project
from partners.months import lock_project
from peerstoette.lib.errors import RuleBroken


@transaction.atomic
def import_budget(*, by: User, project: Project, name: str, content: bytes) -> int:
    """Put the table's budget in place of the one that stands; the number of lines is returned.

    A line is the same when number, group and Danish name are. Raises TableRefused when the table is
    wrong, RuleBroken when a line with vouchers or on an invoice would vanish, and while a month is
    closed and waits for its invoice, which names the lines as they stood at closing.
    """
    lock_project(project)
    refuse_before_invoice(project)
    table = resources.read_budget(formats.read(name, content), project)
    standing = {_identity(line): line for line in project.budget_lines.all()}
    kept = {line.identity for line in table.lines}
    _remove([line for identity, line in standing.items() if identity not in kept])
    StatedSum.objects.filter(project=project).delete()
    BudgetYear.objects.filter(project=project).delete()
    for row in table.lines:
        line = standing.get(row.identity) or BudgetLine(project=project)
        line.number, line.group, line.name_da = row.identity
        for field, value in row.fields.items():
            setattr(line, field, value)
        line.save()
        BudgetYear.objects.bulk_create(
            BudgetYear(project=project, line=line, **vars(year)) for year in row.years
        )
    StatedSum.objects.bulk_create(StatedSum(project=project, **vars(row)) for row in table.sums)
    _record("budget.import", project, by, content, lines=len(table.lines))
    return len(table.lines)


@transaction.atomic
def import_payments(*, by: User, project: Project, name: str, content: bytes) -> int:
    """Put the table's grant and instalments in place of those that stand; returns how many.

    Raises TableRefused when the table is wrong.
    """
    lock_project(project)
    table = resources.read_payments(formats.read(name, content), project)
    Grant.objects.update_or_create(
        project=project,
        defaults={
            "amount": table.grant,
            "granted_on": table.granted_on,
            "stated_average": table.stated_average,
        },
    )
    Instalment.objects.filter(project=project).delete()
    Instalment.objects.bulk_create(
        Instalment(project=project, year=year, quarter=quarter, amount=amount)
        for (year, quarter), amount in table.instalments.items()
    )
    _record("payments.import", project, by, content, instalments=len(table.instalments))
    return len(table.instalments)


def refuse_before_invoice(project: Project) -> None:
    """Raises RuleBroken while a month is closed and not issued."""
    closed = project.months.filter(state=Month.State.CLOSED).order_by("first_day").first()
    if closed is not None:
        raise RuleBroken(
            _("%(month)s is closed, but not issued. Issue it before you import a budget.")
            % {"month": str(closed).capitalize()},
            field="file",
        )


def _identity(line: BudgetLine) -> tuple[int, str, str]:
    return line.number, line.group, line.name_da


def _remove(lines: list[BudgetLine]) -> None:
    vanishing = BudgetLine.objects.filter(pk__in=[line.pk for line in lines])
    in_use = _in_use(vanishing).first()
    if in_use is not None:
        raise RuleBroken(
            _(
                "Line %(number)d, %(line)s, has vouchers or stands on an invoice, so the table must"
                " hold it with the same number, group and name. Nothing has been imported."
            )
            % {"number": in_use.number, "line": in_use.name},
            field="file",
        )
    vanishing.delete()


def _in_use(lines: QuerySet[BudgetLine]) -> QuerySet[BudgetLine]:
    return lines.filter(
        Q(Exists(VoucherLine.objects.filter(budget_line=OuterRef("pk"))))
        | Q(Exists(InvoiceLine.objects.filter(budget_line=OuterRef("pk"))))
    )


def _record(action: str, project: Project, by: User, content: bytes, **details) -> None:
    trail.record(
        action,
        project,
        by=by,
        project=project,
        role=granting_role(by, "budget.edit", project) or "",
        sha256=hashlib.sha256(content).hexdigest(),
        **details,
    )
