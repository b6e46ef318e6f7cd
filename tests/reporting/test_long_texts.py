"""Whatever people are called and write, and however long a project runs, its papers can be drawn."""

import re
from datetime import date

import pytest
from django.urls import reverse

from partners.models import Evidence, Guidepost, Organisation
from reporting.charts import Table
from reporting.paper import build, kit
from reporting.paper import charts as paper_charts
from reporting.papers import draft_of
from reporting.status import actions
from reporting.status.document import document_of

LINES = ("name", "department", "street", "city", "email")
NUMBERS = {
    "postcode": "9999",
    "cvr": "29190623",
    "gln": "5790000123452",
    "bank_registration": "5301",
    "bank_account": "0070012345",
}


def words(length: int) -> str:
    return ("sekretariatet for recovery og peers " * length)[:length].strip()


def unbroken(length: int) -> str:
    return "Æ" * length


def longest(write) -> dict[str, str]:
    """Every field of an organisation that stands on a paper, at its full length."""
    return {name: write(Organisation._meta.get_field(name).max_length) for name in LINES}


def closed_up(text: str) -> str:
    return re.sub(r"\s", "", text)


class OneTable:
    """A paper that holds nothing but a table of figures."""

    def sheet(self, table):
        return build.Sheet("Prøve", "Foreningen Fyrtårnet", date(2018, 6, 15))

    def story(self, table):
        return [paper_charts.table(table, self.sheet(table).width)]


def drawn(table: Table) -> bytes:
    return build.draw(OneTable(), table)


@pytest.fixture(params=[words, unbroken])
def details(request, cast) -> dict[str, str]:
    """What the lead now says of itself; the owner is as long-winded."""
    told = longest(request.param)
    lead = Organisation.objects.filter(pk=cast.project.lead_id)
    lead.update(**told, **NUMBERS)
    owner = Organisation.objects.filter(pk=cast.project.owner_id)
    owner.update(**told | {"name": told["name"][:-1] + "x"}, **NUMBERS)
    return told


@pytest.mark.parametrize("kind", ["invoice", "accounts", "cofinancing"])
def test_a_month_s_papers_hold_all_that_the_sender_says(cast, details, text_of, kind):
    first = closed_up(text_of(draft_of(cast.may, kind, "pdf").content)[0])
    assert [name for name in LINES if closed_up(details[name]) not in first] == []


def test_so_does_the_front_page_of_the_report(cast, details, text_of):
    version = actions.start_report(by=cast.lene, project=cast.project, year=2018)
    first = closed_up(text_of(document_of(version).content)[0])
    assert [name for name in LINES if closed_up(details[name]) not in first] == []


def test_a_short_column_of_the_letterhead_keeps_its_width_beside_a_long_one():
    head = kit.Letterhead("Foreningen", (("Eksempelvej 12",), (unbroken(254),)))
    plain = kit.Letterhead("Foreningen", (("Eksempelvej 12",), ("CVR 29 19 06 23",)))
    name, street, contact = kit.letterhead(head, 487)._colWidths
    assert name == kit.NAME_WIDTH
    assert street == kit.letterhead(plain, 487)._colWidths[1]
    assert name + street + contact == pytest.approx(487)


def test_an_unbroken_text_of_evidence_is_drawn_with_the_dashboard(as_, cast, text_of):
    guidepost = Guidepost.objects.create(
        project=cast.project, number=1, name_da=unbroken(120), name_en="Recovery"
    )
    Evidence.objects.create(
        project=cast.project,
        guidepost=guidepost,
        date=date(2018, 6, 1),
        text=unbroken(1500),
        source=unbroken(160),
        written_by=cast.lene,
    )
    response = as_("lene").get(reverse("dashboard_paper", args=["peerstoette"]))
    assert response.status_code == 200
    text = closed_up(" ".join(text_of(response.content)))
    assert text.count("Æ") == 1500 + 160 + 120


@pytest.mark.parametrize("columns", [4, 12, 40])
def test_every_column_has_room_however_long_the_others_are(columns):
    rows = ((unbroken(1500), *["1"] * (columns - 1)),)
    table = Table(head=("Part", *["I alt"] * (columns - 1)), rows=rows, words=frozenset({1}))
    assert drawn(table).startswith(b"%PDF")


@pytest.mark.parametrize("months", [59, 60, 61, 123, 600])
def test_a_long_list_folds_onto_as_many_pages_as_it_needs(months, text_of):
    rows = tuple((f"Maaned{number}.", str(number)) for number in range(months))
    text = " ".join(text_of(drawn(Table(head=("Måned", unbroken(120)), rows=rows))))
    assert re.findall(r"Maaned\d+\.", text) == [name for name, _number in rows]
