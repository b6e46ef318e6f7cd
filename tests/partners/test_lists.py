"""What every list has in common: the address filters, sorts and pages it, and a file holds the same."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import compress
from urllib.parse import urlencode

import openpyxl
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts import trail
from accounts.models import TrailEntry
from citizens.actions import acknowledge_emergency
from citizens.models import Citizen, EmergencyAccess
from partners import sampling
from partners.lists import SORT, Cell, Listing
from partners.models import BodyMeeting
from peerstoette.lib import dates
from peerstoette.lib.tables import csv_text
from tests.budget.acts import close_until
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
# lists of the trail: looking at one adds to it
TRAILS = {
    "trail": "lene",
    "member_activity": "lene",
    "citizen_log": "lene",
    "trail_sample": "lene",
}
# the sample is already what was asked for; a project of one year has papers of one year
UNFILTERED = {"trail_sample", "papers"}
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


@pytest.fixture
def eventful(cast, monkeypatch) -> None:
    """Something in every list that a filter can leave out."""
    close_until(cast, cast.april)
    Growth(cast).add(2)
    cast.project.body_meetings.update(state=BodyMeeting.State.SENT)
    use = EmergencyAccess.objects.filter(project=cast.project).first()
    acknowledge_emergency(by=cast.lene, use=use)
    with monkeypatch.context() as patch:
        # the sample is drawn from a month that is over by the real clock
        noon = dates.noon(sampling.last_over())
        patch.setattr(timezone, "now", lambda: noon)
        for who in [cast.lene, cast.stine]:
            read_citizens(cast, who)


def read_citizens(cast, who) -> None:
    codes = [cast.citizens[0].code]
    trail.record("citizens.list", cast.project, by=who, project=cast.project, citizens=codes)


def listing(client, url: str):
    """The list that a page shows. What asking leaves on the trail is taken back."""
    return asked(client, url).context["list"]


def asked(client, url: str):
    with transaction.atomic():
        answer = client.get(url)
        transaction.set_rollback(True)
    return answer


def exported(page: Listing) -> list[list[Cell]]:
    """Of each row on the page, the cells that go into a file."""
    leaves = [not column.column.exclude_from_export for column in page.table.columns]
    return [list(compress(cells, leaves)) for _row, cells in page.cells()]


def alike(value) -> str:
    """The value of a cell as both kinds of file hold it."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, int | float | Decimal):
        return f"{value:.2f}"
    return "" if value is None else str(value)


def assert_a_file_holds(client, page: Listing, url: str) -> None:
    """Each cell of the page, and no row more than it has on all its pages; in both kinds of file."""
    cells = exported(page)
    head, *rows = csv_of(asked(client, f"{url}&format=csv"))
    book = asked(client, f"{url}&format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    columns = [c for c in page.table.columns if not c.column.exclude_from_export]
    assert head == [cell.value for cell in sheet[1]] == [str(each.header) for each in columns]
    assert len(rows) == sheet.max_row - 1 == page.total
    assert rows[: len(cells)] == [[csv_text(cell.value) for cell in row] for row in cells]
    sheet_rows = [[alike(value) for value in row] for row in sheet.values][1:]
    assert sheet_rows[: len(cells)] == [[alike(cell.value) for cell in row] for row in cells]


@pytest.mark.sweep
@pytest.mark.parametrize(("name", "who"), [*READERS, *TRAILS.items()])
def test_a_file_holds_the_cells_of_the_page_in_each_order(cast, as_, eventful, name, who):
    client, url = as_(who), place(cast, name)
    orders = listing(client, url).form.fields["sort"].choices
    for sort, _label in orders:
        sorted_url = f"{url}?sort={sort}"
        page = listing(client, sorted_url)
        assert page.total
        assert_a_file_holds(client, page, sorted_url)


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("name", "who"),
    [pair for pair in [*LISTS.items(), *TRAILS.items()] if pair[0] not in UNFILTERED],
)
def test_a_file_holds_what_a_filter_leaves(cast, as_, eventful, name, who):
    client, url = as_(who), place(cast, name)
    whole = listing(client, url)
    for query in choices(whole.filters.form):
        page = listing(client, f"{url}?{query}")
        if 0 < page.total < whole.total:
            assert_a_file_holds(client, page, f"{url}?{query}")
            return
    raise AssertionError("no filter leaves rows out")


def place(cast, name: str) -> str:
    """The address of a list, also of those that stand under a row of their own."""
    under = {
        "citizen_log": [cast.citizens[0].pk],
        "member_activity": [cast.lene.memberships.get(project=cast.project).pk],
        "trail_sample": [f"{sampling.last_over():%Y-%m}"],
    }
    return reverse(name, args=["peerstoette", *under.get(name, [])])


def choices(form) -> Iterator[str]:
    """Each choice of each filter, as an address asks for it."""
    for name, field in form.fields.items():
        if name != SORT:
            for value, _label in getattr(field, "choices", []):
                yield urlencode({name: str(value)})


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
