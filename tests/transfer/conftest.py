"""Tables as people bring them: written as CSV, read back as rows."""

import csv
import io
from collections.abc import Callable

import pytest

from partners.models import Project
from partners.transfer import acts
from partners.transfer.registry import find
from partners.transfer.table import Plan
from peerstoette.lib.errors import RuleBroken
from tests.growth import Growth


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def file_of(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


class Desk:
    """A person who takes and brings tables of a project."""

    def __init__(self, person, project: Project) -> None:
        self.person, self.project = person, project

    def take(self, slug: str, suffix: str = "csv") -> bytes:
        table = find(slug)(self.project, self.person)
        return acts.hand_out(by=self.person, table=table, suffix=suffix)

    def rows(self, slug: str) -> list[dict[str, str]]:
        return rows_of(self.take(slug))

    def bring(self, slug: str, rows: list[dict[str, str]] | bytes, suffix: str = "csv"):
        content = rows if isinstance(rows, bytes) else file_of(rows)
        return acts.bring(
            by=self.person,
            project=self.project,
            table=find(slug),
            name=f"a.{suffix}",
            content=content,
        )

    def look(self, slug: str, rows, suffix: str = "csv") -> Plan:
        return acts.look(self.bring(slug, rows, suffix)).plan

    def import_(self, slug: str, rows, suffix: str = "csv") -> Plan:
        draft = self.bring(slug, rows, suffix)
        return acts.bring_in(by=self.person, draft=draft, mark=acts.look(draft).mark)

    def refused(self, slug: str, rows, suffix: str = "csv") -> list[str]:
        """What is said of a file that must not come in; it has changed nothing."""
        before = self.take(slug)
        draft = self.bring(slug, rows, suffix)
        problems = acts.look(draft).plan.problems
        with pytest.raises(RuleBroken):
            acts.bring_in(by=self.person, draft=draft, mark=acts.look(draft).mark)
        assert self.take(slug) == before
        return problems


@pytest.fixture
def desk(cast) -> Desk:
    """The leader of project A."""
    return Desk(cast.lene, cast.project)


@pytest.fixture
def desk_of_b(cast) -> Desk:
    """The leader of project B."""
    return Desk(cast.leo, cast.other_project)


@pytest.fixture
def new_project(cast) -> Callable[[], Desk]:
    """The desk of a leader whose project has the same partners and period, and nothing else."""

    def make() -> Desk:
        old = Project.objects.get(slug="peerstoette")
        project = Project.objects.create(
            slug="nyt",
            name="Nyt",
            owner=old.owner,
            lead=old.lead,
            starts_on=old.starts_on,
            ends_on=old.ends_on,
            demo_date=old.demo_date,
            age_max=old.age_max,
        )
        project.add_months()
        for partner in old.partners.all():
            project.partners.create(organisation=partner.organisation)
        project.memberships.create(user=cast.lene, role="leader", organisation=project.lead)
        return Desk(cast.lene, project)

    return make


@pytest.fixture
def growth(cast) -> Growth:
    return Growth(cast)
