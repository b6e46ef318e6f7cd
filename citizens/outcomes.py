"""How it went: what people answered, how episodes ended, and both by municipal and regional side.

``around`` are the same figures of the periods that hold this one and are shown on pages of their
own: a number is hidden also where one of them has only a few more (R14).
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from citizens.crosstable import OTHERS, SIDES, Rows
from citizens.disclosure import is_small, parts
from citizens.figures import Answers, Dropout, Ended, Side, percent
from citizens.models import Answer, Episode
from citizens.participation import Participation, Support
from partners.models import Organisation
from peerstoette.lib.dates import Period

REASONS = Episode.EndReason


@dataclass(frozen=True)
class Tally:
    """How many, and how many people that is."""

    number: int
    people: int

    def tells_of_few(self, limit: int, around: Iterable["Tally"]) -> bool:
        if not self.number:
            return False
        beyond = [wider.number - self.number for wider in around]
        return any(is_small(n, limit) for n in (self.number, self.people, *beyond))


def _tally(rows: Iterable[Participation | Support], number: Callable = lambda row: 1) -> Tally:
    rows = list(rows)
    return Tally(sum(map(number, rows)), len({row.citizen_id for row in rows}))


def _by(rows: Iterable, key: Callable) -> Callable[[Hashable], list]:
    sorted_out: dict = {}
    for row in rows:
        sorted_out.setdefault(key(row), []).append(row)
    return lambda value: sorted_out.get(value, [])


# What was answered


def _answered(rows: Iterable[Participation]) -> dict[Answer, Tally]:
    of = _by(rows, lambda row: row.answer)
    return {answer: _tally(of(answer), lambda row: row.number) for answer in Answer}


def answers_to_sessions(
    rows: Sequence[Participation], around: Collection[Sequence[Participation]], limit: int
) -> Answers:
    """Attendances are counted by person: a part that few people make up is hidden in company."""
    here, wider = _answered(rows), [_answered(each) for each in around]
    numbers = {answer: tally.number for answer, tally in here.items()}
    also = {a for a, t in here.items() if t.tells_of_few(limit, [w[a] for w in wider])}
    found, total = parts(numbers, limit, total=sum(numbers.values()), also=also)
    return Answers(found[Answer.CAME], found[Answer.SENT_WORD], found[Answer.NO_WORD], total)


def answers_to_meetings(
    rows: Sequence[Participation], around: Collection[Sequence[Participation]], limit: int
) -> Answers:
    """Meetings are counted openly, those that nobody came to as well; why not is told of people."""
    here, wider = _answered(rows), [_answered(each) for each in around]
    absent = (Answer.SENT_WORD, Answer.NO_WORD)
    hides = any(here[a].tells_of_few(limit, [w[a] for w in wider]) for a in absent)
    numbers = {answer: tally.number for answer, tally in here.items()}
    return Answers(
        came=numbers[Answer.CAME],
        sent_word=None if hides else numbers[Answer.SENT_WORD],
        no_word=None if hides else numbers[Answer.NO_WORD],
        total=sum(numbers.values()),
    )


# How episodes ended


def ended_in(supports: Iterable[Support], period: Period) -> list[Support]:
    """The episodes that ended on a day of the period."""
    return [each for each in supports if each.ends_on and each.ends_on in period]


def _reason(support: Support) -> str:
    return support.end_reason or REASONS.OTHER


def dropout(
    supports: Sequence[Support], period: Period, around: Sequence[Period], limit: int
) -> Dropout:
    """Episodes are counted, but hidden by how many people they are."""
    ended, wider = ended_in(supports, period), [ended_in(supports, each) for each in around]
    of, wider_of = _by(ended, _reason), [_by(each, _reason) for each in wider]
    here = {reason: _tally(of(reason)) for reason in REASONS.values}
    also = {
        reason
        for reason, tally in here.items()
        if tally.tells_of_few(limit, [_tally(each(reason)) for each in wider_of])
    }
    numbers = {reason: tally.number for reason, tally in here.items()}
    shown, total = parts(numbers, limit, total=len(ended), also=also)
    if _tally(ended).tells_of_few(limit, map(_tally, wider)):
        shown, total = {reason: None if n else 0 for reason, n in numbers.items()}, None
    return Dropout(
        started=_started(supports, period, around, limit),
        total=total,
        reasons=tuple(Ended(r.value, str(r.label), shown[r.value]) for r in REASONS),
        dropouts=shown[REASONS.DROPOUT],
    )


def _started(
    supports: Sequence[Support], period: Period, around: Sequence[Period], limit: int
) -> int | None:
    def begun(span: Period) -> Tally:
        return _tally(each for each in supports if each.starts_on and each.starts_on in span)

    here = begun(period)
    return None if here.tells_of_few(limit, map(begun, around)) else here.number


# Both by side


@dataclass(frozen=True)
class SideTally:
    """One side in one period."""

    attended: Tally
    meetings: Tally
    absences: Tally
    ended: Tally
    dropouts: Tally
    stayed: Tally

    @property
    def came_percent(self) -> int | None:
        came = self.attended.number + self.meetings.number
        return percent(came, came + self.absences.number)


def sides(
    citizens: Mapping[str, int | None],
    rows: Rows,
    here: tuple[Sequence[Participation], Sequence[Support]],
    around: Collection[tuple[Sequence[Participation], Sequence[Support]]],
    limit: int,
    *,
    answers: Answers,
    ending: Dropout,
) -> tuple[Side, ...]:
    """A measure is shown for all sides or for none, since their sum stands elsewhere on the page.

    ``here`` and ``around`` are who took part and which episodes ended.
    """
    present = [side for side in SIDES if side in citizens]
    tallies = {side: _side(side, rows, *here) for side in present}
    wider = [{side: _side(side, rows, *each) for side in present} for each in around]

    def is_safe(measure: str) -> bool:
        return not any(
            getattr(tally, measure).tells_of_few(limit, [getattr(w[side], measure) for w in wider])
            for side, tally in tallies.items()
        )

    all_known = None not in citizens.values()
    attended = all_known and answers.came is not None and is_safe("attended")
    meetings = all_known and is_safe("meetings")
    came = attended and meetings and is_safe("absences")
    ended = ending.total is not None and is_safe("ended")
    dropouts = ended and ending.dropouts is not None and is_safe("dropouts") and is_safe("stayed")
    labels = {
        Organisation.Kind.MUNICIPALITY: _("Municipal"),
        Organisation.Kind.REGION: _("Regional"),
        OTHERS: _("Others"),
    }
    return tuple(
        Side(
            kind=side,
            label=labels[side],
            citizens=citizens[side],
            attended=tally.attended.number if attended else None,
            meetings=tally.meetings.number if meetings else None,
            came_percent=tally.came_percent if came else None,
            ended=tally.ended.number if ended else None,
            dropouts=tally.dropouts.number if dropouts else None,
        )
        for side, tally in tallies.items()
    )


def _side(
    side: str, rows: Rows, taken_part: Sequence[Participation], ended: Sequence[Support]
) -> SideTally:
    theirs = [row for row in taken_part if rows.side(row) == side]
    endings = [each for each in ended if rows.sides[each.partner_id] == side]

    def times(is_counted: Callable[[Participation], bool]) -> Tally:
        return _tally(filter(is_counted, theirs), lambda row: row.number)

    return SideTally(
        attended=times(lambda row: row.came and not row.is_meeting),
        meetings=times(lambda row: row.came and row.is_meeting),
        absences=times(lambda row: not row.came),
        ended=_tally(endings),
        dropouts=_tally(each for each in endings if _reason(each) == REASONS.DROPOUT),
        stayed=_tally(each for each in endings if _reason(each) != REASONS.DROPOUT),
    )
