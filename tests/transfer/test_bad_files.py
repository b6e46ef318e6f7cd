"""Hundreds of bad files and inputs: each is refused in words, or kept as the text it is."""

import hashlib
import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from partners.models import TransferDraft
from partners.transfer import acts
from partners.transfer.registry import find, tables
from peerstoette.lib import cells
from peerstoette.lib.errors import RuleBroken
from tests.budget.acts import upload
from tests.transfer.bad_documents import DOCUMENTS
from tests.transfer.bad_files import ANY, HEADINGS, Good, benign, plain, workbooks
from tests.transfer.bad_inputs import CELLS, FORMULAS, NAMES, NEVER, PERSONAL
from tests.transfer.conftest import file_of, rows_of

# files are read and refused before any database is asked
pytestmark = pytest.mark.sweep

SLUGS = [table.slug for table in tables()]
# people, money and both, with a column of text and one of figures
READ = {
    "citizens": ("efternavn", "fødselsår"),
    "budget-lines": ("post", "i alt"),
    "vouchers": ("tekst", "beløb"),
}
ADD = "/p/peerstoette/vouchers/add/"
# what a new voucher is called in its file parts it from others there, however long, and is not kept
NOT_KEPT, LONG = ("vouchers", "bilag"), 1_000
# what the table says of a heading
OF_COLUMNS = re.compile(r"Column .* is (missing|not known here|there twice)\.", re.DOTALL)
OF_NO_HEADING = "The first row names none of the table's columns."


@pytest.fixture(autouse=True)
def kept(settings, tmp_path) -> Path:
    """Where documents would be kept."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def everything(kept):
    """All that is written anywhere: how many rows each table has, and which files there are."""

    def read() -> tuple[dict[str, int], list[Path]]:
        models = [model for model in apps.get_models() if model._meta.label != "sessions.Session"]
        counts = {model._meta.label: model._base_manager.count() for model in models}
        return counts, sorted(kept.rglob("*"))

    return read


def good_of(desk, slug: str) -> Good:
    """A row that stands in the table."""
    row, *_others = desk.rows(slug)
    return Good(tuple(row), tuple(row.values()), *READ[slug])


def files(good: Good) -> dict[tuple[str, str], bytes]:
    """Every bad file by its suffix and name."""
    return {("csv", name): content for name, content in plain(good).items()} | {
        ("xlsx", name): content for name, content in workbooks(good).items()
    }


def refusal(desk, slug: str, content: bytes, suffix: str) -> list[str]:
    """What is said at the desk, or at the look, from which every way on is closed; [] when taken."""
    try:
        draft = desk.bring(slug, content, suffix)
    except RuleBroken as refused:
        assert not TransferDraft.objects.exists()
        return getattr(refused, "problems", [refused.message])
    seen = acts.look(draft)
    try:
        acts.bring_in(by=desk.person, draft=draft, mark=seen.mark)
    except RuleBroken as refused:
        return seen.plan.problems or [refused.message]
    finally:
        TransferDraft.objects.all().delete()
    return []


def is_of_the_heading(said: list[str]) -> bool:
    """Whether nothing was wrong but which columns there are."""
    return all(text.startswith(OF_NO_HEADING) or OF_COLUMNS.fullmatch(text) for text in said)


@pytest.mark.parametrize("slug", READ)
def test_what_the_bad_files_are_made_of_is_taken(slug, desk):
    refused = {}
    for (suffix, name), content in benign(good_of(desk, slug)).items():
        with transaction.atomic():
            said = refusal(desk, slug, content, suffix)
            transaction.set_rollback(True)
        if said:
            refused[f"{suffix} {name}"] = said
    assert refused == {}


@pytest.mark.parametrize("slug", READ)
def test_a_bad_file_is_refused_for_what_is_bad_in_it(slug, desk, everything):
    good, before = good_of(desk, slug), everything()
    said = {
        f"{suffix} {name}": refusal(desk, slug, content, suffix)
        for (suffix, name), content in files(good).items()
    }
    assert [name for name, texts in said.items() if not texts or not all(texts)] == []
    assert {name for name, texts in said.items() if is_of_the_heading(texts)} == HEADINGS
    # nor is more said of a heading than what is wrong with it
    assert [name for name in HEADINGS if len(said[name]) > 2] == []
    assert everything() == before


def test_the_page_answers_a_bad_file_with_a_sentence(as_, desk, everything):
    """422, or the look at a table that cannot be imported: what stood before stands."""
    good, client = good_of(desk, "vouchers"), as_("lene")
    before = everything()
    wrong = []
    for (suffix, name), content in files(good).items():
        with transaction.atomic():
            file = SimpleUploadedFile(f"a.{suffix}", content)
            answer = client.post(
                reverse("transfer", args=["peerstoette", "vouchers"]), {"file": file}
            )
            if answer.status_code == 302:
                answer = client.post(
                    answer.url, {"mark": client.get(answer.url).context["look"].mark}
                )
                TransferDraft.objects.all().delete()
                said = answer.context["refusal"]
            else:
                said = answer.context["form"].errors.get("file")
            if answer.status_code != 422 or not said or everything() != before:
                wrong.append(f"{suffix} {name}: {answer.status_code} {said}")
            transaction.set_rollback(True)
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_taken_by_what_it_is_called(name, desk, everything):
    content, before = desk.take("citizens"), everything()
    with pytest.raises(RuleBroken):
        acts.bring(
            by=desk.person, project=desk.project, table=find("citizens"), name=name, content=content
        )
    assert everything() == before


@pytest.fixture
def voucher_form(cast) -> dict:
    return {
        "document_date": "27.4.2018",
        "posting_date": "14.5.2018",
        "supplier": "Prøvetaxa ApS",
        "text": "Kørsel til workshop",
        "line_1": cast.transport_line.pk,
        "amount_1": "1.234,50",
    }


def test_a_bad_document_is_refused_and_nothing_is_kept(as_, voucher_form, everything):
    client, before = as_("gitte"), everything()
    wrong = []
    for name, content in DOCUMENTS.items():
        for lying in ["bilag.pdf", "bilag.png", "bilag.jpg"]:
            response = client.post(ADD, voucher_form | {"document": upload(content, lying)})
            if response.status_code != 422 or not response.context["form"].errors.get("document"):
                wrong.append(f"{name} as {lying}: {response.status_code}")
        if everything() != before:
            wrong.append(f"{name} has written something")
    assert wrong == []


# column of the form -> which of the inputs a person may mean there; all others are refused
FORM_COLUMNS = {
    "document_date": set(),
    "posting_date": set(),
    # 101,901,234 kr. and three small amounts
    "amount_1": {"CPR together", "half a day", "hour 25", "minute 60"},
    "text": {*CELLS} - {*NEVER} - {*PERSONAL},
}


@pytest.mark.parametrize(("column", "may_be"), FORM_COLUMNS.items())
def test_a_form_refuses_the_same_inputs(column, may_be, cast, as_, voucher_form, everything):
    client, before = as_("gitte"), everything()
    taken = set()
    for name, value in CELLS.items():
        with transaction.atomic():
            response = client.post(ADD, voucher_form | {column: value})
            if response.status_code == 302:
                taken.add(name)
                assert column != "text" or cast.project.vouchers.latest("pk").text == value.strip()
            else:
                assert response.status_code == 422
                assert response.context["form"].errors[column]
                assert everything() == before
            transaction.set_rollback(True)
    assert sorted(taken) == sorted(may_be)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_cell_is_refused_or_kept_as_the_text_it_is(slug, desk, everything):
    """What no column may hold never comes in; a formula that a column of text keeps leaves as text."""
    row, *_others = desk.rows(slug)
    before = everything()
    references = {
        column.column_name for column in find(slug).fields.values() if column.is_reference
    }
    wrong = []
    for column in row:
        for name, value in CELLS.items():
            with transaction.atomic():
                content = file_of([row | {column: value}])
                refused = is_refused_cell(desk, slug, content, column, value)
                is_kept = (slug, column) != NOT_KEPT or len(value) < LONG
                never = name in NEVER and is_kept
                if not refused and (never or name in PERSONAL and column not in references):
                    wrong.append(f"{column}: {name}")
                transaction.set_rollback(True)
    assert wrong == []
    assert everything() == before


def is_refused_cell(desk, slug: str, content: bytes, column: str, value: str) -> bool:
    """Whether the cell is refused; one that is not leaves again as harmless text."""
    try:
        draft = desk.bring(slug, content)
    except RuleBroken as refusal:
        return bool(refusal.message)
    seen = acts.look(draft)
    if seen.plan.problems:
        return all(seen.plan.problems)
    if value in FORMULAS.values():
        acts.bring_in(by=desk.person, draft=draft, mark=seen.mark)
        assert_leaves_as_text(desk, slug, column)
    return False


def assert_leaves_as_text(desk, slug: str, column: str) -> None:
    for row in rows_of(desk.take(slug)):
        number = row[column].removeprefix("-").replace(",", "").isdecimal()
        assert number or row[column].startswith("'") or not cells.RUNS.match(row[column])
    book = openpyxl.load_workbook(io.BytesIO(desk.take(slug, "xlsx")))
    assert [
        cell for line in book.active.iter_rows() for cell in line if cell.data_type == "f"
    ] == []


def distinct() -> set[tuple[str, str]]:
    """Each file once by what it holds, each name and each input once."""
    contents = [*files(ANY).values(), *DOCUMENTS.values()]
    return {
        *(("file", hashlib.sha256(content).hexdigest()) for content in contents),
        *(("name", name) for name in NAMES),
        *(("input", value) for value in CELLS.values()),
    }


def number_of_bad_inputs() -> int:
    """Different files, names and inputs, each refused or kept as the text it is."""
    return len(distinct())


def test_there_are_hundreds_of_them_and_each_is_another():
    tried = len(files(ANY)) + len(DOCUMENTS) + len(NAMES) + len(CELLS)
    assert number_of_bad_inputs() >= 200
    # an empty file is none as any of the three, and an old workbook and a table without its suffix
    assert tried - number_of_bad_inputs() <= 5
