"""The co-financing statement: each partner's own peers, what they are worth, against the promise.

Peers stand by initials (rulings: the controller sees no more).
"""

from django.utils.translation import gettext as _

from budget.cofinancing import PartnerRow, Statement
from peerstoette.lib import money
from reporting.paper import common, kit
from reporting.paper.build import Sheet
from reporting.paper.kit import Column, Row, RowKind, Span
from reporting.paper.values import CofinancingFigures

NARROW, AMOUNT_WIDTH = 62, 80
# The columns' fields, in the paper's order: three of the year, two of the whole project.
FIELDS = ("value", "year_to_date", "year_commitment", "to_date", "commitment")


def sheet(figures: CofinancingFigures) -> Sheet:
    return common.sheet(figures.heading, _("Co-financing statement"))


def story(figures: CofinancingFigures) -> list:
    page = sheet(figures)
    return [
        *common.head(figures.heading, page),
        kit.heading(_("Against the commitment")),
        kit.gap(6),
        _commitments(figures, page.width),
        kit.gap(20),
        kit.heading(_("Peers and their value")),
        kit.gap(6),
        _peers(figures.statement, page.width),
        kit.gap(10),
        kit.note(_basis()),
    ]


def _commitments(figures: CofinancingFigures, width: float):
    year = figures.heading.period.first.year
    labels = [
        common.month(figures.heading.period).split()[0].capitalize(),
        _("Year to date"),
        _("Promised"),
        _("To date"),
        _("Promised"),
    ]
    statement = figures.statement
    rows = [
        Row((partner.name, *(money.show(getattr(partner, field)) for field in FIELDS)))
        for partner in statement.partners
    ]
    sums = (money.show(statement.total(field)) for field in FIELDS)
    rows.append(Row((_("In all"), *sums), RowKind.TOTAL))
    return kit.money_table(
        [Column(_("Partner")), *(Column(label, 74, is_amount=True) for label in labels)],
        rows,
        width,
        spans=[Span(str(year), 1, 3), Span(_("Whole project"), 4, 5)],
        density=kit.styles.DENSE,
    )


def _peers(statement: Statement, width: float):
    columns = [
        Column(_("Partner and peer")),
        Column(_("Hours a week"), NARROW, is_amount=True),
        Column(_("Days"), NARROW, is_amount=True),
        Column(_("FTE"), NARROW, is_amount=True),
        Column(_("Value, kr."), AMOUNT_WIDTH, is_amount=True),
    ]
    rows = [row for partner in statement.partners for row in _partner(partner)]
    peers = sum(len(partner.peers) for partner in statement.partners)
    in_all = _("In all, %(peers)s employments") % {"peers": peers}
    fte = money.show(statement.total("fte"))
    rows.append(Row((in_all, "", "", fte, money.show(statement.total("value"))), RowKind.TOTAL))
    return kit.money_table(columns, rows, width)


def _partner(partner: PartnerRow) -> list[Row]:
    peers = [
        Row(
            (
                peer.initials,
                money.show(peer.weekly_hours),
                str(peer.days),
                money.show(peer.fte),
                money.show(peer.value),
            )
        )
        for peer in partner.peers
    ]
    return [
        Row((partner.name,), RowKind.GROUP),
        *peers,
        Row(
            (_required(partner), "", "", money.show(partner.fte), money.show(partner.value)),
            RowKind.SUM,
        ),
    ]


def _required(partner: PartnerRow) -> str:
    if not partner.min_peers:
        return _("In all")
    return _("In all; at least %(peers)s peers and %(fte)s FTE are promised") % {
        "peers": partner.min_peers,
        "fte": money.show(partner.min_fte),
    }


def _basis() -> str:
    return _(
        "Value of a month: yearly pay at full time / 12 × hours a week / 37 × employed days / days"
        " of the month. Unpaid leave does not count. FTE is the mean of the month."
    )
