"""What every page with a form does: act, or show the form again with what was refused."""

from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from peerstoette.lib.errors import RuleBroken

page = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing until it is sent."""
    return request.POST if request.method == "POST" else None


def files_sent(request: HttpRequest) -> MultiValueDict | None:
    """The files a form is bound to, beside what is ``sent``."""
    return request.FILES if request.method == "POST" else None


def act_on(form: Form, act: Callable):
    """The act's result; None while the form is not sent, is not valid, or the act was refused.

    An act without a result of its own gives True. A refusal stands at the field it names, and its
    topic leads to the help; one that names many things (``problems``) is told in full.
    """
    if not form.is_valid():
        return None
    data = form.verb() if hasattr(form, "verb") else form.cleaned_data
    try:
        result = act(**data)
    except RuleBroken as refused:
        problems = getattr(refused, "problems", [refused.message])
        errors = [ValidationError(problem, code=refused.topic) for problem in problems]
        form.add_error(refused.field if refused.field in form.fields else None, errors)
        return None
    return True if result is None else result


def removal_link(view: str, row) -> dict[str, str]:
    """What ``form_page`` needs to offer, below the fields of a row, the page that removes it."""
    address = reverse(view, args=[row.project.slug, row.pk])
    return {"extra": "_removal.html", "removal": address}


def form_page(
    request: HttpRequest,
    form: Form,
    *,
    section: str,
    crumbs: Sequence[tuple[str, str]],
    heading: str,
    save: str,
    template: str = "act.html",
    **more,
) -> HttpResponse:
    """A page with one form; 422 when it is shown again.

    ``crumbs`` are the labels and addresses above the page; the last one is where "Cancel" leads.
    ``more`` goes to the template: ``intro``, ``about`` (a line under the heading), ``failed`` (what
    did not happen), ``extra`` (a template before the buttons), ``rule`` (the anchor of the help beside
    it), ``consequences`` (of what cannot be undone, a sentence each).
    """
    context = {
        "form": form,
        "section": section,
        "crumbs": crumbs,
        "cancel": crumbs[-1][1],
        "heading": heading,
        "save": save,
        **more,
    }
    return render(request, template, context, status=422 if form.is_bound else 200)
