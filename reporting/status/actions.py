"""The way of a status report (R12): lead, steering group, owner, funder; each step dated and named."""

from datetime import date
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from partners.access import granting_role
from partners.models import Body, BodyMeeting, Organisation, Project, today
from peerstoette.lib.errors import RuleBroken
from reporting.models import (
    LEFT,
    ReportComment,
    ReportStep,
    ReportText,
    ReportVersion,
    State,
    StatusReport,
)
from reporting.status.document import drawn
from reporting.status.figures import finding_groups, years_of
from reporting.status.sections import explanation_key, rule_of
from reporting.status.texts import Texts, missing, texts_of

Kind = ReportStep.Kind


@transaction.atomic
def start_report(*, by: User, project: Project, year: int) -> ReportVersion:
    """Begin the report of a year with an empty draft. Raises RuleBroken when there is one already."""
    if year not in years_of(project):
        raise RuleBroken(_("The project has no such year yet."), field="year")
    report, is_new = StatusReport.objects.get_or_create(project=project, year=year)
    if not is_new:
        raise RuleBroken(
            _("The status report of %(year)s has been begun already.") % {"year": year},
            field="year",
        )
    return _new_version(by, report, 1)


@transaction.atomic
def write_texts(*, by: User, version: ReportVersion, texts: dict[str, str]) -> None:
    """Save what is written in sections. Raises RuleBroken when the version is no draft any more."""
    version = _locked(version)
    if not version.is_draft:
        raise RuleBroken(
            _("This version has been submitted and cannot be changed. Make a new draft.")
        )
    before = texts_of(version)
    changed = {key: text for key, text in texts.items() if text != before.get(key, "")}
    for key, text in changed.items():
        ReportText.objects.update_or_create(
            version=version,
            section=key,
            defaults={"project": version.project, "text": text, "written_by": by},
        )
    if changed:
        _record("report.write", version, by, "report.edit", sections=sorted(changed))


@transaction.atomic
def comment(*, by: User, version: ReportVersion, text: str, section: str = "") -> ReportComment:
    """Say something of a version on behalf of a partner. Raises RuleBroken while it is a draft."""
    version = _locked(version)
    if version.is_draft:
        raise RuleBroken(_("A draft is commented when it has been submitted."))
    made = ReportComment.objects.create(
        project=version.project,
        version=version,
        section=section,
        text=text,
        author=by,
        organisation=_organisation(by, "report.comment", version.project),
        written_on=today(version.project),
    )
    _record("report.comment", version, by, "report.comment")
    return made


def submit(*, by: User, version: ReportVersion) -> ReportVersion:
    """Submit a draft to the steering group: drawn now, and kept byte for byte with its fingerprint.

    The file is drawn before the row is locked, since that takes a second or two; it is thrown away
    when somebody wrote meanwhile. Raises RuleBroken, naming every section that is missing.
    """
    texts = _submittable(version)
    content = drawn(version, texts, is_draft=False)
    with transaction.atomic():
        version = _locked(version)
        if _submittable(version) != texts:
            raise RuleBroken(
                _("Somebody has changed a text in the meantime. Read it and submit again.")
            )
        _drop_needless(version, texts)
        version.content, version.sha256 = content, sha256(content).hexdigest()
        version.save(update_fields=["content", "sha256"])
        _move(version, State.SUBMITTED, Kind.SUBMITTED, by, "report.send")
    return version


@transaction.atomic
def take_back(*, by: User, version: ReportVersion) -> ReportVersion:
    """Take a submitted version back before it is approved; the new draft goes on from its texts."""
    version = _locked(version)
    if not version.is_submitted:
        raise RuleBroken(_("Only a version that waits for the steering group can be taken back."))
    _move(version, State.WITHDRAWN, Kind.TAKEN_BACK, by, "report.send")
    return _next_version(by, version)


@transaction.atomic
def approve(
    *,
    by: User,
    version: ReportVersion,
    decided_on: date | None = None,
    meeting: BodyMeeting | None = None,
) -> ReportVersion:
    """Approve exactly this version on behalf of the steering group, on the day it was decided.

    Raises RuleBroken unless it waits for that, when the person submitted it (two pairs of eyes means
    two persons), and for a meeting that cannot have decided it or was on another day.
    """
    version = _locked(version)
    if not version.is_submitted:
        raise RuleBroken(_("Only a version that waits for the steering group can be approved."))
    submitted = version.done[Kind.SUBMITTED]
    if submitted.person_id == by.pk:
        raise RuleBroken(
            _(
                "You submitted this version yourself. Somebody else of the steering group must"
                " approve it."
            ),
            topic="two-persons",
        )
    if meeting and meeting not in meetings_that_decide(version):
        raise RuleBroken(
            _(
                "That meeting cannot have decided it. Choose one that the steering group has held since"
                " the report was submitted."
            ),
            field="meeting",
        )
    if meeting and decided_on and decided_on != meeting.date:
        raise RuleBroken(
            _("The meeting was on %(day)s. Write that day, or choose no meeting.")
            % {"day": date_format(meeting.date)},
            field="decided_on",
        )
    day = meeting.date if meeting else decided_on or today(version.project)
    if not submitted.date <= day <= today(version.project):
        raise RuleBroken(
            _("The day lies before the report was submitted or in the future."), field="decided_on"
        )
    _move(version, State.APPROVED, Kind.APPROVED, by, "report.approve", on=day, meeting=meeting)
    return version


def meetings_that_decide(version: ReportVersion) -> QuerySet[BodyMeeting]:
    """The steering group's meetings from the day the version was submitted up to today."""
    submitted = version.done.get(Kind.SUBMITTED)
    meetings = BodyMeeting.objects.filter(project=version.project, body__kind=Body.Kind.STEERING)
    if submitted is None:
        return meetings.none()
    return meetings.filter(date__range=(submitted.date, today(version.project)))


@transaction.atomic
def send(*, by: User, version: ReportVersion) -> ReportVersion:
    """Send the approved version to the owner, who sends it on; a lead that owns sends it itself."""
    version = _locked(version)
    if not version.is_approved:
        raise RuleBroken(_("Only an approved version can be sent."))
    if version.project.invoices_owner:
        _move(version, State.AT_OWNER, Kind.TO_OWNER, by, "report.send")
    else:
        _move(version, State.AT_FUNDER, Kind.TO_FUNDER, by, "report.send")
    return version


@transaction.atomic
def forward(*, by: User, version: ReportVersion) -> ReportVersion:
    """Send the version to the funder on behalf of the partnership, as the owner's duty is."""
    version = _locked(version)
    if not version.is_at_owner:
        raise RuleBroken(_("Only a version that the owner has received can be sent on."))
    newer = version.report.versions.filter(number__gt=version.number)
    if newer.filter(state__in=LEFT).exists():
        raise RuleBroken(_("A newer version has been received. Only the newest is sent on."))
    _move(version, State.AT_FUNDER, Kind.TO_FUNDER, by, "report.forward")
    return version


@transaction.atomic
def revise(*, by: User, version: ReportVersion) -> ReportVersion:
    """Make a new draft of an approved or sent version; an approval that was not sent falls.

    A version that has been sent stays as it is: the new one corrects it.
    """
    version = _locked(version)
    if version.report.versions.filter(number__gt=version.number).exists():
        raise RuleBroken(_("There is a newer version already. Go on with that one."))
    if version.is_approved:
        _move(version, State.WITHDRAWN, Kind.FELL, by, "report.send")
    elif not version.has_left:
        raise RuleBroken(_("Only an approved or sent version is followed by a new draft."))
    return _next_version(by, version)


def _locked(version: ReportVersion) -> ReportVersion:
    """The row as it stands now, held until the act is done."""
    rows = ReportVersion.objects.select_for_update(of=("self",)).without_content()
    return rows.select_related("report", "project__owner", "project__lead").get(pk=version.pk)


def _submittable(version: ReportVersion) -> Texts:
    """The texts of a draft with nothing missing. Raises RuleBroken otherwise."""
    version = ReportVersion.objects.select_related("report", "project").get(pk=version.pk)
    if not version.is_draft:
        raise RuleBroken(_("This version has been submitted already."))
    texts = texts_of(version)
    lacking = missing(version, texts)
    if lacking:
        raise RuleBroken(
            _("The report cannot be submitted yet. Missing: %(what)s.")
            % {"what": "; ".join(str(each) for each in lacking)}
        )
    return texts


def _drop_needless(version: ReportVersion, texts: Texts) -> None:
    """Explanations of what is no longer open: the file does not show them either."""
    groups = finding_groups(version.project, version.report.year)
    asked = {explanation_key(group.rule) for group in groups if group.asks_explanation}
    needless = [key for key in texts if rule_of(key) and key not in asked]
    version.texts.filter(section__in=needless).delete()


def _new_version(by: User, report: StatusReport, number: int) -> ReportVersion:
    version = ReportVersion.objects.create(project=report.project, report=report, number=number)
    _record("report.draft", version, by, "report.edit")
    return version


def _next_version(by: User, version: ReportVersion) -> ReportVersion:
    """A draft with the next number and the same texts."""
    draft = _new_version(by, version.report, version.number + 1)
    ReportText.objects.bulk_create(
        ReportText(
            project=version.project,
            version=draft,
            section=text.section,
            text=text.text,
            written_by_id=text.written_by_id,
        )
        for text in version.texts.all()
    )
    return draft


def _move(
    version: ReportVersion,
    state: str,
    kind: str,
    by: User,
    capability: str,
    *,
    on: date | None = None,
    meeting: BodyMeeting | None = None,
) -> None:
    """The step with its day, person, role and organisation, and the state that follows from it."""
    ReportStep.objects.create(
        project=version.project,
        version=version,
        kind=kind,
        date=on or today(version.project),
        person=by,
        name=str(by),
        role=granting_role(by, capability, version.project) or "",
        organisation=str(_organisation(by, capability, version.project)),
        meeting=meeting,
    )
    version.state = state
    version.save(update_fields=["state"])
    _record(f"report.{kind}", version, by, capability, sha256=version.sha256)


def _organisation(by: User, capability: str, project: Project) -> Organisation:
    """The organisation on whose behalf the person acts."""
    acting = by.memberships.granting(capability).filter(project=project)
    return acting.select_related("organisation").order_by("pk")[0].organisation


def _record(action: str, version: ReportVersion, by: User, capability: str, **details) -> None:
    trail.record(
        action,
        version,
        by=by,
        project=version.project,
        role=granting_role(by, capability, version.project) or "",
        label=f"{version.report.year}.{version.number}",
        **details,
    )
