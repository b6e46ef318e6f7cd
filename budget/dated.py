"""What holds a project's period in the books: vouchers by their month, money by its year."""

from django.utils.translation import gettext_lazy as _

from budget.models import BudgetYear, Instalment, Voucher
from partners.standing import Dated, register

register(
    Dated(_("vouchers"), lambda project: Voucher.objects.filter(project=project), "posting_date"),
    Dated(
        _("budgets of years"),
        lambda project: BudgetYear.objects.filter(project=project),
        "year",
        is_year=True,
    ),
    Dated(
        _("instalments"),
        lambda project: Instalment.objects.filter(project=project),
        "year",
        is_year=True,
    ),
)
