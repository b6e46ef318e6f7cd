"""What does not add up, collected from every room, on a page and on the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from budget.models import Instalment
from partners.findings import Severity
from reporting.findings import blocking, findings

PAGE = "/p/peerstoette/findings/"


@pytest.fixture
def too_large_a_plan(cast):
    return Instalment.objects.create(project=cast.project, year=2018, quarter=1, amount="620147.00")


def test_the_worst_stand_first(cast, too_large_a_plan):
    order = list(Severity)
    severities = [order.index(finding.severity) for finding in findings(cast.project)]

    assert severities == sorted(severities)
    assert severities[0] == 0


def test_only_those_of_the_month_block_it(cast, too_large_a_plan):
    found = blocking(cast.may, findings(cast.project))

    assert {finding.month_id for finding in found} == {cast.may.pk}
    assert blocking(cast.april, findings(cast.project)) == []


def test_the_page_shows_figures_and_where_to_mend(cast, as_, too_large_a_plan):
    page = as_("lene").get(PAGE).content.decode()

    assert "620.147" in page
    assert 'href="/p/peerstoette/budget/#payments"' in page


def test_a_link_stands_only_where_it_lets_the_reader_in(cast, as_, too_large_a_plan):
    page = as_("stine").get(PAGE).content.decode()

    assert "620.147" in page
    assert "/p/peerstoette/budget/" not in page


def test_one_severity_can_be_shown_alone(cast, as_, too_large_a_plan):
    errors = as_("lene").get(f"{PAGE}?severity=error").context["findings"]

    assert {each.finding.severity for each in errors} == {Severity.ERROR}
    assert as_("lene").get(f"{PAGE}?severity=nonsense").status_code == 200


def test_the_page_names_no_citizen(cast, as_):
    page = as_("lene").get(PAGE).content.decode()

    assert [c.family_name for c in cast.citizens if c.family_name in page] == []


def test_the_command_ends_with_1_when_there_is_an_error(cast, too_large_a_plan):
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("findings", "peerstoette", stdout=out)

    assert end.value.code == 1
    assert "R13" in out.getvalue()
    assert "147" in out.getvalue()


def test_the_command_ends_well_without_an_error(cast):
    out = StringIO()
    call_command("findings", "peerstoette", stdout=out)

    assert "R8" in out.getvalue()


def test_the_command_ends_with_2_for_an_unknown_project(cast):
    with pytest.raises(CommandError) as refusal:
        call_command("findings", "nowhere")
    assert refusal.value.returncode == 2
