"""The budget written by hand, line by line: what an import does in one table, refused alike."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from budget.actions.sums import (
    Part,
    carry,
    closed_years,
    part_of,
    posted_on,
    refuse_above_grant,
    refuse_below,
    refuse_closed_years,
    refuse_too_large,
)
from budget.models import BudgetLine, BudgetYear, Grant, Instalment, InvoiceLine, VoucherLine
from budget.models.plan import GRANT_GROUPS, Group
from partners.access import granting_role
from partners.models import Month, Organisation, Project
from partners.months import lock_project
from peerstoette.lib import money
from peerstoette.lib.errors import RuleBroken


@transaction.atomic
def save_line(
    *,
    by: User,
    line: BudgetLine,
    number: int,
    group: str,
    name_da: str,
    name_en: str,
    partner: Organisation | None,
    amounts: Mapping[int, Decimal],
    stated_total: Decimal | None,
    phasing: str,
    is_yearly_duty: bool,
) -> BudgetLine:
    """Add or change a line; ``amounts`` are kr. by year, the total is their sum unless it is stated.

    What a line is computed from (basis, posts, growth) stays as it was imported. Raises RuleBroken
    while a month is closed and waits for its invoice, for a number that is taken, for another number
    or group of a line in use, for a partner that does not fit the group, for less than what is
    posted on the line already (R13), for more than what was granted, and for another amount or group
    in a year whose accounts are closed.
    """
    project = line.project
    lock_project(project)
    _refuse_before_invoice(project)
    if project.budget_lines.filter(number=number).exclude(pk=line.pk).exists():
        raise RuleBroken(_("Another line has this number."), field="number")
    refuse_partner(group, partner)
    total = money.total(amounts.values()) if stated_total is None else stated_total
    before, after = part_of(line), Part(group, amounts, total)
    refuse_too_large(total)
    refuse_closed_years(closed_years(project), before, after)
    refuse_above_grant(project, [(before, after)])
    if line.pk:
        _refuse_moved(line, number, group)
        _refuse_below_posted(line, total)
    verb = "change" if line.pk else "add"
    line.number, line.group, line.name_da, line.name_en = number, group, name_da, name_en
    line.partner, line.stated_total = partner, total
    line.phasing, line.is_yearly_duty = phasing, is_yearly_duty
    line.save()
    _put_years(line, amounts)
    carry(line, before, after)
    _record(f"budget_line.{verb}", line, by, number=number, total=str(total))
    return line


@transaction.atomic
def remove_line(*, by: User, line: BudgetLine) -> None:
    """Take a line out of the budget.

    Raises RuleBroken for one with vouchers or on an invoice, and while a month is closed and waits
    for its invoice.
    """
    lock_project(line.project)
    _refuse_before_invoice(line.project)
    if _is_used(line):
        raise RuleBroken(
            _(
                "%(line)s has vouchers or stands on an invoice, so it cannot be removed."
                " Correct the vouchers to another line, and let it stand."
            )
            % {"line": line.name}
        )
    before = part_of(line)
    refuse_closed_years(closed_years(line.project), before, Part())
    carry(line, before, Part())
    _record("budget_line.remove", line, by, number=line.number)
    line.delete()


@transaction.atomic
def set_grant(*, by: User, project: Project, amount: Decimal, granted_on: date) -> Grant:
    """Say what was granted, kr., and when. A stated average of an imported plan stays."""
    lock_project(project)
    if amount <= 0:
        raise RuleBroken(_("Write an amount above zero."), field="amount")
    grant, _created = Grant.objects.update_or_create(
        project=project, defaults={"amount": amount, "granted_on": granted_on}
    )
    _record("grant.set", grant, by, amount=str(amount))
    return grant


@transaction.atomic
def set_instalments(
    *, by: User, project: Project, amounts: Mapping[tuple[int, int], Decimal]
) -> None:
    """Put these instalments in place of those that stand, kr. by year and quarter."""
    lock_project(project)
    project.instalments.all().delete()
    Instalment.objects.bulk_create(
        Instalment(project=project, year=year, quarter=quarter, amount=amount)
        for (year, quarter), amount in amounts.items()
    )
    total = money.total(amounts.values())
    _record("instalments.set", project, by, count=len(amounts), total=str(total))


def _refuse_before_invoice(project: Project) -> None:
    """The invoice of a closed month names the lines as they stood at closing."""
    closed = project.months.filter(state=Month.State.CLOSED).order_by("first_day").first()
    if closed is not None:
        raise RuleBroken(
            _("%(month)s is closed, but not issued. Issue it before you change the budget.")
            % {"month": str(closed).capitalize()}
        )


def refuse_partner(group: str, partner: Organisation | None) -> None:
    """Raises RuleBroken for a partner who pays a line of the grant, and for peers whom none employs."""
    if group in GRANT_GROUPS and partner is not None:
        raise RuleBroken(
            _("A line of the grant has no partner who pays. Leave it empty."), field="partner"
        )
    if group == Group.PARTNER_PEERS and partner is None:
        raise RuleBroken(_("Choose the partner who employs these peers."), field="partner")


def _refuse_moved(line: BudgetLine, number: int, group: str) -> None:
    if (number, group) != (line.number, line.group) and _is_used(line):
        field = "number" if number != line.number else "group"
        raise RuleBroken(
            _("The line has vouchers or stands on an invoice, so number and group stay."),
            field=field,
        )


def _refuse_below_posted(line: BudgetLine, total: Decimal) -> None:
    refuse_below(posted_on([line]).get(line.pk, money.ZERO), total, line.stated_total)


def _is_used(line: BudgetLine) -> bool:
    used = Q(budget_line=line)
    return VoucherLine.objects.filter(used).exists() or InvoiceLine.objects.filter(used).exists()


def _put_years(line: BudgetLine, amounts: Mapping[int, Decimal]) -> None:
    """Years keep the factors of their computed amount; those without an amount go."""
    line.years.exclude(year__in=amounts).delete()
    for year, amount in amounts.items():
        BudgetYear.objects.update_or_create(
            line=line, year=year, defaults={"project": line.project, "amount": amount}
        )


def _record(action: str, obj, by: User, **details) -> None:
    project = obj if isinstance(obj, Project) else obj.project
    role = granting_role(by, "budget.edit", project) or ""
    trail.record(action, obj, by=by, project=project, role=role, **details)
