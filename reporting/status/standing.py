"""Where a version stands: its steps, what can be done with it now, and its place in the list."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from partners.access import may
from partners.models import Project
from reporting.closing import Step
from reporting.models import ReportComment, ReportStep, ReportVersion, State
from reporting.status.sections import BY_KEY
from reporting.status.texts import Lack, Written, missing, texts_of, written

Kind = ReportStep.Kind
# State -> how its pill looks and its icon.
PILLS = {
    State.DRAFT: ("", "pencil-square"),
    State.SUBMITTED: ("now", "clock"),
    State.APPROVED: ("ok", "check-circle"),
    State.AT_OWNER: ("ok", "paper-airplane"),
    State.AT_FUNDER: ("ok", "paper-airplane"),
    State.WITHDRAWN: ("", "x-circle"),
}


@dataclass(frozen=True)
class Act:
    """Something the reader can do now: ``name`` is the page's address; one is the main act."""

    name: str
    label: str
    is_main: bool = False


@dataclass(frozen=True)
class ReportRow:
    """A report in the list: the version that the reader sees first, and how many there are."""

    latest: ReportVersion
    versions: int

    @property
    def year(self) -> int:
        return self.latest.report.year

    @property
    def pill(self) -> tuple[str, str]:
        return PILLS[State(self.latest.state)]

    @property
    def last_step(self) -> ReportStep | None:
        steps = list(self.latest.steps.all())
        return steps[-1] if steps else None


@dataclass(frozen=True)
class Said:
    """A comment with the name of what it is about."""

    comment: ReportComment
    about: str


@dataclass(frozen=True)
class Standing:
    """A version as one person meets it; each part is asked for once, when it is first needed."""

    version: ReportVersion
    user: User

    @property
    def project(self) -> Project:
        return self.version.project

    @property
    def pill(self) -> tuple[str, str]:
        return PILLS[State(self.version.state)]

    @cached_property
    def versions(self) -> list[ReportVersion]:
        """Those of the report that the person may see, newest first."""
        seen = ReportVersion.objects.filter(report=self.version.report).visible_to(self.user)
        return list(seen.without_content().select_related("report", "project"))

    @property
    def is_latest(self) -> bool:
        return self.versions[0] == self.version

    @cached_property
    def lacking(self) -> list[Lack]:
        """What is missing before a draft can be submitted; asked only by those who write it."""
        if not self.version.is_draft or not self.edits:
            return []
        return missing(self.version, self._texts)

    @cached_property
    def sections(self) -> list[Written]:
        return written(self._texts, self.lacking)

    @cached_property
    def comments(self) -> list[Said]:
        """What partners say of it, for those who take part in its making."""
        if self.version.is_draft:
            return []
        seen = self.version.comments.visible_to(self.user)
        return [
            Said(each, str(BY_KEY[each.section].title) if each.section in BY_KEY else "")
            for each in seen.select_related("author", "organisation")
        ]

    @property
    def edits(self) -> bool:
        return may(self.user, "report.edit", self.project)

    @property
    def may_comment(self) -> bool:
        return not self.version.is_draft and may(self.user, "report.comment", self.project)

    @cached_property
    def steps(self) -> list[Step]:
        """The agreement's way, with who did each and when; a withdrawn version went no further."""
        done = self.version.done
        steps = [self._writing()]
        for kind, label in _way(self.project):
            if kind in done:
                steps.append(Step(label, "done", _signed(done[kind])))
            elif not self.version.is_withdrawn:
                steps.append(Step(label, ""))
        fallen = done.get(Kind.TAKEN_BACK) or done.get(Kind.FELL)
        if fallen:
            steps.append(Step(fallen.get_kind_display(), "stuck", _signed(fallen)))
        return steps

    def _writing(self) -> Step:
        if not self.version.is_draft:
            return Step(_("Texts written"), "done")
        if self.lacking:
            return Step(
                _("Texts written"), "stuck", _("%(count)s missing") % {"count": len(self.lacking)}
            )
        return Step(_("Texts written"), "done" if self.edits else "")

    @cached_property
    def acts(self) -> list[Act]:
        """What this person can do with it now; a newer version leaves nothing to do here."""
        return [
            act for capability, act in self._possible() if may(self.user, capability, self.project)
        ]

    def _possible(self) -> Iterable[tuple[str, Act]]:
        state = self.version.state
        if state == State.DRAFT and not self.lacking:
            yield "report.send", Act("report_submit", _("Submit to the steering group"), True)
        if state == State.SUBMITTED:
            yield "report.approve", Act("report_approve", _("Approve the report"), True)
            yield "report.send", Act("report_take_back", _("Take it back"))
        if state == State.APPROVED:
            yield "report.send", Act("report_send", _send_label(self.project), True)
        if state == State.AT_OWNER and not self._newer_has_left:
            yield "report.forward", Act("report_forward", _("Send to the funder"), True)
        if self.is_latest and state in {State.APPROVED, State.AT_OWNER, State.AT_FUNDER}:
            yield "report.send", Act("report_revise", _("Make a new draft"))

    @property
    def _newer_has_left(self) -> bool:
        return any(each.has_left for each in self.versions if each.number > self.version.number)

    @cached_property
    def _texts(self) -> dict[str, str]:
        return texts_of(self.version)


def report_rows(user: User, project: Project) -> list[ReportRow]:
    """The reports that the person may see, newest year first."""
    seen = ReportVersion.objects.filter(project=project).visible_to(user).without_content()
    seen = seen.select_related("report", "project").prefetch_related("steps")
    by_report: dict[int, list[ReportVersion]] = {}
    for version in seen.order_by("-report__year", "-number"):
        by_report.setdefault(version.report_id, []).append(version)
    return [ReportRow(versions[0], len(versions)) for versions in by_report.values()]


def _way(project: Project) -> list[tuple[str, str]]:
    """The steps to come after writing. A lead that owns the project sends to the funder itself."""
    way = [
        (Kind.SUBMITTED, _("Submitted to the steering group")),
        (Kind.APPROVED, _("Approved")),
    ]
    if project.invoices_owner:
        way.append((Kind.TO_OWNER, _("Sent to %(owner)s") % {"owner": project.owner}))
    return [*way, (Kind.TO_FUNDER, _("Sent to the funder"))]


def _send_label(project: Project) -> str:
    if project.invoices_owner:
        return _("Send to %(owner)s") % {"owner": project.owner}
    return _("Send to the funder")


def _signed(step: ReportStep) -> str:
    return f"{date_format(step.date, 'DATE_FORMAT')}, {step.name}, {step.organisation}"
