"""A large file brought in against the same rows written unchecked."""

from collections.abc import Callable, Iterator

from django.db import transaction

from accounts.models import User
from benchmarks import bare
from benchmarks.measure import Comparison, compare
from benchmarks.people import SLUG, person
from citizens.models import Citizen
from partners.access import Role
from partners.models import Project, today
from partners.transfer import acts
from partners.transfer.registry import find
from peerstoette.lib import tables

CITIZENS = 10_000
FEW_ROUNDS = 5


def transfers() -> Iterator[Comparison]:
    """A file of citizens looked at, checked and brought in, against writing the same rows unchecked.

    Both are taken back at once, so that every round meets the same tables.
    """
    leader, project = person(Role.LEADER), Project.objects.get(slug=SLUG)
    content = citizens_csv(project)
    rows = bare.citizens(project, CITIZENS)
    yield compare(
        f"import {CITIZENS:,} citizens / bare rows",
        lambda: taken_back(lambda: bring_citizens(leader, project, content)),
        lambda: taken_back(lambda: Citizen.objects.bulk_create(rows, batch_size=1000)),
        rounds=FEW_ROUNDS,
    )


def citizens_csv(project: Project) -> bytes:
    partner = project.partners.first().organisation.name
    day = f"{today(project):%d.%m.%Y}"
    year = today(project).year - project.age_min - 5
    rows = [
        ["", "Berta", f"Nummer {number}", year, partner, "1", day, "", "ja", "ja"]
        for number in range(CITIZENS)
    ]
    headings = find("citizens")(project, person(Role.LEADER)).headings
    return tables.write_csv(headings, rows)


def bring_citizens(leader: User, project: Project, content: bytes) -> None:
    draft = acts.bring(
        by=leader, project=project, table=find("citizens"), name="citizens.csv", content=content
    )
    acts.bring_in(by=leader, draft=draft, mark=acts.look(draft).mark)


def taken_back(act: Callable[[], object]) -> None:
    with transaction.atomic():
        act()
        transaction.set_rollback(True)
