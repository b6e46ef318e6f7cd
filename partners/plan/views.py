"""Pages on which the leader keeps the plan."""

from copy import copy
from functools import partial

from django.contrib import messages
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.access import door
from partners.acting import act_on, form_page, page, removal_link, sent
from partners.models import Evidence, Guidepost, Milestone, today
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


@door("plan.edit")
@page
def evidence_change(request, project, pk):
    evidence = _evidence(request, project, pk)
    form = EvidenceForm(sent(request), instance=copy(evidence))
    if act_on(form, partial(actions.change_evidence, by=request.user, evidence=evidence)) is None:
        heading, save = _("Correct the evidence"), _("Save the evidence")
        removal = removal_link("evidence_remove", evidence)
        about = evidence.guidepost.name
        return _page(request, form, heading=heading, save=save, about=about, **removal)
    messages.success(request, _("The evidence is saved."))
    return redirect("plan", project.slug)


@door("plan.edit")
@page
def evidence_remove(request, project, pk):
    evidence = _evidence(request, project, pk)
    form = Form(sent(request))
    if act_on(form, partial(actions.remove_row, by=request.user, row=evidence)) is None:
        return _page(
            request,
            form,
            heading=_("Remove the evidence"),
            save=_("Remove the evidence"),
            about=evidence.guidepost.name,
            consequences=[
                _("What was noted is deleted; what was noted before it is shown instead."),
                _("Reports that have been submitted stay as they are."),
            ],
        )
    messages.success(request, _("The evidence is removed."))
    return redirect("plan", project.slug)


def _evidence(request, project, pk: int) -> Evidence:
    noted = Evidence.objects.filter(project=project).visible_to(request.user)
    return get_object_or_404(noted.select_related("guidepost", "project"), pk=pk)


def _page(request, form, **context):
    crumbs = [(_("Plan"), reverse("plan", args=[request.project.slug]))]
    return form_page(request, form, section="plan", crumbs=crumbs, **context)
