"""The dashboard's blocks about the work: peers against the agreement, the plan, and what is open."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerstoette.lib import dates
from reporting.charts import Bar, Bout, Gantt, HorizontalBars, Line, Lines, Step, Table, Tone
from reporting.charts.scale import short_day
from reporting.dashboard import wording
from reporting.dashboard.blocks import Block
from reporting.dashboard.figures import Dashboard, MilestoneRow, PartnerFte

REACHED, OVERDUE, UNDER_WAY = "reached", "overdue", "under_way"
TONES = {REACHED: Tone.DONE, OVERDUE: Tone.LATE, UNDER_WAY: Tone.RUNNING}


def agreement(figures: Dashboard) -> Block:
    """Full-time equivalents of each partner on the period's last known day, against R3."""
    partners = figures.staffing.partners
    title = _("Do the partners keep the agreement on peers?")
    if not partners:
        empty = _(
            "No partner is bound to employ peers. Volunteers are counted among the key figures."
        )
        return Block(id="agreement", title=title, empty=empty)
    chart = HorizontalBars(
        title=title,
        caption=_("FTE of each partner on %(day)s. %(requirement)s")
        % {"day": dates.day_name(figures.period.until), "requirement": _requirement(partners)},
        description=_kept(partners),
        rows=tuple(_bar(partner) for partner in partners),
        line=_line(partners),
        line_label=_line_label(partners),
        table=Table(
            head=(_("Partner"), _("Peers"), _("At least"), _("FTE"), _("At least"), _("Standing")),
            rows=tuple(_staffing_row(partner) for partner in partners),
            words=frozenset({5}),
        ),
    )
    return Block(id="agreement", title=title, chart=chart, link=(_("See every day"), "staffing"))


def _line(partners: tuple[PartnerFte, ...]):
    """The requirement, where it is one for all."""
    required = {partner.min_fte for partner in partners}
    only = required.pop() if len(required) == 1 else None
    return only or None


def _line_label(partners: tuple[PartnerFte, ...]) -> str:
    line = _line(partners)
    return _("Required %(fte)s") % {"fte": wording.fte(line)} if line else ""


def _requirement(partners: tuple[PartnerFte, ...]) -> str:
    if _line(partners) is None:
        return ""
    return _("Required are at least %(peers)d peers and %(fte)s FTE.") % {
        "peers": max(partner.min_peers for partner in partners),
        "fte": wording.fte(_line(partners)),
    }


def _bar(partner: PartnerFte) -> Bar:
    is_short = partner.below_since is not None
    return Bar(partner.partner, partner.fte, wording.fte(partner.fte), _note(partner), is_short)


def _note(partner: PartnerFte) -> str:
    missing = partner.min_fte - partner.fte
    if partner.below_since and missing > 0:
        return _("%(fte)s below") % {"fte": wording.fte(missing)}
    return ngettext("%(count)d peer", "%(count)d peers", partner.peers) % {"count": partner.peers}


def _kept(partners: tuple[PartnerFte, ...]) -> str:
    short = below(partners)
    if not short:
        return _("Every partner keeps the agreement.")
    return ngettext(
        "%(partners)s is below the agreement.",
        "%(partners)s are below the agreement.",
        len(short),
    ) % {"partners": wording.listed(short)}


def below(partners: tuple[PartnerFte, ...]) -> list[str]:
    return [partner.partner for partner in partners if partner.below_since]


def _staffing_row(partner: PartnerFte) -> tuple[str, ...]:
    standing = _("Kept")
    if partner.below_since:
        standing = _("Below since %(day)s") % {"day": wording.day(partner.below_since)}
    return (
        partner.partner,
        str(partner.peers),
        str(partner.min_peers),
        wording.fte(partner.fte),
        wording.fte(partner.min_fte),
        standing,
    )


def over_time(figures: Dashboard) -> Block | None:
    """The monthly means of each partner; None where nobody must employ or there is one month."""
    partners = figures.staffing.partners
    if not partners or len(partners[0].series) < 2:
        return None
    title = _("How have the peers' hours developed?")
    chart = Lines(
        title=title,
        caption=_("FTE of each partner, the mean of every month"),
        description=_("On %(day)s: %(partners)s.")
        % {
            "day": dates.day_name(figures.period.until),
            "partners": ", ".join(f"{each.partner} {wording.fte(each.fte)}" for each in partners),
        },
        rows=tuple(_strip(each, figures.period.until) for each in partners),
        first=figures.period.first,
        last=figures.period.last,
        line=_line(partners),
        line_label=_line_label(partners),
        today=figures.period.until,
        table=Table(
            head=(_("Month"), *(each.partner for each in partners)),
            rows=tuple(
                (
                    dates.month_name(point.month),
                    *(wording.fte(each.series[n].fte) for each in partners),
                )
                for n, point in enumerate(partners[0].series)
            ),
        ),
    )
    return Block(id="fte", title=title, chart=chart)


def _strip(partner: PartnerFte, until: date) -> Line:
    """The months in steps of the same mean; short ones are those since a shortfall of today began."""
    months = [
        Step(
            point.month,
            min(dates.last_of_month(point.month), until),
            point.fte,
            is_short=_is_short(partner, dates.last_of_month(point.month)),
        )
        for point in partner.series
    ]
    steps = []
    for _same, run in groupby(months, key=lambda step: (step.value, step.is_short)):
        first, *rest = run
        steps.append(replace(first, last=rest[-1].last) if rest else first)
    return Line(partner.partner, tuple(steps), wording.fte(partner.fte))


def _is_short(partner: PartnerFte, last: date) -> bool:
    return partner.below_since is not None and last >= partner.below_since


def plan(figures: Dashboard) -> Block:
    """The milestones with what was first agreed, and where the period's last known day is."""
    return plan_of(figures.milestones, figures.period.until, link=_plan_link())


def plan_of(
    rows: tuple[MilestoneRow, ...], until: date, link: tuple[str, str] | None = None
) -> Block:
    """The milestones as they stood on the day ``until``."""
    title = _("Do we follow the plan?")
    if not rows:
        empty = _("The plan has no milestones yet.")
        return Block(id="plan", title=title, empty=empty, is_wide=True, link=link)
    chart = Gantt(
        title=title,
        caption=_("Milestones as they stood on %(day)s") % {"day": dates.day_name(until)},
        description=_standing_of(rows),
        rows=tuple(bout(row, until) for row in rows),
        first=min(min(row.starts_on, row.baseline_starts_on) for row in rows),
        last=max(max(_ends(row), row.baseline_ends_on) for row in rows),
        today=until,
        today_label=short_day(until),
        table=Table(
            head=(
                _("Milestone"),
                _("Deliverable"),
                _("First agreed"),
                _("Planned now"),
                _("Reached"),
                _("Done"),
                _("Standing"),
            ),
            rows=tuple(_plan_row(row, until) for row in rows),
            words=frozenset({1, 2, 3, 4, 6}),
        ),
    )
    return Block(id="plan", title=title, chart=chart, is_wide=True, link=link)


def _plan_link() -> tuple[str, str]:
    return _("See the plan"), "plan"


def _ends(row: MilestoneRow) -> date:
    return row.reached_on or row.ends_on


def bout(row: MilestoneRow, day: date) -> Bout:
    is_moved = (row.baseline_starts_on, row.baseline_ends_on) != (row.starts_on, row.ends_on)
    return Bout(
        label=row.name,
        first=row.starts_on,
        last=row.ends_on,
        state=_state(row, day),
        tone=TONES.get(row.state, Tone.WAITING),
        progress=row.progress or 0,
        baseline=(row.baseline_starts_on, row.baseline_ends_on) if is_moved else None,
        reached=row.reached_on if row.state == REACHED else None,
    )


def _state(row: MilestoneRow, day: date) -> str:
    if row.state == REACHED:
        return _("Reached")
    if row.state == OVERDUE:
        over = day - row.ends_on
        return _late(over)
    if row.state == UNDER_WAY and row.progress is None:
        return _("Under way")
    if row.state == UNDER_WAY:
        return _("Under way, %(percent)d %%") % {"percent": row.progress}
    return _("Not begun")


def _late(over: timedelta) -> str:
    return ngettext("%(count)d day late", "%(count)d days late", over.days) % {"count": over.days}


def _standing_of(rows: tuple[MilestoneRow, ...]) -> str:
    reached = sum(row.state == REACHED for row in rows)
    late = [row.name for row in rows if row.state == OVERDUE]
    told = _("%(reached)d of %(all)d milestones are reached.") % {
        "reached": reached,
        "all": len(rows),
    }
    if late:
        told += " " + _("Late: %(names)s.") % {"names": wording.listed(late)}
    return told


def _plan_row(row: MilestoneRow, day: date) -> tuple[str, ...]:
    return (
        f"{row.number}. {row.name}",
        row.deliverable,
        wording.span(row.baseline_starts_on, row.baseline_ends_on),
        wording.span(row.starts_on, row.ends_on),
        wording.day(row.reached_on),
        wording.percent(row.progress, 0),
        _state(row, day),
    )


def guideposts(figures: Dashboard) -> Block:
    """Each guidepost with the latest evidence up to the period's last known day."""
    title = _("What shows that we are on our way?")
    caption = _("Guideposts with their latest evidence")
    if not figures.guideposts:
        empty = _("The project has no guideposts.")
        return Block(id="guideposts", title=title, caption=caption, empty=empty, is_wide=True)
    table = Table(
        head=(_("Guidepost"), _("Date"), _("What it shows"), _("Source")),
        rows=tuple(
            (
                f"{row.number}. {row.name}",
                wording.day(row.date),
                row.text or _("Nothing is written yet"),
                row.source,
            )
            for row in figures.guideposts
        ),
        words=frozenset({1, 2, 3}),
    )
    return Block(id="guideposts", title=title, caption=caption, table=table, is_wide=True)


def findings(figures: Dashboard) -> Block:
    """Open findings of today by severity."""
    title = _("What does not add up?")
    caption = _("Open findings on %(day)s") % {"day": dates.day_name(figures.today)}
    link = (_("See the findings"), "findings")
    if not any(each.count for each in figures.findings):
        empty = _("Nothing is open. Everything adds up.")
        return Block(id="findings", title=title, caption=caption, empty=empty, link=link)
    table = Table(
        head=(_("Severity"), _("Number")),
        rows=tuple((each.label, str(each.count)) for each in figures.findings),
        total=(_("In all"), str(sum(each.count for each in figures.findings))),
    )
    return Block(id="findings", title=title, caption=caption, table=table, link=link)
