"""What a report fills in by itself: of its own year, and safe for everybody who reads it."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from pypdf import PdfReader

from citizens.models import Session
from partners.models import Milestone
from peers.models import PayRate, Training, TrainingTheme
from reporting.findings import findings
from reporting.models import ReportVersion
from reporting.status.figures import ABOUT_PEOPLE, figures
from reporting.status.sections import SECTIONS
from reporting.status.tables import tables_of


def test_a_running_year_is_told_up_to_today(cast):
    shown = figures(cast.project, 2018)
    assert (shown.until, shown.drawn_on) == (date(2018, 6, 15), date(2018, 6, 15))


def test_the_peers_of_a_partner_stand_against_the_agreement(cast):
    (row,) = figures(cast.project, 2018).staffing
    assert (row.partner, row.peers, row.days_short, row.days) == ("Fjordby Kommune", 1, 0, 166)
    assert row.fte == row.mean_fte == Decimal(20) / Decimal(37)


def test_the_accounts_are_those_of_the_year_so_far(cast):
    accounts = figures(cast.project, 2018).accounts
    assert accounts.total("year_to_date") == Decimal("51284.50")
    assert accounts.total("year_budget") == Decimal("620000.00")


def test_a_theme_counts_peers_of_the_year_and_in_all(cast):
    theme = TrainingTheme.objects.create(
        project=cast.project, number=1, name_da="Kommunikation", name_en="Communication"
    )
    Training.objects.create(
        project=cast.project, peer=cast.peer, theme=theme, completed_on=date(2017, 12, 1)
    )
    (row,) = figures(cast.project, 2018).themes
    assert (row.in_year, row.in_all) == (0, 1)


def test_a_milestone_reached_later_had_not_been_reached_then(cast):
    Milestone.objects.create(
        project=cast.project,
        number=1,
        name_da="Uddannelse",
        name_en="Training",
        starts_on=date(2018, 1, 1),
        ends_on=date(2018, 3, 1),
        reached_on=date(2018, 7, 1),
    )
    ((group,),) = (figures(cast.project, 2018).milestones,)
    (row,) = group.milestones
    assert (row.reached_on, row.days_over) == (None, 106)


def test_findings_about_few_people_are_counted_and_never_told(cast):
    for group in figures(cast.project, 2018).findings:
        assert not (group.rule in ABOUT_PEOPLE and group.titles)


def test_no_amount_stands_twice_with_two_values(cast):
    shown = figures(cast.project, 2018)
    table = tables_of("money", shown)[0]
    total = table.lines[-1].cells
    assert total[1:4] == ("620.000", "51.285", "568.716")


def test_the_contents_name_the_page_that_each_section_begins_on(submitted):
    content = bytes(ReportVersion.objects.get(pk=submitted.pk).content)
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    contents = pages[1].splitlines()
    for number, section in enumerate(SECTIONS, start=1):
        heading = f"{number}. {section.title}"
        begins = next(n for n, text in enumerate(pages, start=1) if heading in text)
        row = contents.index(f"{number}.")
        assert contents[row : row + 3] == [f"{number}.", str(section.title), str(begins)]


def test_a_peer_without_a_pay_rate_is_counted_and_never_named(cast):
    PayRate.objects.filter(project=cast.project).delete()
    initials = cast.peer.initials
    (told,) = [each for each in findings(cast.project) if each.rule == "R4"]
    assert initials in told.title
    (group,) = [each for each in figures(cast.project, 2018).findings if each.rule == "R4"]
    assert (group.number, group.titles) == (1, ())


def test_what_was_held_is_told_by_model_and_in_all(cast):
    Session.objects.filter(pk=cast.session.pk).update(was_held=True, staff_count=2)
    table = tables_of("activities", figures(cast.project, 2018))[0]
    held = {line.cells[0]: line.cells[1:] for line in table.lines}
    assert held == {
        "Model 1: municipal services": ("1", "0", "2"),
        "Model 2: the region's psychiatry": ("0", "0", "0"),
        "In all": ("1", "0", "2"),
    }
