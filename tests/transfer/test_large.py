"""Large files go through bulk paths: few queries for many rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from citizens.models import Citizen
from tests.transfer.conftest import file_of

MOST_QUERIES_FOR_A_THOUSAND = 250  # SQLite takes 999 values in a statement


def many_citizens(desk, count: int) -> bytes:
    row = desk.rows("citizens")[0] | {"borger": ""}
    return file_of([row | {"efternavn": f"Nr {number}"} for number in range(count)])


def queries(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_looking_asks_as_often_for_many_as_for_few(desk):
    few, many = many_citizens(desk, 5), many_citizens(desk, 500)
    assert queries(lambda: desk.look("citizens", few)) == queries(
        lambda: desk.look("citizens", many)
    )


def test_a_thousand_citizens_come_in_with_few_queries(desk):
    content = many_citizens(desk, 1000)
    assert queries(lambda: desk.import_("citizens", content)) <= MOST_QUERIES_FOR_A_THOUSAND
    assert Citizen.objects.filter(project=desk.project).count() == 1003


def test_a_thousand_vouchers_come_in_with_few_queries(desk):
    row = desk.rows("vouchers")[0]
    content = file_of([row | {"bilag": f"ny-{number}"} for number in range(1000)])
    assert queries(lambda: desk.import_("vouchers", content)) <= MOST_QUERIES_FOR_A_THOUSAND
    assert desk.project.vouchers.count() == 1002


@pytest.mark.parametrize("slug", ["sessions", "courses", "vouchers", "citizens"])
def test_looking_at_what_stands_asks_as_often_for_much(slug, cast, desk, growth):
    growth.add(1)
    little = desk.take(slug)
    first = queries(lambda: desk.look(slug, little))
    growth.add(9)
    much = desk.take(slug)
    assert queries(lambda: desk.look(slug, much)) == first
