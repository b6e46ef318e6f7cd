"""What holds a project's period in the books: a voucher stands in the month it is posted in."""

from django.utils.translation import gettext_lazy as _

from budget.models import Voucher
from partners.standing import Dated, register

register(
    Dated(_("vouchers"), lambda project: Voucher.objects.filter(project=project), "posting_date")
)
