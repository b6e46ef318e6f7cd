"""Pages of people on their way in and out: who is invited, and a person who leaves."""

from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.departure import sign_out_if_closed
from accounts.invitation import send_handover
from partners import invitations
from partners.access import door
from partners.acting import act_on, form_page, page, sent
from partners.forms import LeaveForm
from partners.leaving import leave, still_open
from partners.models import Membership, Project
from partners.setup.people import roles_taken

SECTION = "partners"


@door("members.edit")
@require_safe
def people(request, project):
    context = {
        "section": "setup",
        "crumbs": [(_("Set-up"), reverse("setup", args=[project.slug]))],
        "invited": invitations.invited(project),
        "roles": roles_taken(project),
    }
    return render(request, "partners/setup_people.html", context)


@door("members.edit", fresh=True)
@page
def member_withdraw(request, project, pk):
    waiting = _memberships(request, project).awaited()
    membership = get_object_or_404(waiting, pk=pk)
    form = Form(sent(request))
    act = partial(invitations.withdraw, by=request.user, membership=membership)
    if act_on(form, act):
        messages.success(request, _("The invitation is withdrawn. It gives no access here."))
        return redirect("setup_people", project.slug)
    return form_page(
        request,
        form,
        section=SECTION,
        crumbs=[(_("People"), reverse("setup_people", args=[project.slug]))],
        heading=_("Withdraw the invitation of %(person)s") % {"person": membership.shown},
        save=_("Withdraw the invitation"),
        consequences=[
            _("Every role that waits for the person here is taken back."),
            _("The mail that was sent gives no access to the project any more."),
        ],
    )


@door("members.edit", fresh=True)
@page
def member_leave(request, project, pk):
    """Every role of one person in the project ends, after what is open has been handed over."""
    membership = get_object_or_404(_memberships(request, project).active(), pk=pk)
    person, is_oneself = membership.user, membership.user == request.user
    held = project.memberships.active().filter(user=person).select_related("organisation")
    form = LeaveForm(sent(request), project=project, person=person)
    if act_on(form, partial(leave, by=request.user, project=project, person=person)):
        _tell_successor(request, form, membership)
        sign_out_if_closed(request)
        messages.success(
            request, _("%(person)s has left the project.") % {"person": membership.shown}
        )
        return redirect("home") if is_oneself else redirect("members", project.slug)
    return form_page(
        request,
        form,
        template="partners/member_leave.html",
        section=SECTION,
        crumbs=[(_("Roles and access"), reverse("members", args=[project.slug]))],
        heading=_("%(person)s leaves the project") % {"person": membership.shown},
        save=_("End all roles"),
        consequences=[
            _("The roles end at once: the next page that the person asks for does not open."),
            _(
                "Without a role anywhere else, the account is closed and the person is signed out in"
                " every browser."
            ),
            _("What the person has registered, posted and approved stays, with the name."),
            _("If the person comes back, give a role again: a mail with a new link is sent."),
        ],
        held=held,
        open_things=still_open(project, person),
    )


def _tell_successor(request: HttpRequest, form: LeaveForm, membership: Membership) -> None:
    successor = form.cleaned_data["successor"]
    if successor is not None:
        project = membership.project
        send_handover(
            request, successor, membership.shown, project.name, project.get_absolute_url()
        )


def _memberships(request: HttpRequest, project: Project) -> QuerySet[Membership]:
    rows = Membership.objects.filter(project=project).visible_to(request.user).with_known()
    return rows.select_related("user", "project", "organisation")
