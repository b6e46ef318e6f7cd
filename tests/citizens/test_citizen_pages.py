"""The list and the page of citizens: who sees whom, and that reading is on the trail (R16)."""

from datetime import date

import pytest

from accounts.models import TrailEntry
from citizens.models import (
    Attendance,
    Citizen,
    CoursePeer,
    Enrolment,
    Episode,
    Extension,
    Match,
    Meeting,
    Referral,
    Session,
)
from citizens.standing import (
    CURRENT,
    Status,
    having,
    standing,
    told_episodes,
    told_referrals,
    with_latest,
    with_standing,
)
from partners.models import Membership, Organisation, today
from tests.doors.objects.citizens import attendance, extension

LIST = "/p/peerstoette/citizens/"


def listed(client, query="") -> list[str]:
    return [row.citizen.code for row in client.get(LIST + query).context["list"].rows]


def grant_sight(cast) -> None:
    Membership.objects.filter(user=cast.stine).update(sees_citizens=True)


def test_each_role_lists_its_own(cast, as_):
    assert listed(as_("lene")) == ["B-0003", "B-0002", "B-0001"]
    assert listed(as_("omar")) == ["B-0002", "B-0001"]
    assert listed(as_("kirsten")) == ["B-0002", "B-0001"]
    assert listed(as_("stine")) == []
    grant_sight(cast)
    assert listed(as_("stine")) == ["B-0003", "B-0002", "B-0001"]


@pytest.mark.parametrize("name", ["svend", "gitte", "ruth", "connie", "poul"])
def test_those_who_see_counts_only_have_no_list(cast, as_, name):
    assert as_(name).get(LIST).status_code == 403
    assert as_(name).get(cast.citizens[0].get_absolute_url()).status_code == 403


def test_the_long_list_holds_codes_and_no_names(cast, as_):
    html = as_("lene").get(LIST).content.decode()
    assert "B-0001" in html
    assert "Amalie" not in html
    assert "Amalie R." in as_("omar").get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?q=B-0002", ["B-0002"]),
        ("?q=2", ["B-0002"]),
        ("?q=b0002", ["B-0002"]),
        ("?q=9", []),
        ("?status=under-way", ["B-0003", "B-0002", "B-0001"]),
        ("?status=ended", []),
        ("?model=1", ["B-0003", "B-0002", "B-0001"]),
        ("?model=2", []),
    ],
)
def test_filters(cast, as_, query, codes):
    assert listed(as_("lene"), query) == codes


def test_the_list_is_filtered_by_referring_partner(cast, as_):
    region = Organisation.objects.get(name="Region Testland")
    assert listed(as_("lene"), f"?partner={region.pk}") == ["B-0003"]


@pytest.mark.parametrize("query", ["?q=Amalie", "?status=x", "?partner=abc", "?model=9"])
def test_a_name_or_nonsense_is_no_filter(cast, as_, query):
    assert as_("lene").get(LIST + query).status_code == 422


def test_every_status_is_told_and_found_alike(cast):
    project = cast.project
    citizens = cast.citizens
    Episode.objects.filter(citizen=citizens[0]).update(starts_on=date(2017, 6, 15))
    Episode.objects.filter(citizen=citizens[1]).update(starts_on=date(2017, 7, 1))
    Episode.objects.filter(citizen=citizens[2]).update(ends_on=date(2018, 6, 14))
    for number, outcome in [(10, "waiting"), (11, "declined"), (12, "accepted")]:
        citizen = Citizen.objects.create(
            project=project, number=number, given_name="A", family_name="B", birth_year=1990
        )
        referral = Referral.objects.create(
            project=project,
            citizen=citizen,
            referred_by=cast.town,
            model="1",
            referred_on=date(2018, 6, 1),
            outcome=outcome,
        )
        if outcome == "accepted":
            Episode.objects.create(project=project, citizen=citizen, referral=referral, model="1")
    everybody = Citizen.objects.filter(project=project)
    told = {
        row.number: standing(row, project).status for row in with_standing(everybody, cast.lene)
    }
    assert told == {
        1: Status.PAST,
        2: Status.NEARING,
        3: Status.ENDED,
        10: Status.WAITING,
        11: Status.DECLINED,
        12: Status.READY,
    }

    def found(status) -> list[int]:
        told = told_referrals(cast.lene, project), told_episodes(cast.lene, project)
        rows = with_latest(everybody, *told)
        return [row.number for row in having(rows, status, today(project), project.support_months)]

    for number, status in told.items():
        assert found(status) == [number]
    assert found(Status.UNDER_WAY) == [1, 2]
    assert found(CURRENT) == [1, 2, 10, 12]


def test_reading_a_citizen_is_on_the_trail_by_code(cast, as_):
    as_("omar").get(cast.citizens[0].get_absolute_url())
    entry = TrailEntry.objects.get(action="citizen.read")
    assert (entry.actor_id, entry.role, entry.object_label, entry.details) == (
        cast.omar.pk,
        "peer",
        "B-0001",
        {"citizens": ["B-0001"]},
    )


def test_a_page_that_is_refused_is_not_read(cast, as_):
    hidden = cast.citizens[2].get_absolute_url()
    for name in ["omar", "kirsten", "stine", "leo", "olga"]:
        assert as_(name).get(hidden).status_code == 404
    assert not TrailEntry.objects.filter(action="citizen.read").exists()


def test_a_name_never_stands_in_the_title(cast, as_):
    html = as_("lene").get(cast.citizens[0].get_absolute_url()).content.decode()
    title = html[html.index("<title>") : html.index("</title>")]
    assert "B-0001" in title
    assert "Amalie" not in title
    assert "Amalie Rosengren0" in html


def test_a_coordinator_sees_status_and_clock_but_no_history(cast, as_):
    response = as_("kirsten").get(cast.citizens[1].get_absolute_url())
    assert response.context["standing"].months == 5
    assert response.context["standing"].months_most == 12
    for key in ["is_met", "matches", "enrolments", "sessions", "meetings"]:
        assert key not in response.context
    assert "Veje videre" not in response.content.decode()
    met = as_("omar").get(cast.citizens[1].get_absolute_url())
    assert met.context["is_met"]
    assert "Veje videre" in met.content.decode()


def referred_by_another(cast) -> Referral:
    """Kirsten's citizen Amalie has ended her support and is referred by the region now."""
    amalie = cast.citizens[0]
    amalie.episodes.update(ends_on=date(2018, 5, 31))
    return amalie.referrals.create(
        project=cast.project,
        referred_by=cast.project.owner,
        model="2",
        referred_on=date(2018, 6, 10),
        legal_basis="Serviceloven § 107",
    )


def test_a_coordinator_is_told_of_own_referrals_only(cast, as_):
    theirs = referred_by_another(cast)
    page = as_("kirsten").get(cast.citizens[0].get_absolute_url())
    shown = page.context["standing"]
    assert (shown.status, shown.referral.referred_by) == (Status.ENDED, cast.town)
    assert "§ 107" not in page.content.decode()
    Referral.objects.filter(pk=theirs.pk).update(outcome=Referral.Outcome.ACCEPTED)
    Episode.objects.create(
        project=cast.project,
        citizen=theirs.citizen,
        referral=theirs,
        model="2",
        starts_on=date(2018, 6, 12),
    )
    for name, status in [("kirsten", Status.ENDED), ("lene", Status.UNDER_WAY)]:
        page = as_(name).get(cast.citizens[0].get_absolute_url())
        assert page.context["standing"].status == status


def test_a_coordinator_s_filters_tell_nothing_of_others_referrals(cast, as_):
    theirs = referred_by_another(cast)
    for query, everybody in [
        (f"?partner={theirs.referred_by_id}", ["B-0003", "B-0001"]),
        ("?model=2", ["B-0001"]),
        ("?status=waiting", ["B-0001"]),
    ]:
        assert listed(as_("lene"), query) == everybody
        assert listed(as_("kirsten"), query) == []
    assert listed(as_("kirsten"), "?status=ended") == ["B-0001"]


ABOUT_CITIZENS = [
    Attendance,
    Citizen,
    Enrolment,
    Episode,
    Extension,
    Match,
    Meeting,
    Referral,
    Session,
]


def seen_of(cast, name) -> set:
    """Of which of the tables the person sees a row of Kirsten's and Omar's citizen."""
    person = getattr(cast, name)
    return {model for model in ABOUT_CITIZENS if model.objects.visible_to(person).exists()}


@pytest.mark.parametrize("name", ["svend", "gitte", "ruth", "connie", "poul", "stine"])
def test_no_row_about_a_citizen_is_visible_to_those_who_see_counts(cast, name):
    attendance(cast)
    extension(cast)
    assert seen_of(cast, name) == set()


def test_a_coordinator_sees_referrals_and_episodes_and_nothing_that_is_recorded(cast):
    attendance(cast)
    extension(cast)
    assert seen_of(cast, "kirsten") == {Citizen, Referral, Episode}
    assert seen_of(cast, "omar") == seen_of(cast, "lene") == set(ABOUT_CITIZENS)


def test_peers_on_courses_are_seen_with_the_course(cast):
    peers = CoursePeer.objects.filter(project=cast.project)
    names = ["lene", "stine", "omar", "kirsten", "svend", "gitte", "connie", "olga"]
    seen = [name for name in names if peers.visible_to(getattr(cast, name)).exists()]
    assert seen == ["lene", "stine", "omar"]


def test_the_number_of_queries_does_not_grow(cast, as_, django_assert_max_num_queries):
    leader = as_("lene")
    with django_assert_max_num_queries(40) as few:
        leader.get(LIST)
    for number in range(100, 140):
        citizen = Citizen.objects.create(
            project=cast.project, number=number, given_name="A", family_name="B", birth_year=1990
        )
        referral = Referral.objects.create(
            project=cast.project,
            citizen=citizen,
            referred_by=cast.town,
            model="1",
            referred_on=date(2018, 1, 1),
        )
        Episode.objects.create(
            project=cast.project,
            citizen=citizen,
            referral=referral,
            model="1",
            starts_on=date(2018, 1, 1),
        )
    with django_assert_max_num_queries(40) as many:
        assert len(leader.get(LIST).context["list"].rows) == 43
    assert len(few) == len(many)
