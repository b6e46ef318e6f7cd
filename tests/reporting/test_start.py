"""The project's first page shows each person what is theirs now, and nothing else."""

from datetime import date, time
from decimal import Decimal

import pytest

from budget.models import Voucher
from citizens.models import Citizen, Episode, Referral, Session
from partners.access import GRID, Role
from partners.models import Body, BodyMeeting, Membership, Milestone, Organisation, Project
from peers.models import Employment, TrainingTheme
from reporting.models.status import ReportVersion, State, StatusReport
from reporting.start.due import LATE, SINCE, SOON
from tests.cast import PEOPLE

PAGE = "/p/peerstoette/"
# those who see counts of citizens at most
COUNTS_ONLY = ["svend", "gitte", "ruth", "connie", "poul"]


def start_of(as_, person: str):
    return as_(person).get(PAGE).context["start"]


def told(due) -> list[tuple]:
    return [(each.day, each.kind, each.url.removeprefix(PAGE)) for each in due]


@pytest.fixture
def milestone(cast):
    return Milestone.objects.create(
        project=cast.project,
        number=1,
        name_da="Afprøve uddannelse",
        name_en="Test training",
        starts_on=date(2018, 1, 1),
        ends_on=date(2018, 6, 2),
    )


@pytest.fixture
def meeting(cast):
    """Of the steering group in a week: its agenda should go out today."""
    return BodyMeeting.objects.create(
        project=cast.project,
        body=cast.project.bodies.get(kind=Body.Kind.STEERING),
        date=date(2018, 6, 22),
        starts_at=time(10),
        ends_at=time(12),
        place="Rådhuset",
    )


def version(cast, state: str) -> ReportVersion:
    """The report of 2017, moved step by step to the state."""
    report = StatusReport.objects.create(project=cast.project, year=2017)
    version = ReportVersion.objects.create(project=cast.project, report=report, number=1)
    way = [State.SUBMITTED, State.APPROVED, State.AT_OWNER, State.AT_FUNDER]
    for step in way[: way.index(state) + 1] if state in way else []:
        move(version, step)
    return version


def move(version: ReportVersion, state: str) -> None:
    version.state = state
    version.content, version.sha256 = b"%PDF-", "0" * 64
    version.save()


# --- the leader -----------------------------------------------------------------------------------


def test_the_leader_sees_what_is_overdue_the_longest_first(cast, as_, milestone):
    page = start_of(as_, "lene")

    # the session of 28 May is the oldest that is not registered
    assert told(page.late) == [
        (date(2018, 5, 28), LATE, "missing/"),
        (date(2018, 6, 2), LATE, "plan/"),
    ]
    assert "18" in page.late[0].when
    # January is the first open month, and it lacks nothing
    assert page.month.month.key == "2018-01"
    assert page.findings.total > 0


def test_what_comes_is_told_apart_the_nearest_first(cast, as_, milestone, meeting):
    Milestone.objects.filter(pk=milestone.pk).update(ends_on=date(2018, 6, 29))
    report = version(cast, State.DRAFT)
    page = start_of(as_, "lene")

    assert [day for day, *_ in told(page.late)] == [date(2018, 5, 28)]
    assert told(page.soon) == [
        (date(2018, 1, 1), SINCE, report.get_absolute_url().removeprefix(PAGE)),
        (date(2018, 2, 1), SINCE, "months/2018-01/"),
        (date(2018, 6, 15), SOON, meeting.get_absolute_url().removeprefix(PAGE)),
        (date(2018, 6, 29), SOON, "plan/"),
    ]
    assert page.meeting == meeting


@pytest.mark.parametrize("day", [date(2018, 6, 30), date(2018, 7, 15)])
def test_what_lies_further_ahead_is_left_out(cast, as_, milestone, day):
    Milestone.objects.filter(pk=milestone.pk).update(ends_on=day)

    assert "plan/" not in [url for *_, url in told(start_of(as_, "lene").soon)]


def test_a_document_that_holds_the_month_back_is_overdue_with_whose_it_is(cast, as_, ready):
    Voucher.objects.filter(pk=cast.voucher.pk).update(document="")
    waiting = [each for each in start_of(as_, "lene").late if "vouchers/" in each.url]

    assert [(each.day, each.kind, each.who) for each in waiting] == [
        (date(2018, 5, 14), SINCE, "Gitte Prøvested")
    ]


def test_support_past_its_limit_is_told_to_the_leader_alone(cast, as_):
    Episode.objects.filter(citizen=cast.citizens[0]).update(starts_on=date(2017, 6, 1))

    assert (date(2018, 6, 1), SINCE, "citizens/?status=past") in told(start_of(as_, "lene").late)
    for person in ["stine", *COUNTS_ONLY]:
        page = start_of(as_, person)
        assert "status=past" not in " ".join(url for *_, url in told([*page.late, *page.soon]))


def test_a_shortfall_ahead_is_told_before_it_comes(cast, as_):
    Employment.objects.filter(project=cast.project).update(ends_on=date(2018, 6, 20))
    page = start_of(as_, "lene")

    assert (date(2018, 6, 21), SOON, "staffing/") in [
        (day, kind, url.rpartition("peers/")[2]) for day, kind, url in told(page.soon)
    ]
    assert [str(row.partner) for row in page.staffing] == ["Fjordby Kommune"]


def test_minutes_of_a_meeting_that_has_been_are_overdue(cast, as_, meeting):
    BodyMeeting.objects.filter(pk=meeting.pk).update(date=date(2018, 6, 14))
    page = start_of(as_, "lene")

    assert (date(2018, 6, 14), LATE, meeting.get_absolute_url().removeprefix(PAGE)) in told(
        page.late
    )
    assert page.meeting is None


# --- which parts are whose ------------------------------------------------------------------------

PARTS = {
    "lene": "shows_due month findings shows_meeting shows_staffing",
    "stine": "shows_due week findings shows_meeting",
    "kirsten": "own shows_meeting shows_facts",
    "svend": "shows_waiting board shows_meeting shows_facts",
    "gitte": "month_desk shows_vouchers shows_papers findings",
    "ruth": "shows_papers trail findings shows_meeting shows_facts",
    "connie": "shows_due shows_papers cofinanced shows_facts",
    "poul": "shows_pool shows_facts",
}
ALL_PARTS = {part for parts in PARTS.values() for part in parts.split()}


@pytest.mark.parametrize("person", PARTS)
def test_each_role_has_its_own_desk(cast, as_, issued, person):
    page = start_of(as_, person)

    assert {part for part in ALL_PARTS if getattr(page, part)} == set(PARTS[person].split())


def test_a_peer_is_led_to_the_day_and_finds_no_desk_here(cast, as_):
    page = start_of(as_, "omar")

    assert as_("omar").get("/").headers["Location"] == f"{PAGE}day/"
    assert {part for part in ALL_PARTS if getattr(page, part)} == {"shows_facts"}


def test_two_roles_give_both_desks_and_nothing_twice(cast, as_):
    Membership.objects.create(
        project=cast.project, user=cast.gitte, role=Role.STEERING, organisation=cast.project.lead
    )
    page = start_of(as_, "gitte")

    assert page.month_desk
    assert page.shows_waiting
    assert page.board is None  # the key figures have a page of their own


def test_who_leads_and_keeps_the_books_has_the_month_once(cast, as_):
    Membership.objects.create(
        project=cast.project, user=cast.lene, role=Role.ACCOUNTANT, organisation=cast.project.lead
    )
    page = start_of(as_, "lene")

    assert page.month
    assert page.month_desk is None


@pytest.mark.parametrize("person", COUNTS_ONLY)
def test_no_citizen_is_named_or_coded_where_counts_are_all_one_sees(cast, as_, issued, person):
    Episode.objects.filter(project=cast.project).update(starts_on=date(2017, 6, 1))
    page = as_(person).get(PAGE).content.decode()

    for citizen in cast.citizens:
        assert citizen.family_name not in page
        assert citizen.code not in page


@pytest.mark.parametrize("person", ["svend", "gitte", "ruth"])
def test_a_few_citizens_are_not_counted_for_them(cast, as_, person):
    """R14: two people past the limit; only those who see them are told the number."""
    Episode.objects.filter(project=cast.project, citizen__number__lt=3).update(
        starts_on=date(2017, 6, 1)
    )
    page = start_of(as_, person)
    shown = page.findings.worst.title if page.findings else ""

    assert "2" not in shown.replace("12", "")
    if person == "svend":
        assert "ps-hidden" in as_("svend").get(PAGE).content.decode()


@pytest.mark.parametrize("person", ["svend", "connie"])
def test_peers_are_not_named_to_those_who_see_initials(cast, as_, issued, person):
    assert cast.peer.name not in as_(person).get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("person", "sees"), [("ruth", True), ("svend", True), ("connie", True), ("kirsten", False)]
)
def test_the_grant_is_shown_to_those_who_see_the_budget(cast, as_, person, sees):
    assert bool(start_of(as_, person).grant) == sees


# --- staff ----------------------------------------------------------------------------------------


def test_staff_see_the_week_what_courses_lack_and_who_is_in_training(cast, as_):
    for number in (1, 2):
        TrainingTheme.objects.create(
            project=cast.project, number=number, name_da="Tema", name_en="Theme"
        )
    week = start_of(as_, "stine").week

    assert [(each.date, each.course) for each in week.sessions] == [
        (date(2018, 6, 18), "Veje videre")
    ]
    assert [(each.course, each.missing, each.oldest) for each in week.gaps] == [
        ("Veje videre", 1, date(2018, 5, 28))
    ]
    assert [(each.peer.initials, each.done, each.themes) for each in week.training] == [
        ("OP", 0, 2)
    ]


def test_a_session_after_the_week_is_not_in_it(cast, as_):
    Session.objects.filter(project=cast.project, date=date(2018, 6, 18)).update(
        date=date(2018, 6, 22)
    )
    assert start_of(as_, "stine").week.sessions == []


# --- the coordinator ------------------------------------------------------------------------------


def test_the_coordinator_counts_own_referrals_as_the_lists_do(cast, as_):
    Episode.objects.filter(citizen=cast.citizens[0]).update(starts_on=date(2017, 6, 1))
    Episode.objects.filter(citizen=cast.citizens[2]).update(starts_on=date(2017, 6, 1))
    newcomer = Citizen.objects.create(
        project=cast.project, number=9, given_name="Nora", family_name="Nyby", birth_year=1990
    )
    Referral.objects.create(
        project=cast.project,
        citizen=newcomer,
        referred_by=cast.town,
        model="1",
        referred_on=date(2018, 6, 4),
    )
    own = start_of(as_, "kirsten").own.citizens

    # the third citizen, referred by the region, is not Kirsten's
    assert (own.waiting, own.ready, own.under_way, own.nearing, own.past) == (1, 0, 2, 0, 1)
    assert own.waiting_since == date(2018, 6, 4)


def test_the_coordinator_sees_the_own_organisation_and_its_duties(cast, as_):
    own = start_of(as_, "kirsten").own

    assert own.names == ("Fjordby Kommune",)
    assert [row.organisation.name for row in own.staffing] == ["Fjordby Kommune"]
    assert [duty.is_done for duty in own.duties] == [True, True, True, True]

    partner = cast.project.partners.get(organisation=cast.town)
    partner.needs_approval, partner.signed_on = True, None
    partner.save()
    partner.seats.all().delete()
    duties = start_of(as_, "kirsten").own.duties
    assert [duty.is_done for duty in duties] == [False, False, False, False, True]


def test_what_a_peer_is_paid_is_not_told_to_the_coordinator(cast, as_):
    page = as_("kirsten").get(PAGE).content.decode()

    assert "20.000" not in page  # the month's co-financing of the one peer
    assert "444.000" not in page


# --- the steering group ---------------------------------------------------------------------------


def test_what_waits_on_the_steering_group_stands_with_its_figures(cast, as_, meeting):
    BodyMeeting.objects.filter(pk=meeting.pk).update(state=BodyMeeting.State.SENT)
    report = version(cast, State.SUBMITTED)
    page = as_("svend").get(PAGE)

    assert [(each.day, each.url) for each in page.context["start"].waiting] == [
        (date(2018, 1, 1), report.get_absolute_url()),
        (date(2018, 6, 22), meeting.get_absolute_url()),
    ]
    assert "reporting/dashboard.html" in [each.name for each in page.templates]


def test_a_draft_of_an_agenda_is_told_to_nobody_who_does_not_write_it(cast, as_, meeting):
    assert start_of(as_, "lene").meeting == start_of(as_, "stine").meeting == meeting
    for person in ["kirsten", "svend", "ruth"]:
        page = start_of(as_, person)
        assert (page.meeting, page.waiting) == (None, [])

    BodyMeeting.objects.filter(pk=meeting.pk).update(state=BodyMeeting.State.SENT)
    assert start_of(as_, "kirsten").meeting == start_of(as_, "ruth").meeting == meeting


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED, State.AT_OWNER])
def test_a_report_at_another_step_does_not_wait_on_the_steering_group(cast, as_, state):
    version(cast, state)

    assert start_of(as_, "svend").waiting == []


def test_who_has_the_next_step_of_a_report_is_told(cast, as_):
    report = version(cast, State.AT_OWNER)

    assert report.get_absolute_url() in [each.url for each in start_of(as_, "connie").soon]
    assert report.get_absolute_url() not in [each.url for each in start_of(as_, "lene").soon]


# --- the books ------------------------------------------------------------------------------------


def test_the_accountant_sees_the_month_what_it_lacks_and_what_was_posted(cast, as_, ready):
    Voucher.objects.filter(pk=cast.voucher.pk).update(document="")
    page = start_of(as_, "gitte")

    assert page.month_desk.standing.month == cast.may
    assert page.month_desk.can_be_closed_from == date(2018, 6, 1)
    assert page.month_desk.is_over
    assert [blocker.url for blocker in page.month_desk.blockers] == [
        f"{PAGE}vouchers/{cast.voucher.pk}/attach/"
    ]
    assert [(each.code, each.amount) for each in page.vouchers] == [
        ("2018-0002", Decimal("1284.50")),
        ("2018-0001", Decimal("50000.00")),
    ]


def test_papers_stand_newest_first_with_what_is_new(cast, as_, issued):
    papers = start_of(as_, "connie").papers

    assert [paper.row.month.key for paper in papers] == [
        "2018-05",
        "2018-04",
        "2018-03",
        "2018-02",
        "2018-01",
    ]
    assert [(papers[0].row.amount, papers[0].change)] == [
        (Decimal("51284.50"), Decimal("51284.50"))
    ]
    assert papers[-1].change is None
    assert [paper.is_new for paper in papers] == [True, False, False, False, False]


def test_the_controller_sees_the_cofinancing_of_the_last_paper(cast, as_, issued):
    row, partners = start_of(as_, "connie").cofinanced

    assert row.month == cast.may
    # 20 of 37 hours of 37.000 kr. a month, five months
    assert [(each.name, each.to_date) for each in partners] == [
        ("Fjordby Kommune", Decimal("100000.00"))
    ]


def test_the_auditor_sees_who_did_what_with_the_money_last_first(cast, as_, issued):
    trail = start_of(as_, "ruth").trail

    assert [act.who for act in trail] == ["Gitte Prøvested"] * 5
    assert trail[0].at >= trail[-1].at


def test_the_auditor_goes_from_the_money_to_the_whole_trail(cast, as_, issued):
    page = as_("ruth").get(PAGE).content.decode()

    assert f'<a class="ps-end" href="{PAGE}trail/">See the whole trail</a>' in page


def test_the_whole_trail_is_offered_only_to_who_may_open_it(cast, as_, issued, monkeypatch):
    monkeypatch.setitem(GRID, "trail.view", frozenset({Role.LEADER}))
    start = start_of(as_, "ruth")

    assert (len(start.trail), start.opens_trail) == (5, False)


# --- the pool -------------------------------------------------------------------------------------


def test_the_pool_shows_the_projects_that_the_person_watches_over(cast, as_, milestone):
    [row] = start_of(as_, "poul").pool

    assert (row.project, row.grant) == (cast.project, Decimal("620000.00"))
    assert (row.milestones, row.reached, row.overdue) == (1, 0, 1)
    assert row.report is None


def test_another_project_of_the_pool_is_shown_only_to_who_watches_over_it(cast, as_):
    Membership.objects.create(
        project=cast.other_project,
        user=cast.poul,
        role=Role.STEERING,
        organisation=cast.project.lead,
    )
    assert len(start_of(as_, "poul").pool) == 1


def test_a_report_reaches_the_pool_when_it_has_been_sent_to_the_funder(cast, as_):
    report = version(cast, State.AT_OWNER)
    assert start_of(as_, "poul").pool[0].report is None

    move(report, State.AT_FUNDER)
    assert start_of(as_, "poul").pool[0].report == report


# --- projects without anything, before their time and after ---------------------------------------


@pytest.fixture
def bare(cast) -> Project:
    """A project with its members and nothing else."""
    organisation = Organisation.objects.get(name="Fjordby Kommune")
    project = Project.objects.create(
        slug="bart",
        name="Det bare projekt",
        owner=organisation,
        lead=organisation,
        starts_on=date(2018, 1, 1),
        ends_on=date(2018, 12, 31),
        demo_date=date(2018, 6, 15),
    )
    for role, (name, _stranger) in PEOPLE.items():
        Membership.objects.create(
            project=project, user=getattr(cast, name), role=role, organisation=organisation
        )
    return project


@pytest.mark.parametrize("day", [date(2017, 1, 1), date(2018, 6, 15), date(2019, 3, 1)])
@pytest.mark.parametrize("person", [name for name, _stranger in PEOPLE.values()])
def test_a_project_without_anything_has_a_page_before_during_and_after(bare, as_, person, day):
    Project.objects.filter(pk=bare.pk).update(demo_date=day)

    response = as_(person).get("/p/bart/")
    assert response.status_code == 200
    assert response.context["start"].late == []


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2017, 12, 31), "1"),
        (date(2018, 12, 1), "30"),
        (date(2018, 12, 31), ""),
        (date(2019, 1, 2), "2"),
    ],
)
def test_the_page_says_how_far_the_project_is(cast, as_, day, number):
    Project.objects.filter(pk=cast.project.pk).update(demo_date=day)

    assert "".join(filter(str.isdigit, start_of(as_, "lene").lead)) == number


def test_a_lead_that_owns_the_project_is_told_to_send_to_the_funder(cast, as_):
    version(cast, State.APPROVED)
    titles = [each.title for each in start_of(as_, "lene").soon]
    assert any("to the project owner" in title for title in titles)
    Project.objects.filter(pk=cast.project.pk).update(owner=cast.project.lead)
    titles = [each.title for each in start_of(as_, "lene").soon]
    assert not any("to the project owner" in title for title in titles)
    assert any("to the funder" in title for title in titles)
