"""Registering what was held and who came, and planning a mentoring meeting."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import trail
from accounts.models import User
from citizens.models import Answer, Attendance, Episode, Match, Meeting, Session
from citizens.roster import Place, Roster, roster
from partners import months
from partners.access import granting_role
from partners.models import today
from peerstoette.lib import dates
from peerstoette.lib.errors import RuleBroken

LONGEST_MEETING = 600  # minutes: more than ten hours is a slip of the finger
MOST_STAFF = 500


@dataclass(frozen=True)
class Tally:
    """What one registration says, as people; whether it is one, or waits for somebody else's answers."""

    came: int = 0
    no_word: int = 0
    sent_word: int = 0
    is_complete: bool = True


@transaction.atomic
def register_session(
    *,
    by: User,
    session: Session,
    held: bool,
    cancel_reason: str = "",
    answers: Mapping[int, str] | None = None,
    staff_count: int = 0,
) -> Tally:
    """Say that a session was held and who came, or that it was cancelled and why (R8).

    ``answers`` holds one Answer for every citizen of the roster who is shown to the person, by citizen
    id; what stands of the others is left alone. While one of those has no answer, the session stays
    unregistered and so missing: somebody who may meet them completes it (object rights). A
    registration is replaced as a whole until the month is closed. Raises RuleBroken for a closed
    month, a session still to come, a missing reason, an answer too few or too many, for a
    cancellation that would erase what the person may not see, and for one taken back by somebody who
    cannot answer for everybody.
    """
    months.lock_open(session.project, [session.date])
    session = Session.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
    places = roster(session, by)
    if held:
        _refuse_future(session.date, today(session.project))
        _refuse_reopening(session, places)
        chosen = _complete(places.shown, answers or {}, session)
        _refuse_staff(staff_count)
    else:
        _refuse_without_reason(cancel_reason)
        _refuse_erasing(places)
        chosen = {}
    _write_answers(session, chosen, places.hidden)
    _begin_support(session, chosen)
    counts_staff = held and session.audience != Session.Audience.CITIZENS
    session.staff_count = staff_count if counts_staff else 0
    is_complete = not held or session.was_held is True or not places.waits_for_others
    if is_complete:
        _stamp(session, by, held, cancel_reason)
    session.save()
    counted = Counter(answer.value for answer in chosen.values())
    tally = Tally(**counted, is_complete=is_complete)
    trail.record(
        "session.register",
        session,
        by=by,
        project=session.project,
        role=granting_role(by, "attendance.register", session.project) or "",
        held=held,
        came=tally.came,
        no_word=tally.no_word,
        sent_word=tally.sent_word,
        staff=session.staff_count,
        # a correction erases attendance, and the citizen's log keeps the entry
        citizens=sorted(
            place.citizen.code
            for place in places.shown
            if place.answer or place.citizen.pk in chosen
        ),
        changed=[
            place.citizen.code
            for place in places.shown
            if place.answer and place.answer != chosen.get(place.citizen.pk)
        ],
        **({} if is_complete else {"complete": False}),
    )
    return tally


@transaction.atomic
def cancel_session(*, by: User, session: Session, cancel_reason: str) -> None:
    """Call off a session that is planned. Raises RuleBroken for one that is registered already.

    Unlike ``register_session`` it erases no attendance, so it is for those who see no roster too.
    """
    months.lock_open(session.project, [session.date])
    session = Session.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
    if session.is_registered or session.attendances.exists():
        raise RuleBroken(_("The session is registered already. Correct it on its own page."))
    register_session(by=by, session=session, held=False, cancel_reason=cancel_reason)


@transaction.atomic
def register_meeting(
    *,
    by: User,
    meeting: Meeting,
    held: bool,
    date: date,
    minutes: int,
    cancel_reason: str = "",
    answer: str | None = None,
) -> None:
    """Say that a mentoring meeting was held, when, how long and whether the citizen came.

    Raises RuleBroken for a closed month, a day to come, a day outside the match, minutes beyond 1
    to 600, a missing answer or reason.
    """
    months.lock_open(meeting.project, {meeting.date, date}, field="date")
    meeting = Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)
    _refuse_outside_match(meeting.match, date)
    _refuse_minutes(minutes)
    if held:
        _refuse_future(date, today(meeting.project), field="date")
        if not answer:
            raise RuleBroken(_("Choose whether the citizen came."), field="answer")
        columns = Answer(answer).columns
    else:
        _refuse_without_reason(cancel_reason)
        columns = {"came": None, "absence": ""}
    meeting.date, meeting.minutes = date, minutes
    meeting.came, meeting.absence = columns["came"], columns["absence"]
    _stamp(meeting, by, held, cancel_reason)
    meeting.save()
    trail.record(
        "meeting.register",
        meeting,
        by=by,
        project=meeting.project,
        role=granting_role(by, "attendance.register", meeting.project) or "",
        held=held,
        minutes=minutes,
    )


@transaction.atomic
def plan_meeting(
    *, by: User, match: Match, date: date, starts_at: time, minutes: int, place: str = ""
) -> Meeting:
    """Put a mentoring meeting in the calendar; it is missing until it is registered (R8).

    Raises RuleBroken for a closed month, a day outside the match, and a day to come that lies past
    the longest support (R5). What has taken place can always be registered.
    """
    months.lock_open(match.project, [date], field="date")
    _refuse_outside_match(match, date)
    _refuse_minutes(minutes)
    _refuse_twin(match, date, starts_at)
    limit = match.episode.months_limit()
    if limit and limit <= date and date > today(match.project):
        raise RuleBroken(
            _("The support ends on %(day)s. Ask the project leader to extend it first.")
            % {"day": date_format(limit - dates.ONE_DAY)},
            field="date",
            topic="length",
        )
    meeting = Meeting.objects.create(
        project=match.project,
        match=match,
        date=date,
        starts_at=starts_at,
        minutes=minutes,
        place=place,
    )
    trail.record(
        "meeting.plan",
        meeting,
        by=by,
        project=match.project,
        role=granting_role(by, "attendance.register", match.project) or "",
        citizens=[match.episode.citizen.code],  # the meeting may be taken out again
    )
    return meeting


def _refuse_twin(match: Match, date: date, starts_at: time) -> None:
    """A second tap on a phone must not make a second meeting; the month's lock lets one in."""
    planned = match.meetings.exclude(was_held=False)
    if planned.filter(date=date, starts_at=starts_at).exists():
        raise RuleBroken(
            _("There is already a meeting at that time. Choose another."), field="starts_at"
        )


def _stamp(activity: Session | Meeting, by: User, held: bool, cancel_reason: str) -> None:
    activity.was_held = held
    activity.cancel_reason = "" if held else cancel_reason
    activity.registered_at = dates.now()
    activity.registered_by = by


def _write_answers(session: Session, chosen: Mapping[int, Answer], untouched: list[Place]) -> None:
    kept = {*chosen, *(place.citizen.pk for place in untouched)}
    Attendance.objects.filter(session=session).exclude(citizen__in=kept).delete()
    Attendance.objects.bulk_create(
        (
            Attendance(
                project=session.project, session=session, citizen_id=citizen, **answer.columns
            )
            for citizen, answer in chosen.items()
        ),
        update_conflicts=True,
        unique_fields=["session", "citizen"],
        update_fields=["came", "absence"],
    )


def _begin_support(session: Session, chosen: Mapping[int, Answer]) -> None:
    """Whoever comes before support has begun begins it: it is their first active day (R5)."""
    came = [citizen for citizen, answer in chosen.items() if answer == Answer.CAME]
    waiting = Episode.objects.filter(project=session.project, starts_on=None, ends_on=None)
    waiting.filter(citizen__in=came).update(starts_on=session.date)


def _complete(
    places: list[Place], answers: Mapping[int, str], session: Session
) -> dict[int, Answer]:
    """The answers, one for each place and none besides; else RuleBroken."""
    expected = {place.citizen.pk for place in places}
    if answers.keys() - expected:
        raise RuleBroken(
            _("Only those who are on the course on %(day)s can be registered. Open the page again.")
            % {"day": date_format(session.date)}
        )
    missing = len(expected - answers.keys())
    if missing:
        raise RuleBroken(
            ngettext(
                "%(missing)s of %(all)s has no answer yet. Choose one and save again.",
                "%(missing)s of %(all)s have no answer yet. Choose one for each and save again.",
                missing,
            )
            % {"missing": missing, "all": len(expected)}
        )
    return {citizen: Answer(answer) for citizen, answer in answers.items()}


def _refuse_future(day: date, now: date, field: str | None = None) -> None:
    if day > now:
        raise RuleBroken(
            _("%(day)s has not come yet. Register on the day or later, or choose Cancelled.")
            % {"day": date_format(day)},
            field=field,
        )


def _refuse_without_reason(cancel_reason: str) -> None:
    if not cancel_reason.strip():
        raise RuleBroken(_("Write why it was cancelled."), field="cancel_reason")


def _refuse_erasing(places: Roster) -> None:
    """A session that was cancelled has no attendance: what one may not see, one does not erase."""
    if any(place.answer for place in places.hidden):
        raise RuleBroken(
            _(
                "Somebody who is not shown to you is registered already. Ask the project leader to"
                " cancel the session."
            ),
            topic="blocks",
        )


def _refuse_reopening(session: Session, places: Roster) -> None:
    """Unregistered again, a session would show a peer those who have left since."""
    if session.was_held is False and places.waits_for_others:
        raise RuleBroken(
            _(
                "Somebody who is not shown to you was expected too. Ask the project leader to correct it."
            )
        )


def _refuse_staff(staff_count: int) -> None:
    if not 0 <= staff_count <= MOST_STAFF:
        raise RuleBroken(
            _("Write a number from 0 to %(most)s.") % {"most": MOST_STAFF}, field="staff_count"
        )


def _refuse_minutes(minutes: int) -> None:
    if not 1 <= minutes <= LONGEST_MEETING:
        raise RuleBroken(
            _("Write the length in minutes, from 1 to %(most)s.") % {"most": LONGEST_MEETING},
            field="minutes",
        )


def _refuse_outside_match(match: Match, day: date) -> None:
    if day < match.starts_on:
        raise RuleBroken(
            _("You were matched on %(day)s. Choose that day or later.")
            % {"day": date_format(match.starts_on)},
            field="date",
        )
    if match.ends_on and day > match.ends_on:
        raise RuleBroken(
            _("The match ended on %(day)s. Choose that day or earlier.")
            % {"day": date_format(match.ends_on)},
            field="date",
        )
