"""Budget and payment plan through the product's own import, and then what was paid."""

from random import Random

from accounts.models import User
from budget.actions import import_budget, import_payments
from partners.models import Project
from peerstoette.management.demo import tables, vouchers
from peerstoette.management.demo.partnership import A, B

BUDGETS = {A: "budget.csv", B: "frederiksberg.csv"}
PAYMENTS = {A: "instalments.csv", B: "frederiksberg_instalments.csv"}


def make_money(rng: Random, project: Project, by: User) -> None:
    """The contradictions of project A's budget come from its table alone; nothing is planted."""
    for names, imported in ((BUDGETS, import_budget), (PAYMENTS, import_payments)):
        name = names[project.slug]
        content = (tables.DATA / name).read_bytes()
        imported(by=by, project=project, name=name, content=content)
    vouchers.make_vouchers(rng, project, by)
