"""Pages of the training's themes."""

from copy import copy
from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.access import door
from partners.acting import act_on, form_page, page, sent
from partners.setup.actions import next_number
from peers.models import TrainingTheme
from peers.themes import ThemeForm, save_theme


@door("peers.edit")
@page
def theme_add(request, project):
    theme = TrainingTheme(project=project, number=next_number(project.training_themes))
    return _form(request, theme, _("Add a training theme"))


@door("peers.edit")
@page
def theme_change(request, project, pk):
    themes = TrainingTheme.objects.filter(project=project).visible_to(request.user)
    theme = get_object_or_404(themes.select_related("project"), pk=pk)
    return _form(request, theme, _("Change the training theme"))


def _form(request, theme: TrainingTheme, heading: str):
    form = ThemeForm(sent(request), instance=copy(theme))
    slug = request.project.slug
    if act_on(form, partial(save_theme, by=request.user, theme=theme)):
        messages.success(request, _("Saved."))
        return redirect("setup_plan", slug)
    crumbs = [
        (_("Set-up"), reverse("setup", args=[slug])),
        (_("Plan and training"), reverse("setup_plan", args=[slug])),
    ]
    save = _("Save the training theme")
    return form_page(request, form, section="setup", crumbs=crumbs, heading=heading, save=save)
