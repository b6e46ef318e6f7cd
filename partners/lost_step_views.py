"""Pages for whoever has lost the second step, and for the leader who confirms it."""

from functools import partial

from allauth.account.stages import LoginStageController
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.policy import public
from partners import lost_step
from partners.access import door
from partners.acting import act_on, form_page, page, sent


@public
@login_not_required
@never_cache
@page
def lost(request):
    """For whoever has written the right password and stands before the second step."""
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None:
        return redirect("account_login")
    if request.method == "POST":
        person = stage.login.user
        leaders = lost_step.ask(person)
        if leaders is not None:
            lost_step.tell(request, person, leaders)
    return render(request, "partners/lost_step.html", {"has_asked": request.method == "POST"})


@door("members.edit", fresh=True)
@page
def member_step(request, project, pk):
    membership = get_object_or_404(lost_step.waiting(project), pk=pk)
    form = Form(sent(request))
    if act_on(form, partial(lost_step.confirm, by=request.user, membership=membership)):
        messages.success(
            request,
            _("%(person)s can sign in and set up a new second step.")
            % {"person": membership.shown},
        )
        return redirect("members", project.slug)
    return form_page(
        request,
        form,
        section="partners",
        crumbs=[(_("Roles and access"), reverse("members", args=[project.slug]))],
        heading=_("%(person)s has lost the second step") % {"person": membership.shown},
        save=_("I have spoken to the person"),
        intro=_(
            "Somebody who knows the password has asked for this. Call the person, on a number that"
            " you know already, and make sure that it was the person who asked."
        ),
        consequences=[
            _("Passkeys, app and codes on paper stop working, and every browser is signed out."),
            _("At the next sign-in, by password alone, the person sets up a new second step."),
        ],
    )
