"""The project's first page: for each person what is theirs now, chosen by what they may do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from budget.models import Grant
from partners.access import may
from partners.findings import Finding, Severity
from partners.models import Project, today
from peers.staffing import PartnerStaffing, partner_staffing
from peerstoette.lib import dates, money
from reporting import figures
from reporting.closing import Standing, seen_by
from reporting.figures import KeyFigures, MonthRow
from reporting.findings import counts, findings

AHEAD = timedelta(days=14)
LATEST_PAPERS = 4


@dataclass(frozen=True)
class Due:
    """Something that waits: since or until when, what it is, and whose."""

    when: str
    title: str
    url: str = ""
    text: str = ""
    who: str = ""
    late: bool = False


@dataclass(frozen=True)
class FindingsPanel:
    counts: dict[Severity, int]
    worst: Finding | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def errors(self) -> int:
        return self.counts[Severity.ERROR]

    @property
    def warnings(self) -> int:
        return self.counts[Severity.WARNING]

    @property
    def notices(self) -> int:
        return self.counts[Severity.NOTICE]


@dataclass(frozen=True)
class Overview:
    """Panels; one that is not for this person is None or empty. ``links`` are label and address."""

    shows_due: bool
    late: list[Due]
    soon: list[Due]
    month: Standing | None
    findings: FindingsPanel | None
    figures: KeyFigures | None
    staffing: list[PartnerStaffing]
    papers: list[MonthRow]
    grant: Grant | None
    links: list[tuple[str, str]]


def overview(user: User, project: Project) -> Overview:
    month = figures.current_month(project) if may(user, "month.view", project) else None
    standing = Standing(month) if month else None
    sees_peers = may(user, "peers.view", project)
    staffing = partner_staffing(project, user=user) if sees_peers else []
    due = [
        *_month_due(user, project, standing),
        *_milestones_due(user, project),
        *_staffing_due(project, staffing),
    ]
    return Overview(
        shows_due=may(user, "plan.view", project),
        late=[each for each in due if each.late],
        soon=[each for each in due if not each.late],
        month=standing,
        findings=_findings(project, standing) if may(user, "findings.view", project) else None,
        figures=figures.key_figures(project) if may(user, "figures.view", project) else None,
        staffing=staffing,
        papers=_papers(project) if may(user, "papers.view", project) else [],
        grant=_grant(project) if may(user, "budget.view", project) else None,
        links=_links(user, project),
    )


def _month_due(user: User, project: Project, standing: Standing | None) -> Iterator[Due]:
    """What an ended month still lacks, and then its closing."""
    if standing is None or today(project) <= standing.month.last_day:
        return
    month = standing.month
    ended = _since(month.last_day + dates.ONE_DAY)
    for blocker in seen_by(user, project, standing.blockers):
        yield Due(
            when=_since(blocker.since) or ended,
            title=blocker.what,
            url=blocker.url,
            text=blocker.detail,
            who=blocker.who,
            late=True,
        )
    if standing.gets_invoice:
        title = _("Close %(month)s and issue the invoice")
        text = _("To %(owner)s") % {"owner": project.owner}
    else:
        title, text = _("Close and issue %(month)s"), ""
    yield Due(when=ended, title=title % {"month": month}, url=month.get_absolute_url(), text=text)


def _since(day: date | None) -> str:
    if day is None:
        return ""
    return _("since %(day)s") % {"day": date_format(day, "MONTH_DAY_FORMAT")}


def _milestones_due(user: User, project: Project) -> Iterator[Due]:
    if not may(user, "plan.view", project):
        return
    day = today(project)
    waiting = project.milestones.filter(reached_on=None, ends_on__lte=day + AHEAD)
    for milestone in waiting.order_by("ends_on", "number"):
        over = (day - milestone.ends_on).days
        yield Due(
            when=_days_over(over)
            if over > 0
            else date_format(milestone.ends_on, "MONTH_DAY_FORMAT"),
            title=milestone.name,
            url=reverse("plan", args=[project.slug]),
            text=_("Milestone %(number)s of the plan") % {"number": milestone.number},
            who=str(project.lead),
            late=over > 0,
        )


def _days_over(days: int) -> str:
    return ngettext("%(count)s day over", "%(count)s days over", days) % {"count": days}


def _staffing_due(project: Project, staffing: list[PartnerStaffing]) -> Iterator[Due]:
    """R3: below the minimum now, or within the days ahead."""
    required = _("The minimum is %(peers)s peers and %(fte)s FTE.") % {
        "peers": project.min_peers,
        "fte": money.show(project.min_fte),
    }
    url = reverse("staffing", args=[project.slug])
    for row in staffing:
        organisation = row.partner.organisation
        if row.is_short:
            yield Due(
                when=_since(row.now.first),
                title=_("%(partner)s is below the minimum of peers") % {"partner": organisation},
                url=url,
                text=required,
                who=str(organisation),
                late=True,
            )
        elif row.ahead and row.ahead.first <= today(project) + AHEAD:
            yield Due(
                when=date_format(row.ahead.first, "MONTH_DAY_FORMAT"),
                title=_("%(partner)s falls to %(fte)s FTE")
                % {"partner": organisation, "fte": money.show(row.ahead.fte)},
                url=url,
                text=required,
                who=str(organisation),
            )


def _links(user: User, project: Project) -> list[tuple[str, str]]:
    """Where those begin who have no month of their own to look after."""
    if may(user, "month.view", project):
        return []
    offered = [
        ("attendance.own", _("My day: sessions and meetings"), "day", ()),
        ("citizens.refer", _("Referrals and citizens"), "citizens", ()),
    ]
    month = figures.current_month(project)
    if month:
        label = _("Co-financing in %(month)s") % {"month": month}
        offered.append(("accounts.view", label, "month_cofinancing", (month.key,)))
    return [
        (label, reverse(name, args=[project.slug, *rest]))
        for capability, label, name, rest in offered
        if may(user, capability, project)
    ]


def _findings(project: Project, standing: Standing | None) -> FindingsPanel:
    found = standing.found if standing else findings(project)
    return FindingsPanel(counts(found), found[0] if found else None)


def _grant(project: Project) -> Grant | None:
    return Grant.objects.filter(project=project).first()


def _papers(project: Project) -> list[MonthRow]:
    return figures.issued(figures.month_rows(project))[:LATEST_PAPERS]
