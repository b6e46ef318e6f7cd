"""What a file may say of citizens: known codes, sound years and days, bases that stand, no CPR number."""

import io

import openpyxl
import pytest
from django.urls import reverse

from citizens.models import Citizen, Referral
from partners.models import TransferDraft
from peerstoette.lib.reading import TableRefused
from tests.transfer.conftest import file_of

OLD_BASIS = "LAB § 32"
CPR = "This looks like a CPR number. It must not be stored here: leave it out and save again."


@pytest.fixture
def citizens(desk):
    return desk.rows("citizens")


@pytest.fixture
def new(citizens):
    return citizens[0] | {"borger": ""}


def refused_at_the_door(desk, slug: str, content: bytes, suffix: str = "csv") -> list[str]:
    """What is said of a file that is not even kept to be looked at."""
    with pytest.raises(TableRefused) as refused:
        desk.bring(slug, content, suffix)
    assert not TransferDraft.objects.exists()
    return refused.value.problems


def test_a_code_that_nobody_has_makes_no_citizen(desk, citizens, new):
    assert desk.refused("citizens", [citizens[0] | {"borger": "B-0412"}, new]) == [
        "Row 2, column borger: nobody here has this code. Leave it empty for somebody new."
    ]
    assert desk.refused("citizens", [new, new | {"borger": "B-0004"}]) == [
        "Row 3, column borger: nobody here has this code. Leave it empty for somebody new."
    ]


@pytest.mark.parametrize("code", ["9" * 4301, "B-" + "0" * 4301, "1000000", "0", "B-", "²"])
def test_what_is_no_code_is_told_in_a_sentence(desk, citizens, code):
    assert desk.refused("citizens", [citizens[0] | {"borger": code}]) == [
        "Row 2, column borger: write a code, for example B-0412, or leave it empty."
    ]


@pytest.mark.parametrize("year", ["1899", "2019", "999999999", "0"])
def test_a_year_in_which_nobody_here_is_born_is_refused(desk, new, year):
    assert desk.refused("citizens", [new | {"fødselsår": year}]) == [
        "Row 2, column fødselsår: write a year from 1900 to 2018."
    ]


def test_of_a_day_outside_the_project_no_age_is_reckoned(desk, new):
    [problem] = desk.refused("citizens", [new | {"henvist": "01.01.1901"}])
    assert problem.startswith("Row 2, column henvist: The project runs from ")


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_legal_basis_that_stands_comes_in_again(desk, suffix):
    Referral.objects.filter(citizen__number__in=[1, 2]).update(legal_basis=OLD_BASIS)
    Referral.objects.filter(citizen__number=3).update(legal_basis=OLD_BASIS.lower())
    plan = desk.look("citizens", desk.take("citizens", suffix), suffix)
    assert (plan.problems, plan.new, plan.changed, plan.same) == ([], [], [], 3)


def test_a_legal_basis_that_nobody_knows_is_refused(desk, new):
    Referral.objects.filter(citizen__number=1).update(legal_basis=OLD_BASIS)
    assert desk.refused("citizens", [new | {"retsgrundlag": "LAB § 33"}]) == [
        "Row 2, column retsgrundlag: write one of: LAB § 32, Serviceloven § 79,"
        " Serviceloven § 85, Serviceloven § 99, Serviceloven § 103, Serviceloven § 104,"
        " Serviceloven § 107, Serviceloven § 108, LAB §§ 31 b–f, LAB § 68."
    ]


@pytest.mark.parametrize("heading", ["borger", "efternavn", "fødselsår", "henvist", "model"])
def test_a_file_with_a_cpr_number_is_not_kept(desk, citizens, heading):
    content = file_of([citizens[0], citizens[1] | {heading: "010190-1234"}])
    problem = f"Row 3, column {heading}: {CPR}"
    assert refused_at_the_door(desk, "citizens", content) == [problem]


def test_nor_is_one_in_a_workbook_without_headings_or_beside_them(desk, citizens):
    book = openpyxl.Workbook()
    book.active.append(["Amalie", "0101901234"])
    book.active.append(["Bo", "010190 1234"])
    content = io.BytesIO()
    book.save(content)
    assert refused_at_the_door(desk, "citizens", content.getvalue(), "xlsx") == [
        f"Row 1, column 2: {CPR}",
        f"Row 2, column 2: {CPR}",
    ]


def test_the_page_says_where_the_cpr_number_stands(as_, citizens):
    file = io.BytesIO(file_of([citizens[0] | {"fornavn": "Amalie 010190-1234"}]))
    file.name = "citizens.csv"
    response = as_("lene").post(
        reverse("transfer", args=["peerstoette", "citizens"]), {"file": file}
    )
    assert response.status_code == 422
    assert response.context["form"].errors["file"] == [f"Row 2, column fornavn: {CPR}"]
    assert not TransferDraft.objects.exists()


def test_an_account_may_look_like_a_cpr_number(desk):
    rows = {row["navn"]: row for row in desk.rows("organisations")}
    town = rows["Fjordby Kommune"] | {"reg.nr": "5301", "konto": "0101901234"}
    assert len(desk.look("organisations", [town]).changed) == 1
    row = town | {"vej": "0101901234"}
    TransferDraft.objects.all().delete()
    assert refused_at_the_door(desk, "organisations", file_of([row])) == [
        f"Row 2, column vej: {CPR}"
    ]


def test_codes_go_on_after_the_highest(desk, new):
    desk.import_("citizens", [new, new])
    codes = [each.code for each in Citizen.objects.filter(project=desk.project).order_by("number")]
    assert codes == ["B-0001", "B-0002", "B-0003", "B-0004", "B-0005"]
