"""The agenda of a meeting, and after it the same paper with what was decided."""

from dataclasses import dataclass
from datetime import date, time

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting.paper import common, kit
from reporting.paper.build import Sheet
from reporting.paper.kit import Fact
from reporting.paper.values import Party


@dataclass(frozen=True)
class Point:
    number: int
    title: str
    text: str = ""
    presenter: str = ""
    decision: str = ""


@dataclass(frozen=True)
class AgendaFigures:
    """A meeting; ``is_held`` makes the agenda minutes, ``is_draft`` marks what has not been sent."""

    sender: Party
    project: str
    body: str
    date: date
    starts_at: time
    ends_at: time
    place: str
    dated: date
    is_draft: bool
    is_held: bool
    points: tuple[Point, ...]


def sheet(figures: AgendaFigures) -> Sheet:
    kind = pgettext("of a meeting", "Minutes") if figures.is_held else _("Agenda")
    return Sheet(
        title=f"{kind}, {figures.body}",
        author=figures.sender.name,
        dated=figures.dated,
        watermark=_("DRAFT") if figures.is_draft else "",
    )


def story(figures: AgendaFigures) -> list:
    page = sheet(figures)
    hours = f"{time_format(figures.starts_at, 'H.i')}–{time_format(figures.ends_at, 'H.i')}"
    rows = [
        Fact(_("Date"), common.day(figures.date)),
        Fact(_("Time"), _("%(hours)s o'clock") % {"hours": hours}),
        Fact(_("Place"), figures.place),
    ]
    return [
        *common.letterhead(figures.sender, page),
        *kit.title(page.title, figures.project),
        kit.facts(rows, page.width),
        kit.gap(16),
        *(part for point in figures.points for part in _point(point, figures.is_held)),
    ]


def _point(point: Point, is_held: bool) -> list:
    parts = [kit.gap(8), kit.heading(f"{point.number}. {point.title}")]
    if point.presenter:
        parts.append(kit.note(_("Presented by %(person)s") % {"person": point.presenter}))
    parts += [kit.gap(3), *kit.text(point.text)]
    if point.decision:
        parts += [kit.strong(_("Decision")), *kit.text(point.decision)]
    elif is_held:
        parts.append(kit.note(_("Nothing was decided.")))
    return parts
