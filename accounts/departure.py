"""Closing the account of somebody who has left, and opening it again."""

from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from accounts.models import User
from peerstoette.lib import dates


def close_account(user: User) -> None:
    """The person cannot sign in any more, and is signed out everywhere at once."""
    user.is_active, user.closed_at = False, dates.now()
    user.save(update_fields=["is_active", "closed_at"])
    end_sessions(user)


def sign_out_if_closed(request: HttpRequest) -> None:
    """Give the browser a new session where the person has just closed the own account."""
    request.user.refresh_from_db(fields=["is_active"])
    if not request.user.is_active:
        logout(request)


def reopen_account(user: User) -> None:
    """The person comes in again, with a new password; what was closed by upkeep stays closed."""
    user.is_active, user.closed_at = True, None
    user.set_unusable_password()
    user.save(update_fields=["is_active", "closed_at", "password"])


def sign_out_after_change(*people: User, by: User) -> None:
    """What the people may do has changed. Whoever changed it for oneself has just signed in."""
    end_sessions(*(person for person in people if person != by))


def end_sessions(*people: User, keep: str | None = None) -> None:
    """Sign the people out of every browser, but that of the session to ``keep``.

    A session does not name its person: each is read, once for all the people.
    """
    keys = {str(person.pk) for person in people}
    if not keys:
        return
    theirs = [
        session.pk
        for session in Session.objects.filter(expire_date__gte=dates.now()).iterator()
        if session.pk != keep and session.get_decoded().get(SESSION_KEY) in keys
    ]
    Session.objects.filter(pk__in=theirs).delete()
