"""My day: what waits longest stands first."""

from datetime import date, time

from citizens.models import Match, Meeting, Session
from partners.models import Month

URL = "/p/peerstoette/day/"


def agenda(client):
    return client.get(URL).context["agenda"]


def test_what_is_missing_stands_oldest_first(cast, as_):
    day = agenda(as_("omar"))
    assert [item.date for item in day.due] == [date(2018, 5, 28), date(2018, 5, 29)]
    assert [item.date for item in day.ahead] == [date(2018, 6, 18)]
    assert (day.today, day.registered) == ([], [])
    assert (day.due[0].participants, day.due[1].participants) == (2, None)


def test_a_month_that_is_over_and_open_presses(cast, as_):
    Session.objects.filter(pk=cast.session.pk).update(date=date(2018, 6, 11))
    assert [item.is_pressing for item in agenda(as_("omar")).due] == [True, False]
    Month.objects.filter(pk=cast.may.pk).update(state=Month.State.CLOSED)
    assert [item.is_pressing for item in agenda(as_("omar")).due] == [False, False]


def test_today_is_not_missing_yet(cast, as_):
    Meeting.objects.filter(pk=cast.meeting.pk).update(date=date(2018, 6, 15))
    day = agenda(as_("omar"))
    assert [item.starts_at for item in day.today] == [time(10)]
    assert [item.date for item in day.due] == [date(2018, 5, 28)]


def test_what_was_registered_lately_can_be_found_again(cast, as_):
    Session.objects.filter(pk=cast.session.pk).update(date=date(2018, 6, 14), was_held=True)
    Meeting.objects.filter(pk=cast.meeting.pk).update(was_held=True, came=True)
    assert [item.date for item in agenda(as_("omar")).registered] == [date(2018, 6, 14)]


def test_another_peer_s_meetings_are_not_there(cast, as_):
    Match.objects.filter(project=cast.project).update(
        peer=cast.project.peers.create(name="Anden", initials="AN")
    )
    assert [item.date for item in agenda(as_("omar")).due] == [date(2018, 5, 28)]


def test_it_is_the_peer_s_page_only(cast, as_):
    for name in ["lene", "stine", "kirsten", "svend", "gitte", "ruth", "connie", "poul"]:
        assert as_(name).get(URL).status_code == 403
    assert as_("olga").get(URL).status_code == 404


def test_the_number_of_queries_does_not_grow(cast, as_, django_assert_max_num_queries):
    peer = as_("omar")
    with django_assert_max_num_queries(40) as few:
        peer.get(URL)
    Meeting.objects.bulk_create(
        Meeting(
            project=cast.project,
            match=cast.match,
            date=date(2018, 5, day),
            starts_at=time(9),
            minutes=30,
        )
        for day in range(1, 29)
    )
    with django_assert_max_num_queries(40) as many:
        assert len(peer.get(URL).context["agenda"].due) == 30
    assert len(few) == len(many)
