"""The proof that a peer has completed themes of the training."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from reporting.paper import common, kit
from reporting.paper.build import Sheet
from reporting.paper.kit import Column, Row
from reporting.paper.values import Party


@dataclass(frozen=True)
class Theme:
    name: str
    completed_on: date


@dataclass(frozen=True)
class CertificateFigures:
    """Who completed what; ``all_themes`` is how many the training has."""

    sender: Party
    project: str
    peer: str
    dated: date
    themes: tuple[Theme, ...]
    all_themes: int
    leader: str


def sheet(figures: CertificateFigures) -> Sheet:
    # the person's name stands on the paper, and nowhere in what the file says of itself
    return Sheet(title=_("Training certificate"), author=figures.sender.name, dated=figures.dated)


def story(figures: CertificateFigures) -> list:
    page = sheet(figures)
    rows = [Row((theme.name, common.day(theme.completed_on))) for theme in figures.themes]
    return [
        *common.letterhead(figures.sender, page),
        *kit.title(page.title, figures.project),
        kit.gap(24),
        kit.paragraph(figures.peer, kit.styles.TITLE),
        kit.gap(10),
        kit.paragraph(_done(figures), kit.styles.LEAD),
        kit.gap(18),
        kit.money_table([Column(_("Theme")), Column(_("Completed"), 120)], rows, page.width),
        kit.gap(48),
        *_signature(figures),
    ]


def _done(figures: CertificateFigures) -> str:
    if len(figures.themes) >= figures.all_themes:
        return _("has completed the whole peer training, with these themes:")
    return _("has completed %(done)s of the %(all)s themes of the peer training:") % {
        "done": len(figures.themes),
        "all": figures.all_themes,
    }


def _signature(figures: CertificateFigures) -> list:
    place = [figures.sender.city] if figures.sender.city else []
    return [
        kit.paragraph(", ".join([*place, common.day(figures.dated)])),
        kit.gap(44),
        kit.rule(180),
        kit.gap(4),
        *kit.lines(figures.leader, [_("Project leader"), figures.sender.name]),
    ]
