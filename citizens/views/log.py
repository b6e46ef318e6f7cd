"""A citizen's log: who has looked, who has changed something, when, in which role and why."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from citizens import actions
from citizens.log import LogTable, entries_about, log_rows, with_reasons
from citizens.models import Citizen
from partners.access import door
from partners.lists import Listing
from partners.trail_list import TrailFilters


@door("citizens.log")
@require_safe
def citizen_log(request, project, pk):
    visible = Citizen.objects.filter(project=project).visible_to(request.user)
    citizen = get_object_or_404(visible, pk=pk)
    citizen.project = project
    listing = Listing(
        request,
        project,
        with_reasons(entries_about(citizen), citizen, request.user),
        table=LogTable,
        filters=TrailFilters,
        present=partial(log_rows, user=request.user, project=project),
    )
    context = {"section": "citizens", "citizen": citizen, "rows": listing.rows}
    read = partial(
        actions.note_citizens,
        by=request.user,
        project=project,
        action="citizen.log",
        about=citizen,
        citizens=[citizen],
        file=listing.format,
    )
    return listing.response("citizens/citizen_log.html", context, read=read)
