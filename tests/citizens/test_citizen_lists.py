"""The lists about citizens: who gets which columns and rows as a file, and that the trail knows."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db.models import F

from accounts.models import TrailEntry
from citizens.lists.people import citizen_rows, listed_citizens
from citizens.models import Citizen, Enrolment, Episode, Meeting, Referral, Session
from peerstoette.lib import dates
from tests.citizens.programme import Programme
from tests.growth import Growth

LIST = "/p/peerstoette/citizens/"
COURSES = "/p/peerstoette/courses/"


def file_of(client, url: str) -> list[dict[str, str]]:
    response = client.get(url)
    assert response.status_code == 200
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_a_file_is_on_the_trail_by_code_and_without_names(cast, as_):
    as_("kirsten").get(f"{LIST}?format=xlsx&sort=code")
    entry = TrailEntry.objects.get(action="citizens.export")
    assert (entry.actor_id, entry.role) == (cast.kirsten.pk, "coordinator")
    assert entry.details == {"citizens": ["B-0001", "B-0002"], "file": "xlsx"}
    assert "Amalie" not in str(entry.__dict__)


def test_a_file_that_was_refused_is_not_on_the_trail(cast, as_):
    assert as_("lene").get(f"{LIST}?format=csv&sort=nonsense").status_code == 422
    assert not TrailEntry.objects.filter(action__startswith="citizens.").exists()


def test_a_coordinator_s_file_holds_own_referrals_and_no_last_day_seen(cast, as_):
    rows = file_of(as_("kirsten"), f"{LIST}?format=csv&sort=code")
    assert [row["Citizen"] for row in rows] == ["B-0001", "B-0002"]
    assert [row["Name"] for row in rows] == ["Amalie R.", "Jonas T."]
    assert "Last seen" not in rows[0]
    assert rows[0]["Months used"] == "5"
    assert rows[0]["Runs until"] == "09.01.2019"


def test_who_sees_everybody_gets_codes_and_no_names(cast, as_):
    Meeting.objects.filter(pk=cast.meeting.pk).update(was_held=True, came=True)
    rows = file_of(as_("lene"), f"{LIST}?format=csv&sort=code")
    assert "Name" not in rows[0]
    assert [row["Last seen"] for row in rows] == ["", "29.05.2018", ""]
    content = as_("lene").get(f"{LIST}?format=csv").content.decode()
    assert "Amalie" not in content
    assert as_("lene").get(f"{LIST}?sort=name").status_code == 422


def test_those_who_are_done_with_stand_behind_another_choice(cast, as_):
    Episode.objects.filter(citizen=cast.citizens[2]).update(ends_on=date(2018, 6, 14))

    def listed(query="") -> list[str]:
        return [row.citizen.code for row in as_("lene").get(LIST + query).context["list"].rows]

    assert listed() == ["B-0002", "B-0001"]
    assert listed("?status=ended") == ["B-0003"]
    assert listed("?status=all") == ["B-0003", "B-0002", "B-0001"]
    assert listed("?q=B-0003&status=current") == ["B-0003"]


def test_the_database_sorts_by_the_months_that_the_page_shows(cast):
    project = cast.project
    for number in range(80):
        begun = date(2017, 5, 28) + timedelta(days=number * 4)
        ended = None if number % 3 else begun + timedelta(days=30 + number)
        citizen = Citizen.objects.create(
            project=project, number=500 + number, given_name="A", family_name="B", birth_year=1990
        )
        referral = Referral.objects.create(
            project=project,
            citizen=citizen,
            referred_by=cast.town,
            model="1",
            referred_on=begun,
            outcome=Referral.Outcome.ACCEPTED,
        )
        Episode.objects.create(
            project=project,
            citizen=citizen,
            referral=referral,
            model="1",
            starts_on=begun,
            ends_on=ended,
        )
    found = listed_citizens(project, cast.lene).annotate(used=F("months"))
    found = found.values_list("number", "used")
    shown = citizen_rows(listed_citizens(project, cast.lene), project)
    assert dict(found) == {row.citizen.number: row.months for row in shown}
    assert len({row.months for row in shown}) > 5


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2018, 1, 31), date(2018, 2, 28), 1),
        (date(2018, 1, 31), date(2018, 2, 27), 0),
        (date(2018, 1, 15), date(2018, 6, 15), 5),
        (date(2018, 1, 16), date(2018, 6, 15), 4),
        (date(2018, 7, 1), date(2018, 6, 15), 0),
    ],
)
def test_whole_months(first, last, months):
    assert dates.whole_months(first, last) == months


def test_a_hidden_count_is_hidden_in_the_file_and_gives_no_order(cast, as_):
    Growth(cast).add(1)
    rows = file_of(as_("stine"), f"{COURSES}?format=csv")
    assert {row["Citizens"] for row in rows} == {"hidden"}
    assert as_("stine").get(f"{COURSES}?sort=citizens").status_code == 422
    counts = [int(row["Citizens"]) for row in file_of(as_("lene"), f"{COURSES}?format=csv")]
    assert sorted(counts) == [1, 3]
    assert as_("lene").get(f"{COURSES}?sort=citizens").status_code == 200
    assert Enrolment.objects.filter(project=cast.project).count() == 4


def test_missing_registrations_are_filtered_and_the_file_is_a_reading(cast, as_):
    client, url = as_("lene"), "/p/peerstoette/missing/"
    for query, titles in [
        ("?kind=session", ["Veje videre"]),
        ("?kind=meeting", ["1:1 with B-0002"]),
        ("?month=2018-05&sort=-date", ["1:1 with B-0002", "Veje videre"]),
        ("?month=2018-06", []),
    ]:
        assert [row.title for row in client.get(url + query).context["list"].rows] == titles
    rows = file_of(client, f"{url}?format=csv")
    assert [row["Days late"] for row in rows] == ["18", "17"]
    entry = TrailEntry.objects.get(action="missing.export")
    assert entry.details == {"citizens": ["B-0002"], "file": "csv"}


def last_seen(client, citizen) -> date | None:
    rows = client.get(f"{LIST}?status=all").context["list"].rows
    return next(row.seen_on for row in rows if row.citizen == citizen)


def test_last_seen_is_at_a_session_that_was_held(cast, as_):
    """Not at one that waits for somebody else's answers, and not on a day to come."""
    amalie, client = cast.citizens[0], as_("lene")
    programme = Programme(cast)
    waiting = programme.session(date(2018, 5, 7), came=[amalie], was_held=None)
    assert last_seen(client, amalie) is None
    Session.objects.filter(pk=waiting.pk).update(was_held=True)
    programme.session(date(2018, 6, 16), came=[amalie])
    assert last_seen(client, amalie) == date(2018, 5, 7)
