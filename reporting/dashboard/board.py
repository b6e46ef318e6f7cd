"""The dashboard in its order: key figures first, then the questions that a steering group asks."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.dashboard import funds, people, wording, working
from reporting.dashboard.blocks import Block, Board, KeyFigure
from reporting.dashboard.figures import Dashboard, percent
from reporting.dashboard.period import Kind
from reporting.figures import Share

WHOLE = 100  # per cent

# The pages that blocks lead on to, and what opens them.
LINKS = {
    "budget": "budget.view",
    "findings": "findings.view",
    "plan": "plan.view",
    "staffing": "peers.view",
}


def board(figures: Dashboard) -> Board:
    """The figures in the active language, ready to be drawn."""
    return Board(
        title=_title(figures),
        lead=_lead(figures),
        key_figures=tuple(_key_figures(figures)),
        left=_shown(
            people.reach(figures),
            people.attendance(figures),
            people.dropout(figures),
            working.agreement(figures),
            working.over_time(figures),
        ),
        right=_shown(
            people.by_partner(figures),
            people.sides(figures),
            people.activity(figures),
            funds.budget(figures),
            working.findings(figures),
        ),
        wide=_shown(funds.promised(figures), working.plan(figures), working.guideposts(figures)),
    )


def _shown(*blocks: Block | None) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block)


def _title(figures: Dashboard) -> str:
    if figures.period.kind == Kind.ALL:
        return _("Key figures of the whole project")
    return _("Key figures %(period)s") % {"period": figures.period.label}


def _lead(figures: Dashboard) -> str:
    lead = _("%(days)s. A citizen counts once in the period.") % {"days": figures.period.days_text}
    if figures.period.is_running:
        lead += " " + _("The period is still running.")
    return lead


def _key_figures(figures: Dashboard) -> list[KeyFigure]:
    in_period = [] if figures.period.kind == Kind.ALL else [_citizens(figures)]
    return [
        *in_period,
        _citizens_in_all(figures),
        _came(figures),
        _dropout(figures),
        _peers(figures),
        _used(figures),
    ]


def _citizens(figures: Dashboard) -> KeyFigure:
    reach = figures.reach
    goal = reach.goal_period
    return KeyFigure(
        label=_("Citizens in the period"),
        value=wording.count(reach.in_period),
        of=_("of %(goal)d") % {"goal": goal} if goal else "",
        note=_towards(reach.in_period, goal),
        width=_width(reach.in_period, goal),
    )


def _citizens_in_all(figures: Dashboard) -> KeyFigure:
    reach = figures.reach
    goals = {"low": reach.goal_from, "high": reach.goal_to}
    return KeyFigure(
        label=_("Citizens in the project"),
        value=wording.count(reach.in_project),
        of=_("of %(low)d–%(high)d") % goals if reach.goal_to else "",
        note=_towards(reach.in_project, reach.goal_from),
        width=_width(reach.in_project, reach.goal_to),
        tick=percent(reach.goal_from, reach.goal_to),
    )


def _towards(number: int | None, goal: int | None) -> str:
    if number is None or not goal:
        return ""
    if number >= goal:
        return _("The goal of %(goal)d is reached") % {"goal": goal}
    return _("%(missing)d are missing to %(goal)d") % {"missing": goal - number, "goal": goal}


def _width(number: int | None, goal: int | None) -> int | None:
    return Share(number, goal).width if number is not None and goal else None


def _came(figures: Dashboard) -> KeyFigure:
    kinds = (figures.attendance.sessions, figures.attendance.meetings)
    came, total = _sum(k.answers.came for k in kinds), _sum(k.answers.total for k in kinds)
    rate = percent(came, total)
    missing = sum(kind.missing for kind in kinds)
    note = _("Of what is registered; nothing is missing")
    if missing:
        note = ngettext(
            "Of what is registered; %(count)d is missing",
            "Of what is registered; %(count)d are missing",
            missing,
        ) % {"count": missing}
    return KeyFigure(
        label=_("Attendance"), value=wording.percent(rate, total), note=note, width=rate
    )


def _sum(numbers) -> int | None:
    """None where one of them is hidden."""
    numbers = list(numbers)
    return None if None in numbers else sum(numbers)


def _dropout(figures: Dashboard) -> KeyFigure:
    ended = figures.dropout
    note = ""
    if ended.total is not None:
        note = ngettext(
            "of %(count)d episode that ended", "of %(count)d episodes that ended", ended.total
        ) % {"count": ended.total}
    return KeyFigure(
        label=_("Dropout"),
        value=wording.percent(ended.percent, ended.total),
        note=note,
        width=ended.percent,
    )


def _peers(figures: Dashboard) -> KeyFigure:
    staffing = figures.staffing
    short = working.below(staffing.partners)
    note = _("%(fte)s FTE") % {"fte": wording.fte(staffing.fte)}
    if short:
        note = ngettext(
            "%(partners)s is below the agreement.",
            "%(partners)s are below the agreement.",
            len(short),
        ) % {"partners": wording.listed(short)}
    goal = staffing.goal_peers
    return KeyFigure(
        label=_("Peers"),
        value=wording.count(staffing.peers),
        of=_("of at least %(goal)d") % {"goal": goal} if goal else "",
        note=note,
        width=_width(staffing.peers, goal),
        is_bad=bool(short),
    )


def _used(figures: Dashboard) -> KeyFigure:
    total, time = figures.money.total, figures.money.time
    return KeyFigure(
        label=_("Budget used"),
        value=wording.share(total.share),
        note=_("%(used)s of %(budget)s kr.; %(time)d %% of the time has passed")
        % {
            "used": wording.kr(total.used),
            "budget": wording.kr(total.budget),
            "time": time.percent or 0,
        },
        width=total.share.width,
        tick=time.width,
        is_bad=total.left < 0,
    )
