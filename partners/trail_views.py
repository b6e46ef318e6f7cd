"""Pages of the trail: a project's, one person's, and the monthly sample."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners import sampling
from partners.access import door, may
from partners.acting import page
from partners.lists import Listing
from partners.models import Membership
from partners.sampling import look_at_trail
from partners.trail_list import (
    ActFilters,
    NoFilters,
    TrailFilters,
    TrailTable,
    codes_told,
    entries_of,
    trail_rows,
    without_hidden,
)
from peerstoette.lib import dates


@door("trail.view")
@require_safe
def trail_page(request, project):
    listing = _listing(request, project, entries_of(project), TrailFilters)
    read = partial(_look, request, listing)
    context = {
        "section": "trail",
        "may_sample": may(request.user, "trail.sample", project),
        "last_over": sampling.last_over(),
    }
    return listing.response("partners/trail.html", context, read=read)


@door("members.edit")
@require_safe
def member_activity(request, project, pk):
    """What somebody with a role has done in this project, in whichever role."""
    memberships = Membership.objects.filter(project=project).visible_to(request.user).with_known()
    membership = get_object_or_404(memberships.select_related("user"), pk=pk)
    entries = entries_of(project).filter(actor_id=membership.user_id)
    listing = _listing(request, project, entries, ActFilters, without=["person"])
    read = partial(_look, request, listing, person=membership.user_id)
    context = {"section": "partners", "person": membership.shown}
    return listing.response("partners/member_activity.html", context, read=read)


@door("trail.sample")
@page
def trail_sample(request, project, day):
    if not sampling.is_over(day):
        raise Http404
    if request.method == "POST":
        sampling.look_through(by=request.user, project=project, month=day)
        messages.success(request, _("It is on the trail that you have looked through the sample."))
        return redirect(request.path)
    listing = _listing(request, project, sampling.sample(project, day), NoFilters)
    read = partial(_look, request, listing, month=f"{day:%Y-%m}")
    context = {
        "section": "trail",
        "month": day,
        "before": dates.add_months(day, -1),
        "looked_through": sampling.looked_through(project, day),
    }
    return listing.response("partners/trail_sample.html", context, read=read)


def _look(request, listing: Listing, **what) -> None:
    """That somebody looks at these entries is on the trail, with the citizens whom they name."""
    look_at_trail(
        by=request.user,
        project=request.project,
        entries=len(listing.records),
        **what,
        **codes_told(row.object for row in listing.rows),
    )


def _listing(request, project, entries, filters, **more) -> Listing:
    return Listing(
        request,
        project,
        without_hidden(entries, user=request.user, project=project),
        table=TrailTable,
        filters=filters,
        present=partial(trail_rows, user=request.user, project=project),
        **more,
    )
