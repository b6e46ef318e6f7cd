"""Every view declares who may enter; an undeclared one answers 403."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied

from accounts import sessions

# Views of others that carry their own doors: Django's admin asks for staff at every page, and
# allauth's account views are for the person who is signed in or on the way in.
DECLARED_NAMESPACES = {"admin"}
DECLARED_MODULES = {
    "allauth.account.views",
    "allauth.mfa.base.views",
    "allauth.mfa.recovery_codes.views",
    "allauth.mfa.totp.views",
    "allauth.mfa.webauthn.views",
}


def declare(view: Callable, policy: str) -> Callable:
    """Mark a view with the rule at its door."""
    view.policy = policy
    return view


def signed_in(view: Callable) -> Callable:
    """The view is for every person who is signed in."""
    return declare(view, "signed in")


def public(view: Callable) -> Callable:
    """The view is for everyone, signed in or not."""
    return declare(view, "public")


def keepers(view: Callable) -> Callable:
    """The view is for those who keep the installation; everybody else is refused (403).

    What they do there reaches roles and projects of others: the sign-in has to be fresh.
    """

    @wraps(view)
    def enter(request, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied("superuser")
        if not sessions.is_fresh(request):
            return sessions.ask_again(request)
        return view(request, *args, **kwargs)

    return declare(enter, "superuser")


def is_public(view: Callable) -> bool:
    return getattr(view, "policy", "") == "public"


def is_sign_in(view: Callable) -> bool:
    """Whether it is one of allauth's views, by which a person comes in and proves who it is."""
    return view.__module__ in DECLARED_MODULES


def is_declared(view: Callable, namespaces: list[str]) -> bool:
    return (
        hasattr(view, "policy")
        or bool(DECLARED_NAMESPACES.intersection(namespaces))
        or is_sign_in(view)
    )
