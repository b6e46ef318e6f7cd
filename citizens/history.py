"""What a citizen has taken part in, as counts for the page about the citizen."""

from dataclasses import dataclass

from django.db.models import Count, Q

from citizens.models import Absence, Attendance, Citizen, Meeting


@dataclass(frozen=True)
class Participation:
    """How often the citizen came, did not come, and sent word."""

    came: int
    no_word: int
    sent_word: int


def sessions(citizen: Citizen) -> Participation:
    return _participation(Attendance.objects.filter(citizen=citizen, session__was_held=True))


def meetings(citizen: Citizen) -> Participation:
    return _participation(Meeting.objects.filter(match__episode__citizen=citizen, was_held=True))


def _participation(rows) -> Participation:
    return Participation(
        **rows.aggregate(
            came=Count("pk", filter=Q(came=True)),
            no_word=Count("pk", filter=Q(absence=Absence.NO_WORD)),
            sent_word=Count("pk", filter=Q(absence=Absence.SENT_WORD)),
        )
    )
