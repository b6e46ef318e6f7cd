"""The dashboard as a page and as a paper, for a period named in the address."""

from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from partners.access import door, may
from partners.models import today
from reporting.dashboard.board import LINKS, board
from reporting.dashboard.build import dashboard
from reporting.dashboard.choosing import parts_of
from reporting.dashboard.paper import paper_of
from reporting.dashboard.period import NoSuchPeriod, default_key, period_of
from reporting.downloads import download


@door("figures.view")
@require_safe
def dashboard_page(request, project):
    context = {"section": "dashboard"}
    try:
        period = _period(request, project)
    except NoSuchPeriod as not_begun:
        context["not_begun"] = not_begun.message
        return render(request, "reporting/dashboard_empty.html", context)
    figures = dashboard(project, request.user, period)
    context |= {
        "period": period,
        "board": board(figures),
        "parts": parts_of(period, project.starts_on, min(today(project), project.ends_on)),
        "links": [name for name, right in LINKS.items() if may(request.user, right, project)],
    }
    return render(request, "reporting/dashboard.html", context)


@door("figures.view")
@require_safe
def dashboard_paper(request, project):
    with translation.override("da"):  # periods and figures carry names as they are read
        try:
            period = _period(request, project)
        except NoSuchPeriod as not_begun:
            raise Http404 from not_begun
        return download(request, paper_of(project, dashboard(project, request.user, period)))


def _period(request, project):
    """The period asked for, or the year we are in.

    What is asked for and does not exist is not found; NoSuchPeriod only before the project begins.
    """
    asked = request.GET.get("period")
    if not asked:
        return period_of(project, default_key(project))
    try:
        return period_of(project, asked)
    except NoSuchPeriod as unknown:
        raise Http404 from unknown
