"""Pages of the set-up: the project, its partners, its limits and its plan."""

from collections.abc import Callable
from copy import copy
from functools import partial

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.access import door
from partners.acting import act_on, form_page, page, removal_link, sent
from partners.models import Deliverable, Guidepost, Milestone, Partner, Project
from partners.plan.actions import remove_row
from partners.setup import actions
from partners.setup.forms import (
    BodyForm,
    ClauseForm,
    CommitmentForm,
    DeliverableForm,
    GuidepostForm,
    LimitsForm,
    MilestoneForm,
    OrganisationForm,
    PartnerAddForm,
    ProjectForm,
)
from partners.setup.partners import is_kept_by, partner_rows

SECTION = "setup"


@door("setup.edit")
@page
def project_change(request, project):
    # the page's head names the project as it stands, also while a refused form is shown
    form = ProjectForm(sent(request), instance=copy(project))
    act = partial(actions.change_project, by=request.user, project=project)
    return _form(request, form, act, _("The project"), _("Save the project"))


@door("setup.edit")
@page
def limits_change(request, project):
    form = LimitsForm(sent(request), instance=copy(project))
    act = partial(actions.set_limits, by=request.user, project=project)
    intro = _(
        "The limits hold from now on. What is already registered, closed or issued stays as it is."
    )
    return _form(request, form, act, _("Limits and goals"), _("Save the limits"), intro=intro)


@door("setup.edit")
@require_safe
def partner_list(request, project):
    context = {
        "section": SECTION,
        "crumbs": [_overview(project)],
        "rows": partner_rows(request.user, project),
    }
    return render(request, "partners/setup_partners.html", context)


@door("setup.edit")
@page
def partner_add(request, project):
    form = PartnerAddForm(sent(request), initial={"payment_days": 30})
    act = partial(actions.add_partner, by=request.user, project=project)
    intro = _(
        "An organisation that takes part in another project already can only be added by whoever"
        " keeps the installation."
    )
    heading, save = _("Add a partner"), _("Add the partner")
    return _form(request, form, act, heading, save, to="setup_partners", intro=intro)


@door("setup.edit")
@page
def partner_change(request, project, pk):
    partner = _partner(request, project, pk)
    form = CommitmentForm(sent(request), instance=copy(partner))
    act = partial(actions.change_partner, by=request.user, partner=partner)
    heading = _("What %(partner)s takes on") % {"partner": partner}
    return _form(request, form, act, heading, _("Save the partner"), to="setup_partners")


@door("setup.edit")
@page
def organisation_change(request, project, pk):
    partner = _partner(request, project, pk)
    if not is_kept_by(request.user, partner.organisation):
        return _kept_elsewhere(request, partner)
    form = OrganisationForm(sent(request), instance=copy(partner.organisation))
    act = partial(actions.change_organisation, by=request.user, partner=partner)
    intro = _("Invoices and accounts that are already issued keep the details they were sent with.")
    heading, save = str(partner), _("Save the organisation")
    return _form(request, form, act, heading, save, to="setup_partners", intro=intro)


@door("setup.edit")
@page
def partner_remove(request, project, pk):
    partner = _partner(request, project, pk)
    act = partial(actions.remove_partner, by=request.user, partner=partner)
    heading = _("Remove %(partner)s from the project") % {"partner": partner}
    intro = _("This is for a partner that was added by mistake: nothing may name it yet.")
    save = _("Remove the partner")
    consequences = [
        _("What was agreed with the partner here is deleted: signature, duties and limits."),
        _("An organisation that takes part in nothing else is deleted with its details."),
    ]
    return _form(
        request,
        Form(sent(request)),
        act,
        heading,
        save,
        to="setup_partners",
        intro=intro,
        consequences=consequences,
    )


@door("partners.edit")
@page
def clause_add(request, project):
    act = partial(actions.add_clause, by=request.user, project=project)
    heading, save = _("Add a clause"), _("Add the clause")
    return _form(request, ClauseForm(sent(request)), act, heading, save, to="partners")


@door("partners.edit")
@page
def body_add(request, project):
    act = partial(actions.add_body, by=request.user, project=project)
    heading, save = _("Add a group"), _("Add the group")
    return _form(request, BodyForm(sent(request)), act, heading, save, to="partners")


@door("plan.edit")
@page
def deliverable_add(request, project):
    return _deliverable(request, Deliverable(project=project), _("Add a deliverable"))


@door("plan.edit")
@page
def deliverable_change(request, project, pk):
    deliverable = _plan_row(Deliverable, request, project, pk)
    removal = removal_link("deliverable_remove", deliverable)
    return _deliverable(request, deliverable, _("Change the deliverable"), **removal)


@door("plan.edit")
@page
def deliverable_remove(request, project, pk):
    return _remove(request, _plan_row(Deliverable, request, project, pk))


@door("plan.edit")
@page
def guidepost_add(request, project):
    guidepost = Guidepost(project=project, number=actions.next_number(project.guideposts))
    return _guidepost(request, guidepost, _("Add a guidepost"))


@door("plan.edit")
@page
def guidepost_change(request, project, pk):
    guidepost = _plan_row(Guidepost, request, project, pk)
    removal = removal_link("guidepost_remove", guidepost)
    return _guidepost(request, guidepost, _("Change the guidepost"), **removal)


@door("plan.edit")
@page
def guidepost_remove(request, project, pk):
    return _remove(request, _plan_row(Guidepost, request, project, pk))


@door("plan.edit")
@page
def milestone_add(request, project):
    milestone = Milestone(project=project, number=actions.next_number(project.milestones))
    form = MilestoneForm(sent(request), instance=copy(milestone))
    act = partial(actions.add_milestone, by=request.user, milestone=milestone)
    heading, save = _("Add a milestone"), _("Save the milestone")
    return _form(request, form, act, heading, save, to="setup_plan")


@door("plan.edit")
@page
def milestone_change(request, project, pk):
    milestone = _plan_row(Milestone, request, project, pk)
    form = MilestoneForm(sent(request), instance=copy(milestone))
    act = partial(actions.change_milestone, by=request.user, milestone=milestone)
    intro = _("Its days are moved on the plan's own page, which keeps what was first agreed.")
    heading, save = _("Change the milestone"), _("Save the milestone")
    removal = removal_link("milestone_remove", milestone)
    return _form(request, form, act, heading, save, to="setup_plan", intro=intro, **removal)


@door("plan.edit")
@page
def milestone_remove(request, project, pk):
    return _remove(request, _plan_row(Milestone, request, project, pk))


def _kept_elsewhere(request: HttpRequest, partner: Partner) -> HttpResponse:
    """No form, and so none of the details: they stand on the invoices of other projects too."""
    project = partner.project
    context = {
        "section": SECTION,
        "crumbs": [_overview(project), *_between(project, "setup_partners")],
        "partner": partner,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "partners/organisation_kept.html", context, status=status)


def _remove(request, row: Deliverable | Guidepost | Milestone) -> HttpResponse:
    act = partial(remove_row, by=request.user, row=row)
    heading, save = _("Remove %(row)s") % {"row": row}, _("Remove from the plan")
    consequences = [
        _("It disappears from the plan, from key figures and from reports to come."),
        _("Reports that have been submitted stay as they are."),
    ]
    form = Form(sent(request))
    return _form(request, form, act, heading, save, to="setup_plan", consequences=consequences)


def _deliverable(request, deliverable: Deliverable, heading: str, **more) -> HttpResponse:
    form = DeliverableForm(sent(request), instance=copy(deliverable))
    act = partial(actions.save_deliverable, by=request.user, deliverable=deliverable)
    return _form(request, form, act, heading, _("Save the deliverable"), to="setup_plan", **more)


def _guidepost(request, guidepost: Guidepost, heading: str, **more) -> HttpResponse:
    form = GuidepostForm(sent(request), instance=copy(guidepost))
    act = partial(actions.save_guidepost, by=request.user, guidepost=guidepost)
    return _form(request, form, act, heading, _("Save the guidepost"), to="setup_plan", **more)


def _partner(request, project: Project, pk: int) -> Partner:
    partners = Partner.objects.filter(project=project).visible_to(request.user)
    return get_object_or_404(partners.select_related("organisation", "project"), pk=pk)


def _plan_row(model, request, project: Project, pk: int):
    rows = model.objects.filter(project=project).visible_to(request.user)
    return get_object_or_404(rows.select_related("project"), pk=pk)


def _overview(project: Project) -> tuple[str, str]:
    return _("Set-up"), reverse("setup", args=[project.slug])


def _form(
    request: HttpRequest,
    form: Form,
    act: Callable,
    heading: str,
    save: str,
    *,
    to: str = "setup",
    **more,
) -> HttpResponse:
    """A page with one form; back to the page it lies under when it is done."""
    project = request.project
    if act_on(form, act):
        messages.success(request, _("Saved."))
        return redirect(to, project.slug)
    crumbs = [_overview(project), *_between(project, to)]
    return form_page(
        request, form, section=SECTION, crumbs=crumbs, heading=heading, save=save, **more
    )


def _between(project: Project, name: str) -> list[tuple[str, str]]:
    labels = {
        "setup_partners": _("Partners"),
        "setup_plan": _("Plan and training"),
        "partners": _("Partnership"),
    }
    return [(labels[name], reverse(name, args=[project.slug]))] if name in labels else []
