"""What every list has in common: the address filters, sorts and pages it, and a file holds the same."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import TrailEntry
from citizens.models import Citizen
from partners.lists import Listing
from tests.cast import PEOPLE
from tests.growth import Growth

# list -> somebody who may see it
LISTS = {
    "citizens": "lene",
    "courses": "lene",
    "missing": "lene",
    "peers": "lene",
    "vouchers": "gitte",
    "months": "gitte",
    "papers": "gitte",
    "findings": "lene",
    "body_meetings": "lene",
    "emergencies": "lene",
    "members": "lene",
}
READERS = [
    ("citizens", "kirsten"), ("citizens", "omar"), ("courses", "stine"), ("courses", "omar"),
    ("peers", "kirsten"), ("peers", "svend"), ("papers", "connie"), ("findings", "gitte"),
    ("body_meetings", "svend"), *LISTS.items(),
]  # fmt: skip


def address(name: str, **query) -> str:
    return reverse(name, args=["peerstoette"], query=query)


def csv_of(response) -> list[list[str]]:
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def sortings(client, name: str) -> list[str]:
    form = client.get(address(name)).context["list"].form
    return [value for value, _label in form.fields["sort"].choices]


@pytest.mark.parametrize(("name", "who"), LISTS.items())
@pytest.mark.parametrize(
    "query",
    [
        {"sort": "nonsense"},
        {"sort": "--code"},
        {"sort": "password"},
        {"page": "999"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "abc"},
        {"page": "\u0661"},
        {"page": "9" * 5000},
        {"format": "pdf"},
        {"format": "CSV\x00"},
        {"unheard": "of"},
    ],
    ids=str,
)
def test_what_nobody_understands_is_refused_with_a_sentence(as_, name, who, query):
    response = as_(who).get(address(name, **query))
    assert response.status_code == 422
    assert len(response.context["form"].non_field_errors()) == 1
    assert response.context["list"].rows == []


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("peers", {"day": "0000-00-00"}),
        ("peers", {"employer": "x"}),
        ("courses", {"year": "1900"}),
        ("courses", {"state": "x"}),
        ("missing", {"peer": "99999999999999999999999"}),
        ("missing", {"month": "2018-13"}),
        ("findings", {"severity": "nonsense"}),
        ("findings", {"rule": "R1"}),
        ("body_meetings", {"body": "9" * 30}),
        ("body_meetings", {"year": "1900"}),
        ("emergencies", {"seen": "x"}),
        ("members", {"role": "emperor"}),
        ("members", {"organisation": "9" * 30}),
        ("citizens", {"q": "Amalie"}),
        ("citizens", {"partner": "9" * 30}),
    ],
)
def test_a_filter_that_means_nothing_is_refused(as_, name, query):
    response = as_(LISTS[name]).get(address(name, **query))
    assert response.status_code == 422
    assert response.context["form"].errors


@pytest.mark.sweep
@pytest.mark.parametrize(("name", "who"), READERS)
def test_a_file_holds_the_rows_of_the_page_in_each_order(cast, as_, name, who):
    Growth(cast).add(1)
    client = as_(who)
    for sort in sortings(client, name):
        page = client.get(address(name, sort=sort)).context["list"]
        head, *rows = csv_of(client.get(address(name, sort=sort, format="csv")))
        columns = [c for c in page.table.columns if not c.column.exclude_from_export]
        assert head == [str(column.header) for column in columns]
        assert len(rows) == page.total
        first = [[str(each.value or "") for each in cells][0] for _row, cells in page.cells()]
        assert [row[0] for row in rows][: len(first)] == first
    book = client.get(address(name, sort=sort, format="xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert [cell.value for cell in sheet[1]] == head
    assert [str(row[0] or "") for row in sheet.values][1:] == [row[0] for row in rows]


@pytest.mark.parametrize(("name", "who"), READERS)
def test_no_markup_stands_in_a_cell_s_value(cast, as_, name, who):
    Growth(cast).add(1)
    for _row, cells in as_(who).get(address(name)).context["list"].cells():
        assert not any(isinstance(cell.value, SafeString) for cell in cells)


@pytest.mark.parametrize(("name", "who"), LISTS.items())
def test_no_file_s_name_holds_a_person(as_, name, who):
    for form in ["csv", "xlsx"]:
        found = as_(who).get(address(name, format=form))["Content-Disposition"]
        assert found.startswith("attachment; filename=")
        assert found.endswith(f'-peerstoette.{form}"')


@pytest.mark.parametrize(("name", "who"), LISTS.items())
def test_a_file_that_leaves_the_house_is_on_the_trail(cast, as_, name, who):
    client = as_(who)
    client.get(address(name))
    assert not TrailEntry.objects.filter(action="table.export").exists()
    found = client.get(address(name, format="xlsx"))
    entry = TrailEntry.objects.get(action="table.export")
    assert (entry.actor_id, entry.project_id) == (getattr(cast, who).pk, cast.project.pk)
    assert entry.role == {"lene": "leader", "gitte": "accountant"}[who]
    rows = openpyxl.load_workbook(io.BytesIO(found.content)).active.max_row - 1
    assert entry.details == {"list": entry.details["list"], "rows": rows, "format": "xlsx"}
    assert entry.details["list"] in found["Content-Disposition"]


def test_a_file_stands_on_the_trail_in_whole_or_does_not_leave(cast, as_, monkeypatch):
    def fail(listing, rows: int) -> None:
        raise RuntimeError

    monkeypatch.setattr(Listing, "_record", fail)
    with pytest.raises(RuntimeError):
        as_("lene").get(address("citizens", format="csv"))
    assert not TrailEntry.objects.filter(action="citizens.export").exists()


def test_fifty_rows_a_page_and_all_in_the_file(cast, as_):
    Citizen.objects.bulk_create(
        Citizen(project=cast.project, number=n, given_name="A", family_name="B", birth_year=1990)
        for n in range(100, 160)
    )
    client = as_("lene")
    first, second = (
        client.get(address("citizens", status="all", page=n)).context["list"] for n in (1, 2)
    )
    assert (len(first.rows), len(second.rows), first.total) == (50, 13, 63)
    codes = [row.citizen.code for row in [*first.rows, *second.rows]]
    file = csv_of(client.get(address("citizens", status="all", format="csv")))
    assert [row[0] for row in file[1:]] == codes
    assert codes == sorted(codes, reverse=True)


def test_the_address_remembers_filter_and_order(cast, as_):
    listing = as_("lene").get(address("courses", model="1", sort="name")).context["list"]
    head = next(head for head in listing.heads if head.sorted)
    assert head.sorted == "ascending"
    assert head.url == "?model=1&sort=-name"
    assert listing.csv_url == "?model=1&sort=name&format=csv"
    assert [choice.url for choice in listing.choices][1] == "?model=1&sort=name&state=under-way"
    assert listing.widest_url == "?sort=name&state=all"


def test_an_empty_list_says_why(cast, as_):
    client = as_("lene")
    nothing_fits = client.get(address("courses", model="2"))
    assert "Nothing fits the filters" in nothing_fits.content.decode()
    cast.project.memberships.filter(user=cast.stine).update(sees_citizens=False)
    nothing_yet = as_("stine").get(address("citizens"))
    assert nothing_yet.context["list"].nothing_yet
    assert "No citizens yet" in nothing_yet.content.decode()


@pytest.mark.sweep
@pytest.mark.parametrize("name", LISTS)
def test_everybody_else_is_turned_away_from_the_file_as_from_the_page(cast, as_, name):
    for who, stranger in PEOPLE.values():
        page = as_(who).get(address(name)).status_code
        assert as_(who).get(address(name, format="csv")).status_code == page
        assert as_(stranger).get(address(name, format="csv")).status_code == 404
