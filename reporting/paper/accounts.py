"""The monthly accounts: the year and the whole project side by side, with what is expected."""

from django.utils.translation import gettext as _

from budget.accounts import Accounts, Row
from budget.models.plan import GRANT_GROUPS
from peerstoette.lib import money
from reporting.paper import common, kit
from reporting.paper.build import Sheet
from reporting.paper.kit import Column, RowKind, Span
from reporting.paper.values import AccountsFigures

AMOUNT_WIDTH = 78
# The columns' fields, in the paper's order: three of the year, four of the whole project.
FIELDS = ("year_budget", "month", "year_to_date", "budget", "to_date", "remaining", "forecast")


def sheet(figures: AccountsFigures) -> Sheet:
    return common.sheet(figures.heading, _("Monthly accounts"), is_landscape=True)


def story(figures: AccountsFigures) -> list:
    page = sheet(figures)
    return [
        *common.head(figures.heading, page),
        kit.money_table(
            _columns(figures),
            _rows(figures.accounts),
            page.width,
            spans=_spans(figures),
            density=kit.styles.DENSE,
        ),
        kit.gap(8),
        *(kit.note(text) for text in _notes(figures)),
    ]


def _columns(figures: AccountsFigures) -> list[Column]:
    labels = [
        _("Budget"),
        common.month(figures.heading.period).split()[0].capitalize(),
        _("Year to date"),
        _("Budget"),
        _("To date"),
        _("Remaining"),
        _("Forecast"),
    ]
    return [
        Column(_("Budget line")),
        *(Column(label, AMOUNT_WIDTH, is_amount=True) for label in labels),
    ]


def _spans(figures: AccountsFigures) -> list[Span]:
    year = str(figures.heading.period.first.year)
    return [Span(year, 1, 3), Span(_("Whole project"), 4, 7)]


def _rows(accounts: Accounts) -> list[kit.Row]:
    rows = []
    for group in GRANT_GROUPS:
        lines = accounts.group_rows(group)
        if lines:
            rows += [kit.Row((row.name, *_amounts(row))) for row in lines]
            rows.append(kit.Row((str(group.label), *_sums(accounts, group)), RowKind.SUM))
    rows.append(kit.Row((_("In all"), *_sums(accounts, None)), RowKind.TOTAL))
    return rows


def _amounts(row: Row) -> tuple[str, ...]:
    return tuple(common.amount(getattr(row, field)) for field in FIELDS)


def _sums(accounts: Accounts, group: str | None) -> tuple[str, ...]:
    return tuple(money.show(accounts.total(field, group)) for field in FIELDS)


def _notes(figures: AccountsFigures) -> list[str]:
    accounts = figures.accounts
    return [
        _("Amounts in kr. at %(day)s.") % {"day": common.day(figures.heading.period.last)},
        *(
            _("%(line)s: the forecast is %(amount)s kr. above the budget.")
            % {"line": row.name, "amount": money.show(row.expected_overrun)}
            for row in accounts.rows
            if row.expected_overrun
        ),
    ]
