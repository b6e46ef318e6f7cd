"""Meetings of the bodies with agenda and decisions, and what has been noted of the guideposts."""

from datetime import time

from accounts.models import User
from partners.meetings import AGENDA_AHEAD
from partners.models import AgendaItem, Body, BodyMeeting, Evidence, Project, today
from peerstoette.management.demo import tables

State = BodyMeeting.State

BEFORE = (
    ("Godkendelse af dagsorden", "", "Godkendt uden bemærkninger."),
    (
        "Økonomi og medfinansiering",
        "Forbrug mod budget og parternes egne peers siden sidste møde.",
        "Taget til efterretning.",
    ),
)
AFTER = ("Eventuelt", "", "")


def make_meetings(project: Project, leader: User) -> None:
    """The meetings of the table; those before today are held, with their decisions."""
    for (kind, day), points in _by_meeting(project).items():
        _meeting(project, kind, tables.day(day), points, leader)


def make_evidence(project: Project, leader: User) -> None:
    guideposts = {guidepost.number: guidepost for guidepost in project.guideposts.all()}
    Evidence.objects.bulk_create(
        Evidence(
            project=project,
            guidepost=guideposts[int(row["guidepost"])],
            date=tables.day(row["date"]),
            text=row["text"],
            source=row["source"],
            written_by=leader,
        )
        for row in tables.rows("evidence", project.slug)
    )


def _by_meeting(project: Project) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for row in tables.rows("meetings", project.slug):
        point = (row["title"], row["text"], row["decision"])
        found.setdefault((row["body"], row["date"]), []).append(point)
    return found


def _meeting(project, kind, day, points, leader) -> None:
    is_held, is_sent = day < today(project), day - AGENDA_AHEAD <= today(project)
    meeting = BodyMeeting.objects.create(
        project=project,
        body=project.bodies.get(kind=Body.Kind(kind)),
        date=day,
        starts_at=time(10),
        ends_at=time(12),
        place=project.lead.name,
        state=State.HELD if is_held else State.SENT if is_sent else State.DRAFT,
        sent_on=day - AGENDA_AHEAD if is_sent else None,
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(
            project=project,
            meeting=meeting,
            number=number,
            title=title,
            text=text,
            presenter=str(leader) if text else "",
            decision=decision if is_held else "",
        )
        for number, (title, text, decision) in enumerate([*BEFORE, *points, AFTER], start=1)
    )
