"""Pages of the partnership: agreement and bodies, plan, members."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm, Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.invitation import send_invitation
from accounts.policy import signed_in
from partners import actions
from partners.access import door, may
from partners.agreement import agreement
from partners.forms import (
    ClauseWriteForm,
    MemberAddForm,
    MilestoneReachForm,
    PartnerSignForm,
    SeatAddForm,
    SeatEndForm,
)
from partners.models import Clause, Membership, Milestone, Partner, Project, Seat, today
from partners.plan import plan
from peerstoette.lib.errors import RuleBroken

page = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@require_safe
def home(request):
    """To the person's first project: a peer to the day's work, others to the overview."""
    project = Project.objects.visible_to(request.user).first()
    if project is None:
        return render(request, "partners/project_none.html")
    start = "day" if may(request.user, "attendance.own", project) else "project"
    return redirect(start, project.slug)


@door("partners.view")
@require_safe
def partnership(request, project):
    context = {
        "section": "partners",
        "agreement": agreement(project),
        "may_edit": may(request.user, "partners.edit", project),
        "may_name_peers": may(request.user, "peers.name", project),
    }
    return render(request, "partners/partnership_detail.html", context)


@door("partners.edit")
@page
def partner_sign(request, project, pk):
    partner = get_object_or_404(
        Partner.objects.filter(project=project).visible_to(request.user), pk=pk
    )
    form = PartnerSignForm(_data(request), instance=partner)
    return _edit(
        request,
        form,
        lambda **data: actions.sign_partner(by=request.user, partner=partner, **data),
        heading=_("Agreement with %(partner)s") % {"partner": partner},
        save=_("Save dates"),
        done=_("The dates have been saved."),
        back=reverse("partners", args=[project.slug]),
    )


@door("partners.edit")
@page
def clause_write(request, project, pk):
    clause = get_object_or_404(
        Clause.objects.filter(project=project).visible_to(request.user), pk=pk
    )
    form = ClauseWriteForm(_data(request), instance=clause)
    return _edit(
        request,
        form,
        lambda text: actions.write_clause(by=request.user, clause=clause, text=text),
        heading=clause.title,
        save=_("Save clause"),
        done=_("The clause has been saved."),
        back=reverse("partners", args=[project.slug]),
    )


@door("partners.edit")
@page
def seat_add(request, project):
    initial = {"body": request.GET.get("body"), "starts_on": today(project)}
    form = SeatAddForm(_data(request), project=project, initial=initial)
    return _edit(
        request,
        form,
        lambda **data: actions.add_seat(by=request.user, **data),
        heading=_("Add member"),
        save=_("Add member"),
        done=_("The member has been added."),
        back=reverse("partners", args=[project.slug]),
    )


@door("partners.edit")
@page
def seat_end(request, project, pk):
    seat = get_object_or_404(Seat.objects.filter(project=project).visible_to(request.user), pk=pk)
    form = SeatEndForm(_data(request), instance=seat)
    return _edit(
        request,
        form,
        lambda ends_on: actions.end_seat(by=request.user, seat=seat, ends_on=ends_on),
        heading=_("End the seat of %(person)s") % {"person": seat.person},
        save=_("Save last day"),
        done=_("The last day has been saved."),
        back=reverse("partners", args=[project.slug]),
    )


@door("plan.view")
@require_safe
def plan_detail(request, project):
    context = {
        "section": "plan",
        "rows": plan(project),
        "may_edit": may(request.user, "plan.edit", project),
    }
    return render(request, "partners/plan_detail.html", context)


@door("plan.edit")
@page
def milestone_reach(request, project, pk):
    milestone = get_object_or_404(
        Milestone.objects.filter(project=project).visible_to(request.user), pk=pk
    )
    form = MilestoneReachForm(_data(request), instance=milestone)
    return _edit(
        request,
        form,
        lambda reached_on: actions.reach_milestone(
            by=request.user, milestone=milestone, reached_on=reached_on
        ),
        heading=milestone.name,
        save=_("Save date"),
        done=_("The milestone has been saved."),
        section="plan",
        back=reverse("plan", args=[project.slug]),
    )


@door("members.edit")
@require_safe
def members(request, project):
    held = project.memberships.active().with_known().select_related("user", "organisation")
    context = {"section": "partners", "memberships": held}
    return render(request, "partners/member_list.html", context)


@door("members.edit")
@page
def member_add(request, project):
    form = MemberAddForm(_data(request), project=project)

    def add(**data):
        membership = actions.add_member(by=request.user, project=project, **data)
        if not membership.user.has_usable_password():
            send_invitation(request, membership.user, project.name)

    return _edit(
        request,
        form,
        add,
        heading=_("Give a role"),
        save=_("Give the role"),
        done=_("The role has been given."),
        back=reverse("members", args=[project.slug]),
    )


@door("members.edit")
@page
def member_end(request, project, pk):
    membership = get_object_or_404(_memberships(request, project), pk=pk)
    return _edit(
        request,
        Form(_data(request)),
        lambda: actions.end_membership(by=request.user, membership=membership),
        heading=_("Take the role from %(person)s") % {"person": membership.shown},
        intro=_("%(role)s, %(organisation)s. From the next page on, it gives no access.")
        % {"role": membership.get_role_display(), "organisation": membership.organisation},
        save=_("Take the role"),
        done=_("The role has been taken back."),
        back=reverse("members", args=[project.slug]),
    )


@door("members.edit")
@require_POST
def member_invite(request, project, pk):
    """Send the link once more to somebody who has not chosen a password yet."""
    membership = get_object_or_404(_memberships(request, project).awaiting_password(), pk=pk)
    send_invitation(request, membership.user, project.name)
    messages.success(
        request, _("A new link has been sent to %(person)s.") % {"person": membership.shown}
    )
    return redirect("members", project.slug)


def _memberships(request: HttpRequest, project: Project) -> QuerySet[Membership]:
    return Membership.objects.filter(project=project).visible_to(request.user).with_known()


def _data(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _edit(
    request: HttpRequest,
    form: BaseForm,
    act: Callable,
    *,
    heading: str,
    save: str,
    done: str,
    back: str,
    intro: str = "",
    section: str = "partners",
) -> HttpResponse:
    """A page with one form: shown, refused with 422, or acted on and back to where it came from."""
    if request.method == "POST" and _acted(form, act):
        messages.success(request, done)
        return redirect(back)
    context = {
        "form": form,
        "heading": heading,
        "intro": intro,
        "save": save,
        "back": back,
        "section": section,
    }
    return render(request, "partners/edit.html", context, status=422 if form.is_bound else 200)


def _acted(form: BaseForm, act: Callable) -> bool:
    """Whether the form was right and the act allowed; a refusal stands on the form."""
    if not form.is_valid():
        return False
    try:
        act(**form.cleaned_data)
    except RuleBroken as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    return True
