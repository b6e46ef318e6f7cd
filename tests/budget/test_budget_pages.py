import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from budget.actions import import_budget
from budget.exports import budget_csv
from budget.models import BudgetYear
from budget.plan import Plan
from budget.table import table

BUDGET = "/p/satspulje/budget/"


def test_it_shows_stated_beside_computed(programme):
    figures = table(Plan(programme))
    assert figures.years == (2015, 2016, 2017, 2018)
    worker = figures.grant[2]
    assert [cell.is_off for cell in worker.cells] == [False, True, True, False]
    administration = figures.cofinancing[0]
    assert administration.total.is_off
    assert (administration.total.stated, administration.total.computed) == (600_000, 450_000)
    assert figures.cofinancing[-1].total.computed == 9_857_783


def test_the_page_stands_with_and_without_the_computed_amounts(programme, as_):
    page = as_("lene").get(BUDGET).content.decode()
    assert "9.298.198" in page
    assert "9.445.400" in page
    assert "312.036" in page
    assert "349.989" in page
    assert page.count("ps-muted") < as_("lene").get(f"{BUDGET}?computed=1").content.decode().count(
        "ps-muted"
    )


def test_an_empty_project_has_an_empty_page(bare_programme, as_):
    assert as_("lene").get(BUDGET).status_code == 200


def test_what_is_downloaded_can_be_imported_again(programme, cast):
    def state():
        years = BudgetYear.objects.filter(project=programme)
        return (
            list(years.values_list("line", "year", "amount", "growth_steps", "year_share")),
            list(programme.stated_sums.values_list("scope", "year", "norm", "amount")),
            list(programme.budget_lines.values()),
        )

    before = state()
    content = budget_csv(Plan(programme))
    import_budget(by=cast.lene, project=programme, name="b.csv", content=content)
    assert state() == before
    assert budget_csv(Plan(programme)) == content


def test_what_a_spreadsheet_would_run_is_text_in_the_file(programme):
    programme.budget_lines.filter(number=1).update(name_da="-2+3+cmd|' /C calc'!A0")
    assert ";'-2+3+cmd|' /C calc'!A0;" in budget_csv(Plan(programme)).decode("utf-8-sig")


def brought(client, content: bytes, table: str = "budget", name: str = "a.csv"):
    """What the page answers to a table."""
    return client.post(
        f"{BUDGET}import/", {"table": table, "file": SimpleUploadedFile(name, content)}
    )


def test_the_leader_looks_at_a_budget_and_imports_it(bare_programme, as_, budget_csv):
    leader = as_("lene")
    preview = brought(leader, budget_csv).url
    assert not bare_programme.budget_lines.exists()
    mark = leader.get(preview).context["look"].mark
    response = leader.post(preview, {"mark": mark})
    assert (response.status_code, response.url) == (302, BUDGET)
    assert bare_programme.budget_lines.count() == 22


@pytest.mark.parametrize(
    ("name", "content"),
    [("b.csv", b""), ("b.csv", b"nr;1101901234"), ("b.xlsx", b"nr;post"), ("b.txt", b"x")],
)
def test_what_is_no_table_is_told_on_the_page(bare_programme, as_, name, content):
    response = brought(as_("lene"), content, name=name)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not bare_programme.budget_lines.exists()


def test_an_import_of_nothing_is_refused(bare_programme, as_):
    assert as_("lene").post(f"{BUDGET}import/").status_code == 422


def test_every_wrong_cell_is_told(bare_programme, as_, budget_csv):
    content = budget_csv.replace(b";666250;", b";abc;").replace(b";577844;", b";NaN;")
    leader = as_("lene")
    shown = leader.get(brought(leader, content).url)
    assert len(shown.context["problems"]) == 2
    leader.post(shown.wsgi_request.path, {"mark": shown.context["look"].mark})
    assert not bare_programme.budget_lines.exists()


def test_only_those_with_the_money_may_import(cast, as_):
    for name, status in [("gitte", 200), ("svend", 403), ("ruth", 403), ("omar", 403)]:
        assert as_(name).get("/p/peerstoette/budget/import/").status_code == status
    assert as_("svend").get("/p/peerstoette/budget/").status_code == 200


def test_the_queries_of_the_page_do_not_grow_with_the_lines(
    bare_programme, as_, budget_csv, cast, django_assert_max_num_queries
):
    client = as_("lene")
    import_budget(
        by=cast.lene, project=bare_programme, name="b.csv", content=first_lines(budget_csv, 3)
    )
    with django_assert_max_num_queries(30) as few:
        client.get(BUDGET)
    import_budget(by=cast.lene, project=bare_programme, name="b.csv", content=budget_csv)
    with django_assert_max_num_queries(30) as many:
        client.get(BUDGET)
    assert len(many) == len(few)


def first_lines(content: bytes, count: int) -> bytes:
    """The heading and the table's first lines."""
    return b"\r\n".join(content.split(b"\r\n")[: count + 1])
