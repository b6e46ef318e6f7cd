"""What does not add up in the money, from the data alone."""

from budget.findings import books, form
from budget.plan import Plan
from partners.findings import Finding
from partners.models import Project
from peerstoette.lib.once import once


def findings(project: Project) -> list[Finding]:
    """What does not add up in the budget, the payment plan, the vouchers and the pay rates."""
    return [*form.findings(Plan(project)), *month_findings(project)]


@once
def month_findings(project: Project) -> list[Finding]:
    """Those in the books: some of them belong to a month and hold it back."""
    return books.findings(Plan(project))
