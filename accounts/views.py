"""A person's own choices: language and appearance."""

from allauth.mfa.webauthn.views import remove_webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts import factors, trail
from accounts.departure import end_sessions
from accounts.models import User
from accounts.policy import public, signed_in


@public
@login_not_required
@require_POST
def language_choose(request):
    """Remember the language, on the account or before sign-in in this browser, and go back."""
    language = request.POST.get("language")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        request.user.language = language
        request.user.save(update_fields=["language"])
    return set_language(request)


@signed_in
@require_POST
def theme_choose(request):
    """Remember how the person wants pages to look, and go back."""
    theme = request.POST.get("theme")
    if theme not in User.Theme.values:
        return HttpResponseBadRequest()
    request.user.theme = theme
    request.user.save(update_fields=["theme"])
    return HttpResponseRedirect(_back(request))


@signed_in
@transaction.atomic
def passkey_remove(request, pk: int):
    """allauth's page, but not for the last second step where one is demanded."""
    if factors.is_last(get_object_or_404(factors.passkeys(request.user), pk=pk)):
        messages.error(
            request,
            _("This is your only second step. Set up another one first, then remove this."),
        )
        return redirect("mfa_index")
    return remove_webauthn(request, pk=pk)


@signed_in
@require_POST
def sessions_end(request):
    """Sign the person out of every other browser: of a phone that was lost, say."""
    with transaction.atomic():
        trail.record("session.end", request.user, by=request.user)
        end_sessions(request.user, keep=request.session.session_key)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("mfa_index")


def _back(request) -> str:
    """The page the form was on, never an address outside this site."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else resolve_url("home")
