"""Who opens the pages that are measured."""

from accounts.models import User
from partners.access import Role

SLUG = "peerstoette"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def person(role: Role) -> User:
    """The first who holds the role in the demonstration."""
    held = User.objects.filter(
        memberships__project__slug=SLUG,
        memberships__role=role,
        memberships__ended_at=None,
        is_active=True,
    )
    return held.order_by("pk").first()
