"""Who took part in what, read once for a whole project; nothing of this leaves the room.

A meeting belongs to the referral of its match. A session belongs to the referral under which the
citizen was supported that day: the latest whose episode ran, else the latest made before, else the
citizen's first. A citizen without a referral belongs to nobody.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import BigIntegerField, Count, DateField, Max, QuerySet, Value
from django.db.models.functions import Cast, TruncMonth

from citizens.models import Answer, Attendance, Meeting, Referral
from partners.models import Project, today
from peerstoette.lib import dates
from peerstoette.lib.dates import Period
from peerstoette.lib.once import once

# what is stored of somebody, ``came`` and ``absence``, as the answer that was given
ANSWERS = {tuple(answer.columns.values()): answer for answer in Answer}


@dataclass(frozen=True)
class Support:
    """A referral with its episode, if there is one."""

    referral_id: int
    citizen_id: int
    referred_on: date
    partner_id: int
    model: str
    outcome: str
    starts_on: date | None
    ends_on: date | None
    end_reason: str
    extended_to: date | None

    def runs_on(self, day: date) -> bool:
        return self.starts_on is not None and self.starts_on <= day <= (self.ends_on or day)


class Participation(NamedTuple):
    """What was registered of a citizen in a month, ``number`` times; ``support`` None if nobody's."""

    month: date
    citizen_id: int
    support: Support | None
    is_meeting: bool
    answer: Answer
    came: bool
    number: int


@once
def supports_of(project: Project) -> list[Support]:
    """Every referral of the project, earliest first. One query."""
    rows = Referral.objects.filter(project=project).values_list(
        "pk",
        "citizen_id",
        "referred_on",
        "referred_by_id",
        "model",
        "outcome",
        "episode__starts_on",
        "episode__ends_on",
        "episode__end_reason",
        Max("episode__extensions__until"),
    )
    return [Support(*row) for row in rows.order_by("referred_on", "pk")]


@dataclass(frozen=True)
class Participations:
    """Everything that was registered in a project up to today, and every referral. Two queries."""

    project: Project

    @cached_property
    def supports(self) -> list[Support]:
        return supports_of(self.project)

    @cached_property
    def rows(self) -> list[Participation]:
        of_referral = {support.referral_id: support for support in self.supports}
        of_citizen = defaultdict(list)
        for support in self.supports:
            of_citizen[support.citizen_id].append(support)
        rows = []
        for referral, citizen, day, came, absence, number in self._registered():
            if referral is None:
                support = support_on(of_citizen[citizen], day)
            else:
                support = of_referral[referral]
                citizen = support.citizen_id
            month, answer = dates.first_of_month(day), ANSWERS[came, absence]
            is_meeting = referral is not None
            rows.append(Participation(month, citizen, support, is_meeting, answer, came, number))
        return rows

    def within(self, period: Period) -> list[Participation]:
        """Those of the period's months; a period never holds a part of a month that has more days."""
        first = dates.first_of_month(period.first)
        return [row for row in self.rows if first <= row.month <= period.last]

    def _registered(self) -> QuerySet:
        """Attendances by day, without a referral, and meetings by the month of their referral."""
        day = today(self.project)
        attendances = (
            Attendance.objects.filter(
                project=self.project, session__was_held=True, session__date__lte=day
            )
            .order_by()
            .annotate(referral=Value(None, BigIntegerField()), number=Value(1))
            .values_list("referral", "citizen_id", "session__date", "came", "absence", "number")
        )
        meetings = (
            Meeting.objects.filter(
                project=self.project, was_held=True, came__isnull=False, date__lte=day
            )
            .order_by()
            .annotate(month=Cast(TruncMonth("date"), DateField()))
            .values_list(
                "match__episode__referral_id",
                "match__episode__citizen_id",
                "month",
                "came",
                "absence",
            )
            .annotate(number=Count("pk"))
        )
        return attendances.union(meetings, all=True)


def support_on(supports: Sequence[Support], day: date) -> Support | None:
    """Under which of a citizen's referrals, earliest first, they took part on the day."""
    if len(supports) < 2:
        return supports[0] if supports else None
    running = [support for support in supports if support.runs_on(day)]
    earlier = [support for support in supports if support.referred_on <= day]
    return (running or earlier or [supports[0]])[-1]
