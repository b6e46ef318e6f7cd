"""Rows with the rows that belong to them, in one query."""

from decimal import Decimal

from budget.models import BudgetLine, BudgetYear
from peerstoette.lib.joined import with_rows


def line(project, number: int, *years: int) -> BudgetLine:
    made = BudgetLine.objects.create(
        project=project,
        number=number,
        name_da=f"Post {number}",
        name_en=f"Line {number}",
        group="staff",
        stated_total=Decimal(number),
    )
    for year in years:
        BudgetYear.objects.create(project=project, line=made, year=year, amount=Decimal(year))
    return made


def test_the_rows_are_those_of_a_prefetch_in_the_same_order(cast, django_assert_num_queries):
    project = cast.project
    line(project, 92, 2018, 2016, 2017)
    line(project, 91)
    with django_assert_num_queries(1):
        found = [
            (each, each.stated_total, list(each.years.all()))
            for each in with_rows(project.budget_lines.all(), "years")
        ]
    assert found == [
        (each, each.stated_total, list(each.years.all()))
        for each in project.budget_lines.prefetch_related("years")
    ]
    ours = {each.number: [year.year for year in years] for each, _total, years in found}
    assert ours[91] == []
    assert ours[92] == [2016, 2017, 2018]


def test_a_row_knows_its_parent_and_its_values(cast, django_assert_num_queries):
    line(cast.project, 91, 2017)
    (found,) = with_rows(cast.project.budget_lines.filter(number=91), "years")
    with django_assert_num_queries(0):
        (year,) = found.years.all()
        assert year.line is found
        assert (year.year, year.amount, year.growth_steps) == (2017, Decimal(2017), 0)


def test_a_list_of_nothing_is_empty(cast):
    assert with_rows(cast.project.budget_lines.filter(number=0), "years") == []
