"""Nobody stays signed in by being forgotten."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from accounts import sessions
from peerstoette.lib import dates

PAGE = reverse("project", args=["peerstoette"])


@pytest.fixture
def later(monkeypatch):
    """``later(minutes=29)`` lets so much time pass."""
    clock = dates.now()

    def wait(**kwargs) -> None:
        nonlocal clock
        clock += timedelta(**kwargs)
        monkeypatch.setattr(dates, "now", lambda: clock)

    wait(minutes=0)
    return wait


def is_signed_in(client) -> bool:
    return client.get(PAGE).status_code == 200


def test_half_an_hour_without_use_ends_it(as_, later):
    client = as_("lene")
    assert is_signed_in(client)
    later(minutes=30)
    assert is_signed_in(client)
    later(minutes=30, seconds=1)
    answer = client.get(PAGE, follow=True)
    assert answer.redirect_chain == [(f"{reverse('account_login')}?next={PAGE}", 302)]
    assert "You have been signed out. Sign in again to go on." in answer.content.decode()
    later(minutes=-30)
    assert SESSION_KEY not in client.session
    assert not is_signed_in(client)


def test_twelve_hours_end_it_however_much_it_is_used(as_, later):
    client = as_("lene")
    for _quarter in range(48):
        later(minutes=15)
        assert is_signed_in(client)
    later(minutes=1)
    assert not is_signed_in(client)


def test_a_form_that_comes_too_late_changes_nothing(as_, cast, later):
    client = as_("gitte")
    later(minutes=31)
    close = reverse("month_close", args=["peerstoette", "2018-04"])
    assert client.post(close, {}).status_code == 302
    assert cast.april.is_open


def test_a_session_that_does_not_say_when_it_began_is_over(as_):
    client = as_("lene")
    session = client.session
    del session[sessions.BEGAN], session[sessions.SEEN]
    session.save()
    assert not is_signed_in(client)


def test_use_is_noted_once_a_minute_and_no_oftener(as_, later, django_assert_num_queries):
    client = as_("lene")
    client.get(reverse("help"))
    later(seconds=59)
    with django_assert_num_queries(2 + 1):  # session and person, and the projects of the menu
        client.get(reverse("help"))
