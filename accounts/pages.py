"""Pages about the product itself, for everybody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.help import TOPICS
from accounts.policy import public


# Whoever is stopped at sign-in needs them too, and they hold nothing of any project.
@public
@login_not_required
@require_safe
def help_page(request):
    return render(request, "accounts/help.html", {"topics": TOPICS} | _contact())


@public
@login_not_required
@require_safe
def privacy(request):
    return render(request, "accounts/privacy.html", {"cookies": _cookies()} | _contact())


@public
@login_not_required
@require_safe
def accessibility(request):
    return render(request, "accounts/accessibility.html", _contact())


def _cookies() -> dict[str, str]:
    """What the browser is asked to keep; their names differ with and without https."""
    return {
        "session": settings.SESSION_COOKIE_NAME,
        "csrf": settings.CSRF_COOKIE_NAME,
        "language": settings.LANGUAGE_COOKIE_NAME,
    }


def _contact() -> dict[str, str]:
    return {"contact": settings.CONTACT_EMAIL}
