"""Pages about citizens: the list, one citizen, referrals, matches, and how support ends."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citizens import actions, history
from citizens.access import referrers, sees_everyone
from citizens.forms import (
    CitizenFilterForm,
    CitizenForm,
    DecideForm,
    EndEpisodeForm,
    EndMatchForm,
    ExtendForm,
    MatchForm,
    ReferralForm,
)
from citizens.models import Citizen, Episode, Match, Referral
from citizens.standing import having, standing, with_standing
from citizens.views.acting import act_on, form_page, page, sent
from partners.access import door, may
from partners.models import today
from peers.names import peer_names

PER_PAGE = 50


@door("citizens.view")
@require_safe
def citizen_list(request, project):
    """Codes only for those who see everybody; names for the few whom a person works with."""
    form = CitizenFilterForm(request.GET, project=project)
    citizens = Citizen.objects.filter(project=project).visible_to(request.user)
    found = citizens.none()
    if form.is_valid():
        found = _filtered(citizens, form.cleaned_data, project, request.user)
    found = with_standing(found.order_by("-number"), request.user)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    actions.read_citizens(by=request.user, project=project, action="citizens.list", citizens=shown)
    is_wide = sees_everyone(request.user, project)
    may_refer = may(request.user, "citizens.refer", project)
    context = {
        "section": "citizens",
        "form": form,
        "page": shown,
        "rows": [(citizen, standing(citizen, project)) for citizen in shown],
        "shows_names": not is_wide,
        "shows_filters": is_wide or may_refer,
        "may_refer": may_refer,
        "is_filtered": any(form.data.get(name) for name in form.fields),
    }
    status = 422 if form.errors else 200
    return render(request, "citizens/citizen_list.html", context, status=status)


@door("citizens.view")
@require_safe
def citizen_detail(request, project, pk):
    visible = Citizen.objects.filter(project=project).visible_to(request.user)
    citizen = get_object_or_404(with_standing(visible, request.user), pk=pk)
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
        "may_refer": may(request.user, "citizens.refer", project),
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
            back=reverse("citizens", args=[project.slug]),
            crumb=_("Citizens"),
            section="citizens",
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
    done = _("The referral has been answered.")
    return _about(
        request, form, act, referral.citizen, _("Answer referral"), _("Save answer"), done
    )


@door("citizens.edit")
@page
def match_add(request, project, pk):
    episode = _row(Episode, request, project, pk, "citizen")
    form = MatchForm(sent(request), project=project)
    act = partial(actions.start_match, by=request.user, episode=episode)
    done = _("The match has begun.")
    return _about(request, form, act, episode.citizen, _("Start match"), _("Start match"), done)


@door("citizens.edit")
@page
def match_end(request, project, pk):
    match = _row(Match, request, project, pk, "episode__citizen")
    form = EndMatchForm(sent(request), initial={"ends_on": today(project)})
    act = partial(actions.end_match, by=request.user, match=match)
    done = _("The match has ended.")
    citizen = match.episode.citizen
    return _about(request, form, act, citizen, _("End match"), _("End match"), done)


@door("citizens.edit")
@page
def episode_extend(request, project, pk):
    episode = _row(Episode, request, project, pk, "citizen")
    form = ExtendForm(sent(request))
    act = partial(actions.extend_episode, by=request.user, episode=episode)
    done = _("The support has been extended.")
    return _about(
        request, form, act, episode.citizen, _("Extend support"), _("Extend support"), done
    )


@door("citizens.edit")
@page
def episode_end(request, project, pk):
    episode = _row(Episode, request, project, pk, "citizen")
    form = EndEpisodeForm(sent(request), initial={"ends_on": today(project)})
    act = partial(actions.end_episode, by=request.user, episode=episode)
    done = _("The support has ended.")
    intro = _("Matches and places on courses end the same day, and planned meetings are removed.")
    return _about(
        request, form, act, episode.citizen, _("End support"), _("End support"), done, intro
    )


def _about(request, form, act, citizen, heading, save, done, intro=""):
    """A page with one form about a citizen, and back to the citizen when it is done."""
    if act_on(form, act):
        messages.success(request, done)
        return redirect(citizen)
    return form_page(
        request,
        form,
        heading=heading,
        save=save,
        back=citizen.get_absolute_url(),
        crumb=citizen.code,
        section="citizens",
        intro=intro,
    )


def _row(model, request, project, pk, citizen: str):
    rows = model.objects.filter(project=project).visible_to(request.user)
    return get_object_or_404(rows.select_related(citizen, "project"), pk=pk)


def _filtered(citizens, data: dict, project, user):
    referrals = Referral.objects.visible_to(user)
    if data["q"] is not None:
        citizens = citizens.filter(number=data["q"])
    if data["status"]:
        citizens = having(citizens, data["status"], project, user)
    if data["model"]:
        fitting = referrals.filter(model=data["model"])
        citizens = citizens.filter(pk__in=fitting.values("citizen"))
    if data["partner"]:
        fitting = referrals.filter(referred_by=data["partner"])
        citizens = citizens.filter(pk__in=fitting.values("citizen"))
    return citizens


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
