"""Tables that people bring: read no further than needed to tell that they are too long."""

import pytest

from peerstoette.lib import reading


def test_a_table_too_long_is_read_no_further_than_that(monkeypatch):
    read = []

    def reader(lines, **kwargs):
        for line in lines:
            read.append(line)
            yield line.strip().split(";")

    monkeypatch.setattr(reading.csv, "reader", reader)
    with pytest.raises(reading.TableRefused, match="at most 10 rows"):
        reading.read("a.csv", b"a;b\n" + b"1;2\n" * 10_000, max_rows=10)
    assert len(read) == 11


def test_empty_rows_at_the_end_do_not_count_and_those_between_keep_the_numbers():
    table = reading.read("a.csv", b"a;b\n1;2\n\n;\n3;4\n" + b"\n;" * 100, max_rows=5)
    assert [tuple(row) for row in table] == [("1", "2"), ("", ""), ("", ""), ("3", "4")]


def test_what_stands_after_many_empty_rows_is_refused_and_not_lost():
    with pytest.raises(reading.TableRefused):
        reading.read("a.csv", b"a\n1\n" + b"\n" * 100 + b"2\n", max_rows=50)
