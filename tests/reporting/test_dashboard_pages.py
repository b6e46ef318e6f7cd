"""The dashboard in the browser and as a file: the period in the address, and the same figures."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from citizens.models import Attendance
from partners.models import Guidepost, Milestone, Project
from reporting.dashboard.board import board
from reporting.dashboard.build import dashboard
from reporting.dashboard.period import period_of

PAGE = "/p/peerstoette/dashboard/"
ABOUT_CITIZENS = {"reach", "partners", "sides", "attendance", "dropout", "activity"}


@pytest.fixture
def few(cast) -> int:
    """The cast's three citizens came to the session of 28 May 2018, and nobody to anything else."""
    session = cast.session
    session.was_held = True
    session.save()
    for citizen in cast.citizens:
        Attendance.objects.create(project=cast.project, session=session, citizen=citizen, came=True)
    return len(cast.citizens)


def test_it_opens_on_the_year_we_are_in(cast, as_):
    page = as_("svend").get(PAGE)
    assert page.status_code == 200
    assert page.context["period"].key == "2018"
    assert "Key figures 2018" in page.content.decode()


@pytest.mark.parametrize("key", ["2018", "2018-q2", "2018-05", "all"])
def test_month_quarter_year_and_project_have_an_address(key, cast, as_):
    page = as_("svend").get(PAGE, {"period": key})
    assert page.context["period"].key == key
    assert as_("svend").get(f"{PAGE}paper/", {"period": key}).status_code == 200


@pytest.mark.parametrize("key", ["2017", "2018-12", "2019", "2018-13", "x", "2018-q5", "'"])
def test_a_period_that_is_not_there_is_not_found(key, cast, as_):
    browser = as_("svend")
    assert browser.get(PAGE, {"period": key}).status_code == 404
    assert browser.get(f"{PAGE}paper/", {"period": key}).status_code == 404


def test_before_the_project_begins_the_page_says_so(cast, as_):
    Project.objects.filter(pk=cast.project.pk).update(demo_date=date(2017, 6, 1))
    page = as_("svend").get(PAGE)
    assert page.status_code == 200
    assert "ps-empty" in page.content.decode()
    assert as_("svend").get(f"{PAGE}paper/").status_code == 404


def test_page_and_paper_are_drawn_from_the_same_figures(cast, as_, text_of):
    browser = as_("svend")
    period = period_of(cast.project, "2018")
    words = board(dashboard(cast.project, cast.svend, period))
    assert browser.get(PAGE).context["board"] == words
    paper = browser.get(f"{PAGE}paper/")
    assert paper["Content-Disposition"] == 'attachment; filename="noegletal-2018.pdf"'
    text = re.sub(r"\s+", "", "".join(text_of(paper.content)))
    for block in words.blocks:
        for row in block.figures.rows if block.figures else ():
            for cell in filter(lambda cell: cell and re.fullmatch(r"[\d.]+", cell), row):
                assert cell in text


def test_everybody_who_may_see_them_sees_the_same_figures(cast, as_):
    boards = [as_(name).get(PAGE).context["board"] for name in ("svend", "lene", "stine")]
    assert boards[0] == boards[1] == boards[2]


def test_three_people_are_nowhere_to_be_read(few, cast, as_, text_of):
    browser = as_("svend")
    page = browser.get(PAGE)
    words = page.context["board"]
    assert few == 3
    assert [key.value for key in words.key_figures][:3] == [None, None, None]
    for block in words.blocks:
        if block.id in ABOUT_CITIZENS and block.figures:
            assert not {"3", "3 %"} & {cell for row in block.figures.rows for cell in row}
        if block.id in ABOUT_CITIZENS and block.figure:
            assert "3" not in {mark.text for mark in block.figure.marks}
            assert not re.search(r"\b3\b", block.figure.description)
    assert "ps-hidden" in page.content.decode()
    with translation.override("da"):
        hidden = gettext("hidden")
    paper = " ".join(text_of(browser.get(f"{PAGE}paper/").content))
    assert paper.count(hidden) >= words.blocks[0].has_hidden + 3


def test_links_lead_only_where_the_person_may_go(cast, as_):
    assert "findings" not in as_("svend").get(PAGE).context["links"]
    assert "findings" in as_("lene").get(PAGE).context["links"]


def test_the_menu_offers_it_to_those_who_may(cast, as_):
    assert PAGE in as_("svend").get("/p/peerstoette/").content.decode()
    assert PAGE not in as_("gitte").get("/p/peerstoette/").content.decode()


def test_what_a_page_draws_is_allowed_by_its_policy(cast, as_):
    content = as_("svend").get(PAGE).content.decode()
    assert " style=" not in content
    ids = re.findall(r'\bid="([^"]+)"', content)
    assert len(ids) == len(set(ids))


@pytest.fixture
def bilingual(cast):
    """Names that differ in the two languages: a milestone, a guidepost."""
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


@pytest.mark.parametrize("name", ["paper", "sheet"])
@pytest.mark.parametrize("key", ["2018-05", "2018-q2", "all"])
def test_a_file_is_danish_whatever_the_reader_has_chosen(bilingual, cast, as_, name, key):
    address = {"paper": f"{PAGE}paper/", "sheet": reverse("dashboard_sheet", args=["peerstoette"])}
    browser = as_("svend")
    files = []
    for language in ("da", "en"):
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        files.append(browser.get(address[name], {"period": key}).content)
    assert files[0] == files[1]
