"""Signing in and out in the server's log: by number and address, for whoever watches the server.

No name, e-mail or password stands there; the trail is about what people do once they are in.
"""

import logging

from allauth.account.adapter import get_adapter
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User

logger = logging.getLogger("peerstoette.sign_in")


@receiver(user_logged_in)
def came(sender, request: HttpRequest, user: User, **kwargs) -> None:
    logger.info("signed in: person %s from %s", user.pk, _address(request))


@receiver(user_logged_out)
def left(sender, request: HttpRequest, user: User | None, **kwargs) -> None:
    logger.info("signed out: person %s from %s", user and user.pk, _address(request))


@receiver(user_login_failed)
def failed(sender, request: HttpRequest | None = None, **kwargs) -> None:
    logger.warning("wrong e-mail or password from %s", _address(request))


@receiver(authentication_failed)
def failed_step(sender, request: HttpRequest, user: User, **kwargs) -> None:
    logger.warning("wrong second step: person %s from %s", user.pk, _address(request))


def _address(request: HttpRequest | None) -> str:
    """The browser's, past the proxies that are trusted; allauth refuses a request that has none."""
    try:
        return get_adapter().get_client_ip(request) if request else "nowhere"
    except PermissionDenied:
        return "nowhere"
