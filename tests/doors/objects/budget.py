"""What the addresses of budget point at."""

from datetime import date
from decimal import Decimal

from budget.actions import attach_document, close_month, issue_invoice
from budget.models import Counter, Instalment, StatedSum
from tests.budget.acts import upload


def voucher(cast):
    return cast.voucher


def documented(cast):
    return attach_document(by=cast.gitte, voucher=cast.voucher, file=upload())


def invoice(cast):
    for each in cast.project.months.open().filter(first_day__lte=date(2018, 5, 1)):
        close_month(by=cast.gitte, month=each)
        issue_invoice(by=cast.gitte, month=each)
    return cast.may.invoice


def invoiceline(cast):
    return invoice(cast).lines.first()


def monthsnapshot(cast):
    return invoice(cast).month.snapshot


def counter(cast):
    invoice(cast)
    return Counter.objects.get()


def statedsum(cast):
    return StatedSum.objects.create(
        project=cast.project, scope=StatedSum.Scope.GRANT, amount=Decimal("620000.00")
    )


def instalment(cast):
    return Instalment.objects.create(
        project=cast.project, year=2018, quarter=1, amount=Decimal("155000.00")
    )
