"""The mails with which people learn of a role, and the link with which a new person comes in."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from accounts.models import User


def password_path(user: User) -> str:
    """Where the person chooses a password: works once and for three days."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )


def link_expires(sent_at: datetime) -> datetime:
    """When a link that was sent then stops working."""
    return sent_at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def withdraw_links(user: User) -> None:
    """Links that the person has been sent stop working; for people without a password only."""
    user.set_unusable_password()
    user.save(update_fields=["password"])


def send_invitation(
    request: HttpRequest,
    user: User,
    invited_to: str,
    roles: Sequence[str] = (),
) -> None:
    """Mail the person the link to choose a password."""
    url = request.build_absolute_uri(password_path(user))
    _send(request, "invitation", user, invited_to=invited_to, roles=roles, url=url)


def send_role(
    request: HttpRequest, user: User, invited_to: str, roles: Sequence[str], path: str
) -> None:
    """Tell somebody who signs in already of a new role; ``path`` is where it is used."""
    url = request.build_absolute_uri(path)
    _send(request, "role", user, invited_to=invited_to, roles=roles, url=url)


def send_handover(
    request: HttpRequest, user: User, left_by: str, invited_to: str, path: str
) -> None:
    """Tell somebody that they take over from a person who leaves."""
    url = request.build_absolute_uri(path)
    _send(request, "handover", user, left_by=left_by, invited_to=invited_to, url=url)


def _send(request: HttpRequest, kind: str, user: User, **context) -> None:
    """In the installation's language: what the sender reads says nothing of the recipient."""
    context |= {"invited_by": request.user, "request": request}
    with translation.override(settings.LANGUAGE_CODE):
        get_adapter(request).send_mail(f"account/email/{kind}", user.email, context)
