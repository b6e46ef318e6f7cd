"""How far a project's budget is: the grant, its lines and how it is paid."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budget.models.plan import GRANT_GROUPS
from budget.plan import TOLERANCE, Plan
from partners.models import Project
from partners.setup.facts import Lack, Step
from peerstoette.lib import money


def budget_step(project: Project) -> Step:
    """The budget as a step of the set-up. Three queries and the years'."""
    plan = Plan(project)
    lines = [line for line in plan.lines if line.group in GRANT_GROUPS]
    total = money.total(line.stated_total for line in lines)
    facts = [
        ngettext("%(count)d line of the grant", "%(count)d lines of the grant", len(lines))
        % {"count": len(lines)},
        _("%(amount)s kr. in all") % {"amount": money.show(total)},
    ]
    return Step(
        label=_("Grant and budget"),
        url=plan.url,
        act=_("Go to the budget"),
        facts=tuple(facts) if lines else (),
        lacks=tuple(_lacks(plan, has_lines=bool(lines), total=total)),
    )


def _lacks(plan: Plan, *, has_lines: bool, total):
    def url(name: str) -> str:
        return reverse(name, args=[plan.project.slug])

    if plan.grant is None:
        yield Lack(_("What was granted, and when"), url("grant_change"), is_needed=True)
    if not has_lines:
        yield Lack(_("A budget line of the grant, by hand"), url("budget_line_add"), is_needed=True)
        yield Lack(_("Or the whole budget from a table"), url("budget_import"))
    if plan.grant and has_lines and abs(total - plan.grant.amount) > TOLERANCE:
        difference = money.show(total - plan.grant.amount)
        text = _("The lines add up to %(difference)s kr. from the grant")
        yield Lack(text % {"difference": difference}, plan.url)
    if not plan.instalments:
        yield Lack(_("How the grant is paid out"), url("instalments_change"))
