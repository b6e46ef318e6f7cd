"""From an open month to the invoice on paper, as the accountant does it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect
from pypdf import PdfReader

from budget.actions import attach_document, close_month, issue_invoice
from citizens.models import Meeting, Session

PDF = b"%PDF-1.4\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def may_ready(fresh_cast):
    """The months before are issued; in May everything is registered and has its document."""
    gitte = fresh_cast.gitte
    for month in fresh_cast.project.months.filter(first_day__lt=fresh_cast.may.first_day):
        close_month(by=gitte, month=month)
        issue_invoice(by=gitte, month=month)
    for voucher in fresh_cast.project.vouchers.all():
        file = SimpleUploadedFile("bilag.pdf", PDF, content_type="application/pdf")
        attach_document(by=gitte, voucher=voucher, file=file)
    for model in [Session, Meeting]:
        model.objects.filter(project=fresh_cast.project, date__month=5).update(
            was_held=False, cancel_reason="Sygdom"
        )
    return fresh_cast.may


def test_the_accountant_closes_may_issues_and_downloads_the_invoice(visit, may_ready):
    gitte = visit("gitte")
    page = gitte.page
    gitte.go("/p/peerstoette/months/2018-05/")
    page.get_by_role("link", name="Luk maj 2018").click()
    page.get_by_role("button", name="Luk maj 2018").click()
    expect(page.get_by_role("status")).to_contain_text("Maj 2018")
    page.get_by_role("link", name="Udsted faktura").click()
    page.get_by_role("button", name="Udsted faktura").click()
    expect(page.get_by_role("status")).to_contain_text("Faktura 1")
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent faktura").first.click()
    paper = PdfReader(BytesIO(download.value.path().read_bytes()))
    text = paper.pages[0].extract_text()
    assert "Faktura" in text
    assert "51.284,50" in text
    assert gitte.violations() == []
    may_ready.refresh_from_db()
    assert may_ready.is_issued


def test_a_month_that_misses_something_says_what(visit, fresh_cast):
    gitte = visit("gitte")
    gitte.go("/p/peerstoette/months/2018-05/")
    expect(gitte.page.locator("[aria-disabled=true]")).to_contain_text("Luk maj 2018")
    assert gitte.violations() == []
