"""All referrals of a citizen travel, with the answer and the support, judged as at the citizen's page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import TrailEntry
from citizens.models import Attendance, Citizen, Episode, Referral
from partners.transfer import acts
from tests.transfer.test_round_trip import for_elsewhere

UNDER_WAY = "B-0001 is referred or supported already. End that first."
STANDS = "a referral that stands is changed at the citizen's page."


def refer(cast, number: int, day: date, outcome: str, **support) -> Referral:
    """Another referral of the citizen, with the support that followed if there was any."""
    referral = Referral.objects.create(
        project=cast.project,
        citizen=cast.citizens[number - 1],
        referred_by=cast.town,
        model="2",
        referred_on=day,
        legal_basis="LAB § 68",
        is_motivated=True,
        has_prospect=True,
        outcome=outcome,
    )
    if outcome == "accepted":
        fields = {"citizen": referral.citizen, "referral": referral, "model": "2", **support}
        Episode.objects.create(project=cast.project, **fields)
    return referral


@pytest.fixture
def returned(cast):
    """B-0001 came back three times, twice on one day; B-0002 was declined and waits; B-0003 stays."""
    episodes = Episode.objects.filter(project=cast.project)
    ended = {"ends_on": date(2018, 3, 1), "end_reason": "dropout"}
    episodes.filter(citizen__number__lt=3).update(**ended)
    refer(cast, 1, date(2018, 3, 5), "declined")
    refer(cast, 1, date(2018, 3, 5), "accepted", ends_on=date(2018, 4, 2), end_reason="moved")
    refer(cast, 1, date(2018, 5, 1), "accepted", starts_on=date(2018, 5, 3))
    refer(cast, 2, date(2018, 4, 1), "declined")
    refer(cast, 2, date(2018, 6, 1), "waiting")


@pytest.fixture
def row(desk, returned):
    """The last referral of B-0001, whose support is under way."""
    [row] = [
        each for each in desk.rows("referrals") if (each["borger"], each["nr"]) == ("B-0001", "4")
    ]
    return row


@pytest.fixture
def waiting(desk, returned):
    """The one of B-0002 that waits."""
    [row] = [each for each in desk.rows("referrals") if each["svar"] == "venter"]
    return row


@pytest.fixture
def ended(cast, row):
    """Support of B-0001 has ended, so that another referral may come: its row."""
    episodes = Episode.objects.filter(project=cast.project, citizen__number=1, ends_on=None)
    episodes.update(ends_on=date(2018, 6, 8), end_reason="completed")
    return row | {"nr": "5", "henvist": "10.6.2018", "svar": "venter", "første aktive dag": ""}


def told(problems: list[str]) -> list[str]:
    return [problem.removeprefix("Row 2, column ") for problem in problems]


def test_each_referral_stands_in_the_table_in_its_turn(desk, returned):
    rows = [
        [row[name] for name in ("borger", "nr", "henvist", "svar", "sidste dag", "afslutning")]
        for row in desk.rows("referrals")
    ]
    assert rows == [
        ["B-0001", "1", "05.01.2018", "modtaget", "01.03.2018", "frafaldet"],
        ["B-0001", "2", "05.03.2018", "afvist", "", ""],
        ["B-0001", "3", "05.03.2018", "modtaget", "02.04.2018", "videre"],
        ["B-0001", "4", "01.05.2018", "modtaget", "", ""],
        ["B-0002", "1", "05.01.2018", "modtaget", "01.03.2018", "frafaldet"],
        ["B-0002", "2", "01.04.2018", "afvist", "", ""],
        ["B-0002", "3", "01.06.2018", "venter", "", ""],
        ["B-0003", "1", "05.01.2018", "modtaget", "", ""],
    ]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("slug", ["citizens", "referrals"])
def test_what_comes_back_changes_nothing(slug, suffix, desk, returned):
    plan = desk.look(slug, desk.take(slug, suffix), suffix)
    assert (plan.problems, plan.new, plan.changed) == ([], [], [])
    assert plan.same == {"citizens": 3, "referrals": 8}[slug]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_both_tables_build_the_same_in_a_new_project(suffix, desk, returned, new_project):
    other = new_project()
    other.import_("citizens", for_elsewhere(desk, "citizens", suffix), suffix)
    plan = other.import_("referrals", desk.take("referrals", suffix), suffix)
    assert (len(plan.new), len(plan.changed)) == (5, 3)
    for slug in ["citizens", "referrals"]:
        assert other.rows(slug) == desk.rows(slug)
    support = Episode.objects.filter(project=other.project).order_by("referral__referred_on", "pk")
    assert [str(each) for each in support.values_list("starts_on", flat=True)] == [
        *["2018-01-10"] * 3,
        "None",
        "2018-05-03",
    ]


def test_rows_may_stand_in_any_order(desk, returned, new_project):
    other = new_project()
    other.import_("citizens", for_elsewhere(desk, "citizens"))
    other.import_("referrals", desk.rows("referrals")[::-1])
    assert other.rows("referrals") == desk.rows("referrals")


def test_codes_that_belong_to_others_are_refused(desk, returned, new_project):
    """Of another project the codes are other people's: number 1 shows it."""
    other = new_project()
    rows = desk.rows("citizens")
    other.import_("citizens", [row | {"borger": ""} for row in rows[::-1]])
    assert f"Row 2, column henvist af: {STANDS}" in other.refused(
        "referrals", desk.take("referrals")
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"svar": "venter"}, f"svar: {STANDS}"),
        ({"henvist": "2.5.2018"}, f"henvist: {STANDS}"),
        ({"retsgrundlag": ""}, f"retsgrundlag: {STANDS}"),
        ({"motiveret": "nej"}, f"motiveret: {STANDS}"),
        ({"første aktive dag": "4.5.2018"}, f"første aktive dag: {STANDS}"),
        ({"borger": "B-0009"}, "borger: nobody here has this code. Import the citizens first."),
        ({"nr": "5"}, f"Row 2: {UNDER_WAY}"),
        ({"nr": "6"}, "nr: the citizen's next referral is number 5."),
        ({"svar": ""}, "svar: write something here."),
    ],
    ids=str,
)
def test_one_that_stands_is_not_rewritten(desk, row, change, problem):
    assert problem in told(desk.refused("referrals", [row | change]))


def test_nobody_is_referred_again_while_one_waits(desk, waiting):
    [problem] = desk.refused("referrals", [waiting | {"nr": "4"}])
    assert problem == f"Row 2: {UNDER_WAY.replace('1', '2')}"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"henvist": "16.6.2018"}, "henvist: 16. juni 2018 has not come yet."),
        ({"henvist": "30.4.2018"}, "henvist: the one before is from 1. maj 2018."),
        ({"henvist": "30.11.2014"}, "henvist: "),
        ({"henvist af": "Bakkeby Kommune"}, "henvist af: “Bakkeby Kommune” is not known"),
        ({"retsgrundlag": "Straffeloven § 1"}, "retsgrundlag: write one of: "),
        (
            {"svar": "modtaget", "motiveret": "nej"},
            "svar: A citizen is accepted when both motivation and prospect are confirmed.",
        ),
        (
            {"svar": "modtaget", "realistisk udsigt": ""},
            "svar: A citizen is accepted when both motivation and prospect are confirmed.",
        ),
        (
            {"første aktive dag": "11.6.2018"},
            "første aktive dag: only an accepted referral is followed by support.",
        ),
        (
            {"svar": "modtaget", "første aktive dag": "9.6.2018"},
            "første aktive dag: B-0001 was referred on 10. juni 2018.",
        ),
        (
            {"svar": "modtaget", "sidste dag": "12.6.2018"},
            "afslutning: write the last day and why it ended, or neither.",
        ),
        (
            {"svar": "modtaget", "sidste dag": "17.6.2018", "afslutning": "andet"},
            "sidste dag: 17. juni 2018 has not come yet.",
        ),
        (
            {
                "svar": "modtaget",
                "første aktive dag": "13.6.2018",
                "sidste dag": "12.6.2018",
                "afslutning": "andet",
            },
            "sidste dag: The support began on 13. juni 2018.",
        ),
    ],
    ids=str,
)
def test_a_new_one_is_judged_as_at_the_citizen_s_page(desk, ended, change, problem):
    assert any(
        text.startswith(problem) for text in told(desk.refused("referrals", [ended | change]))
    )


def test_the_age_is_judged_on_the_day_of_each_referral(cast, desk, ended):
    Citizen.objects.filter(project=cast.project, number=1).update(birth_year=1976)
    [problem] = desk.refused("referrals", [ended])
    assert problem.startswith("Row 2: Born in 1976 is 41 or 42 years old.")


def test_support_does_not_end_before_the_citizen_last_came(cast, desk, ended):
    came = {"session": cast.session, "citizen": cast.citizens[0], "came": True}
    type(cast.session).objects.filter(pk=cast.session.pk).update(date=date(2018, 6, 14))
    Attendance.objects.create(project=cast.project, **came)
    change = {"svar": "modtaget", "sidste dag": "13.6.2018", "afslutning": "andet"}
    assert told(desk.refused("referrals", [ended | change])) == [
        "sidste dag: B-0001 came on 14. juni 2018. Choose that day or later."
    ]


def test_one_that_waits_is_answered_and_support_follows(cast, desk, waiting):
    plan = desk.import_(
        "referrals", [waiting | {"svar": "modtaget", "første aktive dag": "4.6.2018"}]
    )
    assert (len(plan.new), len(plan.changed)) == (0, 1)
    episode = Episode.objects.get(project=cast.project, citizen__number=2, ends_on=None)
    assert (episode.referral.outcome, episode.model) == ("accepted", "2")
    assert episode.starts_on == date(2018, 6, 4)


def test_one_that_waits_keeps_the_day_and_who_referred(desk, waiting):
    assert told(
        desk.refused("referrals", [waiting | {"svar": "afvist", "henvist": "2.6.2018"}])
    ) == [f"henvist: {STANDS}"]


def test_the_page_and_the_file_lead_to_the_same(cast, desk, ended, as_):
    """Declined by a file, and referred once more at the page."""
    desk.import_("referrals", [ended | {"svar": "afvist"}])
    assert Episode.objects.filter(project=cast.project, citizen__number=1).count() == 3
    page = reverse("citizen_refer_again", args=["peerstoette", cast.citizens[0].pk])
    sent = {"referred_by": cast.town.pk, "model": "1", "referred_on": "14.6.2018"}
    assert as_("lene").post(page, sent).status_code == 302
    assert desk.rows("referrals")[5]["nr"] == "6"


def test_preview_and_trail_hold_codes_only(cast, desk, ended, waiting):
    draft = desk.bring("referrals", [ended, waiting | {"svar": "modtaget"}])
    seen = acts.look(draft)
    assert seen.shown(seen.plan.new) == [("B-0001/5", [])]
    assert seen.shown(seen.plan.changed) == [("B-0002/3", ["svar"])]
    acts.bring_in(by=cast.lene, draft=draft, mark=seen.mark)
    made = TrailEntry.objects.get(action="referral.import")
    assert (made.object_label, made.role) == ("B-0001/5", "leader")
    assert made.details == {"outcome": "waiting"}
    answered = TrailEntry.objects.get(action="referral.import_change")
    assert answered.details == {"fields": ["outcome"], "outcome": "accepted"}
    told = str(list(TrailEntry.objects.values()))
    assert not any(each.family_name in told for each in cast.citizens)


def test_an_export_is_on_the_trail_by_the_citizens_codes(desk, returned):
    desk.take("referrals")
    entry = TrailEntry.objects.get(action="referrals.export")
    assert entry.details["citizens"] == ["B-0001", "B-0002", "B-0003"]


def queries(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def people(desk, new_project, count: int) -> tuple:
    """The desk of a project with so many citizens, and the file that refers each of them twice more."""
    other = new_project()
    person = desk.rows("citizens")[0] | {"borger": ""}
    other.import_("citizens", [person | {"efternavn": f"Nr {number}"} for number in range(count)])
    first = other.rows("referrals")
    second = {"nr": "2", "henvist": "10.1.2018", "svar": "modtaget", "sidste dag": "1.2.2018"}
    rows = [row | {"svar": "afvist"} for row in first]
    rows += [row | second | {"afslutning": "andet"} for row in first]
    return other, rows + [row | {"nr": "3", "henvist": "1.3.2018"} for row in first]


def test_a_thousand_come_in_with_few_queries(desk, new_project):
    other, rows = people(desk, new_project, 350)
    few = queries(lambda: other.look("referrals", rows[:2]))
    assert queries(lambda: other.look("referrals", rows)) == few
    # SQLite takes 999 values in a statement
    assert queries(lambda: other.import_("referrals", rows)) <= 60
    assert Referral.objects.filter(project=other.project).count() == 1050
    assert Episode.objects.filter(project=other.project).count() == 350
