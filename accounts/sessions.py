"""How long somebody stays signed in: half an hour without use, and twelve hours at most.

What takes figures out of the house, closes books or changes roles asks for a fresh sign-in: of the
last quarter of an hour.
"""

from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from peerstoette.lib import dates

IDLE = timedelta(minutes=30).total_seconds()
LONGEST = timedelta(hours=12).total_seconds()
FRESH = timedelta(minutes=15).total_seconds()
NOTED = timedelta(minutes=1).total_seconds()  # use is noted no oftener than that
BEGAN, SEEN = "began", "seen"


@receiver(user_logged_in)
def begin(sender, request, **kwargs) -> None:
    """Note when the person signed in; called by Django whichever way that was."""
    request.session[BEGAN] = request.session[SEEN] = dates.now().timestamp()


def is_over(session: SessionBase) -> bool:
    """Whether the person must sign in again. A session that does not say when it began is over."""
    now = dates.now().timestamp()
    return now - session.get(SEEN, 0) > IDLE or now - session.get(BEGAN, 0) > LONGEST


def note(session: SessionBase) -> None:
    """Note that the session is in use."""
    now = dates.now().timestamp()
    if now - session[SEEN] > NOTED:
        session[SEEN] = now


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person signed in, or proved again who it is, in the last quarter of an hour.

    What another person has proved in the same browser is no proof.
    """
    proofs = get_authentication_records(request, request.user)
    last = max([request.session.get(BEGAN, 0), *(proof["at"] for proof in proofs)])
    return dates.now().timestamp() - last <= FRESH


def ask_again(request: HttpRequest) -> HttpResponseRedirect:
    """To where the person proves again who it is, and back to this page; what was sent is not kept."""
    if request.method == "POST":
        messages.info(
            request, _("Nothing has been done yet. Confirm that it is you, and then do it again.")
        )
    back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{back}")
