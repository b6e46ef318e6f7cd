"""Doors that stand before every view."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import factors, sessions
from accounts.policy import is_declared, is_public, is_sign_in

FORM_FIELDS_BYTES = 256 * 1024
CHUNK_BYTES = 64 * 1024


class LanguageMiddleware:
    """Danish, unless the person has chosen another language: on the account, or in this browser.

    It stands before sign-in's own middleware, so that refusals by the doors speak it too. Django's
    own middleware lets the browser's setting decide, and many a Danish office runs its browsers in
    English.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = self._of_person(request) or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        is_offered = chosen in dict(settings.LANGUAGES)
        request.LANGUAGE_CODE = chosen if is_offered else settings.LANGUAGE_CODE
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    def _of_person(self, request) -> str:
        """The choice on the account; asked only of those who bring a session."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return ""
        return getattr(get_user(request), "language", "")


class SessionLimitsMiddleware:
    """Signs out whoever has been away too long, or has been signed in for too long."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            if sessions.is_over(request.session):
                logout(request)
                messages.info(request, _("You have been signed out. Sign in again to go on."))
            else:
                sessions.note(request.session)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Where a second step is demanded, nobody gets further without having proved one here.

    Whoever has none is led to set one up; whoever has one and did not prove it signs in again.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not factors.is_missing(request) or is_public(view):
            return None
        if factors.is_set_up(request.user):
            logout(request)
            messages.info(request, _("Sign in again, and prove your second step."))
            return redirect(settings.LOGIN_URL)
        return None if is_sign_in(view) else redirect("mfa_index")


class UploadLimitMiddleware:
    """Answers 413 with a sentence to a request larger than an upload may be, and parses nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self._length(request) <= settings.MAX_UPLOAD_BYTES + FORM_FIELDS_BYTES:
            return self.get_response(request)
        # The body is read and thrown away: a browser that is cut off shows no page at all.
        while request.read(CHUNK_BYTES):
            pass
        megabytes = settings.MAX_UPLOAD_BYTES // 1024**2
        return render(request, "413.html", {"megabytes": megabytes}, status=413)

    def _length(self, request) -> int:
        try:
            return int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return 0  # and Django then reads no body at all


class DeclaredPolicyMiddleware:
    """Refuses a view that declares no rule: forgetting one must close the door, not open it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not is_declared(view, request.resolver_match.namespaces):
            raise PermissionDenied("undeclared view")


class NoStoreMiddleware:
    """Pages for a person who is signed in are not kept by browsers or proxies."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response
