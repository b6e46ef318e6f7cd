"""Links that lead somewhere: a page whose door is shut to the reader is not offered."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from accounts.models import User
from partners.access import GRID, may
from partners.models import Project


def open_to(user: User, url: str, project: Project) -> str:
    """The address if the person may enter there, else nothing."""
    try:
        view = resolve(urlsplit(url).path).func
    except Resolver404:
        return ""
    policy = getattr(view, "policy", "")
    return url if policy in GRID and may(user, policy, project) else ""
