"""The plan as it stands today, as a page and as a paper."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from partners.access import door, may
from partners.models import today
from partners.plan import guideposts, plan
from reporting.dashboard.milestones import milestone_rows
from reporting.dashboard.working import plan_of
from reporting.downloads import download
from reporting.handouts import plan_paper_of


@door("plan.view")
@require_safe
def plan_page(request, project):
    day = today(project)
    context = {
        "section": "plan",
        "rows": plan(project),
        "drawn": plan_of(milestone_rows(project, day), day),
        "guideposts": guideposts(project),
        "may_edit": may(request.user, "plan.edit", project),
    }
    return render(request, "reporting/plan_detail.html", context)


@door("plan.view")
@require_safe
def plan_paper(request, project):
    return download(request, plan_paper_of(project))
