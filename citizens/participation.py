"""Who took part in what, read once for a whole project; nothing of this leaves the room.

A meeting belongs to the referral of its match. A session belongs to the referral under which the
citizen was supported that day: the latest whose episode ran, else the latest made before, else the
citizen's first. A citizen without a referral belongs to nobody.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count
from django.db.models.functions import TruncMonth

from citizens.models import Answer, Attendance, Meeting, Referral
from partners.models import Project, today
from peerstoette.lib import dates
from peerstoette.lib.dates import Period


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

    def runs_on(self, day: date) -> bool:
        return self.starts_on is not None and self.starts_on <= day <= (self.ends_on or day)


@dataclass(frozen=True)
class Participation:
    """What was registered of a citizen in a month, ``number`` times; ``support`` None if nobody's."""

    month: date
    citizen_id: int
    support: Support | None
    is_meeting: bool
    answer: Answer
    number: int

    @property
    def came(self) -> bool:
        return self.answer is Answer.CAME


@dataclass(frozen=True)
class Participations:
    """Everything that was registered in a project up to today, and every referral. Three queries."""

    project: Project

    @cached_property
    def supports(self) -> list[Support]:
        rows = Referral.objects.filter(project=self.project).values_list(
            "pk",
            "citizen_id",
            "referred_on",
            "referred_by_id",
            "model",
            "outcome",
            "episode__starts_on",
            "episode__ends_on",
            "episode__end_reason",
        )
        return [Support(*row) for row in rows.order_by("referred_on", "pk")]

    @cached_property
    def rows(self) -> list[Participation]:
        return [*self._sessions(), *self._meetings()]

    def within(self, period: Period) -> list[Participation]:
        """Those of the period's months; a period never holds a part of a month that has more days."""
        first = dates.first_of_month(period.first)
        return [row for row in self.rows if first <= row.month <= period.last]

    def _sessions(self) -> Iterator[Participation]:
        of_citizen = defaultdict(list)
        for support in self.supports:
            of_citizen[support.citizen_id].append(support)
        held = Attendance.objects.filter(
            project=self.project, session__was_held=True, session__date__lte=today(self.project)
        )
        for citizen, day, came, absence in held.values_list(
            "citizen_id", "session__date", "came", "absence"
        ):
            yield Participation(
                month=dates.first_of_month(day),
                citizen_id=citizen,
                support=support_on(of_citizen[citizen], day),
                is_meeting=False,
                answer=_answer(came, absence),
                number=1,
            )

    def _meetings(self) -> Iterator[Participation]:
        of_referral = {support.referral_id: support for support in self.supports}
        held = Meeting.objects.filter(
            project=self.project,
            was_held=True,
            came__isnull=False,
            date__lte=today(self.project),
        )
        sums = (
            held.order_by()
            .annotate(month=TruncMonth("date"))
            .values_list("match__episode__referral_id", "month", "came", "absence")
            .annotate(number=Count("pk"))
        )
        for referral, month, came, absence, number in sums:
            support = of_referral[referral]
            yield Participation(
                month=month,
                citizen_id=support.citizen_id,
                support=support,
                is_meeting=True,
                answer=_answer(came, absence),
                number=number,
            )


def support_on(supports: Iterable[Support], day: date) -> Support | None:
    """Under which of a citizen's referrals, earliest first, they took part on the day."""
    supports = list(supports)
    running = [support for support in supports if support.runs_on(day)]
    earlier = [support for support in supports if support.referred_on <= day]
    return next(iter([*reversed(running), *reversed(earlier), *supports]), None)


def _answer(came: bool, absence: str) -> Answer:
    return Answer.CAME if came else Answer(absence)
