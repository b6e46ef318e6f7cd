"""Opening a citizen's page in an emergency, and the leaders' page of everybody who did."""

from functools import partial

from django.contrib import messages
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citizens import actions
from citizens.lists.emergencies import EmergencyFilters, EmergencyTable, emergency_rows
from citizens.models import EmergencyAccess
from citizens.notice import tell_leaders
from citizens.rights_forms import EmergencyForm
from partners.access import door
from partners.acting import act_on, form_page, page, sent
from partners.lists import Listing


@door("citizens.emergency")
@page
def emergency(request, project):
    form = EmergencyForm(sent(request))
    opened = act_on(form, partial(actions.open_in_emergency, by=request.user, project=project))
    if opened is not None:
        use, is_new = opened
        if is_new:
            tell_leaders(request, use)
        return redirect(use.citizen)
    return form_page(
        request,
        form,
        section="citizens",
        crumbs=[(_("Citizens"), reverse("citizens", args=[project.slug]))],
        heading=_("Emergency access"),
        save=_("Open the citizen's page for an hour"),
        rule="emergency",
        consequences=[
            _("You can read whom to call, for one hour, and write nothing."),
            _("It stands on the trail, and the project leaders are told."),
        ],
    )


@door("citizens.acknowledge")
@require_safe
def emergencies(request, project):
    uses = EmergencyAccess.objects.filter(project=project).visible_to(request.user)
    uses = uses.select_related("citizen__project", "person", "acknowledged_by")
    listing = Listing(
        request,
        project,
        uses,
        table=EmergencyTable,
        filters=EmergencyFilters,
        present=emergency_rows,
    )
    read = partial(
        actions.note_citizens,
        by=request.user,
        project=project,
        action="emergency.list",
        citizens={use.citizen for use in listing.records},
        file=listing.format,
    )
    return listing.response("citizens/emergency_list.html", {"section": "citizens"}, read=read)


@door("citizens.acknowledge")
@page
def emergency_acknowledge(request, project, pk):
    use = get_object_or_404(
        EmergencyAccess.objects.filter(project=project)
        .visible_to(request.user)
        .select_related("citizen", "person", "project"),
        pk=pk,
    )
    form = Form(sent(request))
    if act_on(form, partial(actions.acknowledge_emergency, by=request.user, use=use)):
        messages.success(request, _("It is noted that you have looked at it."))
        return redirect("emergencies", project.slug)
    actions.read_citizens(
        by=request.user,
        project=project,
        action="emergency.read",
        about=use,
        citizens=[use.citizen],
    )
    return form_page(
        request,
        form,
        section="citizens",
        crumbs=[
            (_("Citizens"), reverse("citizens", args=[project.slug])),
            (_("Emergency accesses"), reverse("emergencies", args=[project.slug])),
        ],
        heading=_("Emergency access to %(code)s") % {"code": use.citizen.code},
        about=_("%(person)s: %(reason)s") % {"person": use.person, "reason": use.reason},
        save=_("I have looked at it"),
        consequences=[_("Your name is kept with it, and it is no longer on the start page.")],
    )
