"""A report is begun once for each year, and its texts are saved section by section."""

from datetime import date

import pytest

from accounts.models import TrailEntry
from partners.models import Project
from peerstoette.lib.errors import RuleBroken
from reporting.models import ReportText
from reporting.status import actions
from reporting.status.figures import years_of
from reporting.status.sections import SECTIONS


def test_a_report_begins_with_an_empty_first_draft(cast, draft):
    assert (draft.number, draft.state, draft.sha256) == (1, "draft", "")
    assert draft.texts.count() == 0


def test_a_year_has_one_report(cast, draft):
    with pytest.raises(RuleBroken, match="begun already"):
        actions.start_report(by=cast.lene, project=cast.project, year=2018)


@pytest.mark.parametrize("year", [2017, 2019])
def test_a_year_outside_the_project_or_ahead_has_none(cast, year):
    with pytest.raises(RuleBroken) as refusal:
        actions.start_report(by=cast.lene, project=cast.project, year=year)
    assert refusal.value.field == "year"


def test_what_is_written_is_saved_and_told_to_the_trail_without_the_words(cast, draft):
    actions.write_texts(by=cast.lene, version=draft, texts={"summary": "Godt.", "money": ""})
    assert dict(draft.texts.values_list("section", "text")) == {"summary": "Godt."}
    entry = TrailEntry.objects.get(action="report.write")
    assert entry.details == {"sections": ["summary"]}
    assert entry.role == "leader"


def test_saving_the_same_again_leaves_no_trace(cast, draft):
    for _ in range(2):
        actions.write_texts(by=cast.lene, version=draft, texts={"summary": "Godt."})
    assert TrailEntry.objects.filter(action="report.write").count() == 1


def test_the_page_saves_a_section_and_goes_back_to_the_report(as_, draft):
    url = f"/p/peerstoette/reports/{draft.pk}/write/summary/"
    response = as_("lene").post(url, {"summary": "Første linje.\r\n\r\n- et"})
    assert response.url == f"/p/peerstoette/reports/{draft.pk}/"
    assert draft.texts.get().text == "Første linje.\n\n- et"


@pytest.mark.parametrize("text", ["CPR 010190-1234", "x" * 2401])
def test_a_cpr_number_or_too_long_a_text_is_refused_and_nothing_is_saved(as_, draft, text):
    url = f"/p/peerstoette/reports/{draft.pk}/write/summary/"
    response = as_("lene").post(url, {"summary": text})
    assert response.status_code == 422
    assert not ReportText.objects.exists()


def test_a_line_end_counts_as_one_character(as_, draft):
    url = f"/p/peerstoette/reports/{draft.pk}/write/summary/"
    response = as_("lene").post(url, {"summary": "x" * 2390 + "\r\n" * 5 + "yyyyy"})
    assert response.status_code == 302


def test_an_unknown_section_is_not_found(as_, draft):
    assert as_("lene").get(f"/p/peerstoette/reports/{draft.pk}/write/other/").status_code == 404


def test_a_submitted_version_has_no_section_to_write(as_, cast, submitted):
    url = f"/p/peerstoette/reports/{submitted.pk}/write/summary/"
    assert as_("lene").get(url).status_code == 404
    with pytest.raises(RuleBroken, match="cannot be changed"):
        actions.write_texts(by=cast.lene, version=submitted, texts={"summary": "Nyt."})


def test_the_report_page_names_every_section_that_is_missing(as_, draft):
    page = as_("lene").get(f"/p/peerstoette/reports/{draft.pk}/").content.decode()
    assert page.count("Missing</span>") == len(SECTIONS)
    assert "Missing: Explanation of R8" in page
    assert "Submit to the steering group" in page
    assert 'aria-disabled="true"' in page


def test_a_project_that_has_not_begun_has_no_year_to_report(as_, cast):
    Project.objects.filter(pk=cast.project.pk).update(starts_on=date(2018, 7, 1))
    cast.project.refresh_from_db()
    assert years_of(cast.project) == []
    with pytest.raises(RuleBroken, match="no such year"):
        actions.start_report(by=cast.lene, project=cast.project, year=2018)
    response = as_("lene").post("/p/peerstoette/reports/begin/", {"year": "2018"})
    assert response.status_code == 422


def test_what_was_written_stays_on_the_page_when_somebody_submitted_meanwhile(as_, submitted):
    url = f"/p/peerstoette/reports/{submitted.pk}/write/summary/"
    response = as_("lene").post(url, {"summary": "Skrevet imens."})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Skrevet imens." in page
    assert "cannot be changed" in page
    assert submitted.texts.get(section="summary").text != "Skrevet imens."
