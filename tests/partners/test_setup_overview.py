"""The set-up says what is missing, where it is mended, and what the first invoice waits for."""

from datetime import date

import pytest
from django.urls import reverse

from budget.models import BudgetLine, BudgetYear, Grant
from partners.models import Deliverable, Milestone, Organisation, Project
from reporting.setup import set_up

SETUP = reverse("setup", args=["peerstoette"])


def page(name: str, *args) -> str:
    return reverse(name, args=["peerstoette", *args])


def step_of(project, number: int):
    return set_up(project).steps[number - 1]


def whats(lacks) -> list[str]:
    return [lack.what for lack in lacks]


@pytest.fixture
def bare(cast) -> Project:
    """A project of which only owner and lead are known, by name."""
    owner, lead = (
        Organisation.objects.create(name=name, kind=Organisation.Kind.OTHER)
        for name in ["Ejer", "Leder"]
    )
    project = Project.objects.create(
        slug="nyt",
        name="Et nyt projekt",
        owner=owner,
        lead=lead,
        starts_on=date(2018, 6, 1),
        ends_on=date(2019, 5, 31),
        demo_date=date(2018, 6, 15),
    )
    project.add_months()
    for organisation in [owner, lead]:
        project.partners.create(organisation=organisation)
    return project


def test_what_the_first_invoice_needs_is_named(bare):
    assert whats(set_up(bare).needed) == [
        "The VAT text on invoices",
        "Address of Ejer",
        "Address of Leder",
        "CVR number or GLN of Ejer, who receives the invoice",
        "Bank account of Leder, who is to be paid",
        "What was granted, and when",
        "A budget line of the grant, by hand",
    ]


def test_each_lack_leads_to_where_it_is_mended(bare):
    lead = bare.partners.get(organisation=bare.lead)
    [bank] = [lack for lack in set_up(bare).needed if lack.what.startswith("Bank")]
    assert bank.url == reverse("organisation_change", args=["nyt", lead.pk])


def test_nobody_who_invoices_nobody_needs_a_bank_account(bare):
    Project.objects.filter(pk=bare.pk).update(owner=bare.lead)
    assert whats(set_up(bare).needed) == [
        "What was granted, and when",
        "A budget line of the grant, by hand",
    ]


def test_a_step_is_done_once_nothing_is_missing_in_it(bare):
    assert step_of(bare, 5).state == "stuck"
    Grant.objects.create(project=bare, amount="100.00", granted_on=date(2018, 1, 1))
    line = BudgetLine.objects.create(
        project=bare, number=1, group="staff", name_da="Løn", name_en="Pay", stated_total="100.00"
    )
    BudgetYear.objects.create(project=bare, line=line, year=2018, amount="100.00")
    assert whats(step_of(bare, 5).lacks) == ["How the grant is paid out"]
    assert step_of(bare, 5).state == ""
    bare.instalments.create(year=2018, quarter=3, amount="100.00")
    assert step_of(bare, 5).state == "done"


def test_lines_that_miss_the_grant_are_told_with_the_difference(cast):
    Grant.objects.filter(project=cast.project).update(amount="619000.00")
    assert "The lines add up to 1.000,00 kr. from the grant" in whats(
        step_of(cast.project, 5).lacks
    )


def test_partners_who_owe_peers_need_a_minimum_and_a_period(bare):
    bare.partners.filter(organisation=bare.owner).update(employs_peers=True)
    assert whats(step_of(bare, 3).lacks)[:2] == [
        "How many peers and FTE each employing partner owes",
        "The period in which partners owe peers",
    ]


def test_roles_that_nobody_has_are_named(bare):
    assert "Nobody is accountant yet" in whats(step_of(bare, 7).lacks)


def test_a_project_that_runs_is_ready_and_names_its_month(as_, cast):
    state = as_("lene").get(SETUP).context["setup"]
    assert state.needed == []
    assert (state.month.key, state.is_begun, state.can_close) == ("2018-01", False, True)


def test_the_plan_is_written_row_by_row(as_, cast):
    client = as_("lene")
    client.post(page("deliverable_add"), {"letter": "a", "name_da": "Træning", "name_en": ""})
    deliverable = Deliverable.objects.get(project=cast.project)
    assert (deliverable.letter, deliverable.name_en) == ("A", "Træning")
    row = {
        "number": "1",
        "name_da": "Uddannelse",
        "deliverable": deliverable.pk,
        "starts_on": "1.2.2018",
        "ends_on": "31.3.2018",
    }
    assert client.post(page("milestone_add"), row).status_code == 302
    milestone = Milestone.objects.get(project=cast.project)
    assert (milestone.ends_on, milestone.baseline_ends_on) == (date(2018, 3, 31), None)
    guidepost = {"number": "1", "name_da": "Håb", "name_en": "Hope", "text_da": "", "text_en": ""}
    assert client.post(page("guidepost_add"), guidepost).status_code == 302
    theme = {"number": "1", "name_da": "Kommunikation", "name_en": "Communication"}
    assert client.post(page("theme_add"), theme).status_code == 302
    facts = ["Deliverables: 1", "Guideposts: 1", "Milestones: 1", "Training themes: 1"]
    assert list(step_of(cast.project, 6).facts) == facts


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": "1.1.2018"}, "ends_on"),
        ({"ends_on": "1.1.2019"}, "ends_on"),
        ({"number": ""}, "number"),
        ({"name_da": ""}, "name_da"),
    ],
)
def test_it_refuses_a_wrong_milestone(as_, cast, changes, field):
    row = {"number": "1", "name_da": "U", "starts_on": "1.2.2018", "ends_on": "31.3.2018"}
    response = as_("lene").post(page("milestone_add"), row | changes)
    assert field in response.context["form"].errors
    assert not Milestone.objects.filter(project=cast.project).exists()


def test_a_number_that_is_taken_is_refused(as_, cast):
    client = as_("lene")
    row = {"number": "1", "name_da": "U", "starts_on": "1.2.2018", "ends_on": "31.3.2018"}
    client.post(page("milestone_add"), row)
    assert "number" in client.post(page("milestone_add"), row).context["form"].errors
    theme = {"number": "1", "name_da": "Kommunikation"}
    client.post(page("theme_add"), theme)
    assert "number" in client.post(page("theme_add"), theme).context["form"].errors


def test_a_milestone_is_corrected_and_keeps_its_days(as_, cast):
    client = as_("lene")
    row = {"number": "1", "name_da": "U", "starts_on": "1.2.2018", "ends_on": "31.3.2018"}
    client.post(page("milestone_add"), row)
    milestone = Milestone.objects.get(project=cast.project)
    client.post(page("milestone_change", milestone.pk), {"number": "2", "name_da": "Uddannelse"})
    milestone.refresh_from_db()
    assert (milestone.number, milestone.name_da) == (2, "Uddannelse")
    assert milestone.ends_on == date(2018, 3, 31)


def test_clauses_and_groups_are_added(as_, cast):
    client = as_("lene")
    client.post(page("clause_add"), {"title": "Misligholdelse", "text": ""})
    client.post(page("body_add"), {"name": "Arbejdsgruppen", "kind": "working"})
    assert cast.project.clauses.get().text == ""
    assert cast.project.bodies.get(kind="working").name == "Arbejdsgruppen"
