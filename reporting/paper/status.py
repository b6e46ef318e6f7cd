"""The yearly status report: front page, contents, then its sections with texts, figures and charts.

Drawn twice: the first time tells on which page each section begins, for the contents.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Paragraph

from peerstoette.lib import money
from reporting.dashboard.blocks import Block
from reporting.paper import build, charts, common, dashboard, kit, styles
from reporting.paper.build import Sheet
from reporting.paper.kit import Fact, RowKind
from reporting.status import sections, tables
from reporting.status.figures import FindingGroup, StatusFigures
from reporting.status.sections import SECTIONS, Section
from reporting.status.texts import Texts

FRONT = ParagraphStyle("front", styles.TITLE, fontSize=36, leading=42)
CHAPTER = ParagraphStyle("chapter", styles.TITLE, fontSize=16.5, leading=21, keepWithNext=True)
TABLE_TITLE = ParagraphStyle("table title", styles.STRONG, keepWithNext=True, spaceAfter=4)
TEXT = ParagraphStyle("text", styles.BODY, fontSize=10, leading=14.6, spaceAfter=7)
ITEM = ParagraphStyle("item", TEXT, leftIndent=12, bulletIndent=2, spaceAfter=3)
WHY = ParagraphStyle("why", TEXT, leftIndent=12, spaceAfter=8)
ROOM_FOR_A_CHAPTER = 150  # points: a heading with less room than this begins a new page
MEASURE = 440  # points: lines of text are no longer, tables are


@dataclass(frozen=True)
class Report:
    """A version to be drawn: what is filled in, what was written, and whether it is still a draft."""

    figures: StatusFigures
    texts: Texts
    number: int
    is_draft: bool


class Chapter(Paragraph):
    """A section's heading, which tells on what page it came to stand and can be jumped to."""

    def __init__(self, key: str, title: str, pages: dict[str, int]) -> None:
        super().__init__(kit.escape(kit.drawable(title)), CHAPTER)
        self.key, self.title, self.pages = key, title, pages

    def draw(self) -> None:
        self.pages[self.key] = self.canv.getPageNumber()
        self.canv.bookmarkPage(self.key)
        self.canv.addOutlineEntry(kit.drawable(self.title), self.key, level=0)
        super().draw()


@dataclass(frozen=True)
class Paper:
    """The paper with the pages that are known; ``found`` is filled when it is drawn."""

    known: dict[str, int]
    found: dict[str, int]

    def sheet(self, report: Report) -> Sheet:
        figures = report.figures
        return Sheet(
            title=_("Status report %(year)s") % {"year": figures.year},
            author=figures.sender.name,
            dated=figures.drawn_on,
            watermark=_("DRAFT") if report.is_draft else "",
        )

    def story(self, report: Report) -> list[Flowable]:
        width = self.sheet(report).width
        story = [*_front(report, self.sheet(report)), PageBreak()]
        story += [*_contents(report, self.known, width), PageBreak()]
        for number, section in enumerate(SECTIONS, start=1):
            heading = Chapter(section.key, f"{number}. {section.title}", self.found)
            story += [CondPageBreak(ROOM_FOR_A_CHAPTER), heading, kit.gap(7)]
            story += [*_section(section, report, width), kit.gap(18)]
        return story


def draw(report: Report) -> bytes:
    """The report as PDF, in Danish; the same report gives the same bytes."""
    with translation.override("da"):
        pages: dict[str, int] = {}
        build.draw(Paper({}, pages), report)
        return build.draw(Paper(pages, {}), report)


def _front(report: Report, page: Sheet) -> list[Flowable]:
    figures, sender = report.figures, report.figures.sender
    contact = [_("CVR %(number)s") % {"number": common.pairs(sender.cvr)}] if sender.cvr else []
    columns = (sender.address, (*contact, *filter(None, [sender.email])))
    head = kit.Letterhead(sender.name, tuple(column for column in columns if column))
    return [
        kit.letterhead(head, page.width),
        kit.gap(150),
        kit.paragraph(page.title, FRONT),
        kit.gap(4),
        kit.paragraph(figures.project, styles.LEAD),
        kit.gap(120),
        kit.facts(_facts(report), MEASURE),
    ]


def _facts(report: Report) -> list[Fact]:
    figures = report.figures
    period = f"{common.day(figures.period.first)} – {common.day(figures.period.last)}"
    facts = [
        Fact(_("Project owner"), figures.owner),
        Fact(_("Lead partner"), figures.sender.name),
        Fact(_("Partners"), ", ".join(figures.partners)),
        Fact(_("Funder"), figures.funder),
        Fact(_("Project period"), period),
        Fact(_("Figures at"), common.day(figures.until)),
        Fact(_("Version"), f"{report.number}, {common.day(figures.drawn_on)}"),
    ]
    if figures.grant is not None:
        grant = _("%(amount)s kr.") % {"amount": money.show(figures.grant, decimals=0)}
        facts.insert(4, Fact(_("Grant"), grant))
    return [fact for fact in facts if fact.value]


def _contents(report: Report, pages: dict[str, int], width: float) -> list[Flowable]:
    rows = [
        kit.Row((f"{number}.", str(section.title), str(pages.get(section.key, ""))))
        for number, section in enumerate(SECTIONS, start=1)
    ]
    columns = [kit.Column("", 22), kit.Column(""), kit.Column(_("Page"), 40, is_amount=True)]
    notes = [kit.paragraph(text, TEXT) for text in _how_to_read(report.figures)]
    return [
        kit.paragraph(_("Contents"), CHAPTER),
        kit.gap(4),
        kit.money_table(columns, rows, width),
        kit.gap(26),
        kit.heading(_("How to read the figures")),
        kit.gap(5),
        *notes,
    ]


def _how_to_read(figures: StatusFigures) -> list[str]:
    return [
        _(
            "The report tells of %(year)s up to %(until)s. Its figures were drawn from the project's"
            " own registrations on %(drawn)s and have not changed since."
        )
        % {
            "year": figures.year,
            "until": common.day(figures.until),
            "drawn": common.day(figures.drawn_on),
        },
        _(
            "A citizen counts once a year, in the project and in each breakdown, however many courses"
            " and meetings there were. Reached is somebody who came to at least one meeting or session."
        ),
        _(
            "A number of citizens below %(limit)s is hidden, together with what it could be worked"
            " out from. It is then written as hidden."
        )
        % {"limit": figures.hidden_below},
        _(
            "Amounts are rounded to whole kroner, so a sum can differ by a krone. Peers are counted,"
            " never named."
        ),
    ]


def _section(section: Section, report: Report, width: float) -> Iterable[Flowable]:
    if section.key == "summary":
        yield dashboard.key_figures(report.figures.board.key_figures, width)
        yield kit.gap(12)
    yield from _prose(report.texts.get(section.key, ""))
    for block in tables.blocks_of(section.key, report.figures):
        yield from _block(block, width)
    if section.key == "findings":
        yield from _explanations(report.figures.findings)
    for table in tables.tables_of(section.key, report.figures):
        yield from _table(table, width)


def _block(block: Block, width: float) -> Iterable[Flowable]:
    yield kit.gap(10)
    if block.id in tables.WITHOUT_TABLE:
        yield charts.figure(block.chart, width)
    else:
        yield CondPageBreak(ROOM_FOR_A_CHAPTER)
        yield from dashboard.block(block, width)
    yield kit.gap(10)


def _prose(text: str, style: ParagraphStyle = TEXT) -> Iterable[Flowable]:
    for block in sections.paragraphs(text):
        if block.items:
            for item in block.items:
                yield Paragraph(kit.escape(kit.drawable(item)), ITEM, bulletText="•")
            yield kit.gap(4)
        else:
            yield kit.paragraph(block.text, style)


def _explanations(groups: Iterable[FindingGroup]) -> Iterable[Flowable]:
    for group in groups:
        if group.asks_explanation:
            title = kit.paragraph(f"{group.text} ({group.rule})", TABLE_TITLE)
            told = [
                Paragraph(kit.escape(kit.drawable(each)), ITEM, bulletText="•")
                for each in group.titles
            ]
            yield KeepTogether([title, *told])
            yield from _prose(group.explanation, WHY)


def _table(table: tables.Table, width: float) -> Iterable[Flowable]:
    columns = [
        kit.Column(column.label, column.share * width, column.is_amount) for column in table.columns
    ]
    rows = [
        kit.Row(
            tuple(_("hidden") if cell is None else cell for cell in line.cells),
            RowKind(line.kind.value),
        )
        for line in table.lines
    ]
    yield kit.gap(6)
    yield kit.paragraph(table.title, TABLE_TITLE)
    yield kit.money_table(columns, rows, width, density=styles.DENSE)
    yield kit.gap(3)
    yield from (kit.note(text) for text in table.notes)
    yield kit.gap(8)
