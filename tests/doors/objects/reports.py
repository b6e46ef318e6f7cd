"""What the addresses of the status report point at: one version at each point of its way."""

from datetime import date
from hashlib import sha256

from partners.models import Month
from reporting.models import (
    ReportComment,
    ReportStep,
    ReportText,
    ReportVersion,
    State,
    StatusReport,
    StoredPaper,
)

CONTENT = b"%PDF-1.4\n%%EOF\n"


def report_draft(cast, year: int = 2018) -> ReportVersion:
    report, _new = StatusReport.objects.get_or_create(project=cast.project, year=year)
    number = ReportVersion.objects.filter(report=report).count() + 1
    version = ReportVersion.objects.create(project=cast.project, report=report, number=number)
    write(cast, version)
    return version


def write(cast, version: ReportVersion) -> None:
    ReportText.objects.create(
        project=cast.project,
        version=version,
        section="summary",
        text="Året gik godt.",
        written_by=cast.lene,
    )


def report_submitted(cast) -> ReportVersion:
    version = report_draft(cast)
    version.content, version.sha256 = CONTENT, sha256(CONTENT).hexdigest()
    return _step(version, cast.lene, ReportStep.Kind.SUBMITTED, State.SUBMITTED)


def report_approved(cast) -> ReportVersion:
    version = report_submitted(cast)
    return _step(version, cast.svend, ReportStep.Kind.APPROVED, State.APPROVED)


def report_at_owner(cast) -> ReportVersion:
    version = report_approved(cast)
    return _step(version, cast.lene, ReportStep.Kind.TO_OWNER, State.AT_OWNER)


def report_at_funder(cast) -> ReportVersion:
    version = report_at_owner(cast)
    return _step(version, cast.connie, ReportStep.Kind.TO_FUNDER, State.AT_FUNDER)


def report_summary(cast) -> dict:
    return {"pk": report_draft(cast).pk, "key": "summary"}


def report_findings(cast) -> dict:
    return {"pk": report_draft(cast).pk, "key": "findings"}


def statusreport(cast) -> StatusReport:
    return report_draft(cast).report


def reportversion(cast) -> ReportVersion:
    return report_submitted(cast)


def reporttext(cast) -> ReportText:
    return report_draft(cast).texts.get()


def reportstep(cast) -> ReportStep:
    return report_submitted(cast).steps.get()


def reportcomment(cast) -> ReportComment:
    return comment(cast, report_submitted(cast))


def comment(cast, version: ReportVersion) -> ReportComment:
    return ReportComment.objects.create(
        project=cast.project,
        version=version,
        text="Enig.",
        author=cast.svend,
        organisation=cast.project.lead,
        written_on=date(2018, 6, 14),
    )


def storedpaper(cast) -> StoredPaper:
    month = cast.april
    this = Month.objects.filter(pk=month.pk)
    this.filter(state=Month.State.OPEN).update(state=Month.State.CLOSED)
    this.filter(state=Month.State.CLOSED).update(state=Month.State.ISSUED)
    return StoredPaper.objects.create(
        project=cast.project,
        month=month,
        kind=StoredPaper.Kind.ACCOUNTS,
        format=StoredPaper.Format.PDF,
        content=CONTENT,
        sha256=sha256(CONTENT).hexdigest(),
    )


def _step(version: ReportVersion, person, kind: str, state: str) -> ReportVersion:
    ReportStep.objects.create(
        project=version.project,
        version=version,
        kind=kind,
        date=date(2018, 6, 13),
        person=person,
        name=str(person),
        role="leader",
        organisation="Foreningen Fyrtårnet",
    )
    version.state = state
    version.save()
    return version
