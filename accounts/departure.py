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


def end_sessions(user: User) -> None:
    """Sign the person out of every browser. A session does not name its person: each is read."""
    theirs = [
        session.pk
        for session in Session.objects.filter(expire_date__gte=dates.now()).iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()
