"""Pages of the peers: who is employed where, what is confirmed, and whether the minimum is kept."""

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
from partners.models import today
from peers import actions
from peers.forms import (
    ActivationForm,
    CriterionForm,
    EmploymentForm,
    EndForm,
    LeaveForm,
    PayRateForm,
    PeerForm,
    StaffingForm,
    TrainingForm,
    VisitForm,
)
from peers.lists import PeerFilters, PeerTable, fte_of, idle, lines, listed_employments
from peers.models import Employment, Leave, Peer
from peers.names import peer_names
from peers.profile import profile
from peers.rules import earliest_activation
from peers.staffing import commitment_of, figures, month_near, partner_staffing


@door("peers.view")
@require_safe
def peer_list(request, project):
    listing = Listing(
        request,
        project,
        listed_employments(project, request.user),
        table=PeerTable,
        filters=PeerFilters,
        present=lines,
    )
    day = listing.filters.on
    context = {
        "section": "peers",
        "day": day,
        "fte": None if listing.is_refused else fte_of(listing.found),
        "staffing": partner_staffing(project, day, user=request.user),
        "idle": idle(project, request.user),
        "may_edit": may(request.user, "peers.edit", project),
    }
    return listing.response("peers/peer_list.html", context)


@door("peers.view")
@require_safe
def peer_detail(request, project, pk):
    peer = _peer(request, project, pk)
    context = {
        "section": "peers",
        "profile": profile(project, peer, request.user, today(project)),
        "may_edit": may(request.user, "peers.edit", project),
        "may_see_pay": may(request.user, "pay.view", project),
        "may_set_pay": may(request.user, "pay.edit", project),
    }
    return render(request, "peers/peer_detail.html", context)


@door("peers.view")
@require_safe
def staffing(request, project):
    day = today(project)
    month = month_near(project, day)
    initial = {"day": day, "month": month and month.key}
    form = StaffingForm(request.GET or None, project=project, initial=initial)
    if form.is_valid():
        day, month = form.cleaned_data["day"], form.cleaned_data["month"]
    partners = partner_staffing(project, user=request.user)
    context = {
        "section": "peers",
        "form": form,
        "commitment": commitment_of(project),
        "partners": partners,
        "figures": [figures(project, each, day, month) for each in partners],
        "day": day,
        "month": month,
    }
    status = 422 if form.errors else 200
    return render(request, "peers/staffing_show.html", context, status=status)


@door("peers.edit")
@page
def peer_add(request, project):
    form = PeerForm(sent(request), project=project)
    peer = act_on(form, partial(actions.add_peer, by=request.user, project=project))
    if peer is None:
        return _form_page(request, form, heading=_("Add peer"), save=_("Save peer"))
    messages.success(request, _("%(initials)s is added.") % {"initials": peer.initials})
    return redirect(peer)


@door("peers.edit")
@page
def peer_change(request, project, pk):
    peer = _peer(request, project, pk)
    initial = {"name": peer.name, "initials": peer.initials, "user": peer.user_id}
    form = PeerForm(sent(request), project=project, initial=initial)
    if act_on(form, partial(actions.change_peer, by=request.user, peer=peer)) is None:
        return _form_page(request, form, peer, heading=_("Change peer"), save=_("Save peer"))
    messages.success(request, _("The peer is changed."))
    return redirect(peer)


@door("peers.edit")
@page
def criterion_confirm(request, project, pk):
    peer = _peer(request, project, pk)
    initial = {"criterion": request.GET.get("criterion"), "confirmed_on": today(project)}
    form = CriterionForm(sent(request), peer=peer, initial=initial)
    if act_on(form, partial(actions.confirm_criterion, by=request.user, peer=peer)) is None:
        heading, save = _("Confirm a criterion"), _("Confirm the criterion")
        consequences = [
            _("Your name stands beside the criterion and the day, and cannot be taken back here."),
            _("With every criterion and the visit in place, the employment can be made active."),
        ]
        return _form_page(
            request, form, peer, heading=heading, save=save, consequences=consequences
        )
    messages.success(request, _("The criterion is confirmed."))
    return redirect(peer)


@door("peers.edit")
@page
def training_add(request, project, pk):
    peer = _peer(request, project, pk)
    initial = {"theme": request.GET.get("theme"), "completed_on": today(project)}
    form = TrainingForm(sent(request), peer=peer, initial=initial)
    if act_on(form, partial(actions.complete_training, by=request.user, peer=peer)) is None:
        heading, save = _("Log completed training"), _("Save training")
        consequences = [
            _("The theme counts as completed in key figures and status report."),
            _("It stands on the peer's certificate, and cannot be taken back here."),
        ]
        return _form_page(
            request, form, peer, heading=heading, save=save, consequences=consequences
        )
    messages.success(request, _("The training is saved."))
    return redirect(peer)


@door("peers.edit")
@page
def employment_add(request, project, pk):
    peer = _peer(request, project, pk)
    form = EmploymentForm(sent(request), project=project)
    employment = act_on(form, partial(actions.add_employment, by=request.user, peer=peer))
    if employment is None:
        heading, save = _("Add employment"), _("Save employment")
        return _form_page(request, form, peer, heading=heading, save=save)
    messages.success(request, _("The employment is saved. It counts once it is made active."))
    if employment.is_outside_project:
        messages.warning(request, _("It reaches beyond the project's first or last day."))
    return redirect(peer)


@door("peers.edit")
@page
def employment_visit(request, project, pk):
    employment = _employment(request, project, pk)
    form = VisitForm(sent(request), initial={"visited_on": today(project)})
    act = partial(actions.log_workplace_visit, by=request.user, employment=employment)
    if act_on(form, act) is None:
        heading, save = _("Log workplace visit"), _("Save visit")
        consequences = [
            _("The day of the visit stands, and cannot be changed here."),
            _("With every criterion confirmed, the employment can be made active."),
        ]
        return _form_page(
            request, form, employment.peer, heading=heading, save=save, consequences=consequences
        )
    messages.success(request, _("The workplace visit is logged."))
    return redirect(employment)


@door("peers.edit")
@page
def employment_activate(request, project, pk):
    employment = _employment(request, project, pk)
    form = ActivationForm(sent(request), initial={"active_from": earliest_activation(employment)})
    act = partial(actions.activate_employment, by=request.user, employment=employment)
    if act_on(form, act) is None:
        missing = "" if form.is_bound else "; ".join(employment.unmet())
        return _form_page(
            request,
            form,
            employment.peer,
            heading=_("Make the employment active"),
            save=_("Make active"),
            intro=missing and _("Still missing: %(missing)s.") % {"missing": missing},
            consequences=[
                _("From that day the hours count as FTE, and as co-financing at a partner."),
                _("The day cannot be changed afterwards; the employment can be ended."),
            ],
            rule="activation",
        )
    messages.success(request, _("The employment is active."))
    return redirect(employment)


@door("peers.edit")
@page
def employment_end(request, project, pk):
    employment = _employment(request, project, pk)
    form = EndForm(sent(request), initial={"ends_on": employment.ends_on})
    act = partial(actions.end_employment, by=request.user, employment=employment)
    if act_on(form, act) is None:
        consequences = [
            _("After that day the employment counts neither in staffing nor in co-financing."),
            _("The peer then sees no citizens, unless another employment goes on."),
        ]
        return _form_page(
            request,
            form,
            employment.peer,
            heading=_("End the employment"),
            save=_("Save last day"),
            consequences=consequences,
        )
    messages.success(request, _("The last day is saved."))
    return redirect(employment)


@door("pay.edit")
@page
def pay_rate_add(request, project, pk):
    employment = _employment(request, project, pk)
    form = PayRateForm(sent(request))
    act = partial(actions.set_pay_rate, by=request.user, employment=employment)
    if act_on(form, act) is None:
        heading, save = _("Set pay"), _("Save pay")
        return _form_page(request, form, employment.peer, heading=heading, save=save)
    messages.success(request, _("The pay is saved."))
    return redirect(employment)


@door("peers.edit")
@page
def leave_add(request, project, pk):
    employment = _employment(request, project, pk)
    form = LeaveForm(sent(request))
    act = partial(actions.add_leave, by=request.user, employment=employment)
    if act_on(form, act) is None:
        heading, save = _("Add leave"), _("Save leave")
        return _form_page(request, form, employment.peer, heading=heading, save=save)
    messages.success(request, _("The leave is saved."))
    return redirect(employment)


@door("peers.edit")
@page
def leave_end(request, project, pk):
    leave, employment = _leave(request, project, pk)
    form = EndForm(sent(request), initial={"ends_on": leave.ends_on})
    if act_on(form, partial(actions.end_leave, by=request.user, leave=leave)) is None:
        heading, save = _("End the leave"), _("Save last day")
        return _form_page(request, form, employment.peer, heading=heading, save=save)
    messages.success(request, _("The last day is saved."))
    return redirect(employment)


@door("peers.edit")
@page
def employment_remove(request, project, pk):
    employment = _employment(request, project, pk)
    form = Form(sent(request))
    act = partial(actions.remove_employment, by=request.user, employment=employment)
    if act_on(form, act) is None:
        consequences = [
            _("Its pay and leave are deleted with it."),
            _("Its hours no longer count in staffing and co-financing."),
            _("It cannot be undone. An employment that stops is given a last day instead."),
        ]
        return _form_page(
            request,
            form,
            employment.peer,
            heading=_("Delete the employment"),
            save=_("Delete employment"),
            intro=_("This is for what was entered by mistake."),
            consequences=consequences,
        )
    messages.success(request, _("The employment is deleted."))
    return redirect(employment.peer)


@door("peers.edit")
@page
def leave_remove(request, project, pk):
    leave, employment = _leave(request, project, pk)
    form = Form(sent(request))
    if act_on(form, partial(actions.remove_leave, by=request.user, leave=leave)) is None:
        consequences = [
            _("The days count as if there had been no leave."),
            _("It cannot be undone. A leave that stops is given a last day instead."),
        ]
        return _form_page(
            request,
            form,
            employment.peer,
            heading=_("Delete the leave"),
            save=_("Delete leave"),
            intro=_("This is for what was entered by mistake."),
            consequences=consequences,
        )
    messages.success(request, _("The leave is deleted."))
    return redirect(employment)


def _peer(request, project, pk: int) -> Peer:
    return get_object_or_404(project.peers.visible_to(request.user), pk=pk)


def _employment(request, project, pk: int) -> Employment:
    employments = project.employments.visible_to(request.user)
    return get_object_or_404(employments.select_related("peer__project", "employer"), pk=pk)


def _leave(request, project, pk: int) -> tuple[Leave, Employment]:
    leaves = Leave.objects.filter(project=project).visible_to(request.user)
    leave = get_object_or_404(leaves, pk=pk)
    return leave, _employment(request, project, leave.employment_id)


def _form_page(request, form: Form, peer: Peer | None = None, **more):
    """A page with one form, under the list of peers or under one of them."""
    crumbs = [(_("Peers"), reverse("peers", args=[request.project.slug]))]
    if peer:
        shown = peer_names(request.user, request.project).of(peer)
        crumbs.append((shown, peer.get_absolute_url()))
    return form_page(request, form, section="peers", crumbs=crumbs, **more)
