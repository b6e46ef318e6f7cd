"""What does not add up in the books: lines overrun, documents and pay rates missing."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budget.accounts import overrun
from budget.cofinancing import paid_by_partners
from budget.findings.form import kr
from budget.missing import months_with_missing_documents
from budget.models import BudgetLine
from budget.plan import Plan
from budget.postings import postings
from partners.findings import Finding, Severity
from partners.models import Month, Project, today
from partners.months import months_of
from peerstoette.lib import money

# (month's id, its first day, kr. posted in it), earliest first
Posted = list[tuple[int, date, Decimal]]


def findings(plan: Plan) -> list[Finding]:
    """What is wrong in the vouchers and in what values the co-financing."""
    return [*_overruns(plan), *_documents(plan.project), *_pay_rates(plan.project)]


def _overruns(plan: Plan) -> Iterator[Finding]:
    """R13: more posted on a line than its whole budget blocks the month, than a year's warns."""
    by_line: dict[int, Posted] = defaultdict(list)
    by_month = groupby(postings(plan.project), key=attrgetter("month_id", "first_day", "line_id"))
    for (month_id, first_day, line_id), posted in by_month:
        amount = money.total(each.amount for each in posted)
        by_line[line_id].append((month_id, first_day, amount))
    open_months = {month.pk for month in months_of(plan.project) if month.is_open}
    for line in plan.lines:
        yield from _whole_overrun(plan, line, by_line[line.pk], open_months)
        yield from _year_overruns(plan, line, by_line[line.pk])


def _whole_overrun(
    plan: Plan, line: BudgetLine, posted: Posted, open_months: set[int]
) -> Iterator[Finding]:
    used = money.total(amount for _month, _day, amount in posted)
    excess = overrun(line.stated_total, used)
    if not excess:
        return
    so_far, overruns = money.ZERO, []
    for month_id, _day, amount in posted:
        so_far += amount
        if overrun(line.stated_total, so_far) and month_id in open_months:
            overruns.append(month_id)
    yield Finding(
        rule="R13",
        severity=Severity.ERROR,
        title=_("%(line)s has used %(amount)s kr. more than its budget for the whole project")
        % {"line": line.name, "amount": kr(excess)},
        explanation=_(
            "The month cannot be closed before the excess has been moved by a correction."
        ),
        figures=(
            (_("Posted, kr."), kr(used)),
            (_("Whole budget, kr."), kr(line.stated_total)),
            (_("Too much"), kr(excess)),
        ),
        url=f"{reverse('vouchers', args=[plan.project.slug])}?line={line.pk}",
        where=_("Vouchers on the line"),
        month_id=overruns[0] if overruns else None,
    )


def _year_overruns(plan: Plan, line: BudgetLine, posted: Posted) -> Iterator[Finding]:
    used: dict[int, Decimal] = defaultdict(lambda: money.ZERO)
    for _month, first_day, amount in posted:
        used[first_day.year] += amount
    amounts = {year.year: year.amount for year in line.years.all()}
    for year, spent in used.items():
        budget = amounts.get(year, money.ZERO)
        excess = overrun(budget, spent)
        if excess:
            yield Finding(
                rule="R13",
                severity=Severity.WARNING,
                title=_("%(line)s has used %(amount)s kr. more than its budget for %(year)d")
                % {"line": line.name, "amount": kr(excess), "year": year},
                figures=(
                    (_("Posted, kr."), kr(spent)),
                    (_("Budget %(year)d, kr.") % {"year": year}, kr(budget)),
                    (_("Too much"), kr(excess)),
                ),
                url=f"{reverse('vouchers', args=[plan.project.slug])}?line={line.pk}",
                where=_("Vouchers on the line"),
            )


def _documents(project: Project) -> Iterator[Finding]:
    """A voucher without its document cannot be audited: its month waits for it."""
    for month, count in months_with_missing_documents(project):
        yield Finding(
            rule="R10",
            severity=Severity.WARNING,
            title=ngettext(
                "%(count)d voucher of %(month)s has no document",
                "%(count)d vouchers of %(month)s have no document",
                count,
            )
            % {"count": count, "month": month},
            explanation=_("The month cannot be closed before every voucher has its document."),
            url=_vouchers_of(project, month),
            where=_("Vouchers without a document"),
            month_id=month.pk,
        )


def _vouchers_of(project: Project, month: Month) -> str:
    return f"{reverse('vouchers', args=[project.slug])}?month={month.key}&document=missing"


def _pay_rates(project: Project) -> Iterator[Finding]:
    """R4: a peer whom a partner pays is worth nothing in the statement on days without a rate.

    It belongs to the first open month with such a day: once that is closed, the value is frozen.
    """
    open_months = [month for month in months_of(project) if month.is_open]
    for paid in paid_by_partners(project):
        if paid.contract.first <= today(project) and paid.lacks_rate:
            months = (m.pk for m in open_months if paid.lacks_rate_in(m.first_day, m.last_day))
            yield Finding(
                rule="R4",
                severity=Severity.WARNING,
                title=_("%(peer)s has no pay rate from the first day") % {"peer": paid.initials},
                explanation=_("Days without a rate count as 0 kr. in the co-financing statement."),
                url=reverse("peer", args=[project.slug, paid.contract.peer_id]),
                where=_("Employment"),
                month_id=next(months, None),
            )
