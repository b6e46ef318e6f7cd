"""Pages of the partnership: agreement and bodies, plan, members."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.departure import sign_out_if_closed
from accounts.policy import signed_in
from partners import actions, invitations
from partners.access import door, may
from partners.acting import act_on, form_page, page, sent
from partners.agreement import agreement
from partners.forms import (
    ClauseWriteForm,
    MemberAddForm,
    MilestoneReachForm,
    PartnerSignForm,
    SearchForm,
    SeatAddForm,
    SeatEndForm,
)
from partners.lists import Listing
from partners.lost_step import waiting
from partners.member_list import MemberFilters, MemberTable, listed_members, member_rows
from partners.models import Clause, Membership, Milestone, Partner, Project, Seat, today
from partners.search import search


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
    form = PartnerSignForm(sent(request), instance=partner)
    return _edit(
        request,
        form,
        lambda **data: actions.sign_partner(by=request.user, partner=partner, **data),
        heading=_("Agreement with %(partner)s") % {"partner": partner},
        save=_("Save dates"),
        rule="agreement",
        done=_("The dates have been saved."),
        above=_partnership(),
    )


@door("partners.edit")
@page
def clause_write(request, project, pk):
    clause = get_object_or_404(
        Clause.objects.filter(project=project).visible_to(request.user), pk=pk
    )
    form = ClauseWriteForm(sent(request), instance=clause)
    return _edit(
        request,
        form,
        lambda text: actions.write_clause(by=request.user, clause=clause, text=text),
        heading=clause.title,
        save=_("Save clause"),
        done=_("The clause has been saved."),
        above=_partnership(),
    )


@door("partners.edit")
@page
def seat_add(request, project):
    initial = {"body": request.GET.get("body"), "starts_on": today(project)}
    form = SeatAddForm(sent(request), project=project, initial=initial)
    return _edit(
        request,
        form,
        lambda **data: actions.add_seat(by=request.user, **data),
        heading=_("Add member"),
        save=_("Add member"),
        done=_("The member has been added."),
        above=_partnership(),
    )


@door("partners.edit")
@page
def seat_end(request, project, pk):
    seat = get_object_or_404(Seat.objects.filter(project=project).visible_to(request.user), pk=pk)
    form = SeatEndForm(sent(request), instance=seat)
    return _edit(
        request,
        form,
        lambda ends_on: actions.end_seat(by=request.user, seat=seat, ends_on=ends_on),
        heading=_("End the seat of %(person)s") % {"person": seat.person},
        save=_("Save last day"),
        consequences=[
            _("The person is a member to the end of that day, and the seat stays in the history."),
            _("A partner without a member is shown among the findings."),
        ],
        done=_("The last day has been saved."),
        above=_partnership(),
    )


@door("project.view")
@page
def search_page(request, project):
    """What is looked for is sent, not put in the address: it may be a person's name."""
    form = SearchForm(sent(request))
    found = search(request.user, project, form.cleaned_data["text"]) if form.is_valid() else None
    context = {"section": "search", "form": form, "found": found}
    status = 422 if form.errors else 200
    return render(request, "partners/search.html", context, status=status)


@door("plan.edit")
@page
def milestone_reach(request, project, pk):
    milestone = get_object_or_404(
        Milestone.objects.filter(project=project).visible_to(request.user), pk=pk
    )
    form = MilestoneReachForm(sent(request), instance=milestone)
    return _edit(
        request,
        form,
        lambda reached_on: actions.reach_milestone(
            by=request.user, milestone=milestone, reached_on=reached_on
        ),
        heading=milestone.name,
        save=_("Save date"),
        done=_("The milestone has been saved."),
        above=[(_("Plan"), "plan")],
    )


@door("members.edit")
@require_safe
def members(request, project):
    listing = Listing(
        request,
        project,
        listed_members(project),
        table=MemberTable,
        filters=MemberFilters,
        present=member_rows,
    )
    return listing.response(
        "partners/member_list.html", {"section": "partners", "lost": waiting(project)}
    )


@door("members.edit", fresh=True)
@page
def member_add(request, project):
    form = MemberAddForm(sent(request), project=project)

    def add(**data):
        invitations.invite(request, actions.add_member(by=request.user, project=project, **data))

    return _edit(
        request,
        form,
        add,
        heading=_("Give a role"),
        save=_("Give the role"),
        done=_("The role has been given, and a mail is on its way."),
        above=_members(),
    )


@door("members.edit", fresh=True)
@page
def member_end(request, project, pk):
    membership = get_object_or_404(_memberships(request, project), pk=pk)

    def end():
        actions.end_membership(by=request.user, membership=membership)
        sign_out_if_closed(request)

    return _edit(
        request,
        Form(sent(request)),
        end,
        heading=_("Take the role from %(person)s") % {"person": membership.shown},
        intro=_("%(role)s, %(organisation)s")
        % {"role": membership.get_role_display(), "organisation": membership.organisation},
        consequences=[
            _("From the next page on, the role gives no access."),
            _("Somebody with no other role is signed out, and links that were sent stop working."),
            _("What the person has registered and written stays."),
        ],
        save=_("Take the role"),
        done=_("The role has been taken back."),
        above=_members(),
    )


@door("members.edit")
@require_POST
def member_invite(request, project, pk):
    """Send the mail once more to somebody who has not come yet."""
    membership = get_object_or_404(_memberships(request, project).awaited(), pk=pk)
    invitations.invite(request, membership)
    messages.success(
        request, _("A new link has been sent to %(person)s.") % {"person": membership.shown}
    )
    return redirect("members", project.slug)


def _memberships(request: HttpRequest, project: Project) -> QuerySet[Membership]:
    return Membership.objects.filter(project=project).visible_to(request.user).with_known()


def _edit(
    request: HttpRequest,
    form: BaseForm,
    act: Callable,
    *,
    heading: str,
    save: str,
    done: str,
    above: Sequence[tuple[str, str]],
    **more,
) -> HttpResponse:
    """A page with one form: shown, refused with 422, or acted on and back to where it came from.

    ``above`` are the labels and names of the pages that it lies under.
    """
    if act_on(form, act):
        messages.success(request, done)
        return redirect(above[-1][1], request.project.slug)
    return form_page(
        request,
        form,
        section=above[0][1],
        crumbs=[(label, reverse(name, args=[request.project.slug])) for label, name in above],
        heading=heading,
        save=save,
        **more,
    )


def _partnership() -> list[tuple[str, str]]:
    return [(_("Partnership"), "partners")]


def _members() -> list[tuple[str, str]]:
    return [*_partnership(), (_("Roles and access"), "members")]
