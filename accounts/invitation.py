"""The mail with which a new person chooses a password."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.urls import reverse

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


def send_invitation(request: HttpRequest, user: User, invited_to: str) -> None:
    """Mail the person the link to choose a password."""
    context = {
        "invited_by": request.user,
        "invited_to": invited_to,
        "url": request.build_absolute_uri(password_path(user)),
        "request": request,
    }
    get_adapter(request).send_mail("account/email/invitation", user.email, context)
