"""The dashboard as a file to take along; drawn anew each time, nothing of it is kept."""

from django.utils import translation

from budget.snapshots import party
from partners.models import Project
from reporting.dashboard.board import board
from reporting.dashboard.figures import Dashboard
from reporting.paper import build
from reporting.paper import dashboard as paper
from reporting.paper.values import Party
from reporting.papers import MEDIA_TYPES, Document, Format


def paper_of(project: Project, figures: Dashboard) -> Document:
    """The figures as PDF, dated with their last known day; the words are Danish."""
    with translation.override("da"):
        words = board(figures)
    drawn = build.draw(
        paper,
        paper.DashboardFigures(
            sender=Party(**party(project.lead)),
            project=project.name,
            dated=figures.period.until,
            hidden_below=figures.hidden_below,
            board=words,
        ),
    )
    return Document(f"noegletal-{figures.period.key}.pdf", MEDIA_TYPES[Format.PDF], drawn)
