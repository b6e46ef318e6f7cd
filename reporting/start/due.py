"""What waits for somebody: overdue first, then the days ahead, each with whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citizens.missing import MonthGap, clock_of, gaps, unseen_emergencies
from partners.meetings import agenda_due
from partners.models import Body, BodyMeeting
from partners.plan import plan
from partners.sampling import waiting
from peerstoette.lib import dates, money
from reporting.closing import seen_by
from reporting.dashboard.build import below_since
from reporting.models.status import ReportVersion, State
from reporting.start.desk import Desk

AHEAD = timedelta(days=14)
LATE, SINCE, SOON = "late", "since", "soon"


@dataclass(frozen=True)
class Due:
    """Something that waits: what it is, whose, and the day it fell or falls due.

    ``kind`` tells how the day is said: days over, waiting since, or to come. What waits since a day
    is late only where ``late`` says so: not everything that can be done is overdue.
    """

    day: date
    today: date
    title: str
    kind: str = LATE
    late: bool = True
    url: str = ""
    text: str = ""
    who: str = ""

    @property
    def when(self) -> str:
        if self.kind == SINCE:
            return _("since %(day)s") % {"day": date_format(self.day, "MONTH_DAY_FORMAT")}
        if self.kind == LATE:
            days = (self.today - self.day).days
            return ngettext("%(count)s day over", "%(count)s days over", days) % {"count": days}
        return f"{date_format(self.day, 'D')} {date_format(self.day, 'MONTH_DAY_FORMAT')}"


def due_of(desk: Desk) -> tuple[list[Due], list[Due]]:
    """What is overdue, the longest first, and what comes in the next 14 days, the nearest first."""
    found = sorted(
        [
            *_emergencies(desk),
            *_sample(desk),
            *_registrations(desk),
            *_month(desk),
            *_milestones(desk),
            *(shortfalls(desk) if desk.may("report.drafts") or desk.leads else []),
            *_clocks(desk),
            *_meetings(desk),
            *reports(desk),
        ],
        key=lambda each: each.day,
    )
    return [each for each in found if each.late], [each for each in found if not each.late]


def _emergencies(desk: Desk) -> Iterator[Due]:
    """Citizens' pages that were opened with a reason, until a leader has looked at it."""
    if not desk.may("citizens.acknowledge"):
        return
    unseen = unseen_emergencies(desk.user, desk.project)
    if unseen is None:
        return
    title = ngettext(
        "%(count)s emergency access to look at",
        "%(count)s emergency accesses to look at",
        unseen.count,
    )
    yield Due(
        # the real day, which a demonstration's own day may lie before
        day=min(unseen.since, desk.day),
        today=desk.day,
        kind=SINCE,
        title=title % {"count": unseen.count},
        url=reverse("emergencies", args=[desk.project.slug], query={"seen": "waiting"}),
        text=_("Somebody has read a citizen's page without other right to it."),
        who=_("Project leaders"),
    )


def _sample(desk: Desk) -> Iterator[Due]:
    """The sample of last month's look-ups of citizens."""
    sample = waiting(desk.project) if desk.may("trail.sample") else None
    if sample:
        yield Due(
            day=sample.since,
            today=desk.day,
            kind=SINCE,
            late=False,
            title=_("Look through the sample of %(month)s")
            % {"month": dates.month_name(sample.month)},
            url=reverse("trail_sample", args=[desk.project.slug, sample.month]),
            text=_("Who has looked at citizens, drawn at random"),
            who=_("Project leaders"),
        )


def _registrations(desk: Desk) -> Iterator[Due]:
    """R8: missing from midnight after the date."""
    if not desk.may("attendance.missing"):
        return
    for gap in gaps(desk.project):
        yield Due(
            day=gap.oldest,
            today=desk.day,
            title=ngettext(
                "%(count)s registration is missing in %(month)s",
                "%(count)s registrations are missing in %(month)s",
                gap.total,
            )
            % {"count": gap.total, "month": dates.month_name(gap.first_day)},
            url=reverse("missing", args=[desk.project.slug]),
            text=_gap_text(gap),
            who=_those_who_register(desk, gap),
        )


def _gap_text(gap: MonthGap) -> str:
    sessions = ngettext("%(count)s session", "%(count)s sessions", gap.sessions)
    meetings = ngettext("%(count)s mentoring meeting", "%(count)s mentoring meetings", gap.meetings)
    parts = [(sessions, gap.sessions), (meetings, gap.meetings)]
    told = [text % {"count": count} for text, count in parts if count]
    oldest = date_format(gap.oldest, "MONTH_DAY_FORMAT")
    return _("%(what)s, the oldest from %(day)s") % {"what": _(" and ").join(told), "day": oldest}


def _those_who_register(desk: Desk, gap: MonthGap) -> str:
    standing = desk.standing
    if standing and standing.month.first_day == gap.first_day:
        return ", ".join(standing.unregistered.partners)
    return _("Peers")


def _month(desk: Desk) -> Iterator[Due]:
    """What an ended month still lacks, and then its closing; registrations are told above."""
    standing = desk.standing
    if standing is None or desk.day <= standing.month.last_day:
        return
    ended = standing.month.last_day + dates.ONE_DAY
    missing = reverse("missing", args=[desk.project.slug])
    if desk.may("attendance.missing"):
        found = [each for each in standing.blockers if each.url != missing]
    else:
        found = standing.blockers
    for blocker in seen_by(desk.user, desk.project, found):
        yield Due(
            day=blocker.since or ended,
            today=desk.day,
            kind=SINCE,
            title=blocker.what,
            url=blocker.url,
            text=blocker.detail,
            who=blocker.who,
        )
    if desk.may("month.close"):
        yield _closing(desk, ended)


def _closing(desk: Desk, ended: date) -> Due:
    month = desk.standing.month
    if desk.standing.gets_invoice:
        title = _("Close %(month)s and issue the invoice")
        text = _("To %(owner)s") % {"owner": desk.project.owner}
    else:
        title, text = _("Close and issue %(month)s"), ""
    return Due(
        day=ended,
        today=desk.day,
        kind=SINCE,
        late=False,
        title=title % {"month": month},
        url=month.get_absolute_url(),
        text=text,
        who=str(desk.project.lead),
    )


def _milestones(desk: Desk) -> Iterator[Due]:
    if not desk.may("plan.edit"):
        return
    for row in plan(desk.project):
        milestone = row.milestone
        if milestone.reached_on or milestone.ends_on > desk.day + AHEAD:
            continue
        yield Due(
            day=milestone.ends_on,
            today=desk.day,
            kind=LATE if row.days_over else SOON,
            late=bool(row.days_over),
            title=milestone.name,
            url=reverse("plan", args=[desk.project.slug]),
            text=_("Milestone %(number)s of the plan") % {"number": milestone.number},
            who=str(milestone.partner or desk.project.lead),
        )


def shortfalls(desk: Desk) -> Iterator[Due]:
    """R3: below the minimum now, or within the days ahead."""
    required = _("The minimum is %(peers)s peers and %(fte)s FTE.") % {
        "peers": desk.project.min_peers,
        "fte": money.show(desk.project.min_fte),
    }
    url = reverse("staffing", args=[desk.project.slug])
    for row in desk.staffing:
        organisation = row.organisation
        if row.is_short:
            yield Due(
                day=below_since(desk.project, desk.day, row.shortfalls),
                today=desk.day,
                kind=SINCE,
                title=_("%(partner)s is below the minimum of peers") % {"partner": organisation},
                url=url,
                text=required,
                who=str(organisation),
            )
        elif row.ahead and row.ahead.first <= desk.day + AHEAD:
            yield Due(
                day=row.ahead.first,
                today=desk.day,
                kind=SOON,
                late=False,
                title=_("%(partner)s falls to %(fte)s FTE")
                % {"partner": organisation, "fte": money.show(row.ahead.fte)},
                url=url,
                text=required,
                who=str(organisation),
            )


def _clocks(desk: Desk) -> Iterator[Due]:
    """R5, for the one who can end or extend the support and so sees how many they are."""
    if not desk.may("citizens.edit"):
        return
    clock = clock_of(desk.project)
    months = {"months": desk.project.support_months}
    url = reverse("citizens", args=[desk.project.slug])
    if clock.past:
        title = ngettext(
            "%(count)s course of support has passed %(months)s months",
            "%(count)s courses of support have passed %(months)s months",
            len(clock.past),
        )
        yield Due(
            day=clock.past[0],
            today=desk.day,
            kind=SINCE,
            title=title % {"count": len(clock.past), **months},
            url=f"{url}?status=past",
            text=_("End the support, or extend it with a reason and a name."),
            who=_("Peers and coordinators"),
        )
    ahead = [day for day in clock.nearing if day <= desk.day + AHEAD]
    if ahead:
        title = ngettext(
            "%(count)s course of support reaches %(months)s months",
            "%(count)s courses of support reach %(months)s months",
            len(ahead),
        )
        yield Due(
            day=ahead[0],
            today=desk.day,
            kind=SOON,
            late=False,
            title=title % {"count": len(ahead), **months},
            url=f"{url}?status=nearing",
            text=_("Plan the ending, or extend it with a reason and a name in good time."),
            who=_("Peers and coordinators"),
        )


def _meetings(desk: Desk) -> Iterator[Due]:
    """Agendas to be sent, and minutes to be written of what has been."""
    if not desk.may("meetings.edit"):
        return
    for meeting in desk.meetings:
        sending = agenda_due(meeting)
        if meeting.date < desk.day:
            title = _("Write the minutes of %(meeting)s")
            yield _of_meeting(desk, meeting, meeting.date, title, late=True)
        elif meeting.state == BodyMeeting.State.DRAFT and sending <= desk.day + AHEAD:
            title = _("Send the agenda to %(meeting)s")
            yield _of_meeting(desk, meeting, sending, title, late=sending < desk.day)


def _of_meeting(desk: Desk, meeting: BodyMeeting, day: date, title: str, *, late: bool) -> Due:
    held = date_format(meeting.date, "MONTH_DAY_FORMAT")
    return Due(
        day=day,
        today=desk.day,
        kind=LATE if late else SOON,
        late=late,
        title=title % {"meeting": meeting.body},
        url=meeting.get_absolute_url(),
        text=_("The meeting of %(day)s") % {"day": held},
        who=str(desk.project.lead),
    )


def meetings_ahead(desk: Desk) -> Iterator[Due]:
    """The steering group's own meetings of the days ahead, for those who sit in it."""
    for meeting in desk.meetings:
        if desk.day <= meeting.date <= desk.day + AHEAD and meeting.body.kind == Body.Kind.STEERING:
            yield Due(
                day=meeting.date,
                today=desk.day,
                kind=SOON,
                late=False,
                title=_("Meeting of %(body)s") % {"body": meeting.body},
                url=meeting.get_absolute_url(),
                text=_("At %(time)s, %(place)s")
                % {"time": time_format(meeting.starts_at), "place": meeting.place},
            )


REPORT_ACTS = {
    # state -> (capability of the one who acts, what is to be done)
    State.DRAFT: ("report.edit", gettext_lazy("Write and submit %(report)s")),
    State.APPROVED: ("report.send", gettext_lazy("Send %(report)s to the project owner")),
    State.SUBMITTED: ("report.approve", gettext_lazy("Approve %(report)s")),
    State.AT_OWNER: ("report.forward", gettext_lazy("Send %(report)s on to the funder")),
}
# a lead that owns the project sends to the funder itself
SEND_TO_FUNDER = gettext_lazy("Send %(report)s to the funder")


def reports(desk: Desk) -> Iterator[Due]:
    """R12: the step of each report that this person can take next."""
    for version in desk.latest_reports:
        capability, title = REPORT_ACTS.get(version.state, ("", ""))
        if version.is_approved and not desk.project.invoices_owner:
            title = SEND_TO_FUNDER
        if capability and desk.may(capability):
            yield _of_report(desk, version, title)


def _of_report(desk: Desk, version: ReportVersion, title: str) -> Due:
    year_over = date(version.report.year + 1, 1, 1)
    return Due(
        day=version.moved_on or min(year_over, desk.day),
        today=desk.day,
        kind=SINCE,
        late=False,
        title=str(title) % {"report": version.report},
        url=version.get_absolute_url(),
        text=_("Version %(number)s") % {"number": version.number},
        who=_("You"),
    )
