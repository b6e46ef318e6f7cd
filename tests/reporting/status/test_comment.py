"""Partners comment a version; what they said stays."""

import pytest

from peerstoette.lib.errors import RuleBroken
from reporting.models import ReportComment
from reporting.status import actions


def test_a_comment_stands_with_its_partner_person_and_day(cast, submitted):
    made = actions.comment(by=cast.kirsten, version=submitted, text="Enig.", section="reach")
    assert (str(made.organisation), made.author, f"{made.written_on}") == (
        "Fjordby Kommune",
        cast.kirsten,
        "2018-06-15",
    )


def test_a_draft_is_not_commented(cast, complete):
    with pytest.raises(RuleBroken, match="submitted"):
        actions.comment(by=cast.svend, version=complete, text="Enig.")


def test_a_comment_with_a_cpr_number_is_refused(as_, submitted):
    url = f"/p/peerstoette/reports/{submitted.pk}/comment/"
    assert as_("svend").post(url, {"text": "010190-1234"}).status_code == 422
    assert not ReportComment.objects.exists()


def test_the_page_adds_the_comment(as_, submitted):
    client = as_("svend")
    url = f"/p/peerstoette/reports/{submitted.pk}/comment/"
    assert (
        client.post(url, {"text": "Skriv om Nordsjælland.", "section": "reach"}).status_code == 302
    )
    assert (
        "Skriv om Nordsjælland."
        in client.get(f"/p/peerstoette/reports/{submitted.pk}/").content.decode()
    )
