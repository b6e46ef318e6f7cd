"""What the trail's acts are called, by the kind of act. Rooms above have theirs here too: words only."""

import re
from datetime import date

from django.apps import apps
from django.db.models import Q, TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import TrailEntry
from accounts.trail import UPKEEP
from partners.access import Role
from peerstoette.lib import dates

MONTH = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")
VERSION = re.compile(r"[0-9]{4}\.[0-9]+")


class Kind(TextChoices):
    READING = "reading", _("Look-ups of citizens")
    FILES = "files", _("Files in and out")
    CITIZENS = "citizens", _("Citizens and courses")
    PEERS = "peers", _("Peers and employment")
    MONEY = "money", _("Money")
    TOGETHER = "together", _("Partnership and plan")
    REPORTS = "reports", _("Reports")
    ACCESS = "access", _("Roles and access")
    OTHER = "other", _("Other")


ACTS = {
    Kind.READING: {
        "citizen.read": _("looked at the citizen"),
        "citizen.emergency-read": _("looked at the citizen in an emergency"),
        "citizen.emergency-failed": _("tried a code that opens no citizen"),
        "citizen.log": _("looked at who has looked at the citizen"),
        "citizens.list": _("looked at the list of citizens"),
        "citizens.offer": _("was offered citizens to choose from"),
        "citizens.search": _("searched for citizens"),
        "citizens.export": _("downloaded the list of citizens"),
        "citizens.preview": _("looked at what a file would change of citizens"),
        "referrals.export": _("downloaded the referrals"),
        "referrals.preview": _("looked at what a file would change of referrals"),
        "block.list": _("looked at whom the citizen is hidden from"),
        "course.read": _("looked at the course and its citizens"),
        "day.read": _("looked at the own day and its citizens"),
        "emergency.list": _("looked at the list of emergency access"),
        "emergency.read": _("looked at an emergency access"),
        "matches.list": _("looked at the own matches"),
        "meeting.read": _("looked at the mentoring meeting"),
        "missing.list": _("looked at the missing registrations"),
        "missing.export": _("downloaded the missing registrations"),
        "peer.handover": _("looked at the citizens of a peer to be handed over"),
        "session.read": _("looked at the session and its citizens"),
    },
    Kind.FILES: {
        "file.download": _("downloaded a file"),
        "file.refuse": _("was refused a file that had been changed in the store"),
        "budget.import": _("imported the budget"),
        "payments.import": _("imported the payments"),
        "table.export": _("downloaded a table"),
        "table.import": _("imported a table"),
        "partner.import": _("imported the partner"),
        "referral.import": _("imported the referral"),
        "referral.import_change": _("answered the referral by an import"),
        "voucher.import": _("imported the voucher"),
        "voucher.import_change": _("changed the voucher by an import"),
    },
    Kind.CITIZENS: {
        "citizen.block": _("hid the citizen from somebody"),
        "citizen.unblock": _("no longer hid the citizen from somebody"),
        "citizen.emergency": _("opened the citizen in an emergency"),
        "emergency.acknowledge": _("read the report of an emergency access"),
        "stand_in.name": _("named a stand-in"),
        "stand_in.withdraw": _("withdrew a stand-in"),
        "referral.create": _("referred the citizen"),
        "referral.decide": _("answered the referral"),
        "match.start": _("started the match"),
        "match.end": _("ended the match"),
        "episode.extend": _("extended the support"),
        "episode.end": _("ended the support"),
        "meeting.plan": _("planned the mentoring meeting"),
        "meeting.register": _("registered the mentoring meeting"),
        "course.create": _("created the course"),
        "course.widen": _("changed the period of the course by an import"),
        "course.handover": _("handed the course over"),
        "session.add": _("added the session"),
        "session.register": _("registered the session"),
        "enrolment.start": _("put the citizen on the course"),
        "enrolment.end": _("ended the citizen's place on the course"),
    },
    Kind.PEERS: {
        "peer.add": _("added the peer"),
        "peer.change": _("changed the peer"),
        "peer.confirm": _("confirmed a criterion of the peer"),
        "peer.train": _("certified training of the peer"),
        "employment.add": _("added the employment"),
        "employment.activate": _("made the employment active"),
        "employment.visit": _("noted the visit at the workplace"),
        "employment.end": _("ended the employment"),
        "employment.remove": _("removed the employment"),
        "leave.add": _("added a leave"),
        "leave.end": _("ended a leave"),
        "leave.remove": _("removed a leave"),
        "theme.add": _("added the training theme"),
        "theme.change": _("changed the training theme"),
        "theme.remove": _("removed the training theme"),
    },
    Kind.MONEY: {
        "budget_line.add": _("added the budget line"),
        "budget_line.change": _("changed the budget line"),
        "budget_line.remove": _("removed the budget line"),
        "grant.set": _("set the grant"),
        "instalments.set": _("set the instalments"),
        "pay.set": _("set the pay"),
        "voucher.create": _("posted the voucher"),
        "voucher.correct": _("corrected with the voucher"),
        "voucher.update": _("changed the voucher"),
        "voucher.attach": _("attached the document of the voucher"),
        "month.review": _("sent the month to review"),
        "month.close": _("closed the month"),
        "month.issue": _("issued the month without an invoice"),
        "invoice.issue": _("issued the invoice or credit note"),
    },
    Kind.TOGETHER: {
        "project.create": _("created the project"),
        "project.change": _("changed the project"),
        "project.limits": _("changed the project's limits"),
        "pool.add": _("added the pool"),
        "organisation.add": _("added the organisation"),
        "organisation.change": _("changed the organisation"),
        "organisation.remove": _("removed the organisation"),
        "partner.add": _("added the partner"),
        "partner.change": _("changed the partner"),
        "partner.remove": _("removed the partner"),
        "partner.sign": _("noted when the partner signed"),
        "clause.add": _("added the clause"),
        "clause.write": _("wrote the clause"),
        "body.add": _("added the body"),
        "seat.add": _("gave somebody a seat"),
        "seat.end": _("ended a seat"),
        "body_meeting.plan": _("planned the meeting"),
        "body_meeting.change": _("changed the meeting"),
        "body_meeting.decisions": _("wrote the minutes"),
        "agenda.add": _("added a point to the agenda"),
        "agenda.change": _("changed a point of the agenda"),
        "agenda.remove": _("removed a point from the agenda"),
        "agenda.send": _("sent the agenda"),
        "milestone.reach": _("noted when the milestone was reached"),
        "milestone.move": _("moved the milestone"),
        "evidence.add": _("added evidence to a guidepost"),
        "evidence.change": _("corrected evidence of a guidepost"),
        "evidence.remove": _("removed evidence from a guidepost"),
    },
    Kind.REPORTS: {
        "report.draft": _("began a version of the report"),
        "report.write": _("wrote in the report"),
        "report.comment": _("commented on the report"),
        "report.submitted": _("submitted the report"),
        "report.taken_back": _("took the report back"),
        "report.approved": _("approved the report"),
        "report.to_owner": _("sent the report to the project owner"),
        "report.to_funder": _("sent the report to the funder"),
        "report.fell": _("withdrew the version of the report"),
    },
    Kind.ACCESS: {
        "member.add": _("gave the role"),
        "member.end": _("took the role back"),
        "member.invite": _("sent the invitation"),
        "member.leave": _("ended the role of somebody who left"),
        "member.withdraw": _("withdrew the invitation"),
        "factor.add": _("set up a second step"),
        "factor.remove": _("removed a second step"),
        "factor.renew": _("made new codes on paper"),
        "factor.lose": _("told that a second step was lost"),
        "factor.forget": _("took a lost second step away"),
        "factor.found": _("proved the second step that was told lost"),
        "password.change": _("changed the own password"),
        "password.link": _("made a link to choose a password"),
        "session.end": _("signed out other browsers"),
        "trail.look": _("looked at the trail"),
        "trail.sample": _("looked through the month's sample"),
        "trail.prune": _("removed entries that were too old"),
    },
}
SENTENCES = {action: words for acts in ACTS.values() for action, words in acts.items()}

# upkeep and imports name the table themselves: ``month.change``
VERBS = {
    "add": _("added in upkeep: %(what)s"),
    "change": _("changed in upkeep: %(what)s"),
    "delete": _("deleted in upkeep: %(what)s"),
    "remove": _("removed: %(what)s"),
    "import": _("imported: %(what)s"),
    "import_change": _("changed by an import: %(what)s"),
    "read": _("looked at in upkeep: %(what)s"),
    "list": _("looked at the list in upkeep: %(what)s"),
}


def words(action: str) -> str:
    """The act as a sentence without its subject; one that nobody has named is told as it stands."""
    if action in SENTENCES:
        return str(SENTENCES[action])
    noun, _dot, verb = action.partition(".")
    if verb in VERBS and (what := _tables().get(noun)):
        return str(VERBS[verb]) % {"what": what}
    return action


def told(action: str) -> str:
    """The act as it stands in a list."""
    return capfirst(words(action))


def about(entry: TrailEntry) -> str:
    """What an entry is about. Months, invoices and reports stand there by a code: ``2018-05``."""
    label = entry.object_label
    if entry.object_type == "partners.month" and MONTH.fullmatch(label):
        return capfirst(dates.month_name(date.fromisoformat(f"{label}-01")))
    if entry.object_type == "budget.invoice":
        kind, _blank, number = label.rpartition(" ")
        kinds = dict(apps.get_model(entry.object_type).Kind.choices)
        return f"{kinds.get(kind, kind)} {number}"
    if entry.object_type == "reporting.reportversion" and VERSION.fullmatch(label):
        year, _dot, number = label.partition(".")
        return gettext("%(report)s, version %(number)s") % {"report": year, "number": number}
    return label


def role_name(role: str) -> str:
    """The role that let somebody act, as the trail keeps it; nothing for none."""
    if role in Role:
        return str(Role(role).label)
    return str(_("Upkeep")) if role == UPKEEP else ""


def table_name(label: str) -> str:
    """The kind of row that an entry is about, as ``TrailEntry.object_type`` keeps it."""
    noun = label.rpartition(".")[2]
    return capfirst(_tables().get(noun, label))


def readings() -> Q:
    """The entries that tell of somebody looking at citizens."""
    named = Q(action__in=ACTS[Kind.READING])
    return named | Q(action__endswith=".read") | Q(action__endswith=".list")


def of_kind(kind: str) -> Q:
    if kind == Kind.READING:
        return readings()
    if kind == Kind.OTHER:
        return ~Q(action__in=SENTENCES) & ~readings()
    return Q(action__in=ACTS[kind])


def _tables() -> dict[str, str]:
    return {model._meta.model_name: str(model._meta.verbose_name) for model in apps.get_models()}
