"""Citizens of a period, by partner, model and side; dropout and attendance (R7, R14, R19, R20)."""

from datetime import date

import pytest

from citizens import counts
from citizens.models import Citizen, Enrolment, Episode, Referral, Session
from peerstoette.lib.dates import Period
from tests.citizens.programme import Programme

MAY = Period(date(2018, 5, 1), date(2018, 5, 31))
YEAR = Period(date(2018, 1, 1), date(2018, 12, 31))
DAY = date(2018, 5, 7)


@pytest.fixture
def programme(cast) -> Programme:
    return Programme(cast)


def rows(figures: counts.CitizenFigures) -> dict:
    return {row.partner: (*row.cells, row.total) for row in figures.table.rows}


def sides(figures: counts.CitizenFigures) -> dict:
    return {side.kind: side for side in figures.sides}


def test_citizens_count_by_the_partner_that_referred_them_and_by_model(cast, programme):
    programme.session(DAY, programme.group(8, cast.town, "1") + programme.group(6, cast.town, "2"))
    programme.session(DAY, programme.group(5, programme.region, "1"))
    programme.session(DAY, programme.group(9, programme.region, "2"))
    figures = counts.figures(cast.project, MAY)
    assert rows(figures) == {"Region Testland": (5, 9, 14), "Fjordby Kommune": (8, 6, 14)}
    assert (figures.table.totals, figures.table.total) == ((13, 15), 28)
    assert figures.table.adds_up
    assert figures.reached.in_period == 28
    assert {kind: side.citizens for kind, side in sides(figures).items()} == {
        "municipality": 14,
        "region": 14,
    }


def test_a_citizen_counts_once_however_many_referrals_and_episodes(cast, programme):
    both = programme.group(6, cast.town)
    for citizen in both:
        Episode.objects.filter(citizen=citizen).update(ends_on=date(2018, 3, 31))
        again = programme.refer(citizen, programme.region, "2", on=date(2018, 4, 1))
        programme.meeting(DAY, again)
    programme.session(date(2018, 2, 5), both)
    programme.session(date(2018, 2, 5), programme.group(7, cast.town))
    figures = counts.figures(cast.project, YEAR)
    assert rows(figures) == {"Region Testland": (0, 6, 6), "Fjordby Kommune": (13, 0, 13)}
    assert (figures.table.total, figures.table.adds_up) == (13, False)
    assert figures.reached.in_period == 13


def test_a_session_belongs_to_the_episode_that_ran_that_day(cast, programme):
    citizens = programme.group(5, cast.town)
    for citizen in citizens:
        Episode.objects.filter(citizen=citizen).update(ends_on=date(2018, 5, 10))
        programme.refer(citizen, programme.region, "2", on=date(2018, 5, 1), starts_on=None)
    programme.session(DAY, citizens)
    assert rows(counts.figures(cast.project, MAY))["Fjordby Kommune"] == (5, 0, 5)


def test_after_every_episode_it_belongs_to_the_latest_referral(cast, programme):
    citizens = programme.group(5, cast.town)
    for citizen in citizens:
        Episode.objects.filter(citizen=citizen).update(ends_on=date(2018, 3, 1))
        programme.refer(citizen, programme.region, "2", on=date(2018, 4, 1), starts_on=None)
    programme.session(DAY, citizens)
    assert rows(counts.figures(cast.project, MAY))["Region Testland"] == (0, 5, 5)


def test_who_took_part_without_a_referral_is_nobodys(cast, programme):
    strangers = [
        programme.new(Citizen, number=n, given_name="A", family_name="B", birth_year=1990)
        for n in range(500, 506)
    ]
    programme.session(DAY, strangers)
    figures = counts.figures(cast.project, MAY)
    assert rows(figures)["Without a referral"] == (0, 0, 6, 6)
    assert sides(figures)[""].citizens == 6


def test_a_small_partner_is_hidden_with_another_one(cast, programme):
    programme.session(DAY, programme.group(3, cast.town) + programme.group(20, programme.region))
    figures = counts.figures(cast.project, MAY)
    assert rows(figures) == {"Region Testland": (None, 0, None), "Fjordby Kommune": (None, 0, None)}
    assert figures.table.total == 23
    for side in figures.sides:
        assert (side.citizens, side.attended, side.meetings, side.came_percent) == (None,) * 4


def test_a_month_is_hidden_where_the_year_has_only_a_few_more(cast, programme):
    citizens = programme.group(10, cast.town)
    programme.session(DAY, citizens)
    programme.session(date(2018, 2, 5), programme.group(3, cast.town))
    assert counts.figures(cast.project, YEAR).reached.in_period == 13
    may = counts.figures(cast.project, MAY, [YEAR])
    assert may.reached.in_period is None
    assert may.table.total is None


def test_a_partner_is_hidden_where_the_year_has_only_a_few_more(cast, programme):
    programme.session(DAY, programme.group(10, cast.town) + programme.group(10, programme.region))
    programme.session(
        date(2018, 2, 5), programme.group(3, cast.town) + programme.group(7, programme.region)
    )
    may = counts.figures(cast.project, MAY, [YEAR])
    assert may.reached.in_period == 20
    assert {total for *_cells, total in rows(may).values()} == {None}


def test_the_curve_shows_no_step_of_a_few_people(cast, programme):
    programme.session(date(2018, 1, 8), programme.group(6, cast.town))
    programme.session(date(2018, 2, 5), programme.group(2, cast.town))
    programme.session(date(2018, 3, 5), programme.group(5, cast.town))
    curve = counts.figures(cast.project, YEAR).reached.cumulative
    assert [point.value for point in curve] == [6, None, 13, 13, 13, 13]
    assert curve[-1].month == date(2018, 6, 1)


def test_in_the_project_counts_from_its_first_day(cast, programme):
    programme.session(date(2018, 1, 8), programme.group(6, cast.town))
    programme.session(DAY, programme.group(7, cast.town))
    reached = counts.figures(cast.project, MAY, [YEAR]).reached
    assert (reached.in_period, reached.in_project) == (7, 13)


def test_staff_who_take_part_are_no_citizens(cast, programme):
    programme.session(DAY, [], audience=Session.Audience.STAFF, staff_count=12)
    figures = counts.figures(cast.project, MAY)
    assert figures.reached.in_period == 0
    assert (figures.attendance.staff, figures.activity.sessions) == (12, 1)
    assert figures.attendance.sessions.answers.total == 0


def test_sessions_are_held_cancelled_missing_or_to_come(cast, programme):
    programme.session(DAY, programme.group(5, cast.town))
    programme.session(DAY, [], was_held=False, cancel_reason="Sygdom")
    programme.session(date(2018, 6, 14), [], was_held=None)
    programme.session(date(2018, 6, 15), [], was_held=None)
    # the cast itself has a missing session on 28 May and one to come on 18 June
    held = counts.figures(cast.project, YEAR).attendance.sessions
    assert (held.planned, held.held, held.cancelled, held.missing, held.to_come) == (6, 1, 1, 2, 2)


def test_attendance_is_hidden_where_few_people_stayed_away(cast, programme):
    citizens = programme.group(20, cast.town)
    programme.session(DAY, citizens[:14], absent=citizens[14:])
    answers = counts.figures(cast.project, MAY).attendance.sessions.answers
    assert (answers.came, answers.no_word, answers.total) == (14, 6, 20)
    assert answers.percentages == (70, 0, 30)
    for number in range(3):  # three times the same two: six absences, two people
        programme.session(date(2018, 4, 2 + number), citizens[2:], absent=citizens[:2])
    april = Period(date(2018, 4, 1), date(2018, 4, 30))
    answers = counts.figures(cast.project, april).attendance.sessions.answers
    assert (answers.came, answers.no_word, answers.total) == (None, None, 60)
    assert answers.percentages == (None, 0, None)


def test_meetings_are_counted_openly_but_not_why_few_people_stayed_away(cast, programme):
    citizens = programme.group(6, cast.town)
    for index, citizen in enumerate(citizens):
        programme.meeting(DAY, citizen.episodes.get(), came=index > 1)
    answers = counts.figures(cast.project, MAY).attendance.meetings.answers
    assert (answers.came, answers.total) == (4, 6)
    assert (answers.sent_word, answers.no_word) == (None, None)


def end(citizens, reason: str, day: date = DAY) -> None:
    Episode.objects.filter(citizen__in=citizens).update(ends_on=day, end_reason=reason)


def test_dropout_is_of_the_episodes_that_ended_in_the_period(cast, programme):
    end(programme.group(9, cast.town), "completed")
    end(programme.group(6, cast.town), "dropout")
    end(programme.group(5, cast.town), "dropout", date(2018, 4, 30))
    dropout = counts.figures(cast.project, MAY).dropout
    assert (dropout.total, dropout.dropouts, dropout.percent) == (15, 6, 40)
    assert [(each.reason, each.episodes) for each in dropout.reasons] == [
        ("completed", 9),
        ("dropout", 6),
        ("moved", 0),
        ("other", 0),
    ]


def test_a_reason_of_few_people_is_hidden_with_another_one(cast, programme):
    end(programme.group(9, cast.town), "completed")
    end(programme.group(3, cast.town), "dropout")
    dropout = counts.figures(cast.project, MAY).dropout
    assert (dropout.total, dropout.dropouts, dropout.percent) == (12, None, None)
    assert [each.episodes for each in dropout.reasons] == [None, None, 0, 0]


def test_sides_stand_beside_each_other_with_everything_or_nothing(cast, programme):
    towns, regions = programme.group(12, cast.town), programme.group(10, programme.region)
    programme.session(DAY, towns + regions[:5], absent=regions[5:])
    for citizen in regions:
        programme.meeting(DAY, citizen.episodes.get())
    end(towns[:5], "dropout", date(2018, 5, 20))
    end(towns[5:], "completed", date(2018, 5, 20))
    end(regions, "completed", date(2018, 5, 20))
    found = sides(counts.figures(cast.project, MAY))
    town, region = found["municipality"], found["region"]
    assert (town.citizens, town.attended, town.meetings, town.came_percent) == (12, 12, 0, 100)
    assert (region.citizens, region.attended, region.meetings) == (10, 5, 10)
    assert region.came_percent == 75
    assert (town.ended, town.dropouts, town.dropout_percent) == (12, 5, 41)
    assert (region.ended, region.dropouts, region.dropout_percent) == (10, 0, 0)
    end(towns[:3], "dropout", date(2018, 5, 20))
    end(towns[3:], "completed", date(2018, 5, 20))
    found = sides(counts.figures(cast.project, MAY))
    assert [each.dropouts for each in found.values()] == [None, None]
    assert [each.ended for each in found.values()] == [12, 10]


def test_what_is_under_way_is_that_of_the_last_known_day(cast, programme):
    for citizen in programme.group(5, cast.town):
        programme.meeting(DAY, citizen.episodes.get())
    Referral.objects.filter(citizen__in=programme.group(5, cast.town)).update(outcome="waiting")
    activity = counts.figures(cast.project, YEAR).activity
    assert (activity.courses, activity.matches, activity.waiting) == (1, 6, 5)
    assert activity.meetings == 5
    april = counts.figures(cast.project, Period(date(2018, 4, 1), date(2018, 4, 30))).activity
    assert april.courses == 0


def test_the_other_project_counts_its_own(cast, programme):
    programme.session(DAY, programme.group(9, cast.town))
    figures = counts.figures(cast.other_project, MAY)
    assert figures.reached.in_period == 0
    assert all(total == 0 for *_cells, total in rows(figures).values())
    assert figures.attendance.sessions.answers.total == 0


def test_nobody_is_named_and_no_id_leaves(cast, programme):
    citizens = programme.group(9, cast.town)
    programme.session(DAY, citizens)
    told = repr(counts.figures(cast.project, MAY))
    for citizen in citizens:
        assert citizen.code not in told
        assert citizen.family_name not in told


def test_the_number_of_queries_is_the_same_for_many(cast, programme, django_assert_num_queries):
    project = cast.project
    for size in (1, 30):
        citizens = programme.group(size, cast.town)
        programme.session(DAY, citizens)
        for citizen in citizens:
            programme.meeting(DAY, citizen.episodes.get())
            programme.new(Enrolment, course=programme.course, citizen=citizen, joined_on=DAY)
        with django_assert_num_queries(5):
            counts.figures(project, MAY, [YEAR])
