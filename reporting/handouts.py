"""Papers that anybody who may see a thing can take along: agenda, milestone plan, certificate.

Drawn anew each time from what is written; nothing of them is kept.
"""

from django.utils import translation

from budget.snapshots import party
from partners.access import Role
from partners.meetings import agenda_due
from partners.models import BodyMeeting, Project, today
from peers.models import Peer
from reporting.dashboard.milestones import guidepost_rows, milestone_rows
from reporting.dashboard.working import plan_of
from reporting.paper import agenda, build, certificate, plan
from reporting.paper.values import Party
from reporting.papers import MEDIA_TYPES, Document, Format


def agenda_of(meeting: BodyMeeting) -> Document:
    """The agenda as PDF; once the meeting is held, with its decisions as minutes."""
    figures = agenda.AgendaFigures(
        sender=_sender(meeting.project),
        project=meeting.project.name,
        body=str(meeting.body),
        date=meeting.date,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        dated=meeting.date if meeting.is_held else meeting.sent_on or agenda_due(meeting),
        is_draft=meeting.is_draft,
        is_held=meeting.is_held,
        points=tuple(
            agenda.Point(point.number, point.title, point.text, point.presenter, point.decision)
            for point in meeting.items.all()
        ),
    )
    word = "referat" if meeting.is_held else "dagsorden"
    return _pdf(f"{word}-{meeting.date:%Y-%m-%d}", build.draw(agenda, figures))


def plan_paper_of(project: Project) -> Document:
    """The milestone plan as it stands today, as PDF."""
    day = today(project)
    with translation.override("da"):
        figures = plan.PlanFigures(
            sender=_sender(project),
            project=project.name,
            dated=day,
            block=plan_of(milestone_rows(project, day), day),
            guideposts=guidepost_rows(project, day),
        )
    return _pdf(f"milepaelsplan-{day:%Y-%m-%d}", build.draw(plan, figures))


def certificate_of(peer: Peer) -> Document | None:
    """The peer's training as PDF, as of today; None before any theme is completed."""
    project = peer.project
    done = peer.trainings.select_related("theme").order_by("theme__number")
    if not done:
        return None
    with translation.override("da"):
        themes = tuple(certificate.Theme(str(each.theme), each.completed_on) for each in done)
    figures = certificate.CertificateFigures(
        sender=_sender(project),
        project=project.name,
        peer=peer.name,
        dated=today(project),
        themes=themes,
        all_themes=project.training_themes.count(),
        leader=_leader(project),
    )
    return _pdf(f"uddannelsesbevis-{peer.pk}", build.draw(certificate, figures))


def _sender(project: Project) -> Party:
    return Party(**party(project.lead))


def _leader(project: Project) -> str:
    leading = project.memberships.active().filter(role=Role.LEADER)
    first = leading.select_related("user").order_by("began_at", "id").first()
    return str(first.user) if first else ""


def _pdf(name: str, content: bytes) -> Document:
    return Document(f"{name}.pdf", MEDIA_TYPES[Format.PDF], content)
