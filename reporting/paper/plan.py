"""The milestone plan: the drawing, its dates, and the guideposts with what was last noted of them."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from reporting.dashboard.blocks import Block
from reporting.dashboard.figures import GuidepostRow
from reporting.paper import charts, common, kit
from reporting.paper.build import Sheet
from reporting.paper.kit import Column, Row
from reporting.paper.values import Party


@dataclass(frozen=True)
class PlanFigures:
    sender: Party
    project: str
    dated: date
    block: Block
    guideposts: tuple[GuidepostRow, ...]


def sheet(figures: PlanFigures) -> Sheet:
    return Sheet(
        title=_("Milestone plan"),
        author=figures.sender.name,
        dated=figures.dated,
        is_landscape=True,
    )


def story(figures: PlanFigures) -> list:
    page = sheet(figures)
    parts = [
        *common.letterhead(figures.sender, page),
        *kit.title(page.title, f"{figures.project}, {common.day(figures.dated)}"),
    ]
    if figures.block.chart:
        parts += [charts.figure(figures.block.chart, page.width), kit.gap(14)]
        parts.append(charts.table(figures.block.figures, page.width))
    else:
        parts.append(kit.paragraph(figures.block.empty))
    if figures.guideposts:
        parts += [kit.gap(20), kit.heading(_("Guideposts")), kit.gap(6)]
        parts.append(_guideposts(figures.guideposts, page.width))
    return parts


def _guideposts(rows: tuple[GuidepostRow, ...], width: float):
    columns = [
        Column(_("Guidepost"), 200),
        Column(_("Latest evidence")),
        Column(_("Source"), 170),
        Column(_("Date"), 86),
    ]
    return kit.money_table(
        columns,
        [
            Row(
                (
                    f"{row.number}. {row.name}",
                    row.text or common.NOT_APPLICABLE,
                    row.source,
                    common.day(row.date) if row.date else "",
                )
            )
            for row in rows
        ],
        width,
        density=kit.styles.DENSE,
    )
