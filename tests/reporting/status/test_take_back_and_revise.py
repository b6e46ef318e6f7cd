"""A change makes a new version: what was submitted stays, and an approval never moves."""

import pytest

from peerstoette.lib.errors import RuleBroken
from reporting.models import ReportVersion
from reporting.status import actions


def texts(version: ReportVersion) -> dict[str, str]:
    return dict(version.texts.values_list("section", "text"))


def test_a_submitted_version_is_taken_back_and_a_draft_goes_on_from_its_texts(cast, submitted):
    draft = actions.take_back(by=cast.lene, version=submitted)
    submitted.refresh_from_db()
    assert submitted.state == "withdrawn"
    assert [step.kind for step in submitted.steps.all()] == ["submitted", "taken_back"]
    assert (draft.number, draft.state) == (2, "draft")
    assert texts(draft) == texts(submitted)


def test_a_version_that_was_taken_back_cannot_be_approved(cast, submitted):
    actions.take_back(by=cast.lene, version=submitted)
    with pytest.raises(RuleBroken, match="waits"):
        actions.approve(by=cast.svend, version=submitted)


def test_the_approval_falls_when_the_report_is_changed(cast, approved):
    draft = actions.revise(by=cast.lene, version=approved)
    approved.refresh_from_db()
    assert approved.state == "withdrawn"
    assert [step.kind for step in approved.steps.all()] == ["submitted", "approved", "fell"]
    assert (draft.number, draft.steps.count()) == (2, 0)
    with pytest.raises(RuleBroken, match="approved version"):
        actions.send(by=cast.lene, version=approved)


def test_the_new_version_needs_an_approval_of_its_own(cast, approved):
    draft = actions.revise(by=cast.lene, version=approved)
    actions.write_texts(by=cast.lene, version=draft, texts={"summary": "Rettet."})
    second = actions.submit(by=cast.lene, version=draft)
    assert second.is_submitted
    assert second.sha256 != approved.sha256
    actions.approve(by=cast.svend, version=second)


def test_a_sent_version_stays_as_it_is_and_a_new_one_corrects_it(cast, at_owner):
    draft = actions.revise(by=cast.lene, version=at_owner)
    at_owner.refresh_from_db()
    assert (at_owner.state, draft.number) == ("at_owner", 2)


def test_only_the_newest_version_is_followed_by_a_draft(cast, at_owner):
    actions.revise(by=cast.lene, version=at_owner)
    with pytest.raises(RuleBroken, match="newer version"):
        actions.revise(by=cast.lene, version=at_owner)


def test_a_draft_or_a_submitted_version_is_not_revised(cast, submitted):
    with pytest.raises(RuleBroken, match="approved or sent"):
        actions.revise(by=cast.lene, version=submitted)


def test_the_page_says_that_the_approval_falls_before_it_does(as_, approved):
    page = as_("lene").get(f"/p/peerstoette/reports/{approved.pk}/revise/").content.decode()
    assert "approval of this version falls" in page
