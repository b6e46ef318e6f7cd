"""Who meets a version when, and what nobody must meet in it."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from reporting.models import ReportVersion
from reporting.status import actions

SEES = {
    "draft": {"lene", "stine"},
    "submitted": {"lene", "stine", "svend", "kirsten", "ruth"},
    "approved": {"lene", "stine", "svend", "kirsten", "ruth"},
    "at_owner": {"lene", "stine", "svend", "kirsten", "ruth", "connie"},
}
EVERYBODY = ["lene", "stine", "omar", "kirsten", "svend", "gitte", "ruth", "connie", "poul", "leo"]


def seeing(cast, version: ReportVersion) -> set[str]:
    return {
        name
        for name in EVERYBODY
        if ReportVersion.objects.visible_to(getattr(cast, name)).filter(pk=version.pk).exists()
    }


@pytest.mark.parametrize("state", SEES)
def test_a_version_is_seen_from_its_state_on(cast, state, request):
    assert seeing(cast, request.getfixturevalue(state)) == SEES[state]


def test_the_funder_sees_what_was_sent_to_it(cast, at_owner):
    assert "poul" in seeing(cast, actions.forward(by=cast.connie, version=at_owner))


def test_the_list_shows_a_person_the_newest_version_that_they_may_see(as_, cast, submitted):
    actions.take_back(by=cast.lene, version=submitted)
    assert "Draft" in as_("lene").get("/p/peerstoette/reports/").content.decode()
    page = as_("svend").get("/p/peerstoette/reports/").content.decode()
    assert "Withdrawn" in page
    assert "No report yet" in as_("connie").get("/p/peerstoette/reports/").content.decode()


def test_partners_comment_and_the_owner_and_the_funder_never_read_it(cast, as_, at_owner):
    actions.comment(by=cast.svend, version=at_owner, text="Enig i afsnittet.", section="money")
    for name, expected in [("lene", True), ("kirsten", True), ("connie", False)]:
        page = as_(name).get(f"/p/peerstoette/reports/{at_owner.pk}/").content.decode()
        assert ("Enig i afsnittet." in page) is expected, name


def test_no_name_of_a_citizen_or_a_peer_stands_in_the_report(cast, submitted):
    text = "".join(p.extract_text() for p in PdfReader(BytesIO(_content(submitted))).pages)
    named = [name for c in cast.citizens for name in (c.given_name, c.family_name)]
    assert [name for name in [*named, cast.peer.name, "Omar"] if name in text] == []
    assert "Foreningen Fyrtårnet" in text


def test_the_file_is_an_attachment_that_nobody_keeps(as_, submitted):
    response = as_("svend").get(f"/p/peerstoette/reports/{submitted.pk}/report.pdf")
    assert response["Content-Disposition"] == (
        'attachment; filename="statusrapport-2018-version-1.pdf"'
    )
    assert "no-store" in response["Cache-Control"]


def _content(version: ReportVersion) -> bytes:
    return bytes(ReportVersion.objects.get(pk=version.pk).content)
