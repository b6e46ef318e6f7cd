"""What does not add up in the budget's form and the payment plan.

A difference of up to 2 kr. is the source's rounding and only a notice (rulings, Money).
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from budget.models import StatedSum
from budget.models.plan import GRANT_GROUPS, Group
from budget.plan import TOLERANCE, Plan
from partners.findings import Finding, Severity
from peers.fte import FULL_WEEK
from peerstoette.lib import dates, money

FTE_TOLERANCE = Decimal("0.05")  # a norm is stated with one decimal
MONTHS_IN_YEAR = 12


def findings(plan: Plan) -> list[Finding]:
    """What contradicts itself in the form: errors first met, softer ones after."""
    return [
        *_instalments(plan),
        *_average(plan),
        *_grant(plan),
        *_line_totals(plan),
        *_stated_sums(plan),
        *_plan_by_year(plan),
        *_computed(plan),
        *_partial_years(plan),
        *_yearly_duties(plan),
        *_norms(plan),
    ]


def kr(amount: Decimal) -> str:
    """Whole kroner without decimals."""
    return money.show(amount, decimals=0 if amount == amount.to_integral_value() else 2)


def _severity(difference: Decimal) -> Severity:
    return Severity.ERROR if abs(difference) > TOLERANCE else Severity.NOTICE


def _instalments(plan: Plan) -> Iterator[Finding]:
    """R13: the instalments add up to the grant they pay out."""
    difference = plan.excess
    if difference:
        yield Finding(
            rule="R13",
            severity=_severity(difference),
            title=(
                _("The payment plan is %(amount)s kr. larger than the grant")
                if difference > 0
                else _("The payment plan is %(amount)s kr. smaller than the grant")
            )
            % {"amount": kr(abs(difference))},
            explanation=_("All instalments added together are not what has been granted."),
            figures=(
                (_("Instalments, kr."), kr(plan.paid)),
                (_("Grant, kr."), kr(plan.grant.amount)),
                (_("Difference"), kr(difference)),
            ),
            url=f"{plan.url}#payments",
            where=_("Payment plan"),
        )


def _average(plan: Plan) -> Iterator[Finding]:
    """R13: the stated average of an instalment, times their number, is the grant."""
    if not plan.grant or plan.grant.stated_average is None or not plan.instalments:
        return
    count = len(plan.instalments)
    total = plan.grant.stated_average * count
    difference = total - plan.grant.amount
    if abs(difference) > TOLERANCE * count:
        yield Finding(
            rule="R13",
            severity=Severity.ERROR,
            title=(
                _("The stated average instalment gives %(amount)s kr. more than the grant")
                if difference > 0
                else _("The stated average instalment gives %(amount)s kr. less than the grant")
            )
            % {"amount": kr(abs(difference))},
            explanation=_("%(count)d instalments of %(average)s kr. are not what has been granted.")
            % {"count": count, "average": kr(plan.grant.stated_average)},
            figures=(
                (_("Average × %(count)d, kr.") % {"count": count}, kr(total)),
                (_("Grant, kr."), kr(plan.grant.amount)),
                (_("Difference"), kr(difference)),
            ),
            url=f"{plan.url}#payments",
            where=_("Payment plan"),
        )


def _grant(plan: Plan) -> Iterator[Finding]:
    """R13: what was granted is what the budget of the grant sums to."""
    stated = plan.stated(StatedSum.Scope.GRANT, None)
    if plan.grant and stated is not None and stated != plan.grant.amount:
        yield _difference(
            plan,
            _("The grant budget"),
            stated,
            plan.grant.amount,
            label=_("Grant, kr."),
            explanation=_("The budget's own sum is not what has been granted."),
        )


def _line_totals(plan: Plan) -> Iterator[Finding]:
    """R13: a line's stated total is the sum of its years."""
    for line in plan.lines:
        summed = money.total(year.amount for year in line.years.all())
        difference = line.stated_total - summed
        if difference:
            explanation = ""
            if line.basis is not None and abs(difference - line.basis) <= TOLERANCE:
                explanation = _("The yearly basis has been added to the sum of the years.")
            yield _difference(plan, line.name, line.stated_total, summed, explanation=explanation)


def _stated_sums(plan: Plan) -> Iterator[Finding]:
    """R13: a stated sum is that of its lines, and the whole project's that of its years."""
    for stated in plan.sums:
        years = plan.years(stated.groups)
        if stated.year is None:
            # the source's own years, so that their rounding is not counted again
            summed = money.total(
                amount if (own := plan.stated(stated.scope, year)) is None else own
                for year, amount in years.items()
            )
            name = stated.get_scope_display()
        else:
            summed = years.get(stated.year, money.ZERO)
            name = f"{stated.get_scope_display()} {stated.year}"
        if stated.amount != summed:
            yield _difference(plan, name, stated.amount, summed)


def _difference(
    plan: Plan,
    name: str,
    stated: Decimal,
    summed: Decimal,
    *,
    label: str = "",
    explanation: str = "",
) -> Finding:
    difference = stated - summed
    if not explanation and abs(difference) <= TOLERANCE:
        explanation = _("The difference is within the rounding of 2 kr.")
    return Finding(
        rule="R13",
        severity=_severity(difference),
        title=(
            _("%(name)s is stated %(amount)s kr. too high")
            if difference > 0
            else _("%(name)s is stated %(amount)s kr. too low")
        )
        % {"name": name, "amount": kr(abs(difference))},
        explanation=explanation,
        figures=(
            (_("Stated, kr."), kr(stated)),
            (label or _("Added up, kr."), kr(summed)),
            (_("Difference"), kr(difference)),
        ),
        url=plan.url,
        where=_("Budget"),
    )


def _plan_by_year(plan: Plan) -> Iterator[Finding]:
    """A year's instalments and its budget are not the same money."""
    if plan.instalments and any(abs(year.difference) > TOLERANCE for year in plan.payments):
        yield Finding(
            rule="R13",
            severity=Severity.NOTICE,
            title=_("The payment plan follows other years than the budget"),
            explanation=_("The instalments of each year less the budget of that year."),
            figures=(
                *((f"{year.year}, kr.", kr(year.difference)) for year in plan.payments),
                (_("Difference"), kr(money.total(year.difference for year in plan.payments))),
            ),
            url=f"{plan.url}#payments",
            where=_("Payment plan"),
        )


def _computed(plan: Plan) -> Iterator[Finding]:
    """A stated amount that the form's own arithmetic does not give within 2 kr."""
    for line in plan.lines:
        away = [
            (year.year, year.amount - computed)
            for year in line.years.all()
            if (computed := line.computed(year)) is not None
            and abs(year.amount - computed) > TOLERANCE
        ]
        if away:
            yield Finding(
                rule="R13",
                severity=Severity.NOTICE,
                title=_("%(line)s is not what the form's arithmetic gives") % {"line": line.name},
                explanation=_("Stated less computed, by year."),
                figures=(
                    *((f"{year}, kr.", kr(difference)) for year, difference in away),
                    (_("Difference"), kr(money.total(difference for _year, difference in away))),
                ),
                url=plan.url,
                where=_("Budget"),
            )


def _partial_years(plan: Plan) -> Iterator[Finding]:
    """Something given in kind that costs as much in a part of a year as in the whole year before."""
    period = plan.project.period
    for line in plan.lines:
        amounts = {year.year: year.amount for year in line.years.all()}
        for year, amount in amounts.items():
            first, last = max(period.first, date(year, 1, 1)), min(period.last, date(year, 12, 31))
            months = len(list(dates.months_between(first, last)))
            is_same = months < MONTHS_IN_YEAR and amounts.get(year - 1) == amount
            if line.group == Group.IN_KIND and is_same:
                expected = money.kroner(amount * months / MONTHS_IN_YEAR)
                yield Finding(
                    rule="R13",
                    severity=Severity.NOTICE,
                    title=_("%(line)s is not reduced in %(year)d, which has %(months)d months")
                    % {"line": line.name, "year": year, "months": months},
                    figures=(
                        (_("Stated, kr."), kr(amount)),
                        (_("For %(months)d months, kr.") % {"months": months}, kr(expected)),
                        (_("Difference"), kr(amount - expected)),
                    ),
                    url=plan.url,
                    where=_("Budget"),
                )


def _yearly_duties(plan: Plan) -> Iterator[Finding]:
    """A duty of every year without money in some of them."""
    years = plan.years(GRANT_GROUPS)
    for line in plan.lines:
        missing = sorted(set(years) - {year.year for year in line.years.all() if year.amount})
        if line.is_yearly_duty and missing:
            yield Finding(
                rule="R13",
                severity=Severity.NOTICE,
                title=_("%(line)s is a duty of every year, but %(years)s have no money for it")
                % {"line": line.name, "years": ", ".join(map(str, missing))},
                url=plan.url,
                where=_("Budget"),
            )


def _norms(plan: Plan) -> Iterator[Finding]:
    """The stated norm of the staff adds posts and parts of posts; it is not full-time equivalents."""
    staff = [line for line in plan.lines if line.group == Group.STAFF]
    norm = next((s.norm for s in plan.sums if s.norm and s.scope == StatedSum.Scope.STAFF), None)
    if norm is None or not staff or any(line.weekly_hours is None for line in staff):
        return
    fte = sum((line.posts * line.weekly_hours for line in staff), Decimal(0)) / FULL_WEEK
    if abs(norm - fte) > FTE_TOLERANCE:
        yield Finding(
            rule="R13",
            severity=Severity.NOTICE,
            title=_("The staff's norm %(norm)s is %(fte)s full-time equivalents")
            % {"norm": money.show(norm, decimals=1), "fte": money.show(fte)},
            explanation=_("The norm counts some part-time posts as whole ones."),
            figures=(
                (_("Norm"), money.show(norm)),
                (_("Posts × hours / 37"), money.show(fte)),
                (_("Difference"), money.show(norm - fte)),
            ),
            url=plan.url,
            where=_("Budget"),
        )
