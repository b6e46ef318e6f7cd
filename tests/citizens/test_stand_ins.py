"""A peer who steps in at one session sees that session, until the day after, and nothing else."""

from datetime import date, time

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import TrailEntry
from citizens.actions import name_stand_in
from citizens.models import CoursePeer, Session, StandIn
from partners.access import Role
from partners.models import Membership, Project
from peers.models import Peer
from peerstoette.lib.errors import RuleBroken
from tests.citizens.people import block, join, peer_of
from tests.transfer.conftest import Desk

BASE = "/p/peerstoette/"


@pytest.fixture
def nora(cast) -> Peer:
    """An active peer who has nothing to do with the course."""
    return peer_of(cast, join(cast, "nora", Role.PEER))


@pytest.fixture
def tonight(cast) -> Session:
    """A session of the course on the project's today, 15 June 2018."""
    return Session.objects.create(
        project=cast.project,
        course=cast.course,
        number=9,
        date=date(2018, 6, 15),
        starts_at=time(13),
        ends_at=time(15),
    )


def stand_ins_page(session) -> str:
    return reverse("stand_ins", args=["peerstoette", session.pk])


def withdraw_page(stand_in) -> str:
    return reverse("stand_in_withdraw", args=["peerstoette", stand_in.pk])


def name(cast, session, peer) -> StandIn:
    return StandIn.objects.create(
        project=cast.project, session=session, peer=peer, named_by=cast.lene
    )


def day_is(cast, day: date) -> None:
    Project.objects.filter(pk=cast.project.pk).update(demo_date=day)


@pytest.mark.parametrize("planner", ["lene", "stine"])
def test_who_plans_the_course_names_a_stand_in_who_sees_the_session_at_once(
    cast, as_, nora, tonight, planner
):
    url = tonight.get_absolute_url()
    assert as_("nora").get(url).status_code == 404
    response = as_(planner).post(stand_ins_page(tonight), {"peer": nora.pk})
    assert response.status_code == 302
    row = StandIn.objects.get()
    assert (row.session, row.peer, row.named_by) == (tonight, nora, getattr(cast, planner))
    text = as_("nora").get(url).content.decode()
    assert "Veje videre" in text
    assert "B-0001" in text
    assert "B-0002" in text


def test_it_is_withdrawn_from_the_next_request(cast, as_, nora, tonight):
    row = name(cast, tonight, nora)
    assert as_("nora").get(tonight.get_absolute_url()).status_code == 200
    assert as_("stine").post(withdraw_page(row)).status_code == 302
    assert as_("nora").get(tonight.get_absolute_url()).status_code == 404
    row.refresh_from_db()
    assert row.withdrawn_by == cast.stine
    assert as_("stine").post(withdraw_page(row)).status_code == 422


def test_the_trail_tells_both_acts_with_role(cast, as_, nora, tonight):
    staff = as_("stine")
    staff.post(stand_ins_page(tonight), {"peer": nora.pk})
    staff.post(withdraw_page(StandIn.objects.get()))
    entries = TrailEntry.objects.filter(action__startswith="stand_in.").order_by("pk")
    told = [(entry.action, entry.role, entry.object_label, entry.details) for entry in entries]
    label = "Veje videre 2018-06-15: NP"
    assert told == [
        ("stand_in.name", "staff", label, {}),
        ("stand_in.withdraw", "staff", label, {}),
    ]


def test_the_session_stands_on_the_stand_in_s_day_and_is_registered_from_there(
    cast, as_, nora, tonight
):
    name(cast, tonight, nora)
    peer = as_("nora")
    assert tonight.get_absolute_url() in peer.get(f"{BASE}day/").content.decode()
    sent = {f"answer-{citizen.pk}": "came" for citizen in cast.citizens[:2]}
    response = peer.post(tonight.get_absolute_url(), {"held": "yes", **sent})
    assert (response.status_code, response.url) == (302, f"{BASE}day/")
    tonight.refresh_from_db()
    assert (tonight.was_held, tonight.registered_by) == (True, cast.nora)


def test_it_lasts_to_the_end_of_the_day_after_the_session(cast, as_, nora, tonight):
    name(cast, tonight, nora)
    got = {}
    for day in [date(2018, 6, 14), date(2018, 6, 15), date(2018, 6, 16), date(2018, 6, 17)]:
        day_is(cast, day)
        got[day.day] = as_("nora").get(tonight.get_absolute_url()).status_code
    assert got == {14: 200, 15: 200, 16: 200, 17: 404}


def test_nothing_else_of_the_course_or_of_its_citizens_is_shown(cast, as_, nora, tonight):
    name(cast, tonight, nora)
    peer = as_("nora")
    pages = [
        cast.course.get_absolute_url(),
        cast.session.get_absolute_url(),
        cast.meeting.get_absolute_url(),
        *[citizen.get_absolute_url() for citizen in cast.citizens],
    ]
    assert [peer.get(page).status_code for page in pages] == [404] * 6
    for page in ["citizens/?status=all", "courses/", "meetings/add/"]:
        text = peer.get(BASE + page).content.decode()
        assert "B-000" not in text, page
        assert "Veje videre" not in text, page


def test_the_stand_in_names_nobody(cast, as_, nora, tonight):
    row = name(cast, tonight, nora)
    for page in [stand_ins_page(tonight), withdraw_page(row)]:
        assert as_("nora").get(page).status_code == 403
        assert as_("nora").post(page, {"peer": nora.pk}).status_code == 403


@pytest.mark.parametrize(
    "change",
    [{"ends_on": date(2018, 6, 14)}, {"active_from": None}, {"active_from": date(2018, 6, 16)}],
    ids=["ended", "never active", "not active yet"],
)
def test_a_peer_who_is_not_active_that_day_is_not_named_and_sees_nothing(
    cast, as_, nora, tonight, change
):
    name(cast, tonight, nora)
    nora.employments.update(**change)
    assert as_("nora").get(tonight.get_absolute_url()).status_code == 404
    StandIn.objects.all().delete()
    response = as_("lene").post(stand_ins_page(tonight), {"peer": nora.pk})
    assert (response.status_code, StandIn.objects.count()) == (422, 0)


def test_nobody_names_oneself(cast, as_, nora, tonight):
    """Staff who plan see no citizens: with a role as peer too they would grant it to themselves."""
    Membership.objects.create(
        project=cast.project, user=cast.nora, role=Role.STAFF, organisation=cast.town
    )
    planner = as_("nora")
    assert planner.get(tonight.get_absolute_url()).status_code == 404
    response = planner.post(stand_ins_page(tonight), {"peer": nora.pk})
    assert (response.status_code, StandIn.objects.count()) == (422, 0)
    with pytest.raises(RuleBroken, match="Nobody names oneself"):
        name_stand_in(by=cast.nora, session=tonight, peer=nora)
    offered = planner.get(stand_ins_page(tonight)).context["form"].peers
    assert str(nora.pk) not in offered


def test_only_peers_of_the_project_who_do_not_lead_the_course_are_offered(cast, as_, nora, tonight):
    leader = as_("lene")

    def offered() -> list[str]:
        form = leader.get(stand_ins_page(tonight)).context["form"]
        return [label for pk, label in form.fields["peer"].choices if pk]

    assert offered() == ["Nora Prøvested"]
    foreign = Peer.objects.get(project=cast.other_project)
    for peer in [cast.peer, foreign]:
        assert leader.post(stand_ins_page(tonight), {"peer": peer.pk}).status_code == 422
    leader.post(stand_ins_page(tonight), {"peer": nora.pk})
    assert offered() == []
    CoursePeer.objects.filter(course=cast.course).delete()
    assert offered() == ["Omar Prøvested"]


def test_a_session_that_is_long_over_gets_no_stand_in(cast, as_, nora):
    response = as_("lene").post(stand_ins_page(cast.session), {"peer": nora.pk})
    assert response.status_code == 422
    assert not StandIn.objects.exists()


def test_a_stand_in_who_may_not_see_a_participant_is_shown_the_others(cast, as_, nora, tonight):
    """To refuse the peer would tell the one who plans of the block."""
    block(cast, cast.citizens[1], cast.nora)
    assert as_("stine").post(stand_ins_page(tonight), {"peer": nora.pk}).status_code == 302
    text = as_("nora").get(tonight.get_absolute_url()).content.decode()
    assert "B-0001" in text
    assert "B-0002" not in text
    assert "1 participant is not shown to you." in text


def moved(cast, session, **columns):
    """The leader brings the table of sessions in with that one changed."""
    desk = Desk(cast.lene, cast.project)
    [row] = [row for row in desk.rows("sessions") if row["nr"] == str(session.number)]
    assert desk.import_("sessions", [row | columns]).problems == []


def test_a_stand_in_does_not_follow_a_session_to_another_day(cast, as_, nora, tonight):
    row, long_ago = name(cast, tonight, nora), name(cast, cast.session, nora)
    moved(cast, tonight, dato="22.6.2018")
    assert as_("nora").get(tonight.get_absolute_url()).status_code == 404
    row.refresh_from_db()
    assert row.withdrawn_by == cast.lene
    entry = TrailEntry.objects.get(action="stand_in.withdraw")
    assert (entry.role, entry.object_label) == ("leader", "Veje videre 2018-06-22: NP")
    moved(cast, cast.session, dato="21.6.2018")
    assert as_("nora").get(long_ago.session.get_absolute_url()).status_code == 404
    assert as_("stine").post(stand_ins_page(tonight), {"peer": nora.pk}).status_code == 302
    assert as_("nora").get(tonight.get_absolute_url()).status_code == 200


def test_a_stand_in_stays_while_only_the_hour_is_moved(cast, as_, nora, tonight):
    name(cast, tonight, nora)
    moved(cast, tonight, til="16.00")
    assert as_("nora").get(tonight.get_absolute_url()).status_code == 200


def test_rows_of_two_projects_cannot_meet(cast, nora, tonight):
    row = name(cast, tonight, nora)
    foreign = Peer.objects.get(project=cast.other_project)
    theirs = Session.objects.filter(project=cast.other_project).first()
    for change in [{"peer": foreign}, {"session": theirs}]:
        with pytest.raises(DatabaseError, match="guard_citizens_standin"), transaction.atomic():
            StandIn.objects.filter(pk=row.pk).update(**change)
