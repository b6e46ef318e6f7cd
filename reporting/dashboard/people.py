"""The dashboard's blocks about citizens: how many, who, side by side, and whether they come."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerstoette.lib import dates
from reporting.charts import Bars, Stack, StackedBars, Table
from reporting.dashboard import wording
from reporting.dashboard.blocks import Block
from reporting.dashboard.figures import CrossTable, Dashboard, Held, Point, Reach, Side
from reporting.dashboard.period import MONTHS_IN_QUARTER, Kind, Period

MOST_MONTHS = 14  # more become quarters


def reach(figures: Dashboard) -> Block | None:
    """Citizens added up month by month, against the goal of the period; None for a single month."""
    if figures.period.kind == Kind.MONTH:
        return None
    goal = goal_of(figures)
    title = _("Do we reach the citizens?")
    if goal:
        title = _("Do we reach the %(goal)d citizens?") % {"goal": goal}
    caption = _("Citizens in the period, added up month by month. Each counts once.")
    if not any(point.value != 0 for point in figures.reach.cumulative):
        empty = _("Nobody has come to a session or a meeting in the period yet.")
        return Block(id="reach", title=title, caption=caption, empty=empty)
    points = _points(figures.reach.cumulative)
    if len(points) < len(figures.reach.cumulative):
        caption = _("Citizens in the period, added up quarter by quarter. Each counts once.")
    chart = Bars(
        title=title,
        caption=caption,
        description=_told(figures.reach, figures.period, goal),
        labels=_labels(figures.period, points),
        values=tuple(point.value for point in points),
        goal=goal or None,
        goal_label=_("Goal %(goal)d") % {"goal": goal} if goal else "",
        table=Table(
            head=(_("Up to and including"), _("Citizens")),
            rows=tuple(
                (dates.month_name(point.month), wording.count(point.value))
                for point in figures.reach.cumulative
            ),
        ),
    )
    return Block(id="reach", title=title, chart=chart)


def goal_of(figures: Dashboard) -> int:
    """The year's goal, or the lower one of the whole project; 0 where the period has none."""
    if figures.period.kind == Kind.ALL:
        return figures.reach.goal_from
    return figures.reach.goal_period or 0


def _told(reach: Reach, period: Period, goal: int) -> str:
    if reach.in_period is None:
        return _("The number of citizens in %(period)s is hidden.") % {"period": period.label}
    told = ngettext(
        "%(count)d citizen is reached in %(period)s.",
        "%(count)d citizens are reached in %(period)s.",
        reach.in_period,
    ) % {"count": reach.in_period, "period": _running(period.label)}
    if not goal:
        return told
    missing = goal - reach.in_period
    if missing <= 0:
        return f"{told} " + _("The goal of %(goal)d is reached.") % {"goal": goal}
    return f"{told} " + _("%(missing)d are missing to the goal of %(goal)d.") % {
        "missing": missing,
        "goal": goal,
    }


def _running(label: str) -> str:
    """A label inside a sentence."""
    return label[:1].lower() + label[1:]


def _points(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Every month, or every quarter's last where months would be too many."""
    if len(points) <= MOST_MONTHS:
        return points
    return tuple(p for p in points if p.month.month % MONTHS_IN_QUARTER == 0 or p == points[-1])


def _labels(period: Period, points: tuple[Point, ...]) -> tuple[str, ...]:
    """Months, those to come included; or each year at the first of its quarters."""
    if period.kind != Kind.ALL:
        months = dates.months_between(period.first, period.last)
        return tuple(wording.short_month(month) for month in months)
    years = [str(point.month.year) for point in points]
    return tuple(year if n == 0 or year != years[n - 1] else "" for n, year in enumerate(years))


def by_partner(figures: Dashboard) -> Block:
    """Citizens by the partner that referred them and by model."""
    table = figures.table
    title = _("Whom have we reached?")
    caption = _("Citizens in the period by referring partner and model")
    if not table.rows:
        empty = _("Nobody has been referred yet.")
        return Block(id="partners", title=title, caption=caption, empty=empty)
    chart = StackedBars(
        title=title,
        caption=caption,
        description=_told_of_rows(table),
        series=table.models,
        rows=tuple(Stack(row.partner, row.cells, row.total) for row in table.rows),
        table=Table(
            head=(_("Partner"), *table.models, _("In all")),
            rows=tuple((row.partner, *_counts(*row.cells, row.total)) for row in table.rows),
            total=(_("In all"), *_counts(*table.totals, table.total)),
        ),
    )
    return Block(id="partners", title=title, chart=chart, is_open=True, note=_adding_up(table))


def _told_of_rows(table: CrossTable) -> str:
    """The rows that are shown, and which are hidden in part."""
    known = [f"{row.partner} {row.total}" for row in table.rows if row.total is not None]
    hidden = [row.partner for row in table.rows if None in (*row.cells, row.total)]
    told = f"{', '.join(known)}." if known else ""
    if hidden:
        told += " " + _("Numbers are hidden for %(partners)s.") % {
            "partners": wording.listed(hidden)
        }
    return told.strip()


def _adding_up(table: CrossTable) -> str:
    if table.adds_up:
        return ""
    return _(
        "The rows need not add up to the total: a citizen whom two partners have referred counts"
        " with each of them, and once in all."
    )


def _counts(*numbers: int | None) -> tuple[str | None, ...]:
    return tuple(wording.count(number) for number in numbers)


def sides(figures: Dashboard) -> Block:
    """Municipal and regional citizens side by side (R19)."""
    title = _("Do municipal and regional citizens get the same?")
    caption = _("By the kind of the partner that referred them")
    if not figures.sides:
        empty = _("Nobody has been referred yet.")
        return Block(id="sides", title=title, caption=caption, empty=empty)
    rows = [
        (_("Citizens"), [wording.count(each.citizens) for each in figures.sides]),
        (_("Came to sessions, times"), [wording.count(each.attended) for each in figures.sides]),
        (_("Mentoring meetings"), [wording.count(each.meetings) for each in figures.sides]),
        (_("Came, of all registered"), [_came(each) for each in figures.sides]),
        (_("Episodes ended"), [wording.count(each.ended) for each in figures.sides]),
        (_("Dropped out"), [wording.count(each.dropouts) for each in figures.sides]),
        (_("Dropout"), [_dropped(each) for each in figures.sides]),
    ]
    table = Table(
        head=(_("In the period"), *(each.label for each in figures.sides)),
        rows=tuple((label, *cells) for label, cells in rows),
    )
    return Block(id="sides", title=title, caption=caption, table=table)


def _came(side: Side) -> str | None:
    return wording.percent(side.came_percent, side.citizens)


def _dropped(side: Side) -> str | None:
    return wording.percent(side.dropout_percent, side.ended)


def attendance(figures: Dashboard) -> Block:
    """Who came, sent word or stayed away; what is missing is never nought (R8)."""
    title = _("Do the citizens come?")
    caption = _("Registered answers at sessions and mentoring meetings in the period")
    kinds = [
        (_("Sessions"), figures.attendance.sessions),
        (_("Mentoring meetings"), figures.attendance.meetings),
    ]
    if not any(held.planned for _label, held in kinds):
        empty = _("No session and no meeting is planned in the period.")
        return Block(id="attendance", title=title, caption=caption, empty=empty)
    chart = StackedBars(
        title=title,
        caption=caption,
        description=_told_of_answers(kinds),
        series=(_("Came"), _("Sent word"), _("No word")),
        rows=tuple(Stack(label, _answers(held), held.answers.total) for label, held in kinds),
        table=Table(
            head=(
                _("Activity"),
                _("Planned"),
                _("Held"),
                _("Cancelled"),
                _("Missing"),
                _("Came"),
                _("Sent word"),
                _("No word"),
                _("Attendance"),
            ),
            rows=tuple((label, *_held(held)) for label, held in kinds),
        ),
    )
    return Block(id="attendance", title=title, chart=chart, note=_missing(kinds))


def _answers(held: Held) -> tuple[int | None, int | None, int | None]:
    return held.answers.came, held.answers.sent_word, held.answers.no_word


def _held(held: Held) -> tuple[str | None, ...]:
    came = wording.percent(held.answers.percentages[0], held.answers.total)
    numbers = _counts(held.planned, held.held, held.cancelled, held.missing, *_answers(held))
    return (*numbers, came)


def _told_of_answers(kinds: list[tuple[str, Held]]) -> str:
    told = []
    for label, held in kinds:
        came = wording.percent(held.answers.percentages[0], held.answers.total)
        told.append(f"{label}: {came or _('hidden')}")
    return _("Came, of all registered. %(kinds)s.") % {"kinds": ", ".join(told)}


def _missing(kinds: list[tuple[str, Held]]) -> str:
    missing = sum(held.missing for _label, held in kinds)
    if not missing:
        return ""
    return ngettext(
        "%(count)d session or meeting that should have been held is not registered and counts as"
        " missing, not as nought.",
        "%(count)d sessions and meetings that should have been held are not registered and count"
        " as missing, not as nought.",
        missing,
    ) % {"count": missing}


def dropout(figures: Dashboard) -> Block:
    """Episodes that ended in the period, by reason."""
    ended = figures.dropout
    title = _("Do the citizens stay?")
    caption = _("Episodes that ended in the period, by reason")
    if ended.total == 0:
        empty = _("No episode has ended in the period.")
        return Block(id="dropout", title=title, caption=caption, empty=empty)
    table = Table(
        head=(_("Why it ended"), _("Episodes")),
        rows=tuple((each.label, wording.count(each.episodes)) for each in ended.reasons),
        total=(_("In all"), wording.count(ended.total)),
    )
    rate = wording.percent(ended.percent, ended.total)
    note = _("Dropout is %(percent)s of the episodes that ended.") % {
        "percent": rate or _("hidden")
    }
    return Block(id="dropout", title=title, caption=caption, table=table, note=note)


def activity(figures: Dashboard) -> Block:
    """Courses and mentoring under way; who waits is known of today only."""
    now = figures.activity
    waiting = ((_("Citizens whose referral waits for an answer"), wording.count(now.waiting)),)
    rows = (
        (_("Courses under way"), wording.count(now.courses)),
        (_("Sessions held in the period"), wording.count(now.sessions)),
        (_("Citizens with a mentor"), wording.count(now.matches)),
        (_("Mentoring meetings in the period"), wording.count(now.meetings)),
        (_("Times staff took part in sessions"), wording.count(figures.attendance.staff)),
        *(waiting if figures.holds_today else ()),
    )
    return Block(
        id="activity",
        title=_("What is under way?"),
        caption=_("On %(day)s") % {"day": dates.day_name(figures.period.until)},
        table=Table(head=(_("Activity"), _("Number")), rows=rows),
    )
