"""A person's own choices: language and appearance."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

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


def _back(request) -> str:
    """The page the form was on, never an address outside this site."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else resolve_url("home")
