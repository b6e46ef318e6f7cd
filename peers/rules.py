"""What is refused about peers and employments, in words. Each raises RuleBroken or does nothing.

What would change the co-financing of a closed month is refused with the first open day: the
statement of that month has been sent (R11).
"""

from datetime import date

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partners import months
from partners.models import Month, Project, today
from peers.fte import Contract, first_day_over
from peers.models import Employment, EmploymentQuerySet, Leave, Peer
from peerstoette.lib.dates import ONE_DAY
from peerstoette.lib.errors import RuleBroken


def refuse_twin(peer: Peer) -> None:
    others = Peer.objects.filter(project=peer.project).exclude(pk=peer.pk)
    if others.filter(initials=peer.initials).exists():
        raise RuleBroken(
            _("Another peer has these initials. Choose others, for example with a digit."),
            field="initials",
        )
    if peer.user and others.filter(user=peer.user).exists():
        raise RuleBroken(_("Another peer signs in as this person."), field="user")


def refuse_future(project: Project, day: date, field: str) -> None:
    if day > today(project):
        raise RuleBroken(_("The day has not come yet. Choose today or earlier."), field=field)


def refuse_end_before_start(starts_on: date, ends_on: date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise RuleBroken(
            _("The last day is before the first. Choose %(day)s or later.")
            % {"day": shown(starts_on)},
            field="ends_on",
        )


def refuse_outside(employment: Employment, day: date, field: str) -> None:
    if day < employment.starts_on:
        raise RuleBroken(
            _("The employment begins on %(day)s. Choose that day or later.")
            % {"day": shown(employment.starts_on)},
            field=field,
        )
    if employment.ends_on and day > employment.ends_on:
        raise RuleBroken(
            _("The employment ends on %(day)s. Choose that day or earlier.")
            % {"day": shown(employment.ends_on)},
            field=field,
        )


def refuse_overlap(employment: Employment, *, field: str) -> None:
    others = Employment.objects.during(employment.starts_on, employment.ends_on or date.max)
    other = (
        others.filter(peer=employment.peer, employer=employment.employer)
        .exclude(pk=employment.pk)
        .first()
    )
    if other is None:
        if employment.paid_by != Employment.PaidBy.VOLUNTEER:
            _refuse_claimed_elsewhere(employment, _paid_employments(employment.peer), field)
        return
    if other.ends_on:
        message = _("The peer is employed there already from %(first)s to %(last)s.") % {
            "first": shown(other.starts_on),
            "last": shown(other.ends_on),
        }
    else:
        message = _("The peer is employed there already from %(first)s. End that first.") % {
            "first": shown(other.starts_on)
        }
    raise RuleBroken(message, field=field)


def _refuse_claimed_elsewhere(
    employment: Employment, claims: EmploymentQuerySet, field: str
) -> None:
    """One contract in two projects would be paid for twice, however few its hours (R4)."""
    elsewhere = claims.exclude(peer=employment.peer).filter(employer=employment.employer)
    if elsewhere.during(employment.starts_on, employment.ends_on or date.max).exists():
        raise RuleBroken(
            _(
                "On some of these days this person's time at the employer is claimed already. The"
                " same contract cannot be claimed twice."
            ),
            field=field,
            topic="hours",
        )


def refuse_over_full_week(employment: Employment, *, field: str) -> None:
    """A peer's time is never claimed twice, in this project or another (R4).

    The sentence names no other employer or project: that one exists may be confidential.
    """
    if employment.paid_by == Employment.PaidBy.VOLUNTEER:
        return
    others = _paid_employments(employment.peer).exclude(pk=employment.pk)
    day = first_day_over(
        map(_contracted, [employment, *others]), employment.starts_on, employment.ends_on
    )
    if day:
        raise RuleBroken(
            _(
                "With this the peer has more than 37 contracted hours a week from %(day)s. Choose"
                " fewer hours or other days: the same hours cannot be claimed twice."
            )
            % {"day": shown(day)},
            field=field,
            topic="hours",
        )


def refuse_claimed_twice_by(peer: Peer) -> None:
    """Nor when a sign-in shows that two records are one person."""
    claims = _paid_employments(peer)
    paid = list(claims)
    for employment in paid:
        _refuse_claimed_elsewhere(employment, claims, "user")
    if paid and first_day_over(map(_contracted, paid), date.min, None):
        raise RuleBroken(
            _("Together with this person's other employments it is more than 37 hours a week."),
            field="user",
            topic="hours",
        )


def _paid_employments(peer: Peer) -> EmploymentQuerySet:
    """All of the person's; a volunteer's hours are claimed by nobody."""
    person = Peer.objects.of_same_person(peer)
    return Employment.objects.filter(models.Q(peer__in=person) | models.Q(peer=peer)).exclude(
        paid_by=Employment.PaidBy.VOLUNTEER
    )


def _contracted(employment: Employment) -> Contract:
    """The hours as agreed, active or not."""
    return Contract(
        peer_id=employment.peer_id,
        employer_id=employment.employer_id,
        weekly_hours=employment.weekly_hours,
        first=employment.starts_on,
        last=employment.ends_on,
        unpaid=(),
        is_partner_paid=employment.paid_by == Employment.PaidBy.PARTNER,
    )


def earliest_activation(employment: Employment) -> date:
    """The first day from which it may be active, once nothing is missing."""
    days = [employment.starts_on, employment.met_on(), months.first_open_day(employment.project)]
    return max(filter(None, days))


def is_too_early(employment: Employment, active_from: date) -> bool:
    """Whether R9 was not met yet that day."""
    met_on = employment.met_on()
    return met_on is None or active_from < met_on


def refuse_unmet(employment: Employment) -> None:
    missing = employment.unmet()
    if missing:
        raise RuleBroken(
            _(
                "Before the employment can be active, this is missing: %(missing)s. Confirm it"
                " first, or write a reason for the exception."
            )
            % {"missing": "; ".join(missing)},
            topic="activation",
        )
    raise RuleBroken(
        _(
            "Everything was confirmed on %(day)s. Choose that day or later, or write a reason for"
            " the exception."
        )
        % {"day": shown(employment.met_on())},
        field="active_from",
        topic="activation",
    )


def refuse_closed(employment: Employment, day: date, field: str) -> None:
    """Refuse a change that holds from ``day`` on, when a closed month would count differently."""
    month = _closed_month(employment, day)
    if month:
        first_open = months.first_open_day(employment.project)
        months.refuse_closed(month, choose_from=first_open, field=field)


def refuse_closed_end(
    employment: Employment, before: date | None, ends_on: date, field: str = "ends_on"
) -> None:
    """Refuse a last day, moved from ``before``, when a closed month would count differently."""
    if before and before < ends_on:
        month = _closed_month(employment, before + ONE_DAY)
        if month:
            raise RuleBroken(
                _("It ended on %(day)s, and %(month)s is closed. Add a new one instead.")
                % {"day": shown(before), "month": month},
                field=field,
                topic="closed",
            )
    month = _closed_month(employment, ends_on + ONE_DAY)
    if month:
        first_open = months.first_open_day(employment.project)
        last_closed = first_open and first_open - ONE_DAY
        months.refuse_closed(month, choose_from=last_closed, field=field)


def refuse_counted(employment: Employment, day: date) -> None:
    """Refuse to take away what holds from ``day`` on, when it has counted in a closed month."""
    month = _closed_month(employment, day)
    if month:
        raise RuleBroken(
            _("It counts in %(month)s, which is closed. Set its last day instead.")
            % {"month": month},
            topic="closed",
        )


def _closed_month(employment: Employment, day: date) -> Month | None:
    """The closed month that counts differently when the days from ``day`` on change, if any.

    Before an employment counts it is in no statement. Months close in order, so the first month
    that is touched decides; it is locked against closing until the change is written.
    """
    if employment.counts_from is None:
        return None
    locked = employment.project.months.select_for_update().order_by("first_day")
    touched = locked.filter(last_day__gte=max(day, employment.counts_from)).first()
    return None if touched is None or touched.is_open else touched


def refuse_second_leave(leave: Leave, field: str) -> None:
    others = Leave.objects.filter(employment=leave.employment).exclude(pk=leave.pk)
    overlapping = others.filter(starts_on__lte=leave.ends_on or date.max).exclude(
        ends_on__lt=leave.starts_on
    )
    if overlapping.exists():
        raise RuleBroken(_("There is already a leave on some of these days."), field=field)


def shown(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
