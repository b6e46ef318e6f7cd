"""Who is expected at a session: built from the enrolments on its day (R8)."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from citizens.models import Answer, Attendance, Citizen, Enrolment, Session, hidden_from
from partners.models import today
from peerstoette.lib import alphabet


@dataclass(frozen=True)
class Place:
    """A citizen who is expected at a session, and what is registered so far."""

    citizen: Citizen
    answer: Answer | None


@dataclass(frozen=True)
class Roster:
    """The places that one person is shown, and those of citizens who are not shown to the person."""

    shown: list[Place]
    hidden: list[Place]

    @property
    def waits_for_others(self) -> bool:
        """Whether somebody else has an answer to give before everybody has one."""
        return any(place.answer is None for place in self.hidden)

    @property
    def has_answers(self) -> bool:
        return any(place.answer is not None for place in [*self.shown, *self.hidden])


def roster(session: Session, user: User) -> Roster:
    """Those enrolled on the session's day and those already registered, by name. Two queries.

    A session for staff has none: staff are counted, never as citizens (R20).
    """
    if not session.counts_citizens:
        return Roster([], [])
    enrolled = Enrolment.objects.filter(course=session.course_id).on(session.date)
    registered = Attendance.objects.filter(session=session)
    people, answers, unseen = {}, {}, set()
    is_hidden = _is_hidden(session, user)
    for rows in (enrolled, registered):
        for row in rows.select_related("citizen").annotate(is_hidden=is_hidden):
            people[row.citizen_id] = row.citizen
            if row.is_hidden:
                unseen.add(row.citizen_id)
            if isinstance(row, Attendance):
                answers[row.citizen_id] = Answer.of(row)
    order = sorted(
        people.values(),
        key=lambda who: (*map(alphabet.key, (who.given_name, who.family_name)), who.number),
    )
    places = [Place(citizen, answers.get(citizen.pk)) for citizen in order]
    return Roster(
        shown=[place for place in places if place.citizen.pk not in unseen],
        hidden=[place for place in places if place.citizen.pk in unseen],
    )


def _is_hidden(session: Session, user: User) -> Q:
    """Those whom the person may not meet, and after the registration those who have left since.

    Until then whoever was there can register them. Who stands in meets nobody elsewhere, and is
    shown those who are still on the course.
    """
    blocked = Q(citizen__in=hidden_from(user))
    if not session.is_registered:
        return blocked
    lasting = Enrolment.objects.filter(course=session.course_id).on(today(session.project))
    met = Q(citizen__in=Citizen.objects.met_by(user))
    return blocked | ~(met | Q(citizen__in=lasting.values("citizen")))
