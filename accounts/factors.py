"""The second step of signing in: an app's codes or a passkey, beside codes on paper.

Datatilsynet asks (14 March 2024) that personal data on the internet is not reached by a password
alone. A browser has to prove the step itself: that the person owns one is not enough.
"""

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import trail
from accounts.departure import end_sessions
from accounts.models import User

PROVED = "factor"  # whose second step this browser has proved
STRONG = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def is_set_up(user: User) -> bool:
    return is_mfa_enabled(user, STRONG)


def is_proved(request: HttpRequest) -> bool:
    """Whether the person who is signed in has proved a second step in this browser."""
    return request.session.get(PROVED) == request.user.pk


def is_missing(request: HttpRequest) -> bool:
    """Whether a second step is demanded of the person who is signed in, and not proved here."""
    return (
        settings.SECOND_FACTOR_REQUIRED and request.user.is_authenticated and not is_proved(request)
    )


def is_last(authenticator: Authenticator) -> bool:
    """Whether nothing would be left where a second step is demanded."""
    others = Authenticator.objects.filter(user=authenticator.user_id, type__in=STRONG)
    return settings.SECOND_FACTOR_REQUIRED and not others.exclude(pk=authenticator.pk).exists()


def passkeys(user: User) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)


def withdraw_lost_step(user: User) -> None:
    user.lost_step_at = None
    user.save(update_fields=["lost_step_at"])


def forget(user: User) -> None:
    """The person sets up a new second step at the next sign-in; every browser is signed out."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


@receiver(authenticator_used)
def used(sender, request: HttpRequest, user: User, **kwargs) -> None:
    """Whoever proves a second step has not lost it: a request that was made for one falls away."""
    request.session[PROVED] = user.pk
    if user.lost_step_at:
        with transaction.atomic():
            withdraw_lost_step(user)
            trail.record("factor.found", user, by=user)


@receiver(post_save, sender=Authenticator)
def stored(sender, instance: Authenticator, created: bool, **kwargs) -> None:
    """allauth tells of a new one when it is kept already; the entry is written with the row."""
    if created:
        with transaction.atomic():
            trail.record("factor.add", instance.user, by=instance.user, kind=instance.type)


@receiver(authenticator_added)
def added(sender, request: HttpRequest, user: User, **kwargs) -> None:
    """Whoever was signed in elsewhere, perhaps with a password that had been guessed, is no more."""
    request.session[PROVED] = user.pk
    end_sessions(user, keep=request.session.session_key)


@receiver(authenticator_removed)
def removed(
    sender, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs
) -> None:
    _changed("factor.remove", request, user, authenticator)


@receiver(authenticator_reset)
def renewed(
    sender, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs
) -> None:
    _changed("factor.renew", request, user, authenticator)


def _changed(action: str, request: HttpRequest, user: User, authenticator: Authenticator) -> None:
    with transaction.atomic():
        trail.record(action, user, by=user, kind=authenticator.type)
        end_sessions(user, keep=request.session.session_key)
