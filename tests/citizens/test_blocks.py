"""Who may not see a citizen meets that citizen nowhere, whatever the role; leaders set it and see why."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import TrailEntry, User
from citizens.actions import lift_block, set_block
from citizens.models import Attendance, Block, Citizen, Match, Meeting, Session
from citizens.transfers.people import CitizenTable
from partners.access import Role
from partners.actions import end_membership
from partners.leaving import leave
from partners.models import Membership
from peerstoette.lib.errors import RuleBroken
from tests.cast import PEOPLE
from tests.citizens.people import block, join, peer_of
from tests.doors.table import PROJECT_ROWS
from tests.planted import told
from tests.sweeping import leaks, sweep

BASE = "/p/peerstoette/"


@pytest.fixture
def lone(cast) -> User:
    """The project's second leader."""
    return join(cast, "lone", Role.LEADER)


@pytest.fixture
def jonas(cast) -> Citizen:
    """On Omar's course and matched with him."""
    return cast.citizens[1]


def blocks_page(citizen) -> str:
    return reverse("citizen_blocks", args=["peerstoette", citizen.pk])


def lift_page(row) -> str:
    return reverse("block_lift", args=["peerstoette", row.pk])


def shown(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def citizens_in(response) -> list[str]:
    text = response.content.decode()
    return [code for code in ("B-0001", "B-0002", "B-0003") if code in text]


# --- setting and lifting --------------------------------------------------------------------------


def test_a_block_counts_from_the_next_request_and_until_it_is_lifted(cast, client, jonas):
    def omar_gets() -> int:
        client.force_login(cast.omar, backend="django.contrib.auth.backends.ModelBackend")
        return client.get(jonas.get_absolute_url()).status_code

    def lene_sends(url, data=None) -> int:
        client.force_login(cast.lene, backend="django.contrib.auth.backends.ModelBackend")
        return client.post(url, data or {}).status_code

    assert omar_gets() == 200
    data = {"person": cast.omar.pk, "kind": "neighbour"}
    assert lene_sends(blocks_page(jonas), data) == 302
    assert omar_gets() == 404
    row = Block.objects.get()
    assert (row.citizen, row.person, row.kind, row.by) == (jonas, cast.omar, "neighbour", cast.lene)
    assert (row.since, row.until) == (date(2018, 6, 15), None)
    assert lene_sends(lift_page(row)) == 302
    assert omar_gets() == 200
    row.refresh_from_db()
    assert (row.until, row.lifted_by) == (date(2018, 6, 15), cast.lene)


def test_the_trail_names_the_citizen_by_code_and_neither_the_person_nor_why(cast, as_, jonas):
    leader = as_("lene")
    leader.post(blocks_page(jonas), {"person": cast.omar.pk, "kind": "former"})
    leader.post(lift_page(Block.objects.get()))
    entries = TrailEntry.objects.filter(action__in=["citizen.block", "citizen.unblock"])
    told_by = [
        (entry.action, entry.actor_id, entry.role, entry.object_label, entry.details)
        for entry in entries.order_by("pk")
    ]
    assert told_by == [
        ("citizen.block", cast.lene.pk, "leader", "B-0002", {}),
        ("citizen.unblock", cast.lene.pk, "leader", "B-0002", {}),
    ]


def test_a_leader_neither_sets_nor_lifts_an_own_block_but_another_leader_does(
    cast, as_, jonas, lone
):
    leader = as_("lene")
    response = leader.post(blocks_page(jonas), {"person": cast.lene.pk, "kind": "kin"})
    assert (response.status_code, Block.objects.count()) == (422, 0)
    own = block(cast, jonas, cast.lene)
    for url in [blocks_page(jonas), lift_page(own)]:
        assert leader.get(url).status_code == 404
        assert leader.post(url, {"person": cast.stine.pk, "kind": "kin"}).status_code == 404
    own.refresh_from_db()
    assert own.until is None
    other = as_("lone")
    assert other.post(lift_page(own)).status_code == 302
    assert as_("lene").get(jonas.get_absolute_url()).status_code == 200


def test_two_leaders_who_block_each_other_at_once_do_not_both_get_it(
    cast, as_, jonas, lone, monkeypatch
):
    """Lene's page was let in before Lone's block stood: her act waited for its lock."""

    def after_the_other(**sent):
        set_block(by=lone, citizen=jonas, person=cast.lene, kind="kin")
        return set_block(**sent)

    monkeypatch.setattr("citizens.actions.set_block", after_the_other)
    data = {"person": lone.pk, "kind": "former"}
    response = as_("lene").post(blocks_page(jonas), data, follow=True)
    assert [row.person for row in Block.objects.all()] == [cast.lene]
    assert response.redirect_chain == [(f"{BASE}citizens/", 302)]
    assert shown(response) == [
        "B-0002 is not shown to you any more. Another project leader decides."
    ]


def test_the_last_leader_who_could_see_the_citizen_is_not_blocked(cast, jonas, lone):
    """One who cannot sign in does not count; neither does staff, who may set nothing."""
    Membership.objects.filter(user=cast.stine).update(sees_citizens=True)
    lone.set_unusable_password()
    lone.save()
    with pytest.raises(RuleBroken, match="Give somebody else the project leader's role first"):
        set_block(by=cast.stine, citizen=jonas, person=cast.lene, kind="kin")
    lone.set_password("x")
    lone.save()
    set_block(by=cast.stine, citizen=jonas, person=cast.lene, kind="kin")
    with pytest.raises(RuleBroken, match="somebody must see the citizen"):
        set_block(by=cast.stine, citizen=jonas, person=lone, kind="kin")
    set_block(by=lone, citizen=jonas, person=cast.omar, kind="kin")


def ended(membership) -> None:
    end_membership(by=membership.user, membership=membership)


def left(membership) -> None:
    leave(
        by=membership.user,
        project=membership.project,
        person=membership.user,
        last_day=date(2018, 6, 15),
    )


@pytest.mark.parametrize("go", [ended, left])
def test_the_last_leader_who_sees_a_citizen_does_not_go(cast, jonas, lone, go):
    """Nobody could see the citizen or lift the block any more, and who stays learns not whom."""
    row = set_block(by=lone, citizen=jonas, person=cast.lene, kind="neighbour")
    leadership = lone.memberships.get()
    with pytest.raises(RuleBroken, match="A citizen is hidden from all") as refusal:
        go(leadership)
    assert "B-0002" not in refusal.value.message
    assert lone.memberships.active().exists()
    lift_block(by=lone, block=row)
    go(leadership)
    assert not lone.memberships.active().exists()


def test_a_leader_goes_while_another_one_sees_the_citizen(cast, jonas, lone):
    set_block(by=lone, citizen=jonas, person=cast.lene, kind="neighbour")
    join(cast, "nina", Role.LEADER)
    ended(lone.memberships.get())
    assert not lone.memberships.active().exists()


@pytest.mark.parametrize(
    "data",
    [{}, {"kind": "kin"}, {"person": "omar"}, {"person": "stranger", "kind": "kin"}],
    ids=["nothing", "no person", "no kind", "a stranger"],
)
def test_half_an_answer_or_somebody_without_a_role_is_refused(cast, as_, jonas, data):
    people = {"omar": cast.omar.pk, "stranger": cast.olga.pk}
    sent = {**data, **({"person": people[data["person"]]} if "person" in data else {})}
    assert as_("lene").post(blocks_page(jonas), sent).status_code == 422
    assert not Block.objects.exists()


def test_the_same_person_is_not_blocked_twice(cast, as_, jonas):
    block(cast, jonas, cast.omar)
    data = {"person": cast.omar.pk, "kind": "kin"}
    assert as_("lene").post(blocks_page(jonas), data).status_code == 422
    assert Block.objects.count() == 1


def test_why_is_told_on_the_leaders_page_and_nowhere_else(cast, as_, jonas):
    block(cast, jonas, cast.stine, "former")
    text = as_("lene").get(blocks_page(jonas)).content.decode()
    assert "Was this citizen, and works here now" in text
    assert as_("stine").get(blocks_page(jonas)).status_code == 403
    assert as_("omar").get(blocks_page(jonas)).status_code == 403


def test_rows_of_two_projects_cannot_meet(cast, jonas):
    row = block(cast, jonas, cast.omar)
    with pytest.raises(DatabaseError, match="guard_citizens_block"), transaction.atomic():
        Block.objects.filter(pk=row.pk).update(project=cast.other_project)


# --- nowhere --------------------------------------------------------------------------------------


@pytest.mark.sweep
@pytest.mark.parametrize("role", [Role.LEADER, Role.STAFF, Role.PEER, Role.COORDINATOR])
def test_no_page_that_a_blocked_person_may_open_names_the_citizen(cast, as_, jonas, role):
    """Every page of the role, papers and tables among them: staff with sight of every citizen."""
    name = PEOPLE[role][0]
    Membership.objects.filter(project=cast.project, role=Role.STAFF).update(sees_citizens=True)
    Citizen.objects.filter(pk=jonas.pk).update(given_name="Zqgiven", family_name="Zqfamily")
    rows = [row for row in PROJECT_ROWS if role in row.roles_let_in]
    before = leaks(["Zqgiven", "Zqfamily"], sweep(as_(name), cast, rows))
    assert before  # the sweep would find it
    block(cast, jonas, getattr(cast, name))
    assert leaks(["Zqgiven", "Zqfamily"], sweep(as_(name), cast, rows)) == {}


def test_a_blocked_leader_does_not_meet_the_citizen_by_code_either(cast, as_, jonas):
    pages = [
        "citizens/?status=all",
        "citizens/?status=all&format=csv",
        "missing/",
        "missing/?format=csv",
        f"courses/{cast.course.pk}/",
        f"sessions/{cast.session.pk}/",
        f"peers/{cast.peer.pk}/handover/",
    ]
    leader = as_("lene")
    before = {page: "B-0002" in told(leader.get(BASE + page)) for page in pages}
    assert before == dict.fromkeys(pages, True)
    block(cast, jonas, cast.lene)
    after = {page: "B-0002" in told(leader.get(BASE + page)) for page in pages}
    assert after == dict.fromkeys(pages, False)


def test_nothing_about_the_citizen_opens_for_a_blocked_leader(cast, as_, jonas):
    match, episode = cast.match, jonas.episodes.get()
    enrolment = jonas.enrolments.get()
    pages = [
        jonas.get_absolute_url(),
        cast.meeting.get_absolute_url(),
        f"{BASE}citizens/{jonas.pk}/refer/",
        f"{BASE}referrals/{jonas.referrals.get().pk}/",
        f"{BASE}episodes/{episode.pk}/match/",
        f"{BASE}episodes/{episode.pk}/extend/",
        f"{BASE}episodes/{episode.pk}/end/",
        f"{BASE}matches/{match.pk}/end/",
        f"{BASE}enrolments/{enrolment.pk}/end/",
    ]
    leader = as_("lene")
    assert [leader.get(page).status_code for page in pages] == [200] * len(pages)
    block(cast, jonas, cast.lene)
    assert [leader.get(page).status_code for page in pages] == [404] * len(pages)
    assert {leader.post(page, {}).status_code for page in pages[1:]} == {404}


def test_search_does_not_find_the_citizen_for_a_blocked_person(cast, as_, jonas):
    url = reverse("search", args=["peerstoette"])
    leader = as_("lene")
    for text in ["B-0002", "Toftager0"]:
        assert jonas.get_absolute_url() in leader.post(url, {"text": text}).content.decode()
    block(cast, jonas, cast.lene)
    for text in ["B-0002", "Toftager0"]:
        found = leader.post(url, {"text": text}).content.decode()
        assert jonas.get_absolute_url() not in found


def test_a_peer_s_day_and_choices_leave_the_citizen_out(cast, as_, jonas):
    peer = as_("omar")
    assert "Jonas" in peer.get(f"{BASE}day/").content.decode()
    assert "Jonas" in peer.get(f"{BASE}meetings/add/").content.decode()
    block(cast, jonas, cast.omar)
    assert "Jonas" not in peer.get(f"{BASE}day/").content.decode()
    assert "Jonas" not in peer.get(f"{BASE}meetings/add/").content.decode()
    data = {"match": cast.match.pk, "date": "14.6.2018", "starts_at": "13.00", "minutes": "60"}
    assert peer.post(f"{BASE}meetings/add/", data).status_code == 422
    assert Meeting.objects.filter(match=cast.match).count() == 1


def test_the_back_office_leaves_the_citizen_out_for_leaders_and_superusers(cast, as_, jonas):
    superuser = cast.lene
    for is_superuser in [False, True]:
        User.objects.filter(pk=superuser.pk).update(is_superuser=is_superuser, is_staff=True)
        leader = as_("lene")
        row = block(cast, jonas, cast.lene)
        for model, pk in [
            ("citizen", jonas.pk),
            ("referral", jonas.referrals.get().pk),
            ("episode", jonas.episodes.get().pk),
            ("match", cast.match.pk),
            ("meeting", cast.meeting.pk),
            ("enrolment", jonas.enrolments.get().pk),
        ]:
            listed = leader.get(reverse(f"admin:citizens_{model}_changelist"))
            assert listed.status_code == 200
            page = reverse(f"admin:citizens_{model}_change", args=[pk])
            assert page not in listed.content.decode()
            assert leader.get(page).status_code in {302, 404}, model
        offered = leader.get(
            reverse("admin:autocomplete"),
            {
                "app_label": "citizens",
                "model_name": "episode",
                "field_name": "citizen",
                "term": "2",
            },
        )
        assert str(jonas.pk) not in [each["id"] for each in offered.json()["results"]]
        row.delete()


def test_a_file_that_is_brought_in_never_takes_the_code_of_a_hidden_citizen(cast, as_):
    """The next code follows the highest of all, also of those whom the leader is not shown."""
    block(cast, cast.citizens[2], cast.lene)
    table = CitizenTable(cast.project, cast.lene)
    table._teach(table.rows())
    assert (sorted(table.codes), table.last) == ([1, 2], 3)


def test_a_match_with_a_blocked_peer_is_refused_without_telling_why(cast, as_):
    viola = cast.citizens[2]
    block(cast, viola, cast.omar, "kin")
    url = f"{BASE}episodes/{viola.episodes.get().pk}/match/"
    data = {"peer": cast.peer.pk, "starts_on": "15.6.2018", "is_not_kin": "on"}
    response = as_("lene").post(url, data)
    assert response.status_code == 422
    assert response.context["form"].errors["peer"] == [
        "Omar Prøvested cannot support this citizen. Choose another peer."
    ]
    assert Match.objects.filter(project=cast.project).count() == 1


def test_what_a_leader_may_not_see_another_leader_hands_over(cast, as_, jonas, lone):
    block(cast, jonas, cast.lene)
    url = reverse("peer_handover", args=["peerstoette", cast.peer.pk])
    form = {"last_day": "15.6.2018", f"course_{cast.course.pk}": "0"}
    response = as_("lene").post(url, form, follow=True)
    assert shown(response)[1].startswith("1 match is not shown to you.")
    match = cast.match
    assert match.ends_on is None
    Meeting.objects.filter(match=match).update(was_held=False)
    sent = {"last_day": "15.6.2018", f"match_{match.pk}": "0"}
    assert as_("lone").post(url, sent).status_code == 302
    match.refresh_from_db()
    assert match.ends_on == date(2018, 6, 15)


def test_the_missing_list_says_how_many_another_leader_registers(cast, as_, jonas):
    """The start page counts them all: 2, of which the list shows 1."""
    leader = as_("lene")
    told_so = "is not shown to you; another project leader registers it."
    assert told_so not in leader.get(f"{BASE}missing/").content.decode()
    block(cast, jonas, cast.lene)
    assert "2 registrations are missing" in leader.get(BASE).content.decode()
    page = leader.get(f"{BASE}missing/")
    assert len(page.context["list"].rows) == 1
    assert f"1 {told_so}" in page.content.decode()
    Session.objects.filter(pk=cast.session.pk).update(was_held=False)
    text = leader.get(f"{BASE}missing/").content.decode()
    assert f"1 {told_so}" in text
    assert "No session and no meeting is waiting" not in text


# --- a course with a hidden participant -----------------------------------------------------------


def test_the_course_and_the_session_show_the_others_and_how_many_are_hidden(cast, as_, jonas):
    block(cast, jonas, cast.omar)
    peer = as_("omar")
    for page in [cast.course.get_absolute_url(), cast.session.get_absolute_url()]:
        response = peer.get(page)
        assert citizens_in(response) == ["B-0001"], page
        assert "1 participant is not shown to you." in response.content.decode()


def test_a_blocked_peer_registers_the_others_and_somebody_else_completes_it(cast, as_, jonas):
    amalie = cast.citizens[0]
    block(cast, jonas, cast.omar)
    url = cast.session.get_absolute_url()
    sent = {"held": "yes", f"answer-{amalie.pk}": "came"}
    response = as_("omar").post(url, sent, follow=True)
    assert shown(response)[1].startswith("The session still counts as missing")
    session = Session.objects.get(pk=cast.session.pk)
    assert (session.was_held, session.registered_by) == (None, None)
    rows = [(row.citizen, row.came) for row in session.attendances.all()]
    assert rows == [(amalie, True)]
    assert session.course.name in as_("lene").get(f"{BASE}missing/").content.decode()
    both = {"held": "yes", f"answer-{amalie.pk}": "came", f"answer-{jonas.pk}": "no_word"}
    assert as_("lene").get(url).context["form"]["held"].value() == "yes"
    assert as_("lene").post(url, both).status_code == 302
    session.refresh_from_db()
    assert (session.was_held, session.registered_by) == (True, cast.lene)
    assert session.attendances.count() == 2
    entries = TrailEntry.objects.filter(action="session.register").order_by("pk")
    assert [entry.details.get("complete", True) for entry in entries] == [False, True]


def test_a_blocked_peer_neither_writes_nor_wipes_the_hidden_citizen_s_attendance(cast, as_, jonas):
    amalie, session = cast.citizens[0], cast.session
    for citizen in (amalie, jonas):
        Attendance.objects.create(project=cast.project, session=session, citizen=citizen, came=True)
    Session.objects.filter(pk=session.pk).update(was_held=True)
    block(cast, jonas, cast.omar)
    peer, url = as_("omar"), session.get_absolute_url()
    sent = {"held": "yes", f"answer-{amalie.pk}": "no_word"}
    assert peer.post(url, {**sent, f"answer-{jonas.pk}": "no_word"}).status_code == 422
    assert peer.post(url, sent).status_code == 302
    rows = session.attendances.order_by("citizen__number").values_list("citizen__number", "came")
    assert list(rows) == [(1, False), (2, True)]
    assert peer.post(url, {"held": "no", "cancel_reason": "Syg"}).status_code == 422
    session.refresh_from_db()
    assert (session.was_held, session.attendances.count()) == (True, 2)


def test_a_session_that_is_partly_registered_is_not_called_off_over_it(cast, as_, jonas):
    block(cast, jonas, cast.omar)
    sent = {"held": "yes", f"answer-{cast.citizens[0].pk}": "came"}
    as_("omar").post(cast.session.get_absolute_url(), sent)
    url = reverse("session_cancel", args=["peerstoette", cast.course.pk, cast.session.pk])
    assert as_("stine").post(url, {"cancel_reason": "Syg"}).status_code == 422
    assert cast.session.attendances.count() == 1


def test_a_blocked_peer_calls_off_a_session_that_nobody_has_registered(cast, as_, jonas):
    block(cast, jonas, cast.omar)
    sent = {"held": "no", "cancel_reason": "Syg"}
    assert as_("omar").post(cast.session.get_absolute_url(), sent).status_code == 302
    assert Session.objects.get(pk=cast.session.pk).was_held is False


# --- a former citizen who works here now ----------------------------------------------------------


def test_a_former_citizen_s_file_is_closed_to_everybody_but_the_leaders(cast, as_, jonas, lone):
    nora = join(cast, "nora", Role.PEER)
    peer_of(cast, nora)
    Membership.objects.filter(user=cast.stine).update(sees_citizens=True)
    page = jonas.get_absolute_url()
    people = ["lene", "lone", "stine", "omar", "kirsten", "nora"]
    assert [as_(name).get(page).status_code for name in people] == [200, 200, 200, 200, 200, 404]
    block(cast, jonas, nora, "former")
    assert [as_(name).get(page).status_code for name in people] == [200, 200, 404, 404, 404, 404]


def test_a_leader_who_was_the_citizen_does_not_read_the_own_file(cast, as_, jonas, lone):
    block(cast, jonas, lone, "former")
    page = jonas.get_absolute_url()
    assert [as_(name).get(page).status_code for name in ["lene", "lone"]] == [200, 404]


def test_a_superuser_who_does_not_lead_the_project_reads_no_former_citizen_s_file(
    cast, client, jonas
):
    root = User.objects.create_superuser("root", "root@example.test", "x")
    block(cast, jonas, cast.omar, "former")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    listed = client.get(reverse("admin:citizens_citizen_changelist")).content.decode()
    pages = [
        reverse("admin:citizens_citizen_change", args=[each.pk]) in listed for each in cast.citizens
    ]
    assert pages == [True, False, True]
