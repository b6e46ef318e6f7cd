"""What the addresses of meetings, plan and certificate point at."""

from datetime import date, time

from partners.models import AgendaItem, Body, BodyMeeting
from peers.models import Training
from tests.doors.objects.partners import guidepost
from tests.doors.objects.peers import training


def body_meeting(cast, kind=Body.Kind.STEERING, **fields):
    """One that took place today, so that its agenda and its decisions can be written."""
    return BodyMeeting.objects.create(
        project=cast.project,
        body=cast.project.bodies.filter(kind=kind).first(),
        date=date(2018, 6, 15),
        starts_at=time(10),
        ends_at=time(12),
        place="Det Sociale Netværk",
        **fields,
    )


def meeting_sent(cast):
    return body_meeting(cast, state=BodyMeeting.State.SENT)


def meeting_held(cast):
    return body_meeting(cast, state=BodyMeeting.State.HELD)


def project_meeting(cast):
    return body_meeting(cast, Body.Kind.PROJECT, state=BodyMeeting.State.HELD)


def agenda_point(cast):
    return AgendaItem.objects.create(
        project=cast.project, meeting=body_meeting(cast), number=1, title="Status på økonomien"
    )


def agenda_point_meeting(cast):
    return agenda_point(cast).meeting


def bodymeeting(cast):
    return body_meeting(cast)


def agendaitem(cast):
    return agenda_point(cast)


def evidence(cast):
    return guidepost(cast).evidence.create(
        project=cast.project, date=date(2018, 3, 1), text="Flere i job", written_by=cast.lene
    )


def trained(cast):
    done = Training.objects.filter(project=cast.project, completed_on__isnull=False).first()
    return (done or training(cast)).peer
