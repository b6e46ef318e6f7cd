"""The two projects: partners, agreement, bodies, plan and months."""

from datetime import date
from decimal import Decimal

from partners.models import (
    Body,
    Clause,
    Deliverable,
    Guidepost,
    Milestone,
    Month,
    Organisation,
    Partner,
    Pool,
    Project,
    Seat,
)
from peers.models import TrainingTheme
from peerstoette.lib import dates
from peerstoette.management.demo import tables

A = "peerstoette"
B = "frederiksberg"

# Limits and periods from the two applications and the cooperation agreement.
PROJECTS = {
    A: {
        "name": "Peer-støtte i den sammenhængende recovery-indsats",
        "funder": "Ministeriet for Børn, Ligestilling, Integration og Sociale Forhold og"
        " Ministeriet for Sundhed og Forebyggelse",
        "starts_on": date(2014, 12, 1),
        "ends_on": date(2018, 6, 30),
        "demo_date": date(2018, 6, 15),
        "age_min": 18,
        "age_max": 40,
        # at most and at full attendance (application)
        "goal_year": 250,
        "goal_from": 700,
        "goal_to": 800,
        "goal_peers": 14,
        "min_peers": 3,
        "min_fte": Decimal("1.50"),
        "commitment_starts_on": date(2015, 8, 1),
        "commitment_ends_on": date(2018, 6, 30),
        "invoice_reference": "P-2015-017",
        "invoice_contact": "Projektkontrol",
        "invoice_vat_note": "Afregning af tilskud efter samarbejdsaftalen. Der opkræves ikke moms.",
    },
    B: {
        "name": "Sammen om recovery og peer-støtte på Frederiksberg",
        "funder": "Region Hovedstadens social- og psykiatriudvalg",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31),
        "demo_date": date(2026, 11, 21),
        "age_min": 18,
        "invoice_reference": "SPU-2026-004",
        "invoice_contact": "Puljesekretariatet",
        "invoice_vat_note": "Afregning af tilskud. Der opkræves ikke moms.",
    },
}
OWNER_AND_LEAD = {A: ("region", "dsn"), B: ("frederiksberg", "frederiksberg")}
POOLS = {
    A: ("Satspuljen: peer-støtte 2014–2018", "Satspuljens sekretariat"),
    B: (
        "Samarbejdsprojekter med kommuner og civilsamfund på psykiatriområdet",
        "Region Hovedstadens social- og psykiatriudvalg",
    ),
}
BODIES = {
    Body.Kind.STEERING: "Styregruppen",
    Body.Kind.PROJECT: "Projektgruppen",
    Body.Kind.WORKING: "Arbejdsgruppen",
}


def make_organisations() -> dict[str, Organisation]:
    """Every organisation by the key that the tables use. Only the region's CVR and Frederiksberg's
    GLN are those of the sources; the other numbers are made up with a right check digit."""
    made = {}
    for row in tables.rows("organisations"):
        key = row.pop("key")
        made[key] = Organisation(**row)
    Organisation.objects.bulk_create(made.values())
    return made


def make_project(slug: str, organisations: dict[str, Organisation]) -> Project:
    """The project with its partnership, plan and months, all of them open."""
    pool, funder = POOLS[slug]
    owner, lead = (organisations[key] for key in OWNER_AND_LEAD[slug])
    project = Project.objects.create(
        slug=slug,
        pool=Pool.objects.create(name=pool, funder=funder),
        owner=owner,
        lead=lead,
        **PROJECTS[slug],
    )
    _partners(project, organisations)
    _bodies(project, organisations)
    _agreement(project)
    _plan(project)
    Month.objects.bulk_create(
        Month(project=project, first_day=first, last_day=dates.last_of_month(first))
        for first in dates.months_between(project.starts_on, project.ends_on)
    )
    return project


def _partners(project: Project, organisations: dict[str, Organisation]) -> None:
    """Helsingør is approved but has not signed, so the agreement is not in force (R18)."""
    Partner.objects.bulk_create(
        Partner(
            project=project,
            organisation=organisations[row["organisation"]],
            employs_peers=bool(row["employs_peers"]),
            peer_capacity=tables.number(row["peer_capacity"]),
            needs_approval=bool(row["needs_approval"]),
            approved_on=tables.day(row["approved_on"]),
            signed_on=tables.day(row["signed_on"]),
        )
        for row in tables.rows("partners", project.slug)
    )


def _bodies(project: Project, organisations: dict[str, Organisation]) -> None:
    """The umbrella organisation's seat in the project group fell vacant in spring 2018 (R2)."""
    seats = tables.rows("seats", project.slug)
    kinds = {row["body"] for row in seats}
    bodies = {
        kind: Body.objects.create(project=project, kind=kind, name=name)
        for kind, name in BODIES.items()
        if kind in kinds
    }
    partners = {partner.organisation_id: partner for partner in project.partners.all()}
    Seat.objects.bulk_create(
        Seat(
            project=project,
            body=bodies[row["body"]],
            partner=partners[organisations[row["organisation"]].pk],
            person=row["person"],
            is_peer=row["is_peer"] == "yes",
            starts_on=tables.day(row["starts_on"]),
            ends_on=tables.day(row["ends_on"]),
        )
        for row in seats
    )


def _agreement(project: Project) -> None:
    """Three clauses are open, as in the source: breach, termination, confidentiality."""
    Clause.objects.bulk_create(
        Clause(project=project, title=row["title"], text=row["text"])
        for row in tables.rows("clauses", project.slug)
    )


def _plan(project: Project) -> None:
    """The milestones' dates are plausible quarters: the source's bars are lost in its text."""
    slug = project.slug
    deliverables = {
        row["letter"]: Deliverable.objects.create(project=project, **_without_project(row))
        for row in tables.rows("deliverables", slug)
    }
    Guidepost.objects.bulk_create(
        Guidepost(project=project, **_without_project(row))
        for row in tables.rows("guideposts", slug)
    )
    TrainingTheme.objects.bulk_create(
        TrainingTheme(project=project, **_without_project(row))
        for row in tables.rows("themes", slug)
    )
    Milestone.objects.bulk_create(
        Milestone(
            project=project,
            number=row["number"],
            name_da=row["name_da"],
            name_en=row["name_en"],
            deliverable=deliverables.get(row["deliverable"]),
            starts_on=tables.day(row["starts_on"]),
            ends_on=tables.day(row["ends_on"]),
            baseline_starts_on=tables.day(row["baseline_starts_on"]),
            baseline_ends_on=tables.day(row["baseline_ends_on"]),
            progress=int(row["progress"]),
            reached_on=tables.day(row["reached_on"]),
        )
        for row in tables.rows("milestones", slug)
    )


def _without_project(row: dict[str, str]) -> dict[str, str]:
    return {field: value for field, value in row.items() if field != "project"}
