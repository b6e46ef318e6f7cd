"""The report is Danish on paper, whatever language its reader has chosen."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from partners.models import Guidepost, Milestone


def test_the_draft_is_the_same_file_for_an_english_reader(cast, as_, complete):
    Milestone.objects.create(
        project=cast.project,
        number=91,
        name_da="Prøvemilepæl",
        name_en="Trial milestone",
        starts_on=date(2018, 1, 1),
        ends_on=date(2018, 6, 2),
    )
    Guidepost.objects.create(
        project=cast.project, number=91, name_da="Prøvepejl", name_en="Trial guidepost"
    )
    browser, files = as_("lene"), []
    for language in ("da", "en"):
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        files.append(browser.get(reverse("report_pdf", args=["peerstoette", complete.pk])).content)
    assert files[0] == files[1]
