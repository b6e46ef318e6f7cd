"""Pages of the bodies' meetings: planned, agenda, decisions."""

from functools import partial

from django.contrib import messages
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.access import door, may
from partners.acting import act_on, form_page, page, sent
from partners.lists import Listing
from partners.meetings import actions, agenda_due
from partners.meetings.forms import DecisionsForm, MeetingChangeForm, MeetingPlanForm, PointForm
from partners.meetings.lists import (
    AHEAD,
    AheadTable,
    MeetingFilters,
    MeetingTable,
    listed_meetings,
    meeting_rows,
)
from partners.models import AgendaItem, BodyMeeting, today

SECTION = "meetings"


@door("meetings.view")
@require_safe
def meeting_list(request, project):
    listing = Listing(
        request,
        project,
        listed_meetings(_meetings(request, project)),
        table=AheadTable if request.GET.get("when") == AHEAD else MeetingTable,
        filters=MeetingFilters,
        present=meeting_rows,
    )
    context = {"section": SECTION, "may_edit": may(request.user, "meetings.edit", project)}
    return listing.response("partners/body_meeting_list.html", context)


@door("meetings.view")
@require_safe
def meeting_detail(request, project, pk):
    meeting = get_object_or_404(_meetings(request, project), pk=pk)
    context = {
        "section": SECTION,
        "meeting": meeting,
        "crumbs": [_list_crumb(project)],
        "points": meeting.items.all(),
        "agenda_due": agenda_due(meeting),
        "is_over": meeting.date <= today(project),
        "may_edit": may(request.user, "meetings.edit", project),
    }
    return render(request, "partners/body_meeting_detail.html", context)


@door("meetings.edit")
@page
def meeting_plan(request, project):
    form = MeetingPlanForm(sent(request), project=project)
    meeting = act_on(form, partial(actions.plan_meeting, by=request.user, project=project))
    if meeting is None:
        return form_page(
            request,
            form,
            section=SECTION,
            crumbs=[_list_crumb(project)],
            heading=_("Plan a meeting"),
            save=_("Plan the meeting"),
        )
    messages.success(request, _("The meeting is planned. Write its agenda now."))
    return redirect(meeting)


@door("meetings.edit")
@page
def meeting_change(request, project, pk):
    meeting = get_object_or_404(_meetings(request, project), pk=pk)
    form = MeetingChangeForm(sent(request), instance=meeting)
    if act_on(form, partial(actions.change_meeting, by=request.user, meeting=meeting)) is None:
        heading, save = _("Move the meeting"), _("Save the meeting")
        return _page(request, form, meeting, heading=heading, save=save)
    messages.success(request, _("The meeting is saved."))
    return redirect(meeting)


@door("meetings.edit")
@page
def point_add(request, project, pk):
    meeting = get_object_or_404(_meetings(request, project), pk=pk)
    form = PointForm(sent(request))
    if act_on(form, partial(actions.add_point, by=request.user, meeting=meeting)) is None:
        heading, save = _("Add a point to the agenda"), _("Add the point")
        return _page(request, form, meeting, heading=heading, save=save)
    messages.success(request, _("The point is on the agenda."))
    return redirect(meeting)


@door("meetings.edit")
@page
def point_change(request, project, pk):
    point = _point(request, project, pk)
    form = PointForm(sent(request), instance=point)
    if act_on(form, partial(actions.change_point, by=request.user, point=point)) is None:
        heading, save = _("Change the point"), _("Save the point")
        return _page(request, form, point.meeting, heading=heading, save=save)
    messages.success(request, _("The point is saved."))
    return redirect(point.meeting)


@door("meetings.edit")
@page
def point_remove(request, project, pk):
    point = _point(request, project, pk)
    form = Form(sent(request))
    if act_on(form, partial(actions.remove_point, by=request.user, point=point)) is None:
        return _page(
            request,
            form,
            point.meeting,
            heading=_("Take the point off the agenda"),
            save=_("Take it off"),
            consequences=[
                _("%(point)s is deleted with what was written about it.") % {"point": point},
                _("The points after it move up."),
            ],
        )
    messages.success(request, _("The point is off the agenda."))
    return redirect(point.meeting)


@door("meetings.edit")
@page
def agenda_send(request, project, pk):
    meeting = get_object_or_404(_meetings(request, project), pk=pk)
    form = Form(sent(request))
    if act_on(form, partial(actions.send_agenda, by=request.user, meeting=meeting)) is None:
        return _page(
            request,
            form,
            meeting,
            heading=_("Mark the agenda as sent"),
            save=_("Mark as sent"),
            intro=_(
                "Fetch the agenda as PDF and send it to the members first. Everybody who follows"
                " the meeting then sees that it has gone out."
            ),
        )
    messages.success(request, _("The agenda is marked as sent today."))
    return redirect(meeting)


@door("meetings.edit")
@page
def decisions_write(request, project, pk):
    meeting = get_object_or_404(_meetings(request, project), pk=pk)
    form = DecisionsForm(sent(request), meeting=meeting)
    if act_on(form, partial(actions.write_decisions, by=request.user, meeting=meeting)) is None:
        return _page(
            request,
            form,
            meeting,
            heading=_("Write the decisions"),
            save=_("Save the decisions"),
            consequences=[
                _("The meeting is marked as held, and its agenda can no longer be changed."),
                _("The agenda becomes the minutes, for everybody who follows the meeting."),
            ],
        )
    messages.success(request, _("The decisions are saved."))
    return redirect(meeting)


def _meetings(request, project):
    return project.body_meetings.visible_to(request.user).select_related("body", "project")


def _point(request, project, pk: int) -> AgendaItem:
    points = AgendaItem.objects.filter(project=project).visible_to(request.user)
    return get_object_or_404(points.select_related("meeting__body", "meeting__project"), pk=pk)


def _list_crumb(project) -> tuple[str, str]:
    return _("Meetings"), reverse("body_meetings", args=[project.slug])


def _page(request, form, meeting: BodyMeeting, **context):
    crumbs = [_list_crumb(meeting.project), (meeting.shown, meeting.get_absolute_url())]
    return form_page(request, form, section=SECTION, crumbs=crumbs, **context)
