"""Meetings of the bodies: planned, with an agenda that goes out, held, with decisions."""

from datetime import date, time

import pytest
from django.urls import reverse

from accounts.models import TrailEntry
from partners.meetings import actions, agenda_due
from partners.models import AgendaItem, Body, BodyMeeting, Project
from peerstoette.lib.errors import RuleBroken

TODAY = date(2018, 6, 15)


@pytest.fixture
def steering(cast) -> Body:
    return cast.project.bodies.get(kind=Body.Kind.STEERING)


@pytest.fixture
def plan(cast, steering):
    def plan(day: date, **fields) -> BodyMeeting:
        times = {"starts_at": time(10), "ends_at": time(12), "place": "Rådhuset"} | fields
        return actions.plan_meeting(
            by=cast.lene, project=cast.project, body=steering, date=day, **times
        )

    return plan


def listed(client, **query) -> list[BodyMeeting]:
    page = client.get(reverse("body_meetings", args=["peerstoette"], query=query))
    return [row.meeting for row in page.context["list"].rows]


def numbers(meeting) -> list[tuple[int, str]]:
    return list(meeting.items.values_list("number", "title"))


def test_the_leader_plans_a_meeting_in_the_browser(as_, cast, steering):
    sent = {
        "body": steering.pk,
        "date": "21.6.2018",
        "starts_at": "10:00",
        "ends_at": "12:00",
        "place": "Rådhuset",
    }
    response = as_("lene").post(reverse("body_meeting_plan", args=["peerstoette"]), sent)
    meeting = BodyMeeting.objects.get()
    assert response.url == meeting.get_absolute_url()
    assert (meeting.date, meeting.state) == (date(2018, 6, 21), BodyMeeting.State.DRAFT)
    assert TrailEntry.objects.get(action="body_meeting.plan").role == "leader"


@pytest.mark.parametrize(
    ("day", "times", "field"),
    [
        (date(2018, 6, 21), {"ends_at": time(10)}, "ends_at"),
        (date(2017, 12, 31), {}, "date"),
        (date(2019, 1, 1), {}, "date"),
    ],
)
def test_it_refuses_a_time_that_cannot_be(cast, plan, day, times, field):
    cast.project.starts_on, cast.project.ends_on = date(2018, 1, 1), date(2018, 12, 31)
    with pytest.raises(RuleBroken) as refusal:
        plan(day, **times)
    assert refusal.value.field == field
    assert not BodyMeeting.objects.exists()


@pytest.mark.parametrize("ends_at", ["09:00", "10:00"])
def test_an_end_before_the_start_is_told_at_the_field(as_, cast, steering, plan, ends_at):
    sent = {"date": "21.6.2018", "starts_at": "10:00", "ends_at": ends_at, "place": "Rådhuset"}
    meeting = plan(date(2018, 6, 28))
    for page in [
        reverse("body_meeting_plan", args=["peerstoette"]),
        reverse("body_meeting_change", args=["peerstoette", meeting.pk]),
    ]:
        response = as_("lene").post(page, sent | {"body": steering.pk})
        assert response.status_code == 422
        assert response.context["form"].errors == {
            "ends_at": ["The meeting ends before it starts."]
        }
    assert BodyMeeting.objects.get().ends_at == time(12)


def test_points_are_numbered_and_close_up_when_one_is_taken_off(cast, plan):
    meeting = plan(date(2018, 6, 21))
    first, second, _third = (
        actions.add_point(by=cast.lene, meeting=meeting, title=title)
        for title in ["Økonomi", "Peers", "Eventuelt"]
    )
    actions.remove_point(by=cast.lene, point=second)
    assert numbers(meeting) == [(1, "Økonomi"), (2, "Eventuelt")]
    actions.remove_point(by=cast.lene, point=first)
    assert numbers(meeting) == [(1, "Eventuelt")]


def test_an_empty_agenda_is_not_sent(cast, plan):
    meeting = plan(date(2018, 6, 21))
    with pytest.raises(RuleBroken):
        actions.send_agenda(by=cast.lene, meeting=meeting)
    actions.add_point(by=cast.lene, meeting=meeting, title="Økonomi")
    sent = actions.send_agenda(by=cast.lene, meeting=meeting)
    assert (sent.state, sent.sent_on) == (BodyMeeting.State.SENT, TODAY)


def test_decisions_are_written_on_the_day_and_the_agenda_then_stands(as_, cast, plan):
    meeting = plan(TODAY)
    point = actions.add_point(by=cast.lene, meeting=meeting, title="Økonomi")
    page = reverse("decisions_write", args=["peerstoette", meeting.pk])
    response = as_("stine").post(page, {f"point_{point.pk}": "Godkendt."})
    assert response.url == meeting.get_absolute_url()
    meeting.refresh_from_db()
    assert (meeting.state, meeting.items.get().decision) == ("held", "Godkendt.")
    for act in [
        lambda: actions.add_point(by=cast.lene, meeting=meeting, title="For sent"),
        lambda: actions.change_point(by=cast.lene, point=point, title="Andet"),
        lambda: actions.remove_point(by=cast.lene, point=point),
        lambda: actions.send_agenda(by=cast.lene, meeting=meeting),
    ]:
        with pytest.raises(RuleBroken):
            act()
    assert numbers(meeting) == [(1, "Økonomi")]


def test_decisions_wait_for_the_day(cast, plan):
    meeting = plan(date(2018, 6, 16))
    with pytest.raises(RuleBroken):
        actions.write_decisions(by=cast.lene, meeting=meeting, decisions={})
    meeting.refresh_from_db()
    assert meeting.state == BodyMeeting.State.DRAFT


def test_a_decision_with_a_cpr_number_is_refused(as_, cast, plan):
    meeting = plan(TODAY)
    point = actions.add_point(by=cast.lene, meeting=meeting, title="Økonomi")
    page = reverse("decisions_write", args=["peerstoette", meeting.pk])
    response = as_("lene").post(page, {f"point_{point.pk}": "Om 010190-1234"})
    assert response.status_code == 422
    assert AgendaItem.objects.get().decision == ""


def test_the_agenda_should_go_out_a_week_ahead(plan):
    assert agenda_due(plan(date(2018, 6, 28))) == date(2018, 6, 21)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("lene", {"draft", "sent", "held", "project draft", "project held"}),
        ("stine", {"draft", "sent", "held", "project draft", "project held"}),
        ("kirsten", {"sent", "held", "project held"}),
        ("svend", {"sent", "held"}),
        ("ruth", {"sent", "held"}),
        ("connie", {"sent", "held"}),
    ],
)
def test_drafts_are_for_those_who_write_them_and_other_bodies_for_their_partners(
    as_, cast, plan, who, seen
):
    bodies = {body.kind: body for body in cast.project.bodies.all()}
    states = BodyMeeting.State
    for place, kind, state in [
        ("draft", Body.Kind.STEERING, states.DRAFT),
        ("sent", Body.Kind.STEERING, states.SENT),
        ("held", Body.Kind.STEERING, states.HELD),
        ("project draft", Body.Kind.PROJECT, states.DRAFT),
        ("project held", Body.Kind.PROJECT, states.HELD),
    ]:
        BodyMeeting.objects.filter(pk=plan(TODAY, place=place).pk).update(
            body=bodies[kind], state=state
        )
    assert {meeting.place for meeting in listed(as_(who))} == seen
    points = [
        AgendaItem.objects.create(project=cast.project, meeting=meeting, number=1, title="Økonomi")
        for meeting in BodyMeeting.objects.all()
    ]
    visible = AgendaItem.objects.visible_to(getattr(cast, who)).filter(
        pk__in=[p.pk for p in points]
    )
    assert {point.meeting.place for point in visible} == seen


def test_who_writes_is_told_to_leave_citizens_out(as_, cast, plan):
    meeting = plan(TODAY)
    actions.add_point(by=cast.lene, meeting=meeting, title="Økonomi")
    for page in ["agenda_add", "decisions_write"]:
        html = as_("lene").get(reverse(page, args=["peerstoette", meeting.pk])).content.decode()
        assert "Do not write names of citizens." in html


def test_those_ahead_begin_with_the_next_and_those_until_now_with_the_latest(as_, cast, plan):
    days = [date(2018, 5, 2), date(2018, 6, 14), TODAY, date(2018, 9, 3)]
    meetings = [plan(day) for day in days]
    lene = as_("lene")
    assert listed(lene) == meetings[::-1]
    assert listed(lene, when="ahead") == meetings[2:]
    assert listed(lene, when="past") == meetings[1::-1]


def test_meetings_are_narrowed_by_body_year_and_state(as_, cast, steering, plan):
    Project.objects.filter(pk=cast.project.pk).update(starts_on=date(2017, 1, 1))
    other = cast.project.bodies.exclude(pk=steering.pk).first()
    held, old, theirs = plan(TODAY), plan(TODAY), plan(TODAY)
    BodyMeeting.objects.filter(pk=old.pk).update(date=date(2017, 6, 1))
    BodyMeeting.objects.filter(pk=held.pk).update(state=BodyMeeting.State.HELD)
    BodyMeeting.objects.filter(pk=theirs.pk).update(body=other)
    lene = as_("lene")
    assert listed(lene, body=other.pk) == [theirs]
    assert listed(lene, year="2017") == [old]
    assert listed(lene, state="held") == [held]
    assert listed(lene, body=steering.pk, year="2018", state="draft") == []
