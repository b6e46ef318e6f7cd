"""Pages on which the leader keeps the plan."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.access import door
from partners.acting import act_on, form_page, page, sent
from partners.models import Guidepost, Milestone, today
from partners.plan import actions
from partners.plan.forms import EvidenceForm, MilestoneMoveForm


@door("plan.edit")
@page
def milestone_move(request, project, pk):
    milestones = Milestone.objects.filter(project=project).visible_to(request.user)
    milestone = get_object_or_404(milestones, pk=pk)
    form = MilestoneMoveForm(sent(request), instance=milestone)
    if act_on(form, partial(actions.move_milestone, by=request.user, milestone=milestone)) is None:
        return _page(
            request,
            form,
            heading=milestone.name,
            save=_("Save the plan"),
            intro=_("What was first agreed is kept, and the plan shows both."),
        )
    messages.success(request, _("The milestone has been saved."))
    return redirect("plan", project.slug)


@door("plan.edit")
@page
def evidence_add(request, project, pk):
    guideposts = Guidepost.objects.filter(project=project).visible_to(request.user)
    guidepost = get_object_or_404(guideposts, pk=pk)
    form = EvidenceForm(sent(request), initial={"date": today(project)})
    if act_on(form, partial(actions.add_evidence, by=request.user, guidepost=guidepost)) is None:
        heading, save = _("Note evidence"), _("Save the evidence")
        return _page(request, form, heading=heading, save=save, about=guidepost.name)
    messages.success(request, _("The evidence is saved."))
    return redirect("plan", project.slug)


def _page(request, form, **context):
    crumbs = [(_("Plan"), reverse("plan", args=[request.project.slug]))]
    return form_page(request, form, section="plan", crumbs=crumbs, **context)
