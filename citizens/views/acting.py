"""What every page with a form does: act or show it again with what was refused."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from peerstoette.lib.errors import RuleBroken

page = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing until it is sent."""
    return request.POST if request.method == "POST" else None


def act_on(form: Form, act: Callable):
    """The act's result; None while the form is not sent, is not valid, or the act was refused.

    An act without a result of its own gives True.
    """
    if not form.is_valid():
        return None
    data = form.verb() if hasattr(form, "verb") else form.cleaned_data
    try:
        result = act(**data)
    except RuleBroken as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None
    return True if result is None else result


def form_page(
    request: HttpRequest,
    form: Form,
    *,
    heading: str,
    save: str,
    back: str,
    crumb: str,
    section: str,
    intro: str = "",
) -> HttpResponse:
    """A page with one form; 422 when it is shown again."""
    context = {
        "form": form,
        "heading": heading,
        "save": save,
        "back": back,
        "crumb": crumb,
        "section": section,
        "intro": intro,
    }
    status = 422 if form.is_bound else 200
    return render(request, "citizens/act.html", context, status=status)
