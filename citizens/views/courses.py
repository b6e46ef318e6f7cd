"""Pages of group courses. Staff to whom citizens are not shown see counts here, and no names."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citizens import actions
from citizens.access import require_sight, sees_everyone
from citizens.forms import CancelForm, CourseForm, EnrolForm, LeaveForm, SessionAddForm
from citizens.lists.courses import CourseFilters, CourseTable
from citizens.models import Course, Enrolment, Session
from citizens.timetable import course_rows, course_sheet
from partners.access import door, may
from partners.acting import act_on, form_page, page, sent
from partners.lists import Listing
from partners.models import today


@door("courses.view")
@require_safe
def course_list(request, project):
    courses = Course.objects.filter(project=project).visible_to(request.user).with_counts()
    hides = not sees_everyone(request.user, project)
    listing = Listing(
        request,
        project,
        courses,
        table=CourseTable,
        filters=CourseFilters,
        present=partial(course_rows, user=request.user, project=project),
        # the order of counts that are hidden would tell which is larger (R14)
        unsorted=["citizens"] if hides else [],
    )
    context = {
        "section": "courses",
        "hides": any(row.citizens is None for row in listing.rows),
        "may_edit": may(request.user, "courses.edit", project),
        "may_see_missing": may(request.user, "attendance.missing", project),
    }
    return listing.response("citizens/course_list.html", context)


@door("courses.view")
@require_safe
def course_detail(request, project, pk):
    course = _course(request, project, pk)
    sheet = course_sheet(course, request.user, project)
    actions.read_citizens(
        by=request.user,
        project=project,
        action="course.read",
        about=course,
        citizens=[enrolment.citizen for enrolment in sheet.enrolments],
    )
    context = {
        "section": "courses",
        "sheet": sheet,
        "may_edit": may(request.user, "courses.edit", project),
        "may_enrol": sees_everyone(request.user, project),
    }
    return render(request, "citizens/course_detail.html", context)


@door("courses.edit")
@page
def course_add(request, project):
    form = CourseForm(sent(request), project=project)
    course = act_on(form, partial(actions.create_course, by=request.user, project=project))
    if course is None:
        return form_page(
            request,
            form,
            heading=_("Create group course"),
            save=_("Create course"),
            section="courses",
            crumbs=[(_("Group courses"), reverse("courses", args=[project.slug]))],
        )
    messages.success(request, _("%(course)s has been created.") % {"course": course.name})
    return redirect(course)


@door("courses.edit")
@page
def session_add(request, project, pk):
    course = _course(request, project, pk)
    last = course.sessions.last()
    initial = last and {
        "starts_at": last.starts_at,
        "ends_at": last.ends_at,
        "audience": last.audience,
    }
    form = SessionAddForm(sent(request), initial=initial)
    act = partial(actions.add_session, by=request.user, course=course)
    done = _("The session has been added.")
    return _about(request, form, act, course, _("Add session"), _("Add session"), done)


@door("courses.edit")
@page
def session_cancel(request, project, pk, session_pk):
    course = _course(request, project, pk)
    sessions = Session.objects.filter(course=course).open_to(request.user)
    session = get_object_or_404(sessions.select_related("project"), pk=session_pk)
    form = CancelForm(sent(request))
    act = partial(actions.cancel_session, by=request.user, session=session)
    done = _("The session has been registered as cancelled.")
    consequences = [
        _("The session counts as cancelled: not as held, and not as missing."),
        _("The participants are not told. Tell them yourself."),
    ]
    heading = _("Cancel session")
    return _about(request, form, act, course, heading, heading, done, consequences=consequences)


@door("courses.edit")
@page
def enrolment_add(request, project, pk):
    require_sight(request.user, project)
    course = _course(request, project, pk)
    form = EnrolForm(sent(request), course=course, user=request.user)
    act = partial(actions.enrol, by=request.user, course=course)
    done = _("The citizen is on the course.")
    heading = _("Enrol citizen")
    shown = partial(_read, request, "citizens.offer", course, form.citizens)
    return _about(request, form, act, course, heading, heading, done, before_showing=shown)


@door("courses.edit")
@page
def enrolment_end(request, project, pk):
    require_sight(request.user, project)
    enrolment = get_object_or_404(
        Enrolment.objects.filter(project=project)
        .visible_to(request.user)
        .select_related("course__project", "citizen"),
        pk=pk,
    )
    form = LeaveForm(sent(request), initial={"left_on": today(project)})
    act = partial(actions.leave_course, by=request.user, enrolment=enrolment)
    heading = _("%(code)s leaves the course") % {"code": enrolment.citizen.code}
    done = _("The citizen has left the course.")
    consequences = [
        _("After that day the citizen is not among the participants."),
        _("What has been registered until then stays."),
    ]
    save = _("Save last day")
    course, citizen = enrolment.course, enrolment.citizen
    shown = partial(_read, request, "citizen.read", citizen, lambda: [citizen])
    return _about(
        request,
        form,
        act,
        course,
        heading,
        save,
        done,
        before_showing=shown,
        consequences=consequences,
    )


def _course(request, project, pk) -> Course:
    courses = Course.objects.filter(project=project).visible_to(request.user)
    return get_object_or_404(courses.select_related("project"), pk=pk)


def _read(request, action: str, about, citizens) -> None:
    """Note whom the page shows; ``citizens`` is asked only then."""
    actions.read_citizens(
        by=request.user, project=request.project, action=action, about=about, citizens=citizens()
    )


def _about(request, form, act, course, heading, save, done, *, before_showing=None, **more):
    """A page with one form about a course, and back to the course when it is done."""
    if act_on(form, act):
        messages.success(request, done)
        return redirect(course)
    if before_showing:
        before_showing()
    return form_page(
        request,
        form,
        section="courses",
        crumbs=[
            (_("Group courses"), reverse("courses", args=[request.project.slug])),
            (course.name, course.get_absolute_url()),
        ],
        heading=heading,
        save=save,
        **more,
    )
