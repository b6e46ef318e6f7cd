"""What the addresses of citizens point at."""

from datetime import date, time

from citizens.models import (
    Attendance,
    Block,
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
    return Extension.objects.create(
        project=cast.project,
        episode=episode(cast),
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
    return Course.objects.create(
        project=cast.project,
        name="Nye skridt",
        model="2",
        place="Biblioteket",
        starts_on=date(2018, 5, 1),
        ends_on=date(2018, 6, 30),
    )


def others_session(cast):
    return Session.objects.create(
        project=cast.project,
        course=others_course(cast),
        number=1,
        date=date(2018, 5, 30),
        starts_at=time(10),
        ends_at=time(12),
    )


def others_meeting(cast):
    colleague = Peer.objects.create(project=cast.project, name="Bodil Prøvested", initials="BP")
    theirs = Match.objects.create(
        project=cast.project,
        episode=cast.citizens[2].episodes.get(),
        peer=colleague,
        starts_on=date(2018, 1, 10),
        not_kin_confirmed_on=date(2018, 1, 10),
        not_kin_confirmed_by=cast.lene,
    )
    return Meeting.objects.create(
        project=cast.project, match=theirs, date=date(2018, 5, 30), starts_at=time(9), minutes=45
    )
