"""What does not add up in the money, from the data alone."""

from budget.findings import books, form
from budget.plan import Plan
from partners.findings import Finding
from partners.models import Project


def findings(project: Project) -> list[Finding]:
    """What does not add up in the budget, the payment plan, the vouchers and the pay rates."""
    plan = Plan(project)
    return [*form.findings(plan), *books.findings(plan)]
