"""What is planned and not registered is missing from midnight after its date, and never zero (R8)."""

from datetime import date, time

import pytest

from citizens.missing import Unregistered, findings, unregistered
from citizens.models import Episode, Extension, Meeting, Session


def test_what_is_not_registered_is_missing(cast):
    assert unregistered(cast.may) == Unregistered(
        sessions=1, meetings=1, planned=2, registered=0, partners=("Fjordby Kommune",)
    )


def test_it_is_not_missing_on_its_own_day(cast):
    Session.objects.filter(pk=cast.session.pk).update(date=date(2018, 6, 15))
    Meeting.objects.filter(pk=cast.meeting.pk).update(date=date(2018, 6, 14))
    june = unregistered(cast.june)
    assert (june.sessions, june.meetings, june.planned, june.registered) == (0, 1, 3, 0)


def test_what_was_cancelled_is_registered(cast):
    Session.objects.filter(pk=cast.session.pk).update(was_held=False, cancel_reason="Sygdom")
    may = unregistered(cast.may)
    assert (may.sessions, may.registered, may.total) == (0, 1, 1)


def test_an_empty_month_misses_nothing(cast):
    assert unregistered(cast.april) == Unregistered(0, 0, 0, 0, ())


def test_a_month_s_finding_names_the_month_and_its_figures(cast):
    [finding] = findings(cast.project)
    assert (finding.rule, finding.month_id) == ("R8", cast.may.pk)
    assert [value for _, value in finding.figures] == ["2", "0", "2"]


def test_each_month_has_its_own_finding_oldest_first(cast):
    Session.objects.filter(pk=cast.session.pk).update(date=date(2018, 6, 1))
    assert [finding.month_id for finding in findings(cast.project)] == [cast.may.pk, cast.june.pk]


def clock_findings(project) -> list[str]:
    return [finding.severity for finding in findings(project) if finding.rule == "R5"]


@pytest.mark.parametrize(
    ("starts_on", "expected"),
    [
        (date(2017, 6, 15), ["error"]),  # twelve months are over today, on 15 June 2018
        (date(2017, 6, 16), ["notice"]),
        (date(2017, 7, 15), ["notice"]),
        (date(2017, 7, 16), []),
    ],
)
def test_support_past_and_nearing_its_limit_is_found(cast, starts_on, expected):
    Episode.objects.filter(citizen=cast.citizens[0]).update(starts_on=starts_on)
    assert clock_findings(cast.project) == expected


def test_an_extension_moves_the_limit(cast):
    episode = Episode.objects.get(citizen=cast.citizens[0])
    Episode.objects.filter(pk=episode.pk).update(starts_on=date(2017, 1, 1))
    Extension.objects.create(
        project=cast.project,
        episode=episode,
        until=date(2018, 9, 30),
        reason="Udskrivning trækker ud",
        granted_on=date(2018, 1, 1),
        granted_by=cast.lene,
    )
    assert clock_findings(cast.project) == []


def test_a_small_number_of_people_is_not_told_in_findings(cast):
    Episode.objects.filter(project=cast.project).update(starts_on=date(2017, 1, 1))
    [finding] = [finding for finding in findings(cast.project) if finding.rule == "R5"]
    assert "5" in finding.title
    assert "3" not in finding.title


def test_the_number_of_queries_does_not_grow(cast, django_assert_num_queries):
    months = list(cast.project.months.all())
    for month in months:
        Meeting.objects.create(
            project=cast.project,
            match=cast.match,
            date=month.first_day,
            starts_at=time(10),
            minutes=60,
        )
    project, may = cast.project, cast.may
    with django_assert_num_queries(2):
        unregistered(may)
    with django_assert_num_queries(3):
        findings(project)
