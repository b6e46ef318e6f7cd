"""Every view declares who may enter; an undeclared one answers 403."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied

# Views of others that carry their own doors: Django's admin asks for staff at every page, and
# allauth's account views are for the person who is signed in or on the way in.
DECLARED_NAMESPACES = {"admin"}
DECLARED_MODULES = {"allauth.account.views"}


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
    """The view is for those who keep the installation; everybody else is refused (403)."""

    @wraps(view)
    def enter(request, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied("superuser")
        return view(request, *args, **kwargs)

    return declare(enter, "superuser")


def is_declared(view: Callable, namespaces: list[str]) -> bool:
    return (
        hasattr(view, "policy")
        or bool(DECLARED_NAMESPACES.intersection(namespaces))
        or view.__module__ in DECLARED_MODULES
    )
