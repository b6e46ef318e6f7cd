"""Pages on which the budget is written by hand."""

from copy import copy
from functools import partial

from django.contrib import messages
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from budget import actions
from budget.hand_forms import GrantForm, InstalmentsForm, LineForm
from budget.models import BudgetLine
from budget.plan import Plan
from partners.access import door
from partners.acting import act_on, form_page, page, removal_link, sent
from partners.setup.actions import next_number


@door("budget.edit")
@page
def grant_change(request, project):
    form = GrantForm(sent(request), grant=Plan(project).grant)
    act = partial(actions.set_grant, by=request.user, project=project)
    return _form(request, form, act, _("The grant"), _("Save the grant"))


@door("budget.edit")
@page
def instalments_change(request, project):
    form = InstalmentsForm(sent(request), project=project)
    act = partial(actions.set_instalments, by=request.user, project=project)
    intro = _("What the funder pays out in each quarter. Together they should be the grant.")
    heading, save = _("Instalments"), _("Save the instalments")
    template = "budget/instalments_form.html"
    return _form(request, form, act, heading, save, intro=intro, template=template)


@door("budget.edit")
@page
def line_add(request, project):
    line = BudgetLine(project=project, number=next_number(project.budget_lines))
    return _line(request, line, _("Add a budget line"))


@door("budget.edit")
@page
def line_change(request, project, pk):
    line = _row(request, project, pk)
    removal = removal_link("budget_line_remove", line)
    return _line(request, line, _("Change %(line)s") % {"line": line}, **removal)


@door("budget.edit")
@page
def line_remove(request, project, pk):
    line = _row(request, project, pk)
    act = partial(actions.remove_line, by=request.user, line=line)
    heading, save = _("Remove %(line)s") % {"line": line}, _("Remove the line")
    consequences = [
        _("The line and its amounts of every year are deleted from the budget."),
        _("The sums of the budget change with it. Nothing may be posted on the line."),
    ]
    return _form(request, Form(sent(request)), act, heading, save, consequences=consequences)


def _line(request, line: BudgetLine, heading: str, **more):
    form = LineForm(sent(request), instance=copy(line))
    act = partial(actions.save_line, by=request.user, line=line)
    return _form(request, form, act, heading, _("Save the line"), **more)


def _row(request, project, pk: int) -> BudgetLine:
    lines = BudgetLine.objects.filter(project=project).visible_to(request.user)
    return get_object_or_404(lines.select_related("project"), pk=pk)


def _form(request, form: Form, act, heading: str, save: str, **more):
    slug = request.project.slug
    if act_on(form, act):
        messages.success(request, _("Saved."))
        return redirect("budget", slug)
    crumbs = [(_("Budget"), reverse("budget", args=[slug]))]
    return form_page(
        request, form, section="budget", crumbs=crumbs, heading=heading, save=save, **more
    )
