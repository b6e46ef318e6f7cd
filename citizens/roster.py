"""Who is expected at a session: built from the enrolments on its day (R8)."""

from dataclasses import dataclass

from citizens.models import Answer, Attendance, Citizen, Enrolment, Session


@dataclass(frozen=True)
class Place:
    """A citizen who is expected at a session, and what is registered so far."""

    citizen: Citizen
    answer: Answer | None


def roster(session: Session) -> list[Place]:
    """Those enrolled on the session's day and those already registered, by name. Two queries.

    A session for staff has none: staff are counted, never as citizens (R20).
    """
    if not session.counts_citizens:
        return []
    enrolled = Enrolment.objects.filter(course=session.course_id).on(session.date)
    people = {row.citizen_id: row.citizen for row in enrolled.select_related("citizen")}
    answers = {}
    for row in Attendance.objects.filter(session=session).select_related("citizen"):
        people[row.citizen_id] = row.citizen
        answers[row.citizen_id] = Answer.of(row)
    order = sorted(people.values(), key=lambda who: (who.given_name, who.family_name, who.number))
    return [Place(citizen, answers.get(citizen.pk)) for citizen in order]
