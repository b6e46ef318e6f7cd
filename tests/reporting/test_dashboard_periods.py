"""The period that a key names: its days, its name, and what lies beside it."""

from datetime import date

import pytest
from django.utils import translation

from partners.models import Project
from peerstoette.lib.dates import Period as Days
from reporting.dashboard.period import NoSuchPeriod, around, default_key, label_of, period_of


@pytest.fixture
def project(db) -> Project:
    """As the first project: from December 2014 to June 2018, seen on 15 June 2018."""
    return Project(
        starts_on=date(2014, 12, 1), ends_on=date(2018, 6, 30), demo_date=date(2018, 6, 15)
    )


def days(period) -> tuple[date, date, date]:
    return period.first, period.last, period.until


def test_a_year_is_the_calendar_year(project):
    year = period_of(project, "2017")
    assert days(year) == (date(2017, 1, 1), date(2017, 12, 31), date(2017, 12, 31))
    assert (year.label, year.is_running, len(year.months)) == ("2017", False, 12)


def test_the_first_year_has_one_month(project):
    year = period_of(project, "2014")
    assert days(year) == (date(2014, 12, 1), date(2014, 12, 31), date(2014, 12, 31))
    assert year.months == (date(2014, 12, 1),)
    assert days(period_of(project, "2014-q4"))[0] == date(2014, 12, 1)


def test_the_last_year_ends_with_the_project_and_is_known_until_today(project):
    year = period_of(project, "2018")
    assert days(year) == (date(2018, 1, 1), date(2018, 6, 30), date(2018, 6, 15))
    assert year.is_running
    assert year.months[-1] == date(2018, 6, 1)


def test_a_quarter_and_a_month(project):
    assert days(period_of(project, "2017-q4"))[:2] == (date(2017, 10, 1), date(2017, 12, 31))
    assert days(period_of(project, "2016-02"))[:2] == (date(2016, 2, 1), date(2016, 2, 29))
    assert days(period_of(project, "2018-06")) == (
        date(2018, 6, 1),
        date(2018, 6, 30),
        date(2018, 6, 15),
    )


def test_the_whole_project(project):
    whole = period_of(project, "all")
    assert days(whole) == (date(2014, 12, 1), date(2018, 6, 30), date(2018, 6, 15))
    assert whole.years == (2014, 2015, 2016, 2017, 2018)
    assert (whole.previous, whole.next) == (None, None)


@pytest.mark.parametrize(
    "key",
    ["", "2013", "2019", "2014-11", "2018-07", "2018-q3", "0000", "9999-12", "2017-13", "2017-00"]
    + ["2017-q5", "17", "All", "2017-5", "2017-q", " 2017", "2017\n", "２０１７"],
)
def test_what_is_no_period_of_the_project_is_refused(project, key):
    with pytest.raises(NoSuchPeriod):
        period_of(project, key)


def test_a_period_that_has_not_begun_is_refused():
    project = Project(
        starts_on=date(2018, 1, 1), ends_on=date(2018, 12, 31), demo_date=date(2018, 6, 15)
    )
    with pytest.raises(NoSuchPeriod, match="not begun"):
        period_of(project, "2018-07")
    assert period_of(project, "2018-q2").next is None


def test_neighbours_are_of_the_same_kind_and_inside_the_project(project):
    def beside(key: str) -> tuple[str | None, str | None]:
        period = period_of(project, key)
        return tuple(each and each.key for each in (period.previous, period.next))

    assert beside("2017") == ("2016", "2018")
    assert beside("2014") == (None, "2015")
    assert beside("2018") == ("2017", None)
    assert beside("2018-01") == ("2017-12", "2018-02")
    assert beside("2018-q1") == ("2017-q4", "2018-q2")
    assert beside("2014-12") == (None, "2015-01")
    assert beside("2018-06") == ("2018-05", None)


def test_years_and_the_whole_project_can_be_chosen(project):
    choices = period_of(project, "2017").choices
    assert [each.key for each in choices] == ["2014", "2015", "2016", "2017", "2018", "all"]
    assert [each.key for each in choices if each.is_current] == ["2017"]
    assert not any(each.is_current for each in period_of(project, "2017-05").choices)


def test_months_are_named_in_the_readers_language():
    with translation.override("da"):
        assert label_of("2017-05") == "maj 2017"
    with translation.override("en"):
        assert label_of("2017-q2") == "Quarter 2 of 2017"
        assert label_of("all") == "The whole project"


def test_what_is_shown_first_is_the_year_we_are_in(project):
    assert default_key(project) == "2018"
    project.demo_date = date(2020, 1, 1)
    assert default_key(project) == "2018"


def test_longer_periods_around_one_end_where_they_are_known(project):
    until = date(2018, 6, 15)
    whole = Days(date(2014, 12, 1), until)
    assert around(project, period_of(project, "2017-05")) == (
        Days(date(2017, 4, 1), date(2017, 6, 30)),
        Days(date(2017, 1, 1), date(2017, 12, 31)),
        whole,
    )
    assert around(project, period_of(project, "2018-q1"))[0] == Days(date(2018, 1, 1), until)
    # December is the quarter and the year: only the whole project is longer
    assert around(project, period_of(project, "2014-12")) == (whole,)
    assert around(project, period_of(project, "all")) == ()
