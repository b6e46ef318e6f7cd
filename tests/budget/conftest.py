"""Project A's real budget, read through the product's own import."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from budget.actions import import_budget, import_payments
from partners.models import Month, Organisation, Partner, Project
from peerstoette.lib import dates

DATA = Path(__file__).parents[2] / "peerstoette" / "management" / "demo" / "data"


@pytest.fixture
def bare_programme(cast) -> Project:
    """Project A's partners and period, without any money."""
    names = [
        "Region Hovedstadens Psykiatri",
        "Det Sociale Netværk",
        "Københavns Kommune",
        "Rudersdal Kommune",
        "Helsingør Kommune",
    ]
    region, lead, *towns = (
        Organisation.objects.create(name=name, kind=Organisation.Kind.OTHER) for name in names
    )
    project = Project.objects.create(
        slug="satspulje",
        name="Satspuljeprojektet",
        owner=region,
        lead=lead,
        starts_on=date(2014, 12, 1),
        ends_on=date(2018, 6, 30),
        demo_date=date(2018, 6, 15),
        min_peers=3,
        min_fte=Decimal("1.50"),
    )
    for organisation in [region, lead, *towns]:
        Partner.objects.create(
            project=project, organisation=organisation, employs_peers=organisation != lead
        )
    Month.objects.bulk_create(
        Month(project=project, first_day=day, last_day=dates.last_of_month(day))
        for day in dates.months_between(project.starts_on, project.ends_on)
    )
    cast.lene.memberships.create(project=project, role="leader", organisation=lead)
    return project


@pytest.fixture
def budget_csv() -> bytes:
    return (DATA / "budget.csv").read_bytes()


@pytest.fixture
def programme(bare_programme, cast, budget_csv) -> Project:
    """Project A with the budget and the payment plan of D3.1."""
    import_budget(by=cast.lene, project=bare_programme, name="budget.csv", content=budget_csv)
    import_payments(
        by=cast.lene,
        project=bare_programme,
        name="instalments.csv",
        content=(DATA / "instalments.csv").read_bytes(),
    )
    return bare_programme
