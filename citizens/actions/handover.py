"""A peer leaves: each citizen and course goes to somebody else, or ends."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from citizens.actions.people import end_match, start_match
from citizens.handover import handover
from citizens.models import Course, CoursePeer, Match, Meeting
from partners.access import granting_role
from partners.models import Month, Project
from peers.models import Peer
from peerstoette.lib.errors import RuleBroken


@transaction.atomic
def hand_over(
    *,
    by: User,
    peer: Peer,
    last_day: date,
    matches: Mapping[int, Peer | None],
    courses: Mapping[int, Peer | None],
    not_kin: Collection[int],
) -> None:
    """Give the peer's matches and courses, by their ids, to others; None ends one.

    A new match begins on the last day and takes over the meetings planned after it. ``not_kin``
    names the matches for which both were asked and are not related: it is confirmed for each (R22).
    Matches with citizens whom the person may not see stay: another leader hands them over.
    Raises RuleBroken as ``start_match`` and ``end_match``, and for what is left out.
    """
    project = peer.project
    list(Month.objects.select_for_update(no_key=True).filter(project=project).open())
    state = handover(peer, by)
    for match in state.matches:
        if match.pk not in matches:
            raise RuleBroken(_("Choose who takes over, or end it."), field=f"match_{match.pk}")
        _pass_on_match(by, match, matches[match.pk], last_day, match.pk in not_kin)
    for course in state.courses:
        if course.pk not in courses:
            raise RuleBroken(_("Choose who takes over, or nobody."), field=f"course_{course.pk}")
        _pass_on_course(by, project, course, peer, courses[course.pk])


def _pass_on_match(
    by: User, match: Match, successor: Peer | None, last_day: date, is_not_kin: bool
) -> None:
    try:
        if successor is not None:
            following = start_match(
                by=by,
                episode=match.episode,
                peer=successor,
                starts_on=last_day,
                is_not_kin=is_not_kin,
            )
            planned = Meeting.objects.filter(match=match, date__gt=last_day, was_held=None)
            planned.update(match=following)
        end_match(by=by, match=match, ends_on=last_day)
    except RuleBroken as refusal:
        field = {"is_not_kin": f"kin_{match.pk}", "ends_on": "last_day", "starts_on": "last_day"}
        raise RuleBroken(
            refusal.message, field=field.get(refusal.field, f"match_{match.pk}")
        ) from refusal


def _pass_on_course(
    by: User, project: Project, course: Course, peer: Peer, successor: Peer | None
) -> None:
    CoursePeer.objects.filter(course=course, peer=peer).delete()
    if successor is not None:
        CoursePeer.objects.get_or_create(project=project, course=course, peer=successor)
    trail.record(
        "course.handover",
        course,
        by=by,
        project=project,
        role=granting_role(by, "citizens.edit", project) or "",
        left_by=peer.initials,
        taken_by=successor.initials if successor else "",
    )
