"""What leader and staff do with a meeting: plan it, send its agenda, write what was decided."""

from datetime import date, time

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from partners.access import granting_role
from partners.models import AgendaItem, Body, BodyMeeting, Project, today
from partners.months import refuse_outside_period
from peerstoette.lib import dates
from peerstoette.lib.errors import RuleBroken

State = BodyMeeting.State


@transaction.atomic
def plan_meeting(
    *,
    by: User,
    project: Project,
    body: Body,
    date: date,
    starts_at: time,
    ends_at: time,
    place: str,
) -> BodyMeeting:
    """A new meeting with an empty agenda.

    Raises RuleBroken when it ends before it starts or lies outside the project.
    """
    _check_time(project, date, starts_at, ends_at)
    meeting = BodyMeeting.objects.create(
        project=project, body=body, date=date, starts_at=starts_at, ends_at=ends_at, place=place
    )
    _record("body_meeting.plan", meeting, by)
    return meeting


@transaction.atomic
def change_meeting(
    *, by: User, meeting: BodyMeeting, date: date, starts_at: time, ends_at: time, place: str
) -> BodyMeeting:
    """Move the meeting. Raises RuleBroken as ``plan_meeting`` does, and when it has been held."""
    meeting = _draft_again(meeting)
    _check_time(meeting.project, date, starts_at, ends_at)
    meeting.date, meeting.starts_at, meeting.ends_at, meeting.place = (
        date,
        starts_at,
        ends_at,
        place,
    )
    meeting.save(update_fields=["date", "starts_at", "ends_at", "place"])
    _record("body_meeting.change", meeting, by)
    return meeting


@transaction.atomic
def add_point(
    *, by: User, meeting: BodyMeeting, title: str, text: str = "", presenter: str = ""
) -> AgendaItem:
    """Put a point last on the agenda. Raises RuleBroken when the meeting has been held."""
    meeting = _draft_again(meeting)
    last = meeting.items.aggregate(last=Max("number"))["last"] or 0
    point = AgendaItem.objects.create(
        project=meeting.project,
        meeting=meeting,
        number=last + 1,
        title=title,
        text=text,
        presenter=presenter,
    )
    _record("agenda.add", meeting, by, point=point.number)
    return point


@transaction.atomic
def change_point(
    *, by: User, point: AgendaItem, title: str, text: str = "", presenter: str = ""
) -> AgendaItem:
    """Rewrite a point. Raises RuleBroken when the meeting has been held."""
    meeting = _draft_again(point.meeting)
    point.title, point.text, point.presenter = title, text, presenter
    point.save(update_fields=["title", "text", "presenter"])
    _record("agenda.change", meeting, by, point=point.number)
    return point


@transaction.atomic
def remove_point(*, by: User, point: AgendaItem) -> None:
    """Take a point off the agenda; those after it move up.

    Raises RuleBroken when the meeting has been held.
    """
    meeting = _draft_again(point.meeting)
    # somebody else may have taken it off, or moved it up, while this waited
    point = meeting.items.filter(pk=point.pk).first()
    if point is None:
        return
    number = point.number
    point.delete()
    # one by one, in order: no number is taken twice on the way
    for each in meeting.items.filter(number__gt=number).order_by("number"):
        each.number -= 1
        each.save(update_fields=["number"])
    _record("agenda.remove", meeting, by, point=number)


@transaction.atomic
def send_agenda(*, by: User, meeting: BodyMeeting) -> BodyMeeting:
    """Note that the agenda has gone out today.

    Raises RuleBroken without a point on it, and when the meeting has been held.
    """
    meeting = _not_held(meeting)
    if not meeting.items.exists():
        raise RuleBroken(_("There is no point on the agenda yet. Add one first."))
    meeting.state, meeting.sent_on = State.SENT, today(meeting.project)
    meeting.save(update_fields=["state", "sent_on"])
    _record("agenda.send", meeting, by)
    return meeting


@transaction.atomic
def write_decisions(*, by: User, meeting: BodyMeeting, decisions: dict[int, str]) -> BodyMeeting:
    """Write what was decided, by the point's key, and that the meeting was held.

    They can be corrected later; the trail tells when. Raises RuleBroken before the meeting's day.
    """
    meeting = _locked(meeting)
    if meeting.date > today(meeting.project):
        raise RuleBroken(
            _("The meeting is on %(day)s. Decisions are written on that day or later.")
            % {"day": dates.day_name(meeting.date)}
        )
    for point in meeting.items.all():
        point.decision = decisions.get(point.pk, point.decision)
        point.save(update_fields=["decision"])
    meeting.state = State.HELD
    meeting.save(update_fields=["state"])
    _record("body_meeting.decisions", meeting, by)
    return meeting


def _locked(meeting: BodyMeeting) -> BodyMeeting:
    meetings = BodyMeeting.objects.select_for_update(of=("self",)).select_related("project")
    return meetings.get(pk=meeting.pk)


def _not_held(meeting: BodyMeeting) -> BodyMeeting:
    meeting = _locked(meeting)
    if meeting.state == State.HELD:
        raise RuleBroken(_("The meeting has been held, so its agenda stands."))
    return meeting


def _draft_again(meeting: BodyMeeting) -> BodyMeeting:
    """The meeting, about to be changed: an agenda that has gone out has to go out once more."""
    meeting = _not_held(meeting)
    if meeting.state == State.SENT:
        meeting.state, meeting.sent_on = State.DRAFT, None
        meeting.save(update_fields=["state", "sent_on"])
    return meeting


def _check_time(project: Project, day: date, starts_at: time, ends_at: time) -> None:
    if ends_at <= starts_at:
        raise RuleBroken(_("The meeting ends before it starts."), field="ends_at")
    refuse_outside_period(project, day, field="date")


def _record(action: str, meeting: BodyMeeting, by: User, **details) -> None:
    role = granting_role(by, "meetings.edit", meeting.project) or ""
    trail.record(action, meeting, by=by, project=meeting.project, role=role, **details)
