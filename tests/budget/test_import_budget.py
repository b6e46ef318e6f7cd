import csv
import io
import random
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from accounts.models import TrailEntry
from budget import exports, formats
from budget.actions import (
    close_month,
    create_voucher,
    import_budget,
    import_payments,
    issue_invoice,
)
from budget.formats import TableRefused
from budget.models import BudgetLine, BudgetYear, StatedSum
from budget.models.plan import MAX_GROWTH, MAX_GROWTH_STEPS
from budget.plan import Plan
from peerstoette.lib import money
from peerstoette.lib.errors import RuleBroken
from tests.budget.conftest import DATA

# the cells of the source that its own arithmetic does not give within 2 kr.
ODDITIES = {
    # the 20-hour project worker's 2016 does not return to a full year, and 2017 builds on it
    (3, 2016): Decimal("312035.63"),
    (3, 2017): Decimal("319836.52"),
}


def changed(content: bytes, row: int, column: str, value: str) -> bytes:
    """The table with one cell changed; the heading is row 1."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    rows[row - 1][rows[0].index(column)] = value
    return written(rows)


def written(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(content: bytes) -> openpyxl.Workbook:
    """The table as Excel keeps it: figures as binary numbers, empty cells as none."""
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"):
        book.active.append([cell_value(cell) for cell in row])
    return book


def cell_value(cell: str) -> float | str | None:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return cell or None


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def refused(bare_programme, cast):
    """``refused(content)`` imports, expects a refusal with nothing written, gives its sentences."""

    def attempt(content: bytes, name: str = "budget.csv") -> list[str]:
        with translation.override("en"), pytest.raises(TableRefused) as refusal:
            import_budget(by=cast.lene, project=bare_programme, name=name, content=content)
        assert not bare_programme.budget_lines.exists()
        assert not StatedSum.objects.filter(project=bare_programme).exists()
        return refusal.value.problems

    return attempt


def test_it_reads_every_stated_figure_of_the_application(programme):
    assert programme.budget_lines.count() == 22
    assert programme.stated_sums.get(scope="grant", year=None).amount == Decimal("9298198.00")
    assert programme.stated_sums.get(scope="staff", year=None).norm == Decimal("4.80")
    years = BudgetYear.objects.filter(project=programme)
    assert money.total(y.amount for y in years.filter(line__group="staff", year=2018)) == Decimal(
        "953991.00"
    )
    leader = programme.budget_lines.get(number=1)
    assert (leader.name_da, leader.stated_total) == ("Projektleder", Decimal("2349146.00"))


def test_the_forms_arithmetic_gives_every_stated_amount_but_the_sources_oddities(programme):
    computed = {
        (line.number, year.year): (line.computed(year), year.amount)
        for line in programme.budget_lines.prefetch_related("years")
        for year in line.years.all()
        if line.computed(year) is not None
    }
    assert len(computed) == 35
    away = {key: c for key, (c, stated) in computed.items() if abs(c - stated) > 2}
    assert away == ODDITIES


def test_it_reads_the_same_from_a_workbook(bare_programme, cast, budget_csv, programme):
    before = list(BudgetYear.objects.filter(project=programme).values_list("year", "amount"))
    lines = list(programme.budget_lines.values_list("number", "posts", "time_share", "growth"))
    content = saved(as_workbook(budget_csv))
    import_budget(by=cast.lene, project=programme, name="budget.xlsx", content=content)
    assert (
        list(BudgetYear.objects.filter(project=programme).values_list("year", "amount")) == before
    )
    assert (
        list(programme.budget_lines.values_list("number", "posts", "time_share", "growth")) == lines
    )


def test_it_keeps_the_lines_when_the_same_table_comes_again(programme, cast, budget_csv):
    before = set(programme.budget_lines.values_list("pk", flat=True))
    import_budget(by=cast.lene, project=programme, name="budget.csv", content=budget_csv)
    assert set(programme.budget_lines.values_list("pk", flat=True)) == before
    assert TrailEntry.objects.filter(action="budget.import").count() == 2


def test_it_reads_project_b(cast, bare_programme):
    owner = bare_programme.owner
    owner.name = "Frederiksberg Kommune"
    owner.save()
    bare_programme.starts_on, bare_programme.ends_on = date(2026, 1, 1), date(2027, 12, 31)
    bare_programme.save()
    content = (DATA / "frederiksberg.csv").read_bytes()
    import_budget(by=cast.lene, project=bare_programme, name="b.csv", content=content)
    lines = bare_programme.budget_lines.all()
    assert money.total(line.stated_total for line in lines if line.is_grant) == Decimal("415686")
    assert money.total(line.stated_total for line in lines) == Decimal("853986")


def test_it_names_the_row_and_the_column_of_every_wrong_cell(refused, budget_csv):
    content = changed(budget_csv, 4, "2016", "abc")
    content = changed(content, 6, "gruppe", "løn")
    problems = refused(content)
    assert problems[0] == "Row 4, column 2016: Write an amount with digits, for example 1.284,50."
    assert problems[1].startswith("Row 6, column gruppe: write one of: personale, drift")
    assert len(problems) == 2


@pytest.mark.parametrize("amount", ["NaN", "1e9", "12,345", "-5", "9" * 13])
def test_it_refuses_what_is_no_amount(refused, budget_csv, amount):
    assert refused(changed(budget_csv, 2, "2015", amount))[0].startswith("Row 2, column 2015: ")


def test_it_names_missing_unknown_and_doubled_columns(refused, budget_csv):
    rows = list(csv.reader(io.StringIO(budget_csv.decode("utf-8-sig")), delimiter=";"))
    rows[0][rows[0].index("i alt")] = "total"
    rows[0][rows[0].index("post_en")] = "post"
    assert refused(written(rows)) == [
        "Column post_en is missing.",
        "Column i alt is missing.",
        "Column total is not known here.",
        "Column post is there twice.",
    ]


def test_it_refuses_a_year_outside_the_project(refused, budget_csv):
    assert refused(budget_csv.replace(b"2018", b"2031")) == [
        "Column 2031: the project runs from 2014 to 2018."
    ]


def test_it_refuses_a_partner_who_is_not_in_the_project(refused, budget_csv):
    assert refused(changed(budget_csv, 21, "part", "Fjordby Kommune")) == [
        "Row 21, column part: Fjordby Kommune is not a partner of the project."
    ]


def test_it_refuses_the_same_number_twice(refused, budget_csv):
    assert refused(changed(budget_csv, 3, "nr", "1")) == [
        "Row 3, column nr: this number is there twice."
    ]


def test_it_refuses_factors_without_an_amount(refused, budget_csv):
    assert refused(changed(budget_csv, 2, "2015", "")) == [
        "Row 2, column 2015: there are factors, but no amount."
    ]


def test_it_refuses_a_formula_in_text(refused, budget_csv):
    assert refused(changed(budget_csv, 2, "post", "=HYPERLINK(1)")) == [
        "Row 2, column post: a formula cannot be imported. Write the text itself."
    ]


def test_it_refuses_a_formula_in_a_workbook(refused, budget_csv):
    book = as_workbook(budget_csv)
    book.active["N2"] = "=1+1"
    assert refused(saved(book), "budget.xlsx") == [
        "Row 2, column 2015: a formula cannot be imported. Write the figure."
    ]


@pytest.mark.parametrize("content", [b"", b"  \r\n", b"\xef\xbb\xbf\r\n"])
def test_it_refuses_an_empty_file(refused, content):
    assert refused(content) == ["The file is empty."]


def test_it_refuses_letters_it_cannot_read(refused, budget_csv):
    content = budget_csv.decode("utf-8-sig").encode("latin-1")
    assert refused(content) == [
        "The file's letters cannot be read. Save it as CSV UTF-8 and try again."
    ]


@pytest.mark.parametrize("content", [b"nr;gruppe", b"PK\x03\x04 no archive", b"%PDF-1.4"])
def test_it_refuses_an_xlsx_that_is_no_xlsx(refused, content):
    assert refused(content, "budget.xlsx") == [
        "The file is not an Excel workbook. Save it as XLSX or CSV UTF-8 and try again."
    ]


def test_it_never_reads_three_decimals_of_a_workbook_as_thousands(refused, budget_csv):
    book = as_workbook(budget_csv)
    book.active["N2"] = 1.234
    assert refused(saved(book), "budget.xlsx") == [
        "Row 2, column 2015: Write at most two decimals, for example 1.284,50."
    ]


def test_it_refuses_an_archive_that_is_no_workbook(refused):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    assert "not an Excel workbook" in refused(out.getvalue(), "budget.xlsx")[0]


def test_it_refuses_a_workbook_that_unpacks_to_too_much(refused):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (51 * 1024**2))
    assert len(out.getvalue()) < 100_000
    assert refused(out.getvalue(), "budget.xlsx") == [
        "The workbook is too large when it is unpacked."
    ]


def test_it_refuses_a_workbook_with_entities(refused, budget_csv):
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(as_workbook(budget_csv)))) as good,
        zipfile.ZipFile(out, "w") as bad,
    ):
        for member in good.namelist():
            content = good.read(member)
            if member == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>' + content
            bad.writestr(member, content)
    assert "not an Excel workbook" in refused(out.getvalue(), "budget.xlsx")[0]


def packed(book: bytes, change) -> bytes:
    """The workbook with ``change(name, content)`` for each of its members, None to leave it out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as good, zipfile.ZipFile(out, "w") as bad:
        for name in good.namelist():
            content = change(name, good.read(name))
            if content is not None:
                bad.writestr(name, content)
    return out.getvalue()


def flipped(content: bytes, chance: random.Random, letters: bytes) -> bytes:
    """The content with one to three of its bytes changed."""
    spoilt = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        spoilt[chance.randrange(len(spoilt))] = chance.choice(letters)
    return bytes(spoilt)


def damaged(book: bytes, chance: random.Random) -> Iterator[bytes]:
    """Broken off, spoilt on its way, and changed inside its members."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        members = archive.namelist()
    for _ in range(150):
        yield flipped(book, chance, bytes(range(256)))
        yield book[: chance.randrange(1, len(book))]
    for member in members:
        for broken in [None, b"", b"<a/>", b"<a>"]:
            yield packed(book, lambda n, c, m=member, b=broken: b if n == m else c)
        for _ in range(15):
            yield packed(
                book,
                lambda n, c, m=member: flipped(c, chance, b'<>"= 019aZ/&;') if n == m else c,
            )


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_a_damaged_workbook_is_read_or_refused_in_words():
    small = openpyxl.Workbook()
    small.active.append(["nr", "post", "i alt"])
    small.active.append([1, "Løn", 1.5])
    refusals = 0
    for content in damaged(saved(small), random.Random(20180615)):
        try:
            formats.read("budget.xlsx", content)
        except TableRefused:
            refusals += 1
    assert refusals > 200


@pytest.mark.parametrize("column", ["post", "post_en", "gruppe"])
@pytest.mark.parametrize("character", ["\x00", "\n", "\x1b"])
def test_it_refuses_a_hidden_character(refused, budget_csv, column, character):
    assert refused(changed(budget_csv, 4, column, f"Mø{character}der")) == [
        f"Row 4, column {column}: there is a line break or a hidden character. Remove it."
    ]


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("normering", "0,333", "write at most 2 decimals."),
        ("timer", "12,345", "write at most 2 decimals."),
        ("stillinger", "0.333", "write at most 2 decimals."),
        ("timeandel", "0,54055", "write at most 4 decimals."),
        ("regulering", "1,02505", "write at most 4 decimals."),
        ("2015 andel", "0,33333", "write at most 4 decimals."),
        ("timeandel", "1,1", "write a number from 0 to 1, for example 0,54."),
        ("regulering", "1,6", "write a number from 0 to 1,5, for example 0,54."),
        ("regulering", "٠,٥", "write a number from 0 to 1,5, for example 0,54."),
        ("2015 trin", "2015", "write at most 50."),
        ("2015 trin", "1\N{SUPERSCRIPT TWO}", "write a whole number."),
    ],
)
def test_it_refuses_a_factor_that_is_not_kept_or_makes_no_sense(
    refused, budget_csv, column, value, sentence
):
    content = changed(budget_csv, 2, column, value)
    assert refused(content) == [f"Row 2, column {column}: {sentence}"]


def test_noughts_after_the_last_decimal_are_no_decimals(bare_programme, cast, budget_csv):
    content = changed(budget_csv, 2, "stillinger", "1,5000")
    import_budget(by=cast.lene, project=bare_programme, name="b.csv", content=content)
    assert bare_programme.budget_lines.get(number=1).posts == Decimal("1.50")


def test_the_highest_factors_can_still_be_computed():
    line = BudgetLine(
        basis=Decimal("999999999999.99"), posts=Decimal("999.99"), time_share=1, growth=MAX_GROWTH
    )
    year = BudgetYear(growth_steps=MAX_GROWTH_STEPS, year_share=Decimal(1))
    assert line.computed(year).is_finite()


def test_it_refuses_a_budget_between_the_closing_and_the_invoice(programme, cast, budget_csv):
    month = programme.months.first()
    close_month(by=cast.lene, month=month)
    before = list(programme.budget_lines.values())
    sent = {"by": cast.lene, "project": programme, "name": "b.csv", "content": budget_csv}
    with translation.override("en"), pytest.raises(RuleBroken) as refusal:
        import_budget(**sent)
    assert refusal.value.message == (
        "December 2014 is closed, but not issued. Issue it before you import a budget."
    )
    assert list(programme.budget_lines.values()) == before
    issue_invoice(by=cast.lene, month=month)
    import_budget(**sent)


def test_it_refuses_another_amount_in_a_year_whose_accounts_are_closed(programme, cast, budget_csv):
    for month in programme.months.filter(first_day__year__lt=2016):
        close_month(by=cast.lene, month=month)
        issue_invoice(by=cast.lene, month=month)
    years = list(BudgetYear.objects.filter(project=programme).values())
    sent = {"by": cast.lene, "project": programme, "name": "b.csv"}
    with translation.override("en"), pytest.raises(RuleBroken) as refusal:
        import_budget(**sent, content=changed(budget_csv, 2, "2015", "1"))
    assert refusal.value.field == "file"
    assert refusal.value.message == (
        "The accounts of 2015 are closed with a budget of 650.000,00 kr. on line 1, Projektleder,"
        " so the table must hold the same amount. Nothing has been imported."
    )
    assert list(BudgetYear.objects.filter(project=programme).values()) == years
    import_budget(**sent, content=changed(budget_csv, 2, "2018", "1"))
    line = programme.budget_lines.get(number=1)
    assert line.years.get(year=2018).amount == Decimal("1.00")


def test_it_refuses_more_than_was_granted(programme, cast, budget_csv):
    more = changed(changed(budget_csv, 2, "2018", "10349989"), 2, "i alt", "12349146")
    with translation.override("en"), pytest.raises(RuleBroken) as refusal:
        import_budget(by=cast.lene, project=programme, name="b.csv", content=more)
    assert refusal.value.message == (
        "With this, the lines of the grant come to 10.000.000,00 kr. more than the grant of"
        " 9.298.198,00 kr. Lower another line first."
    )
    assert programme.budget_lines.get(number=1).stated_total == Decimal("2349146.00")


def test_it_refuses_a_line_lowered_below_what_is_posted(programme, cast, budget_csv):
    create_voucher(
        by=cast.lene,
        project=programme,
        document_date=date(2018, 5, 2),
        posting_date=date(2018, 5, 2),
        supplier="Prøvetaxa ApS",
        text="Kørsel",
        lines=[(programme.budget_lines.get(number=1), Decimal("100.00"))],
    )
    less = changed(budget_csv, 2, "i alt", "99")
    with translation.override("en"), pytest.raises(RuleBroken) as refusal:
        import_budget(by=cast.lene, project=programme, name="b.csv", content=less)
    assert refusal.value.message == (
        "Line 1, Projektleder: 100,00 kr. is posted on the line already, so its budget cannot be"
        " lowered to 99,00 kr."
    )
    assert programme.budget_lines.get(number=1).stated_total == Decimal("2349146.00")


def test_a_name_that_looks_like_a_formula_comes_back_as_it_was(programme, cast):
    line = programme.budget_lines.get(number=14)
    line.name_da = "- heraf supervision"
    line.save()
    content = exports.budget_csv(Plan(programme))
    assert "'- heraf supervision" in content.decode("utf-8-sig")
    import_budget(by=cast.lene, project=programme, name="b.csv", content=content)
    again = programme.budget_lines.get(number=14)
    assert (again.pk, again.name_da) == (line.pk, "- heraf supervision")


def test_it_refuses_other_kinds_of_file(refused):
    assert refused(b"x", "budget.ods") == ["Choose a CSV or an XLSX file."]


def test_it_refuses_to_drop_a_line_with_vouchers(programme, cast, budget_csv):
    line = programme.budget_lines.get(number=14)
    create_voucher(
        by=cast.lene,
        project=programme,
        document_date=date(2018, 5, 2),
        posting_date=date(2018, 5, 2),
        supplier="Prøvetaxa ApS",
        text="Kørsel",
        lines=[(line, Decimal("100.00"))],
    )
    with pytest.raises(RuleBroken, match="14, Transport"):
        import_budget(
            by=cast.lene,
            project=programme,
            name="budget.csv",
            content=changed(budget_csv, 15, "post", "Rejser"),
        )
    assert programme.budget_lines.get(number=14).name_da == "Transport"
    # a line without vouchers may go
    import_budget(
        by=cast.lene,
        project=programme,
        name="budget.csv",
        content=changed(budget_csv, 16, "post", "Forsikringer"),
    )
    assert BudgetLine.objects.filter(project=programme, name_da="Forsikringer").exists()


def test_it_reads_the_payment_plan(programme):
    instalments = programme.instalments.all()
    assert len(instalments) == 14
    assert money.total(i.amount for i in instalments) == Decimal("9445400.00")
    assert programme.grant.amount == Decimal("9298198.00")
    assert programme.grant.stated_average == Decimal("663963.00")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("rate;2015;1;;1", "Write exactly one row with what was granted (bevilling)."),
        ("rate;2013;1;;1", "Row 2, column år: the project runs from 2014 to 2018."),
        ("rate;2015;5;;1", "Row 2, column kvartal: write a quarter from 1 to 4."),
        ("rate;2015;1;;\nrate;2015;2;;1", "Row 2, column beløb: write something here."),
        ("rate;2015;1;;1\nrate;2015;1;;1", "Row 3, column kvartal: this quarter is there twice."),
        ("bevilling;;;30.02.2014;1", "Row 2, column dato: write a date, for example 01.12.2014."),
        ("bevilling;2015;;;1", "Row 2, column år: leave this empty in a row of this kind."),
        ("gennemsnit;;;1.12.2014;1", "Row 2, column dato: leave this empty in a row of this kind."),
        ("rate;2015;1;01.12.2014;1", "Row 2, column dato: leave this empty in a row of this kind."),
        ("lån;;;;1", "Row 2, column art: write one of: rate, bevilling, gennemsnit."),
    ],
)
def test_it_refuses_a_wrong_payment_plan(bare_programme, cast, rows, sentence):
    content = f"art;år;kvartal;dato;beløb\n{rows}".encode()
    with translation.override("en"), pytest.raises(TableRefused) as refusal:
        import_payments(by=cast.lene, project=bare_programme, name="p.csv", content=content)
    assert refusal.value.problems[0] == sentence
    assert not bare_programme.instalments.exists()
