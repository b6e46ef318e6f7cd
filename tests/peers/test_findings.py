from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from partners.findings import Severity
from partners.models import Partner
from peers.findings import findings
from peers.models import Employment
from tests.peers.people import new_employment, new_peer


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def project(cast):
    project = cast.project
    project.min_peers, project.min_fte = 3, Decimal("1.50")
    project.save()
    for initials in ["AA", "BB"]:
        new_employment(cast, new_peer(cast, initials))
    return project


def test_nothing_is_found_where_all_is_kept(project):
    assert findings(project) == []


def test_a_shortfall_ahead_is_a_warning_with_its_arithmetic(project):
    Employment.objects.filter(peer__initials="AA").update(ends_on=date(2018, 6, 15))
    (found,) = findings(project)
    assert (found.rule, found.severity, found.month_id) == ("R3", Severity.WARNING, None)
    assert found.title == "Fjordby Kommune will have too few peers from 16 June 2018"
    assert found.figures == (
        ("Peers agreed", "3"),
        ("Peers", "2"),
        ("FTE agreed", "1,50"),
        ("FTE", "1,08"),
        ("Missing", "1 peer, 0,42 FTE"),
    )
    assert found.url == "/p/peerstoette/peers/staffing/"


def test_a_shortfall_today_is_an_error(project):
    Employment.objects.filter(peer__initials="AA").update(ends_on=date(2018, 6, 14))
    (found,) = findings(project)
    assert found.severity == Severity.ERROR
    assert found.explanation.startswith("From 15 June 2018 to 31 December 2018")


def test_enough_peers_with_too_few_hours_are_found(project):
    Employment.objects.filter(peer__initials="AA").update(weekly_hours=Decimal("15.25"))
    (found,) = findings(project)
    assert found.figures[-1] == ("Missing", "0 peers, 0,01 FTE")


def test_a_shortfall_that_is_over_is_no_finding(project):
    Employment.objects.filter(peer__initials="AA").update(active_from=date(2018, 2, 1))
    assert findings(project) == []


def test_more_peers_than_there_is_room_for_is_a_warning(project):
    Partner.objects.filter(project=project, employs_peers=True).update(peer_capacity=2)
    (found,) = findings(project)
    assert (found.severity, found.figures[-1]) == (Severity.WARNING, ("Too many", "1"))


def test_an_employment_that_was_never_active_is_found_by_initials(cast, project):
    peer = new_peer(cast, "CC", confirmed=False)
    new_employment(cast, peer, active_from=None, visited_on=None)
    (found,) = findings(project)
    assert (found.rule, found.severity) == ("R9", Severity.WARNING)
    assert found.title == "The employment of CC at Fjordby Kommune is not active"
    assert "Missing: 5 criteria; The workplace visit." in found.explanation
    assert found.url == peer.get_absolute_url()


def test_one_that_has_not_begun_or_has_ended_is_not_found(cast, project):
    new_employment(cast, new_peer(cast, "CC"), active_from=None, starts_on=date(2018, 6, 16))
    new_employment(cast, new_peer(cast, "DD"), active_from=None, ends_on=date(2018, 6, 14))
    assert findings(project) == []


def test_the_queries_do_not_grow(cast, project):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            findings(project)
        return len(captured)

    new_employment(cast, new_peer(cast, "W"), active_from=None)
    few = count()
    for number in range(10):
        new_employment(cast, new_peer(cast, f"W{number}"), active_from=None)
        new_employment(cast, new_peer(cast, f"A{number}"))
    assert count() == few
