"""Who has looked at a citizen: pages, lists, searches and changes, and nobody else's."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import trail
from accounts.models import TrailEntry
from citizens.actions import (
    end_episode,
    end_match,
    enrol,
    leave_course,
    read_citizens,
    register_session,
)
from citizens.models import Answer, Citizen, EmergencyAccess, Enrolment, Episode, Meeting
from tests.citizens.people import block
from tests.growth import Growth


@pytest.fixture
def citizen(cast) -> Citizen:
    return cast.citizens[1]


def url(citizen: Citizen, **query) -> str:
    return reverse("citizen_log", args=["peerstoette", citizen.pk], query=query)


def told(client, citizen: Citizen) -> list[tuple[str, str]]:
    response = client.get(url(citizen))
    assert response.status_code == 200
    rows = response.context["list"].rows
    return [(row.entry.actor_label.split()[0], row.entry.action) for row in rows]


def test_it_tells_of_the_citizen_s_page(cast, as_, citizen):
    as_("omar").get(citizen.get_absolute_url())
    assert told(as_("lene"), citizen) == [("Omar", "citizen.read")]


def test_it_tells_of_lists_that_showed_the_citizen_s_code(cast, as_, citizen):
    as_("stine").get(reverse("course", args=["peerstoette", cast.course.pk]))
    as_("kirsten").get(reverse("citizens", args=["peerstoette"]))
    shown = [who for who, _action in told(as_("lene"), citizen)]
    assert "Kirsten" in shown


def test_it_does_not_tell_of_lists_that_showed_others_alone(cast, as_, citizen):
    read_citizens(
        by=cast.stine, project=cast.project, action="citizens.list", citizens=[cast.citizens[2]]
    )
    assert told(as_("lene"), citizen) == []


def test_a_code_within_a_longer_one_is_another_citizen(cast, as_, citizen):
    longer = Citizen.objects.create(
        project=cast.project, number=citizen.number * 10000, given_name="A", family_name="B",
        birth_year=1990,
    )  # fmt: skip
    read_citizens(by=cast.stine, project=cast.project, action="citizens.list", citizens=[longer])
    assert told(as_("lene"), citizen) == []


def test_it_tells_of_what_was_changed_about_the_citizen(cast, as_, citizen):
    place = Enrolment.objects.get(citizen=citizen)
    leave_course(by=cast.lene, enrolment=place, left_on=cast.project.demo_date)
    assert ("Lene", "enrolment.end") in told(as_("lene"), citizen)


def test_it_tells_of_a_session_on_whose_roster_the_citizen_was(cast, as_, citizen):
    answers = {each.pk: Answer.CAME for each in cast.citizens[:2]}
    register_session(by=cast.omar, session=cast.session, held=True, answers=answers)
    client = as_("lene")
    assert ("Omar", "session.register") in told(client, citizen)
    assert told(client, cast.citizens[2]) == []


def test_it_tells_of_upkeep_that_read_the_citizen_s_referral(cast, as_, citizen):
    referral = citizen.referrals.get()
    as_("lene").get(reverse("admin:citizens_referral_change", args=[referral.pk]))
    assert ("Lene", "referral.read") in told(as_("lene"), citizen)


def test_looking_at_it_is_in_it(as_, citizen):
    client = as_("lene")
    assert told(client, citizen) == []
    assert told(client, citizen) == [("Lene", "citizen.log")]
    assert told(client, citizen) == [("Lene", "citizen.log")] * 2


def test_nothing_of_another_project_is_in_it(cast, as_, citizen):
    twin = Citizen.objects.get(project=cast.other_project, number=citizen.number)
    as_("leo").get(reverse("citizen", args=["frederiksberg", twin.pk]))
    assert told(as_("lene"), citizen) == []


def test_an_empty_log_says_so(as_, citizen):
    page = as_("lene").get(url(citizen)).content.decode()
    assert f"<h1>Log of {citizen.code}</h1>" in page
    assert "Nothing in the log yet" in page


def test_the_leader_comes_to_it_from_the_citizen_s_page_and_nobody_else(as_, citizen):
    link = f'href="{url(citizen)}"'
    assert link in as_("lene").get(citizen.get_absolute_url()).content.decode()
    for who in ["omar", "kirsten"]:
        assert link not in as_(who).get(citizen.get_absolute_url()).content.decode()


def test_a_file_of_it_is_on_the_trail_twice_as_reading_and_as_a_file(as_, citizen):
    response = as_("lene").get(url(citizen, format="csv"))
    assert "citizen-log-peerstoette.csv" in response["Content-Disposition"]
    assert citizen.given_name not in response.content.decode("utf-8-sig")
    actions = list(TrailEntry.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["citizen.log", "table.export"]


def test_a_filter_that_means_nothing_is_refused(as_, citizen):
    assert as_("lene").get(url(citizen, kind="x")).status_code == 422


def test_it_asks_as_often_for_a_long_log_as_for_a_short_one(cast, as_, citizen):
    client = as_("lene")

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            told(client, citizen)
        return len(captured)

    count()  # what is looked up once in a process is not the page's
    few = count()
    for who in [cast.stine, cast.omar, cast.kirsten]:
        for _time in range(20):
            read_citizens(by=who, project=cast.project, action="citizens.list", citizens=[citizen])
    Growth(cast).add(2)
    assert count() == few
    assert few <= 12


def test_a_cancellation_after_registering_takes_nothing_out_of_it(cast, as_, citizen):
    """The attendance is erased with it, and the entries stay."""
    peer, url_of_it = as_("omar"), cast.session.get_absolute_url()
    answers = {f"answer-{each.pk}": "came" for each in cast.citizens[:2]}
    assert peer.post(url_of_it, {"held": "yes", **answers}).status_code == 302
    assert peer.post(url_of_it, {"held": "no", "cancel_reason": "Syg"}).status_code == 302
    assert told(as_("lene"), citizen) == [("Omar", "session.register")] * 2


def test_it_tells_of_entries_that_name_the_citizen_among_the_changed(cast, as_, citizen):
    """As they were written before registrations named everybody."""
    with transaction.atomic():
        trail.record(
            "session.register",
            cast.session,
            by=cast.omar,
            project=cast.project,
            changed=["B-0001", citizen.code],
        )
    client = as_("lene")
    assert told(client, citizen) == [("Omar", "session.register")]
    assert told(client, cast.citizens[2]) == []


def test_a_meeting_that_is_taken_out_of_the_calendar_stays_in_it(cast, as_, citizen):
    data = {"match": cast.match.pk, "date": "20.6.2018", "starts_at": "13.00", "minutes": "60"}
    assert as_("omar").post("/p/peerstoette/meetings/add/", data).status_code == 302
    planned = Meeting.objects.get(match=cast.match, date=date(2018, 6, 20))
    as_("lene").get(reverse("admin:citizens_meeting_change", args=[planned.pk]))
    Meeting.objects.filter(pk=cast.meeting.pk).update(was_held=False)
    end_match(by=cast.lene, match=cast.match, ends_on=date(2018, 6, 15))
    assert not Meeting.objects.filter(pk=planned.pk).exists()
    log = told(as_("lene"), citizen)
    assert ("Omar", "meeting.plan") in log
    assert ("Lene", "meeting.read") in log


def test_a_place_on_a_course_that_is_taken_back_stays_in_it(cast, as_):
    viola = cast.citizens[2]
    episode = viola.episodes.get()
    Episode.objects.filter(pk=episode.pk).update(starts_on=date(2018, 5, 1))
    enrol(by=cast.stine, course=cast.course, citizen=viola, joined_on=date(2018, 6, 10))
    place = Enrolment.objects.get(citizen=viola)
    leave_course(by=cast.stine, enrolment=place, left_on=date(2018, 6, 12))
    Enrolment.objects.filter(pk=place.pk).update(left_on=None)
    end_episode(by=cast.lene, episode=episode, ends_on=date(2018, 6, 5), reason="other")
    assert not Enrolment.objects.filter(citizen=viola).exists()
    log = told(as_("lene"), viola)
    assert ("Stine", "enrolment.start") in log
    assert ("Stine", "enrolment.end") in log


def test_acts_name_nobody_by_name(cast, as_, citizen):
    as_("omar").post(cast.session.get_absolute_url(), {
        "held": "yes", **{f"answer-{each.pk}": "came" for each in cast.citizens[:2]}
    })  # fmt: skip
    entry = TrailEntry.objects.get(action="session.register")
    assert entry.details["citizens"] == ["B-0001", "B-0002"]
    for each in cast.citizens:
        assert each.given_name not in f"{entry.object_label} {entry.details}"


REASON = "Borgeren sidder her og kan ikke sige, hvem vi skal ringe til"


def reasons(client, citizen: Citizen) -> list[tuple[str, str]]:
    rows = client.get(url(citizen)).context["list"].rows
    return [(row.entry.action, row.why) for row in rows if row.why]


def opened(cast, as_, who: str, reason: str = REASON) -> Citizen:
    """Viola, whom nobody works with: opened in an emergency, and read."""
    data = {"code": "B-0003", "reason": reason}
    as_(who).post(reverse("emergency", args=["peerstoette"]), data)
    as_(who).get(cast.citizens[2].get_absolute_url())
    return cast.citizens[2]


def test_an_emergency_is_told_with_the_reason_that_was_given(cast, as_):
    viola = opened(cast, as_, "omar")
    client = as_("lene")
    assert reasons(client, viola) == [
        ("citizen.emergency-read", REASON),
        ("citizen.emergency", REASON),
    ]
    assert REASON in client.get(url(viola)).content.decode()
    assert reasons(client, cast.citizens[1]) == []


def test_a_try_in_an_emergency_to_open_who_is_hidden_is_told(cast, as_, citizen):
    block(cast, citizen, cast.stine)
    data = {"code": citizen.code, "reason": REASON}
    asked = as_("stine").post(reverse("emergency", args=["peerstoette"]), data)
    assert asked.status_code == 422
    client = as_("lene")
    assert told(client, citizen) == [("Stine", "citizen.emergency-failed")]
    assert told(client, cast.citizens[0]) == []


def test_each_look_is_told_with_the_reason_of_that_person_and_that_time(cast, as_):
    fell, again = "Borgeren er faldet i gården", "Borgeren er her igen og græder"
    opened(cast, as_, "omar")
    opened(cast, as_, "stine", fell)
    EmergencyAccess.objects.update(began_at=F("began_at") - timedelta(hours=2))
    viola = opened(cast, as_, "omar", again)
    told_why = [why for _action, why in reasons(as_("lene"), viola)]
    assert told_why == [again, again, fell, fell, REASON, REASON]


def test_the_reason_stands_in_the_log_and_not_on_the_trail(cast, as_):
    viola = opened(cast, as_, "omar")
    lene = as_("lene")
    assert REASON in lene.get(url(viola, format="csv")).content.decode("utf-8-sig")
    assert REASON not in str(list(TrailEntry.objects.values()))
    assert REASON not in lene.get(reverse("trail", args=["peerstoette"])).content.decode()
