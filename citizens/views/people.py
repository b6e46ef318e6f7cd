"""Pages about citizens: the list, one citizen, referrals, matches, and how support ends."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citizens import actions, history
from citizens.access import referrers, sees_everyone
from citizens.emergency import emergency_sheet
from citizens.forms import (
    CitizenForm,
    DecideForm,
    EndEpisodeForm,
    EndMatchForm,
    ExtendForm,
    MatchForm,
    ReferralForm,
)
from citizens.lists.people import CitizenFilters, CitizenTable, citizen_rows, listed_citizens
from citizens.models import Citizen, Episode, Match, Referral
from citizens.standing import standing, with_standing
from partners.access import door, may
from partners.acting import act_on, form_page, page, sent
from partners.lists import Listing
from partners.models import today
from peers.names import peer_names


@door("citizens.view")
@require_safe
def citizen_list(request, project):
    """Codes only for those who see everybody; names for the few whom a person works with."""
    without = []
    if sees_everyone(request.user, project):
        without.append("name")
    if not may(request.user, "attendance.view", project):
        without.append("seen")
    listing = Listing(
        request,
        project,
        listed_citizens(project, request.user),
        table=CitizenTable,
        filters=CitizenFilters,
        present=partial(citizen_rows, project=project),
        without=without,
    )
    read = partial(
        actions.note_citizens,
        by=request.user,
        project=project,
        action="citizens.export" if listing.format else "citizens.list",
        citizens=listing.records,
        file=listing.format,
    )
    may_refer = may(request.user, "citizens.refer", project)
    context = {
        "section": "citizens",
        "may_refer": may_refer,
        "may_open": may(request.user, "citizens.emergency", project)
        and not sees_everyone(request.user, project),
        "may_acknowledge": may(request.user, "citizens.acknowledge", project),
    }
    return listing.response("citizens/citizen_list.html", context, read=read)


@door("citizens.view")
@require_safe
def citizen_detail(request, project, pk):
    visible = Citizen.objects.filter(project=project).visible_to(request.user)
    citizen = with_standing(visible, request.user).filter(pk=pk).first()
    if citizen is None:
        return _in_emergency(request, project, pk)
    citizen.project = project
    actions.read_citizens(
        by=request.user,
        project=project,
        action="citizen.read",
        about=citizen,
        citizens=[citizen],
    )
    context = {
        "section": "citizens",
        "citizen": citizen,
        "standing": standing(citizen, project),
        "may_edit": may(request.user, "citizens.edit", project),
        "may_log": may(request.user, "citizens.log", project),
        "may_refer": may(request.user, "citizens.refer", project),
        "may_block": may(request.user, "citizens.block", project),
    }
    if Citizen.objects.met_by(request.user).filter(pk=pk).exists():
        context |= _met(citizen, request.user, project)
    return render(request, "citizens/citizen_detail.html", context)


@door("citizens.refer")
@page
def citizen_refer(request, project):
    organisations = referrers(request.user, project)
    form = CitizenForm(sent(request), project=project, organisations=organisations)
    referral = act_on(form, partial(actions.refer_citizen, by=request.user, project=project))
    if referral is None:
        return form_page(
            request,
            form,
            heading=_("Refer a citizen"),
            save=_("Send referral"),
            rule="age",
            section="citizens",
            crumbs=[(_("Citizens"), reverse("citizens", args=[project.slug]))],
        )
    messages.success(request, _("%(code)s has been referred.") % {"code": referral.citizen.code})
    return redirect(referral.citizen)


@door("citizens.refer")
@page
def citizen_refer_again(request, project, pk):
    citizen = get_object_or_404(
        Citizen.objects.filter(project=project).visible_to(request.user), pk=pk
    )
    organisations = referrers(request.user, project)
    form = ReferralForm(sent(request), project=project, organisations=organisations)
    act = partial(actions.refer_again, by=request.user, citizen=citizen)
    return _about(
        request,
        form,
        act,
        citizen,
        _("Refer again"),
        _("Send referral"),
        _("The referral is sent."),
    )


@door("citizens.edit")
@page
def referral_decide(request, project, pk):
    referral = _row(Referral, request, project, pk, "citizen")
    initial = {"is_motivated": referral.is_motivated, "has_prospect": referral.has_prospect}
    form = DecideForm(sent(request), initial=initial)
    act = partial(actions.decide_referral, by=request.user, referral=referral)
    heading, save = _("Answer referral"), _("Save answer")
    done = _("The referral has been answered.")
    consequences = [
        _("The answer stands: a declined citizen is referred again to be answered anew."),
        _("Accepted, an episode opens, and the citizen can be matched with a peer."),
    ]
    return _about(
        request, form, act, referral.citizen, heading, save, done, consequences=consequences
    )


@door("citizens.edit")
@page
def match_add(request, project, pk):
    episode = _row(Episode, request, project, pk, "citizen")
    form = MatchForm(sent(request), project=project)
    act = partial(actions.start_match, by=request.user, episode=episode)
    done = _("The match has begun.")
    heading = _("Start match")
    return _about(request, form, act, episode.citizen, heading, heading, done, rule="kinship")


@door("citizens.edit")
@page
def match_end(request, project, pk):
    match = _row(Match, request, project, pk, "episode__citizen")
    form = EndMatchForm(sent(request), initial={"ends_on": today(project)})
    act = partial(actions.end_match, by=request.user, match=match)
    done = _("The match has ended.")
    citizen = match.episode.citizen
    heading = _("End match")
    consequences = [
        _("Meetings after that day are taken out of the calendar."),
        _("The peer no longer sees the citizen, unless they meet on a course."),
        _("It cannot be undone: if they go on, start a new match."),
    ]
    return _about(request, form, act, citizen, heading, heading, done, consequences=consequences)


@door("citizens.edit")
@page
def episode_extend(request, project, pk):
    episode = _row(Episode, request, project, pk, "citizen")
    form = ExtendForm(sent(request))
    act = partial(actions.extend_episode, by=request.user, episode=episode)
    done = _("The support has been extended.")
    heading = _("Extend support")
    return _about(request, form, act, episode.citizen, heading, heading, done, rule="length")


@door("citizens.edit")
@page
def episode_end(request, project, pk):
    episode = _row(Episode, request, project, pk, "citizen")
    form = EndEpisodeForm(sent(request), initial={"ends_on": today(project)})
    act = partial(actions.end_episode, by=request.user, episode=episode)
    done = _("The support has ended.")
    heading = _("End support")
    consequences = [
        _("Matches and places on courses end the same day, and planned meetings are removed."),
        _("It cannot be undone: if the citizen comes back, there must be a new referral."),
    ]
    return _about(
        request, form, act, episode.citizen, heading, heading, done, consequences=consequences
    )


def _in_emergency(request, project, pk):
    """What is shown to those who opened it with a reason; a stranger learns nothing (404)."""
    sheet = emergency_sheet(request.user, project, pk)
    if sheet is None:
        raise Http404
    actions.read_citizens(
        by=request.user,
        project=project,
        action="citizen.emergency-read",
        about=sheet.citizen,
        citizens=[sheet.citizen],
    )
    context = {"section": "citizens", "sheet": sheet}
    return render(request, "citizens/citizen_emergency.html", context)


def _about(request, form, act, citizen, heading, save, done, **more):
    """A page with one form about a citizen, and back to the citizen when it is done."""
    if act_on(form, act):
        messages.success(request, done)
        return redirect(citizen)
    actions.read_citizens(
        by=request.user,
        project=request.project,
        action="citizen.read",
        about=citizen,
        citizens=[citizen],
    )
    return form_page(
        request,
        form,
        section="citizens",
        crumbs=[
            (_("Citizens"), reverse("citizens", args=[request.project.slug])),
            (citizen.code, citizen.get_absolute_url()),
        ],
        heading=heading,
        save=save,
        **more,
    )


def _row(model, request, project, pk, citizen: str):
    rows = model.objects.filter(project=project).visible_to(request.user)
    return get_object_or_404(rows.select_related(citizen, "project"), pk=pk)


def _met(citizen: Citizen, user, project) -> dict:
    """What only those who meet the citizen read: peers, courses and how often the citizen came."""
    matches = Match.objects.filter(episode__citizen=citizen).select_related("peer")
    names = peer_names(user, project)
    return {
        "is_met": True,
        "matches": [(match, names.of(match.peer)) for match in matches],
        "enrolments": citizen.enrolments.select_related("course__project"),
        "sessions": history.sessions(citizen),
        "meetings": history.meetings(citizen),
    }
