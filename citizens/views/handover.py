"""The page on which what a peer leaves behind is given to others."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citizens import actions
from citizens.handover import handover
from citizens.handover_form import HandoverForm
from partners.access import door
from partners.acting import act_on, form_page, page, sent


@door("citizens.edit")
@page
def peer_handover(request, project, pk):
    peer = get_object_or_404(project.peers.visible_to(request.user), pk=pk)
    state = handover(peer, request.user)
    form = HandoverForm(sent(request), state=state)
    if act_on(form, partial(actions.hand_over, by=request.user, peer=peer)):
        messages.success(request, _("Everything is handed over."))
        if state.not_shown:
            messages.warning(request, _not_shown(state.not_shown))
        return redirect(peer)
    actions.read_citizens(
        by=request.user,
        project=project,
        action="peer.handover",
        citizens=[match.episode.citizen for match in state.matches],
    )
    return form_page(
        request,
        form,
        section="peers",
        crumbs=[
            (_("Peers"), reverse("peers", args=[project.slug])),
            (peer.name, peer.get_absolute_url()),
        ],
        heading=_("Hand over from %(peer)s") % {"peer": peer.name},
        save=_("Hand over"),
        intro=_("There is nothing to hand over: no match lasts and no course runs.")
        if state.is_empty
        else _(
            "Each citizen gets another peer or the match ends; kinship is asked at every match."
        ),
        consequences=[] if state.is_empty else _consequences(),
        about=_not_shown(state.not_shown) if state.not_shown else "",
    )


def _consequences() -> list[str]:
    return [
        _(
            "Who takes over sees the citizens from the last day on, and after it the peer no longer does."
        ),
        _("Meetings that are planned later go with the match."),
        _("Where a match ends, its planned meetings are taken out of the calendar for good."),
    ]


def _not_shown(count: int) -> str:
    return ngettext(
        "%(count)s match is not shown to you. Another project leader hands it over.",
        "%(count)s matches are not shown to you. Another project leader hands them over.",
        count,
    ) % {"count": count}
