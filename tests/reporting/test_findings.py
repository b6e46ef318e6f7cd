"""What does not add up, collected from every room, on a page and on the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from budget.models import Instalment
from partners.findings import Finding, Severity
from reporting.findings import RULES, blocking, counts, findings
from tests.growth import Growth

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


def listed(client, **query) -> list[Finding]:
    return [row.finding for row in client.get(PAGE, query).context["list"].rows]


def test_one_severity_or_one_rule_can_be_shown_alone(cast, as_, too_large_a_plan):
    lene = as_("lene")

    assert {finding.severity for finding in listed(lene, severity="error")} == {Severity.ERROR}
    assert {finding.rule for finding in listed(lene, rule="R8")} == {"R8"}
    assert listed(lene, rule="R8", severity="error") == []


def test_every_rule_that_is_broken_can_be_asked_for(cast, too_large_a_plan):
    Growth(cast).add(1)

    assert {finding.rule for finding in findings(cast.project)} <= set(RULES)


def test_the_choices_say_how_many_there_are(cast, as_, too_large_a_plan):
    found = findings(cast.project)
    choices = as_("lene").get(PAGE, {"rule": "R8"}).context["list"].choices

    numbers = [int(choice.label.split("(")[1].rstrip(")")) for choice in choices]
    assert numbers == [len(found), *counts(found).values()]


def test_they_sort_by_severity_and_by_the_number_of_the_rule(cast, as_, too_large_a_plan):
    Growth(cast).add(1)
    lene = as_("lene")
    numbers = [int(finding.rule[1:]) for finding in listed(lene, sort="rule")]

    assert listed(lene) == findings(cast.project)
    assert numbers == sorted(numbers)
    assert numbers[0] < 10 < numbers[-1]
    assert listed(lene, sort="severity")[0].severity == Severity.NOTICE


def test_the_file_holds_the_arithmetic_and_the_reason(cast, as_, too_large_a_plan):
    text = as_("lene").get(PAGE, {"format": "csv", "severity": "error"}).content.decode()

    assert "is 147 kr. larger than the grant. All instalments added together are not" in text
    assert "Instalments, kr.: 620.147; Grant, kr.: 620.000; Difference: 147" in text
    assert "R13 Sums agree, and no line is overrun" in text


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
