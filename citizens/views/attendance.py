"""On the phone: my day, a session's roster, a mentoring meeting. And what is missing, for the desk."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from citizens import actions
from citizens.agenda import agenda, ends_at
from citizens.forms import MeetingForm, MeetingPlanForm, SessionForm
from citizens.lists.missing import MissingFilters, MissingTable
from citizens.models import Answer, Meeting, Session
from citizens.overdue import overdue, overdue_not_shown
from citizens.roster import roster
from partners.access import door, may
from partners.acting import act_on, form_page, page, sent
from partners.lists import Listing, Rows
from partners.models import today
from partners.months import is_closed


@door("attendance.own")
@require_safe
def day(request, project):
    mine = agenda(request.user, project)
    actions.read_citizens(
        by=request.user, project=project, action="day.read", citizens=mine.citizens
    )
    context = {"section": "day", "agenda": mine}
    return render(request, "citizens/day_show.html", context)


@door("attendance.register")
@page
def session(request, project, pk):
    row = get_object_or_404(
        Session.objects.filter(project=project)
        .visible_to(request.user)
        .select_related("course", "project"),
        pk=pk,
    )
    places = roster(row, request.user)
    begun = row.is_registered or places.has_answers
    initial = {"held": _held(row) or ("yes" if begun else None), "cancel_reason": row.cancel_reason}
    initial["staff_count"] = row.staff_count if begun else None
    form = SessionForm(sent(request), session=row, places=places.shown, initial=initial)
    tally = act_on(form, partial(actions.register_session, by=request.user, session=row))
    if tally is not None:
        messages.success(request, _session_saved(row, form.cleaned_data, tally))
        if not tally.is_complete:
            messages.warning(
                request,
                _(
                    "The session still counts as missing: somebody else registers who is not shown to you."
                ),
            )
        return redirect(_back(request, project, row.course.get_absolute_url()))
    actions.read_citizens(
        by=request.user,
        project=project,
        action="session.read",
        about=row,
        citizens=[place.citizen for place in form.places],
    )
    context = {
        "section": _section(request, project, "courses"),
        "session": row,
        "form": form,
        "not_shown": len(places.hidden),
        "sessions": row.course.sessions.count(),
        "may_name": may(request.user, "courses.edit", project),
        "is_closed": is_closed(project, row.date),
        "back": _back(request, project, row.course.get_absolute_url()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "citizens/session_register.html", context, status=status)


@door("attendance.register")
@page
def meeting(request, project, pk):
    row = get_object_or_404(
        Meeting.objects.filter(project=project)
        .visible_to(request.user)
        .select_related("match__episode__citizen", "match__peer", "project"),
        pk=pk,
    )
    citizen = row.match.episode.citizen
    initial = {
        "held": _held(row),
        "cancel_reason": row.cancel_reason,
        "date": row.date,
        "minutes": row.minutes,
        "answer": Answer.of(row),
    }
    form = MeetingForm(sent(request), initial=initial)
    if act_on(form, partial(actions.register_meeting, by=request.user, meeting=row)):
        messages.success(request, _meeting_saved(citizen, form.cleaned_data))
        return redirect(_back(request, project, citizen.get_absolute_url()))
    actions.read_citizens(
        by=request.user, project=project, action="meeting.read", about=row, citizens=[citizen]
    )
    context = {
        "section": _section(request, project, "citizens"),
        "meeting": row,
        "citizen": citizen,
        "ends_at": ends_at(row),
        "form": form,
        "is_closed": is_closed(project, row.date),
        "back": _back(request, project, citizen.get_absolute_url()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "citizens/meeting_register.html", context, status=status)


@door("attendance.own")
@page
def meeting_add(request, project):
    form = MeetingPlanForm(
        sent(request), project=project, user=request.user, initial={"date": today(project)}
    )
    row = act_on(form, partial(actions.plan_meeting, by=request.user))
    if row is None:
        actions.read_citizens(
            by=request.user, project=project, action="matches.list", citizens=form.citizens()
        )
        return form_page(
            request,
            form,
            heading=_("Create mentoring meeting"),
            save=_("Create meeting"),
            section="day",
            crumbs=[(_("My day"), reverse("day", args=[project.slug]))],
        )
    if row.date > today(project):
        messages.success(request, _("The meeting is in your calendar."))
        return redirect("day", project.slug)
    messages.success(request, _("The meeting has been created. Register it here."))
    return redirect(row)


@door("attendance.missing")
@require_safe
def missing(request, project):
    listing = Listing(
        request,
        project,
        Rows(overdue(request.user, project)),
        table=MissingTable,
        filters=MissingFilters,
    )
    read = partial(
        actions.note_citizens,
        by=request.user,
        project=project,
        action="missing.export" if listing.format else "missing.list",
        citizens={line.citizen for line in listing.records if line.citizen},
        file=listing.format,
    )
    context = {"section": "courses", "not_shown": overdue_not_shown(request.user, project)}
    return listing.response("citizens/missing_list.html", context, read=read)


def _held(activity: Session | Meeting) -> str | None:
    return {True: "yes", False: "no"}.get(activity.was_held)


def _back(request, project, otherwise: str) -> str:
    """To the day for a peer, to what the registration belongs to for others."""
    if may(request.user, "attendance.own", project):
        return reverse("day", args=[project.slug])
    return otherwise


def _section(request, project, otherwise: str) -> str:
    return "day" if may(request.user, "attendance.own", project) else otherwise


def _session_saved(row: Session, data: dict, tally: actions.Tally) -> str:
    words = {"course": row.course.name, "day": date_format(row.date, "MONTH_DAY_FORMAT")}
    if not data["held"]:
        return _("%(course)s %(day)s has been registered as cancelled.") % words
    counted = _("%(came)s came, %(no_word)s did not come, %(sent_word)s sent word") % {
        "came": tally.came,
        "no_word": tally.no_word,
        "sent_word": tally.sent_word,
    }
    number = data.get("staff_count", 0)
    staff = ngettext(
        "%(count)s member of staff took part", "%(count)s members of staff took part", number
    ) % {"count": number}
    words["counted"] = {
        Session.Audience.CITIZENS: counted,
        Session.Audience.STAFF: staff,
        Session.Audience.BOTH: f"{counted}, {staff}",
    }[row.audience]
    return _("Attendance for %(course)s %(day)s has been saved: %(counted)s.") % words


def _meeting_saved(citizen, data: dict) -> str:
    words = {"citizen": citizen.code, "day": date_format(data["date"], "MONTH_DAY_FORMAT")}
    if not data["held"]:
        return _("The meeting with %(citizen)s %(day)s has been registered as cancelled.") % words
    words["answer"] = Answer(data["answer"]).label.lower()
    return _("The meeting with %(citizen)s %(day)s has been saved: %(answer)s.") % words
