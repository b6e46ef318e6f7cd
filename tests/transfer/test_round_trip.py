"""What goes out comes in again as it was, into the same project and into a new one."""

import io
from decimal import Decimal

import openpyxl
import pytest

from budget.models import Instalment
from citizens.models import Citizen, Referral
from partners.transfer.registry import find, tables
from peers.models import Employment
from peerstoette.lib.tables import write_csv, write_xlsx
from tests.growth import Growth

SLUGS = [table.slug for table in tables()]
# what each table needs in the new project first
BEFORE = {
    "peers": ["people"],
    "employments": ["people", "peers"],
    "referrals": ["citizens"],
    "courses": ["people", "peers"],
    "sessions": ["people", "peers", "courses"],
    "vouchers": ["budget-lines"],
}


def for_elsewhere(desk, slug: str, suffix: str = "csv") -> bytes:
    """The table as it leaves, for another project: nobody has a code there yet."""
    if slug != "citizens":
        return desk.take(slug, suffix)
    table = find(slug)(desk.project, desk.person)
    rows = [["", *rest] for _code, *rest in table.export_rows()]
    if suffix == "csv":
        return write_csv(table.headings, rows)
    return write_xlsx(slug, table.headings, rows)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("slug", SLUGS)
def test_a_table_that_comes_back_changes_nothing(slug, suffix, cast, desk):
    Growth(cast).add(2)
    Instalment.objects.exclude(
        year=2018
    ).delete()  # outside the project, as no page would write them
    plan = desk.look(slug, desk.take(slug, suffix), suffix)
    assert (plan.problems, plan.new, plan.changed) == ([], [], [])
    assert plan.same > 0


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("slug", SLUGS)
def test_a_table_builds_the_same_in_a_new_project(slug, suffix, cast, desk, new_project):
    # the same hours cannot be claimed in two projects, a volunteer's are claimed in none
    Employment.objects.update(paid_by=Employment.PaidBy.VOLUNTEER)
    other = new_project()
    for each in BEFORE.get(slug, []):
        other.import_(each, for_elsewhere(desk, each, suffix), suffix)
    plan = other.import_(slug, for_elsewhere(desk, slug, suffix), suffix)
    assert plan.rows or plan.same
    assert other.rows(slug) == desk.rows(slug)


def test_citizens_come_with_a_referral_that_waits(desk, new_project):
    other = new_project()
    other.import_("citizens", for_elsewhere(desk, "citizens"))
    citizens = Citizen.objects.filter(project=other.project)
    assert [citizen.code for citizen in citizens] == ["B-0001", "B-0002", "B-0003"]
    outcomes = Referral.objects.filter(project=other.project).values_list("outcome", flat=True)
    assert list(outcomes) == ["waiting"] * 3


def test_an_imported_employment_counts_for_nothing_yet(desk, new_project):
    Employment.objects.update(paid_by=Employment.PaidBy.VOLUNTEER)
    other = new_project()
    for slug in ["people", "peers", "employments"]:
        other.import_(slug, desk.take(slug))
    [employment] = other.project.employments.all()
    assert (employment.weekly_hours, employment.active_from) == (Decimal("20.00"), None)


def test_a_workbook_holds_amounts_and_days_as_such_and_codes_as_text(desk):
    book = openpyxl.load_workbook(io.BytesIO(desk.take("vouchers", "xlsx")))
    head, first, *_rest = book.worksheets[0].iter_rows()
    cells = {name.value: cell for name, cell in zip(head, first, strict=True)}
    assert (cells["beløb"].value, cells["beløb"].data_type) == (50_000, "n")
    assert cells["bogført"].is_date
    assert (cells["bilag"].value, cells["bilag"].data_type) == ("2018-0001", "s")
