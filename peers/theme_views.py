"""Pages of the training's themes."""

from copy import copy
from functools import partial

from django.contrib import messages
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.access import door
from partners.acting import act_on, form_page, page, removal_link, sent
from partners.setup.actions import next_number
from peers.models import TrainingTheme
from peers.themes import ThemeForm, remove_theme, save_theme


@door("peers.edit")
@page
def theme_add(request, project):
    theme = TrainingTheme(project=project, number=next_number(project.training_themes))
    return _save(request, theme, _("Add a training theme"))


@door("peers.edit")
@page
def theme_change(request, project, pk):
    theme = _theme(request, project, pk)
    removal = removal_link("theme_remove", theme)
    return _save(request, theme, _("Change the training theme"), **removal)


@door("peers.edit")
@page
def theme_remove(request, project, pk):
    theme = _theme(request, project, pk)
    act = partial(remove_theme, by=request.user, theme=theme)
    consequences = [
        _("The theme disappears from training, key figures and reports to come."),
        _("It can only be removed while no peer has completed it."),
    ]
    heading, save = _("Remove %(row)s") % {"row": theme}, _("Remove the training theme")
    return _form(request, Form(sent(request)), act, heading, save, consequences=consequences)


def _save(request, theme: TrainingTheme, heading: str, **more):
    form = ThemeForm(sent(request), instance=copy(theme))
    act = partial(save_theme, by=request.user, theme=theme)
    return _form(request, form, act, heading, _("Save the training theme"), **more)


def _theme(request, project, pk: int) -> TrainingTheme:
    themes = TrainingTheme.objects.filter(project=project).visible_to(request.user)
    return get_object_or_404(themes.select_related("project"), pk=pk)


def _form(request, form, act, heading: str, save: str, **more):
    slug = request.project.slug
    if act_on(form, act):
        messages.success(request, _("Saved."))
        return redirect("setup_plan", slug)
    crumbs = [
        (_("Set-up"), reverse("setup", args=[slug])),
        (_("Plan and training"), reverse("setup_plan", args=[slug])),
    ]
    return form_page(
        request, form, section="setup", crumbs=crumbs, heading=heading, save=save, **more
    )
