from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from peerstoette.lib import cells, dates
from peerstoette.lib.fields import DayField

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def test_a_month_later_than_the_31st_is_the_last_day_of_a_shorter_month():
    assert dates.add_months(date(2018, 1, 31), 1) == date(2018, 2, 28)
    assert dates.add_months(date(2016, 1, 31), 1) == date(2016, 2, 29)
    assert dates.add_months(date(2017, 11, 30), 3) == date(2018, 2, 28)


def test_december_is_followed_by_january():
    assert list(dates.months_between(date(2014, 12, 1), date(2015, 2, 3))) == [
        date(2014, 12, 1),
        date(2015, 1, 1),
        date(2015, 2, 1),
    ]


def test_days_are_counted_with_both_ends():
    may = (date(2018, 5, 1), date(2018, 5, 31))
    assert dates.overlap_days(date(2018, 5, 31), None, *may) == 1
    assert dates.overlap_days(date(2018, 4, 1), date(2018, 5, 1), *may) == 1
    assert dates.overlap_days(date(2018, 1, 1), None, *may) == 31
    assert dates.overlap_days(date(2018, 6, 1), None, *may) == 0


@given(days, days, days, days)
def test_the_overlap_is_the_number_of_days_in_both(a, b, c, d):
    first, last, start, end = min(a, b), max(a, b), min(c, d), max(c, d)
    both = set(range(first.toordinal(), last.toordinal() + 1)) & set(
        range(start.toordinal(), end.toordinal() + 1)
    )
    assert dates.overlap_days(first, last, start, end) == len(both)


@pytest.mark.parametrize("text", ["1.1.0018", "31.12.1899", "1.1.2101", "31.12.9999"])
def test_a_year_that_nobody_means_is_refused(text):
    with pytest.raises(forms.ValidationError) as refusal:
        DayField().clean(text)
    assert refusal.value.code == "far"
    with pytest.raises(ValueError, match="between 1900 and 2100"):
        cells.Day().clean(text)


@pytest.mark.parametrize("text", ["1.1.1900", "31.12.2100"])
def test_the_first_and_the_last_day_that_are_meant_are_read(text):
    assert DayField().clean(text) == cells.Day().clean(text)
