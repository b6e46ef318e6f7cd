"""Pages of the set-up that draw on every room: how far it is, and the plan with its training."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.access import door, may
from reporting.setup import ready_title, set_up

SECTION = "setup"


@door("setup.edit")
@require_safe
def overview(request, project):
    state = set_up(project)
    context = {"section": SECTION, "setup": state, "ready": ready_title(state)}
    return render(request, "reporting/setup.html", context)


@door("setup.edit")
@require_safe
def plan_items(request, project):
    context = {
        "section": SECTION,
        "crumbs": [(_("Set-up"), reverse("setup", args=[project.slug]))],
        "deliverables": project.deliverables.all(),
        "guideposts": project.guideposts.all(),
        "milestones": project.milestones.select_related("deliverable"),
        "themes": project.training_themes.all(),
        "may_edit_themes": may(request.user, "peers.edit", project),
    }
    return render(request, "reporting/setup_plan.html", context)
