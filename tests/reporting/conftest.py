"""May 2018 of project A at different points on its way to the invoice."""

from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from budget.models import Voucher
from citizens.models import Meeting, Session
from partners.models import Month, Project
from reporting import actions

MAY_TOTAL = Decimal("51284.50")


@pytest.fixture
def ready(cast) -> Month:
    """Everything in May is registered and documented, and the months before it are issued."""
    Session.objects.in_month(cast.may).update(was_held=True)
    Meeting.objects.in_month(cast.may).update(was_held=True, came=True)
    Voucher.objects.filter(project=cast.project).update(document="vouchers/1/paper.pdf")
    for number in range(1, 5):
        actions.close(by=cast.gitte, month=cast.month(2018, number))
        actions.issue(by=cast.gitte, month=cast.month(2018, number), papers=False)
    return cast.may


@pytest.fixture
def own(cast, ready) -> Month:
    """The lead is the project's owner: nobody is invoiced."""
    Project.objects.filter(pk=cast.project.pk).update(owner=cast.project.lead)
    return cast.may


@pytest.fixture
def closed(cast, ready) -> Month:
    actions.close(by=cast.gitte, month=ready)
    return cast.may


@pytest.fixture
def issued(cast, closed) -> Month:
    actions.issue(by=cast.gitte, month=closed)
    return cast.may


@pytest.fixture
def text_of():
    """The words of a PDF, page by page."""

    def read(content: bytes) -> list[str]:
        return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]

    return read
