"""The project's first page: for each person what is theirs now, chosen by what they may do.

A person with several roles gets the parts of all of them, the widest desk first and nothing twice.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from budget.models import Grant, Voucher
from budget.plan import grant_of
from partners.findings import Finding, Severity
from partners.models import Body, BodyMeeting, Project
from peers.staffing import PartnerStaffing
from reporting.closing import Standing
from reporting.findings import counts, findings
from reporting.start import books, due, own, pool
from reporting.start import week as of_week
from reporting.start.board import board_of
from reporting.start.books import Act, MonthDesk, Paper
from reporting.start.desk import Desk
from reporting.start.due import Due
from reporting.start.own import OwnOrganisation
from reporting.start.pool import PoolProject
from reporting.start.week import Week


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
class Link:
    """An act offered at the top; one of them is the page's ``is_first``."""

    label: str
    url: str
    icon: str = "plus"
    is_first: bool = False


@dataclass(frozen=True)
class Start:
    """Parts; one that is not for this person is None or empty.

    ``shows_*`` tell that the person has such a part, so that an empty one can say so. ``board`` is
    the page of those who have no other desk than the steering group's.
    """

    lead: str
    actions: list[Link]
    shows_due: bool
    late: list[Due]
    soon: list[Due]
    waiting: list[Due]
    shows_waiting: bool
    own: OwnOrganisation | None
    week: Week | None
    shows_month: bool
    month: Standing | None
    month_desk: MonthDesk | None
    shows_vouchers: bool
    vouchers: list[Voucher]
    trail: list[Act]
    opens_trail: bool
    shows_papers: bool
    papers: list[Paper]
    cofinanced: tuple | None
    shows_pool: bool
    pool: list[PoolProject]
    findings: FindingsPanel | None
    board: dict | None
    shows_meeting: bool
    meeting: BodyMeeting | None
    shows_staffing: bool
    staffing: list[PartnerStaffing]
    shows_facts: bool
    grant: Grant | None


def start(user: User, project: Project) -> Start:
    desk = Desk(user, project)
    late, soon = due.due_of(desk) if _has_due(desk) else ([], [])
    shows_papers = desk.audits or desk.receives or desk.keeps_books
    shows_meeting = desk.may("meetings.view") and not desk.receives
    shows_facts = not desk.leads and not desk.keeps_books and not desk.plans
    return Start(
        lead=_lead(desk),
        actions=_actions(desk),
        shows_due=_has_due(desk),
        late=late,
        soon=soon,
        waiting=waiting_on_steering(desk) if desk.steers else [],
        shows_waiting=desk.steers,
        own=own.own_organisation(desk) if desk.refers else None,
        week=of_week.week(desk) if desk.plans else None,
        shows_month=desk.leads,
        month=desk.standing if desk.leads else None,
        month_desk=books.month_desk(desk) if desk.keeps_books else None,
        shows_vouchers=desk.keeps_books,
        vouchers=books.latest_vouchers(desk) if desk.keeps_books else [],
        trail=books.trail_of_money(desk) if desk.audits else [],
        opens_trail=desk.may("trail.view"),
        shows_papers=shows_papers,
        papers=books.papers(desk) if shows_papers else [],
        cofinanced=books.cofinanced(desk) if desk.receives else None,
        shows_pool=desk.watches_pool,
        pool=pool.pool_projects(desk) if desk.watches_pool else [],
        findings=_findings(project) if desk.may("findings.view") else None,
        board=board_of(desk) if desk.only_steers else None,
        shows_meeting=shows_meeting,
        meeting=_next_meeting(desk) if shows_meeting else None,
        shows_staffing=desk.leads,
        staffing=[row for row in desk.staffing if row.is_short or row.ahead],
        shows_facts=shows_facts,
        grant=grant_of(project) if shows_facts and desk.may("budget.view") else None,
    )


def waiting_on_steering(desk: Desk) -> list[Due]:
    """What the steering group is to act on: reports to approve, and partners below the minimum."""
    waiting = [*due.reports(desk), *due.meetings_ahead(desk), *due.shortfalls(desk)]
    return sorted(waiting, key=lambda each: (not each.late, each.day))


def _has_due(desk: Desk) -> bool:
    """Whether the page begins with a list of what waits; the books' own is told by their month."""
    return desk.leads or desk.plans or desk.receives


def _lead(desk: Desk) -> str:
    """How far the project is, in days."""
    project, day = desk.project, desk.day
    if day < project.starts_on:
        days = (project.starts_on - day).days
        told = ngettext("It begins in %(count)s day.", "It begins in %(count)s days.", days)
        return _("The project has not begun.") + " " + told % {"count": days}
    if day > project.ends_on:
        days = (day - project.ends_on).days
        told = ngettext(
            "The project ended %(count)s day ago.", "The project ended %(count)s days ago.", days
        )
        return told % {"count": days}
    if day == project.ends_on:
        return _("The project ends today.")
    days = (project.ends_on - day).days
    told = ngettext(
        "The project ends in %(count)s day.", "The project ends in %(count)s days.", days
    )
    return told % {"count": days}


def _actions(desk: Desk) -> list[Link]:
    slug = desk.project.slug
    offered = [
        ("citizens.refer", _("Refer a citizen"), "citizen_refer"),
        ("courses.edit", _("Create course"), "course_add"),
        ("vouchers.edit", _("Create voucher"), "voucher_add"),
    ]
    links = [
        (label, reverse(name, args=[slug])) for right, label, name in offered if desk.may(right)
    ]
    if not links or not desk.project.starts_on <= desk.day:
        return []
    first, *others = links[:2]
    return [*(Link(*each) for each in others), Link(*first, is_first=True)]


def _findings(project: Project) -> FindingsPanel:
    found = findings(project)
    return FindingsPanel(counts(found), found[0] if found else None)


def _next_meeting(desk: Desk) -> BodyMeeting | None:
    """Of the steering group where there is one ahead, else of any body."""
    ahead = [meeting for meeting in desk.meetings if meeting.date >= desk.day]
    steering = (meeting for meeting in ahead if meeting.body.kind == Body.Kind.STEERING)
    return next(steering, next(iter(ahead), None))
