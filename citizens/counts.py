"""Counts of citizens that are safe to show to those who see counts only (R14).

A count of one to ``project.hidden_below`` - 1 people comes back as None, "hidden", together with
what would reveal it. Nought hides nobody. Sessions and meetings are no people and are counted
openly; what people answered to them is counted by person and hidden as they are.

``figures`` is the same for everybody, also for those who see the citizens themselves: what is shown
on a screen in a meeting, printed or sent on must be safe without asking who opened it.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import CharField, Count, Q, QuerySet, Value

from citizens import crosstable, periods
from citizens.crosstable import Rows
from citizens.figures import (
    HUNDRED,
    Activity,
    Answers,
    Attended,
    CitizenFigures,
    CrossTable,
    Dropout,
    Ended,
    Held,
    ModelActivity,
    Point,
    Reached,
    Side,
    TableRow,
    percent,
)
from citizens.missing.registrations import MEETING, SESSION, Tally, tallies
from citizens.models import (
    Course,
    Match,
    Referral,
)
from citizens.outcomes import (
    answers_to_meetings,
    answers_to_sessions,
    dropout,
    ended_in,
    sides,
)
from citizens.participation import Participation, Participations
from partners.agreement import partners_of
from partners.models import Organisation, Project, SupportModel, today
from peerstoette.lib import dates
from peerstoette.lib.dates import Period

__all__ = [
    "HUNDRED",
    "Activity",
    "Answers",
    "Attended",
    "CitizenFigures",
    "CrossTable",
    "Dropout",
    "Ended",
    "Held",
    "ModelActivity",
    "Point",
    "Reached",
    "Side",
    "TableRow",
    "figures",
    "percent",
    "shown",
]


def figures(project: Project, period: Period, around: Sequence[Period] = ()) -> CitizenFigures:
    """Everything that a dashboard shows of citizens from the period's first day to its last.

    ``around`` are the longer periods that hold it. The period has begun. Five queries.
    """
    limit = project.hidden_below
    day = today(project)
    known = Period(period.first, min(period.last, day))
    read = Participations(project)
    here, wider = read.within(known), [read.within(each) for each in around]
    rows = _rows(project, read)
    months = list(dates.months_between(project.starts_on, min(day, project.ends_on)))
    reached = periods.reached(read.rows, months, known, limit)
    table = crosstable.protected(
        crosstable.people(here, rows),
        [crosstable.people(each, rows) for each in wider],
        rows,
        limit,
        hides_all=reached.in_period is None,
    )
    held = _tallied(project, period)
    attendance = _attendance(held, here, wider, limit)
    ending = dropout(read.supports, known, around, limit)
    return CitizenFigures(
        reached=reached,
        table=crosstable.shown(table, rows),
        sides=sides(
            table.groups,
            rows,
            (here, ended_in(read.supports, known)),
            [
                (each, ended_in(read.supports, span))
                for each, span in zip(wider, around, strict=True)
            ],
            limit,
            answers=attendance.sessions.answers,
            ending=ending,
        ),
        attendance=attendance,
        dropout=ending,
        activity=_activity(project, known.last, attendance, read, held),
    )


def shown(project: Project, number: int, *, exact: bool = False) -> int | None:
    """The number of people, or None where it must be hidden (R14).

    ``exact`` is for those who see the citizens themselves.
    """
    return None if not exact and 0 < number < project.hidden_below else number


def _rows(project: Project, read: Participations) -> Rows:
    """The partners that refer citizens, in the agreement's order, then others that have referred."""
    referring = {support.partner_id for support in read.supports}
    authorities = (Organisation.Kind.MUNICIPALITY, Organisation.Kind.REGION)
    partners = [partner.organisation for partner in partners_of(project)]
    expected = [each for each in partners if each.pk in referring or each.kind in authorities]
    others = referring - {each.pk for each in expected}
    more = Organisation.objects.filter(pk__in=others) if others else ()
    return Rows.of([*expected, *more], any(row.support is None for row in read.rows))


def _attendance(
    months: Sequence[Tally],
    here: Sequence[Participation],
    wider: Collection[Sequence[Participation]],
    limit: int,
) -> Attended:
    def of(rows: Sequence[Participation], *, is_meeting: bool) -> list[Participation]:
        return [row for row in rows if row.is_meeting is is_meeting]

    return Attended(
        sessions=Held(
            **_planned(months, SESSION),
            answers=answers_to_sessions(
                of(here, is_meeting=False), [of(each, is_meeting=False) for each in wider], limit
            ),
        ),
        meetings=Held(
            **_planned(months, MEETING),
            answers=answers_to_meetings(
                of(here, is_meeting=True), [of(each, is_meeting=True) for each in wider], limit
            ),
        ),
        staff=sum(row.staff for row in months),
    )


def _tallied(project: Project, period: Period) -> list[Tally]:
    first = dates.first_of_month(period.first)
    return [row for row in tallies(project) if first <= row.first_day <= period.last]


def _planned(months: Iterable[Tally], kind: str) -> dict[str, int]:
    rows = [row for row in months if row.kind == kind]
    names = ("planned", "held", "cancelled", "missing", "to_come")
    return {name: sum(getattr(row, name) for row in rows) for name in names}


def _activity(
    project: Project,
    day: date,
    attendance: Attended,
    read: Participations,
    months: Sequence[Tally],
) -> Activity:
    under_way = _under_way(project, day)
    waiting = {
        each.citizen_id for each in read.supports if each.outcome == Referral.Outcome.WAITING
    }
    return Activity(
        courses=under_way.get("courses", 0),
        sessions=attendance.sessions.held,
        matches=shown(project, under_way.get("matched", 0)),
        meetings=attendance.meetings.answers.came,
        waiting=shown(project, len(waiting)),
        models=tuple(_of_model(model, months) for model in SupportModel),
    )


def _of_model(model: SupportModel, months: Sequence[Tally]) -> ModelActivity:
    rows = [row for row in months if row.model == model]
    return ModelActivity(
        label=str(model.label),
        sessions=sum(row.held for row in rows if row.kind == SESSION),
        meetings=sum(row.held for row in rows if row.kind == MEETING),
        staff=sum(row.staff for row in rows),
    )


def _under_way(project: Project, day: date) -> dict[str, int]:
    """``courses`` that run and ``matched`` citizens; what there are none of is left out. One query."""
    running = Course.objects.filter(project=project, starts_on__lte=day, ends_on__gte=day)
    lasting = Match.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), project=project, starts_on__lte=day
    )
    courses = _number(running, "courses", Count("pk"))
    return dict(
        courses.union(_number(lasting, "matched", Count("episode__citizen", distinct=True)))
    )


def _number(rows: QuerySet, name: str, number: Count) -> QuerySet:
    """One row, or none where there is nothing to count."""
    named = rows.order_by().annotate(counted=Value(name, CharField()))
    return named.values_list("counted").annotate(number=number)
