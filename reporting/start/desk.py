"""One person's desk in a project: what the parts of the start page ask, each asked once."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Max

from accounts.models import User
from partners.access import may
from partners.models import BodyMeeting, Project, today
from peers.staffing import PartnerStaffing, partner_staffing
from reporting.closing import Standing
from reporting.figures import current_month
from reporting.models.status import ReportVersion


@dataclass(frozen=True)
class Desk:
    user: User
    project: Project

    def may(self, capability: str) -> bool:
        return may(self.user, capability, self.project)

    @cached_property
    def day(self) -> date:
        return today(self.project)

    @cached_property
    def standing(self) -> Standing | None:
        """The month that waits to be closed, for those who see months."""
        month = current_month(self.project) if self.may("month.view") else None
        return Standing(month) if month else None

    @cached_property
    def staffing(self) -> list[PartnerStaffing]:
        """The employing partners whose peers the person may see."""
        return partner_staffing(self.project, user=self.user) if self.may("peers.view") else []

    @cached_property
    def meetings(self) -> list[BodyMeeting]:
        """Meetings without minutes, earliest first: those that have been, and those to come.

        Those of which the person may know: drafts are for those who write them.
        """
        if not self.may("meetings.view"):
            return []
        seen = self.project.body_meetings.visible_to(self.user)
        waiting = seen.exclude(state=BodyMeeting.State.HELD)
        return list(waiting.select_related("body").order_by("date", "starts_at"))

    @cached_property
    def latest_reports(self) -> list[ReportVersion]:
        """The last version of each status report, of those the person may see; newest year first.

        ``moved_on`` is the day of its last step, None for a first draft.
        """
        if not self.may("report.view"):
            return []
        seen = ReportVersion.objects.filter(project=self.project).visible_to(self.user)
        seen = seen.without_content().select_related("report", "project")
        seen = seen.annotate(moved_on=Max("steps__date"))
        latest: dict[int, ReportVersion] = {}
        for version in seen.order_by("-report__year", "-number"):
            latest.setdefault(version.report_id, version)
        return list(latest.values())

    # --- which desks the person has, the widest first -----------------------------------------

    @cached_property
    def leads(self) -> bool:
        return self.may("plan.edit")

    @cached_property
    def keeps_books(self) -> bool:
        return self.may("month.close") and not self.leads

    @cached_property
    def audits(self) -> bool:
        return self.may("month.view") and not self.may("month.close")

    @cached_property
    def plans(self) -> bool:
        return self.may("courses.edit") and not self.leads

    @cached_property
    def refers(self) -> bool:
        return self.may("citizens.refer") and not self.leads

    @cached_property
    def steers(self) -> bool:
        return self.may("report.approve")

    @cached_property
    def only_steers(self) -> bool:
        others = (self.leads, self.keeps_books, self.audits, self.plans, self.refers)
        return self.steers and not any((*others, self.receives, self.watches_pool))

    @cached_property
    def receives(self) -> bool:
        return self.may("report.receive")

    @cached_property
    def watches_pool(self) -> bool:
        return self.may("pool.view")
