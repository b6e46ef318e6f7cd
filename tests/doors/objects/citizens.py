"""What the addresses of citizens point at."""

from datetime import date, time

from citizens.models import (
    Attendance,
    Block,
    Citizen,
    Course,
    EmergencyAccess,
    Extension,
    Match,
    Meeting,
    Session,
    StandIn,
)
from peers.models import Peer


def extension(cast):
    return extended(cast, citizen(cast))


def extended(cast, person: Citizen) -> Extension:
    return Extension.objects.create(
        project=cast.project,
        episode=person.episodes.get(),
        until=date(2019, 2, 1),
        reason="Aftalt med kommunen",
        granted_on=date(2018, 6, 1),
        granted_by=cast.lene,
    )


def attendance(cast):
    return Attendance.objects.create(
        project=cast.project, session=cast.session, citizen=cast.citizens[0], came=True
    )


def session(cast):
    return cast.session


def meeting(cast):
    return cast.meeting


def course(cast):
    return cast.course


def course_session(cast):
    return {"pk": cast.course.pk, "session_pk": cast.session.pk}


def enrolment(cast):
    return cast.course.enrolments.first()


def citizen(cast):
    return cast.citizens[1]


def referral(cast):
    return cast.citizens[1].referrals.earliest("pk")


def episode(cast):
    return cast.citizens[1].episodes.get()


def match(cast):
    return cast.match


def block(cast):
    return Block.objects.create(
        project=cast.project,
        citizen=citizen(cast),
        person=cast.stine,
        kind=Block.Kind.NEIGHBOUR,
        since=date(2018, 6, 1),
        by=cast.lene,
    )


def stand_in(cast):
    return StandIn.objects.create(
        project=cast.project, session=session(cast), peer=cast.peer, named_by=cast.lene
    )


def emergency_use(cast):
    return EmergencyAccess.objects.create(
        project=cast.project,
        citizen=others_citizen(cast),
        person=cast.stine,
        reason="Borgeren sidder i venteværelset og har det dårligt",
    )


# --- in the project, but none of Omar's and not referred by Kirsten's municipality ---------------


def others_citizen(cast):
    return cast.citizens[2]


def others_course(cast):
    others = Course.objects.filter(project=cast.project).exclude(pk=cast.course.pk)
    return others.first() or Course.objects.create(
        project=cast.project,
        name="Nye skridt",
        model="2",
        place="Biblioteket",
        starts_on=date(2018, 5, 1),
        ends_on=date(2018, 6, 30),
    )


def others_session(cast):
    course = others_course(cast)
    return course.sessions.first() or Session.objects.create(
        project=cast.project,
        course=course,
        number=1,
        date=date(2018, 5, 30),
        starts_at=time(10),
        ends_at=time(12),
    )


def others_match(cast):
    others = Match.objects.filter(project=cast.project).exclude(pk=cast.match.pk)
    return others.first() or Match.objects.create(
        project=cast.project,
        episode=cast.citizens[2].episodes.get(),
        peer=Peer.objects.create(project=cast.project, name="Bodil Prøvested", initials="BP"),
        starts_on=date(2018, 1, 10),
        not_kin_confirmed_on=date(2018, 1, 10),
        not_kin_confirmed_by=cast.lene,
    )


def others_meeting(cast):
    match = others_match(cast)
    return match.meetings.first() or Meeting.objects.create(
        project=cast.project, match=match, date=date(2018, 5, 30), starts_at=time(9), minutes=45
    )


def others_extension(cast):
    return extended(cast, cast.citizens[2])
