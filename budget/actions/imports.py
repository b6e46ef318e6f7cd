"""Importing the budget and the payment plan: the whole table or nothing of it."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from budget import formats, resources
from budget.actions.sums import (
    Part,
    changed_years,
    closed_years,
    posted_on,
    refuse_above_grant,
    refuse_below,
)
from budget.models import (
    BudgetLine,
    BudgetYear,
    Grant,
    Instalment,
    InvoiceLine,
    StatedSum,
    VoucherLine,
)
from budget.plan import lines_of
from partners.access import granting_role
from partners.models import Month, Project
from partners.months import lock_project
from peerstoette.lib import money
from peerstoette.lib.errors import RuleBroken

Identity = tuple[int, str, str]  # number, group and Danish name


@transaction.atomic
def import_budget(*, by: User, project: Project, name: str, content: bytes) -> int:
    """Put the table's budget in place of the one that stands; the number of lines is returned.

    A line is the same when number, group and Danish name are. Raises TableRefused when the table is
    wrong, RuleBroken when a line with vouchers or on an invoice would vanish, when a line would get
    another amount in a year whose accounts are closed (R11), for a line lowered below what is posted
    on it and for more in all than was granted (R13), and while a month is closed and waits for its
    invoice, which names the lines as they stood at closing.
    """
    lock_project(project)
    refuse_before_invoice(project)
    table = resources.read_budget(formats.read(name, content), project)
    refuse_budget(project, table)
    put_budget(by=by, project=project, table=table, sha256=_digest(content))
    return len(table.lines)


@transaction.atomic
def import_payments(*, by: User, project: Project, name: str, content: bytes) -> int:
    """Put the table's grant and instalments in place of those that stand; returns how many.

    Raises TableRefused when the table is wrong.
    """
    lock_project(project)
    table = resources.read_payments(formats.read(name, content), project)
    put_payments(by=by, project=project, table=table, sha256=_digest(content))
    return len(table.instalments)


@transaction.atomic
def put_budget(*, by: User, project: Project, table: resources.Budget, **details) -> None:
    """Write a budget that ``refuse_budget`` lets through; ``details`` go on the trail."""
    standing = _standing(project)
    BudgetLine.objects.filter(pk__in=[line.pk for line in _vanishing(standing, table)]).delete()
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
    _record("budget.import", project, by, lines=len(table.lines), **details)


@transaction.atomic
def put_payments(*, by: User, project: Project, table: resources.Payments, **details) -> None:
    """Write a grant and its instalments; ``details`` go on the trail."""
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
    _record("payments.import", project, by, instalments=len(table.instalments), **details)


def refuse_budget(project: Project, table: resources.Budget) -> None:
    """Raises RuleBroken as ``import_budget`` for a table that has been read."""
    refuse_before_invoice(project)
    standing = _standing(project)
    _refuse_changes(project, standing, table)
    _refuse_vanishing(_vanishing(standing, table))


def refuse_before_invoice(project: Project) -> None:
    """Raises RuleBroken while a month is closed and not issued."""
    closed = project.months.filter(state=Month.State.CLOSED).order_by("first_day").first()
    if closed is not None:
        raise RuleBroken(
            _("%(month)s is closed, but not issued. Issue it before you import a budget.")
            % {"month": str(closed).capitalize()},
            field="file",
        )


def _refuse_changes(
    project: Project, standing: Mapping[Identity, BudgetLine], table: resources.Budget
) -> None:
    """What a line's own page refuses: another amount in a closed year (R11), less than is posted on
    it and more in all than was granted (R13)."""
    had = {identity: part_of_standing(line) for identity, line in standing.items()}
    gets = {line.identity: part_of_row(line) for line in table.lines}
    closed, posted = closed_years(project), posted_on(standing.values())
    parts = {each: (had.get(each, Part()), gets.get(each, Part())) for each in {*standing, *gets}}
    for identity, (before, after) in sorted(parts.items()):
        _refuse_closed_years(closed, identity, before, after)
        if identity in standing and identity in gets:
            on_it = posted.get(standing[identity].pk, money.ZERO)
            _refuse_below(identity, on_it, before, after)
    refuse_above_grant(project, list(parts.values()))


def _refuse_closed_years(closed: set[int], identity: Identity, before: Part, after: Part) -> None:
    for year in changed_years(closed, before, after):
        raise RuleBroken(
            _(
                "The accounts of %(year)d are closed with a budget of %(amount)s kr. on line"
                " %(number)d, %(line)s, so the table must hold the same amount. Nothing has been"
                " imported."
            )
            % {
                "year": year,
                "amount": money.show(before.years.get(year, money.ZERO)),
                "number": identity[0],
                "line": identity[2],
            },
            field="file",
        )


def _refuse_below(identity: Identity, posted: Decimal, before: Part, after: Part) -> None:
    try:
        refuse_below(posted, after.total, before.total)
    except RuleBroken as refusal:
        raise RuleBroken(
            _("Line %(number)d, %(line)s: %(problem)s")
            % {"number": identity[0], "line": identity[2], "problem": refusal.message},
            field="file",
        ) from refusal


def part_of_standing(line: BudgetLine) -> Part:
    """What a line of ``lines_of`` adds to the sums."""
    years = {each.year: each.amount for each in line.years.all()}
    return Part(line.group, years, line.stated_total)


def part_of_row(line: resources.Line) -> Part:
    """What a line of the table adds to the sums."""
    amounts = {each.year: each.amount for each in line.years}
    return Part(line.group, amounts, line.fields["stated_total"])


def _identity(line: BudgetLine) -> Identity:
    return line.number, line.group, line.name_da


def _standing(project: Project) -> dict[Identity, BudgetLine]:
    return {_identity(line): line for line in lines_of(project)}


def _vanishing(
    standing: Mapping[Identity, BudgetLine], table: resources.Budget
) -> list[BudgetLine]:
    """The lines that the table does not hold."""
    kept = {line.identity for line in table.lines}
    return [line for identity, line in standing.items() if identity not in kept]


def _refuse_vanishing(lines: list[BudgetLine]) -> None:
    in_use = _in_use(BudgetLine.objects.filter(pk__in=[line.pk for line in lines])).first()
    if in_use is not None:
        raise RuleBroken(
            _(
                "Line %(number)d, %(line)s, has vouchers or stands on an invoice, so the table must"
                " hold it with the same number, group and name. Nothing has been imported."
            )
            % {"number": in_use.number, "line": in_use.name},
            field="file",
        )


def _in_use(lines: QuerySet[BudgetLine]) -> QuerySet[BudgetLine]:
    return lines.filter(
        Q(Exists(VoucherLine.objects.filter(budget_line=OuterRef("pk"))))
        | Q(Exists(InvoiceLine.objects.filter(budget_line=OuterRef("pk"))))
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _record(action: str, project: Project, by: User, **details) -> None:
    role = granting_role(by, "budget.edit", project) or ""
    trail.record(action, project, by=by, project=project, role=role, **details)
