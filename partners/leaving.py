"""A person leaves a project: what is still open for the person, and the end of every role there.

Rooms above name what is open in their module ``leaving``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import trail
from accounts.departure import sign_out_after_change
from accounts.models import User
from partners.access import granting_role
from partners.invitations import close_if_gone, refuse_without_leader
from partners.models import Project, Seat, today
from peerstoette.lib import dates
from peerstoette.lib.errors import RuleBroken


@dataclass(frozen=True)
class Open:
    """Something that waits for the person. What ``blocks`` must be handed over or ended first."""

    what: str
    url: str
    act: str
    blocks: bool = True


Source = Callable[[Project, User], Iterable[Open]]
_registered: list[Source] = []


def register(source: Source) -> None:
    """Let a room say what is open for a person who leaves."""
    _registered.append(source)


def still_open(project: Project, person: User) -> list[Open]:
    """Everything that is open for the person in the project, from every room."""
    return [each for source in _registered for each in source(project, person)]


@transaction.atomic
def leave(
    *, by: User, project: Project, person: User, last_day: date, successor: User | None = None
) -> None:
    """End every role of the person in the project; the account closes when none is left anywhere.

    Somebody whose account is closed is signed out at once. ``successor`` takes over what is not
    kept on rows of its own; the trail says so. Raises RuleBroken for a day to come, for the last
    leader who has come, and while something blocks.
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    person = User.objects.select_for_update().get(pk=person.pk)
    held = list(project.memberships.active().filter(user=person))
    if not held:
        raise RuleBroken(_("The person has left the project already."))
    if last_day > today(project):
        raise RuleBroken(
            _("The day has not come yet. Choose %(day)s or an earlier day.")
            % {"day": dates.day_name(today(project))},
            field="last_day",
        )
    refuse_without_leader(project, held)
    blocking = [each.what for each in still_open(project, person) if each.blocks]
    if blocking:
        raise RuleBroken(
            _("Hand over or end this first: %(what)s.") % {"what": "; ".join(blocking)}
        )
    role = granting_role(by, "members.edit", project) or ""
    details = {"last_day": last_day.isoformat()}
    if successor:
        details["successor"] = successor.pk
    for membership in held:
        trail.record(
            "member.leave",
            membership,
            by=by,
            project=project,
            role=role,
            held=membership.role,
            **details,
        )
    project.memberships.filter(pk__in=[each.pk for each in held]).update(ended_at=dates.now())
    sign_out_after_change(person, by=by)
    close_if_gone(person)


def _seats(project: Project, person: User) -> Iterable[Open]:
    """Seats are kept by name: one that reads like the person's is worth a look, no more."""
    seats = Seat.objects.filter(project=project, ends_on=None, person__iexact=str(person))
    for seat in seats.select_related("body", "partner__organisation"):
        yield Open(
            what=_("A seat in %(body)s for %(partner)s")
            % {"body": seat.body, "partner": seat.partner},
            url=reverse("seat_end", args=[project.slug, seat.pk]),
            act=_("End the seat"),
            blocks=False,
        )


register(_seats)
