"""The dashboard's blocks about money: used against time, and what is invoiced and contributed."""

from django.utils.translation import gettext as _

from reporting.charts import Bar, HorizontalBars, Table
from reporting.dashboard import wording
from reporting.dashboard.blocks import Block
from reporting.dashboard.figures import CofinancingRow, Dashboard, MoneyRow


def budget(figures: Dashboard) -> Block:
    """The grant's budget of the period's years, used against the time that has passed."""
    money = figures.money
    title = _("Do we keep to the budget?")
    years = figures.period.years
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    caption = _("Budget of %(years)s and what is posted, kr.") % {"years": span}
    link = (_("See every budget line"), "budget")
    if not money.total.budget:
        empty = _("The project has no budget for the period yet.")
        if money.total.project_budget:
            empty = _("The budget is stated in all and not by year. Choose the whole project.")
        return Block(id="budget", title=title, caption=caption, empty=empty, link=link)
    passed = money.time.percent or 0
    chart = HorizontalBars(
        title=title,
        caption=caption,
        description=_("%(used)s of the budget is used, and %(time)d %% of the time has passed.")
        % {"used": wording.share(money.total.share), "time": passed},
        rows=tuple(_bar(row) for row in (*money.groups, money.total)),
        line=passed,
        line_label=_("%(time)d %% of the time") % {"time": passed},
        table=Table(
            head=(_("Budget group"), _("Budget"), _("Used"), _("Remaining"), _("Share")),
            rows=tuple(_money_row(row) for row in money.groups),
            total=_money_row(money.total),
        ),
    )
    return Block(id="budget", title=title, chart=chart, is_open=True, link=link)


def _bar(row: MoneyRow) -> Bar:
    used = row.share.percent or 0
    left = _("%(amount)s kr. left") % {"amount": wording.kr(row.left)}
    return Bar(_label(row), max(used, 0), wording.share(row.share), left, is_short=row.left < 0)


def _label(row: MoneyRow) -> str:
    """The group, or that it is all of them."""
    return row.label or _("In all")


def _money_row(row: MoneyRow) -> tuple[str, ...]:
    amounts = (row.budget, row.used, row.left)
    return (_label(row), *(wording.kr(amount) for amount in amounts), wording.share(row.share))


def promised(figures: Dashboard) -> Block:
    """What is invoiced of the grant, and each partner's co-financing against its commitment."""
    title = _("Are invoices and co-financing where they should be?")
    caption = _("Kr., to date against the grant and the commitments")
    rows = []
    if figures.invoiced.is_sent:
        sent = figures.invoiced
        rows.append(
            (
                _("Invoiced of the grant"),
                wording.kr(sent.in_period),
                wording.kr(sent.to_date),
                wording.kr(sent.grant),
                wording.share(sent.share),
            )
        )
    rows += [_partner(row, row.partner) for row in figures.cofinancing.rows]
    if not rows:
        empty = _("Nothing is invoiced, and no partner contributes peers.")
        return Block(id="promised", title=title, caption=caption, empty=empty)
    table = Table(
        head=(_("Who contributes"), _("In the period"), _("To date"), _("Promised"), _("Share")),
        rows=tuple(rows),
        total=_partner(figures.cofinancing.total, _("Pay of peers at partners, in all"))
        if figures.cofinancing.rows
        else (),
    )
    return Block(id="promised", title=title, caption=caption, table=table)


def _partner(row: CofinancingRow, label: str) -> tuple[str, ...]:
    amounts = (row.in_period, row.to_date, row.commitment)
    return (label, *(wording.kr(amount) for amount in amounts), wording.share(row.share))
