"""The answers to OWASP's list (ASVS 5.0.0): whole at levels 1 and 2, each with a test that exists or a
reason."""

import csv
import re

import pytest

from tests.test_security_paper import DOCS, NAMED, ROOT, missing

COLUMNS = ["id", "level", "section", "requirement", "answer", "proof"]
ANSWERS = {"met", "partly", "not met", "not applicable"}
# OWASP's own list of level 1, all 70
LEVEL_1 = """
1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1
3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1 3.5.2 3.5.3 4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2
6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2
7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1
10.4.1 10.4.2 10.4.3 10.4.4 10.4.5 11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2
13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1
"""
NUMBER_OF_LEVEL_2 = 183
# from level 3: what this product is about
BEYOND = {"1.2.10", "2.3.5", "8.3.2", "14.2.7", "15.4.2"}
MOST_WORDS = 12  # a requirement is told in our words, not copied
PAPER = re.compile(r"(?:docs|deploy)/[\w/.-]*\w")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (DOCS / "asvs.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        found = list(reader)
    assert reader.fieldnames == COLUMNS
    return found


def proofs(row: dict[str, str]) -> list[str]:
    return [part.strip() for part in row["proof"].split(";")]


def reasons(row: dict[str, str]) -> list[str]:
    """What stands in words beside the tests."""
    return [part for part in proofs(row) if not NAMED.fullmatch(part)]


def test_every_row_is_whole(rows):
    for row in rows:
        assert None not in row, row
        assert all(row[column] and row[column] == row[column].strip() for column in COLUMNS), row
        assert row["answer"] in ANSWERS, row
        assert row["level"] in {"1", "2", "3"}, row
        assert row["section"].startswith(row["id"].rpartition(".")[0] + " "), row
        assert len(row["requirement"].split()) <= MOST_WORDS, row


def test_the_rows_stand_in_the_order_of_the_list_each_once(rows):
    numbers = [tuple(map(int, row["id"].split("."))) for row in rows]
    assert all(len(number) == 3 for number in numbers)
    assert numbers == sorted(set(numbers))


def test_levels_1_and_2_are_answered_whole(rows):
    assert len(LEVEL_1.split()) == 70
    assert [row["id"] for row in rows if row["level"] == "1"] == LEVEL_1.split()
    assert sum(row["level"] == "2" for row in rows) == NUMBER_OF_LEVEL_2
    assert {row["id"] for row in rows if row["level"] == "3"} == BEYOND


def test_every_answer_has_a_test_that_exists_or_a_reason(rows):
    named = [NAMED.fullmatch(part) for row in rows for part in proofs(row)]
    assert missing(match.groups() for match in named if match) == []
    for row in rows:
        assert all(proofs(row)), row
        # a test that is named with a slip of the pen would pass for a reason
        assert not [part for part in reasons(row) if "::" in part or "tests/" in part], row
        # what is not met in full says in words what is lacking, or why it does not apply
        assert row["answer"] == "met" or reasons(row), row


def test_every_paper_that_is_named_exists(rows):
    named = {paper for row in rows for paper in PAPER.findall(row["proof"])}
    assert named
    assert [paper for paper in sorted(named) if not (ROOT / paper).exists()] == []
