from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.access import Role
from partners.models import Membership
from peers.models import Confirmation, Employment, Leave, TrainingTheme
from tests.peers.people import close_until_april, new_employment, new_peer, paid

LIST = reverse("peers", args=["peerstoette"])
READERS = ["lene", "stine", "kirsten", "svend", "gitte", "ruth", "connie"]
BY_INITIALS = ["svend", "connie"]


@pytest.fixture
def elsewhere(cast):
    """A peer at the region, whom the town's coordinator must not see."""
    peer = new_peer(cast, "EL")
    new_employment(cast, peer, employer=cast.project.owner)
    return peer


def rows(response):
    return response.context["list"].rows


@pytest.mark.parametrize("name", READERS)
def test_names_or_initials_by_role(as_, cast, elsewhere, name):
    client = as_(name)
    for url in [LIST, cast.peer.get_absolute_url(), reverse("staffing", args=["peerstoette"])]:
        text = client.get(url).content.decode()
        main = text[text.index("<main") :]
        assert "Person EL" not in text or name not in [*BY_INITIALS, "kirsten"]
        if name in BY_INITIALS:
            assert "Omar" not in main
    assert "OP" in client.get(LIST).content.decode()


@pytest.mark.parametrize("name", ["omar", "poul"])
def test_a_peer_and_the_pool_administrator_are_turned_away(as_, cast, name):
    client = as_(name)
    for url in [LIST, cast.peer.get_absolute_url(), reverse("staffing", args=["peerstoette"])]:
        assert client.get(url).status_code == 403


def test_strangers_find_nothing(as_, cast):
    client = as_("leo")
    assert client.get(LIST).status_code == 404
    assert client.get(cast.peer.get_absolute_url()).status_code == 404
    foreign = reverse("peer", args=["frederiksberg", cast.peer.pk])
    assert client.get(foreign).status_code == 404


def test_a_coordinator_sees_the_own_organisations_peers(as_, cast, elsewhere):
    client = as_("kirsten")
    assert [line.peer for line in rows(client.get(LIST))] == [cast.peer]
    assert client.get(elsewhere.get_absolute_url()).status_code == 404


def test_a_coordinator_sees_nothing_of_a_peers_other_employer(as_, cast):
    new_employment(cast, cast.peer, employer=cast.project.owner, weekly_hours=10)
    client = as_("kirsten")
    assert [line.employment.employer for line in rows(client.get(LIST))] == [cast.town]
    profile = client.get(cast.peer.get_absolute_url()).context["profile"]
    assert [line.employment.employer for line in profile.lines] == [cast.town]


@pytest.fixture
def two_roles(cast, elsewhere):
    """Kirsten is coordinator at the town and sits in the steering group too."""
    Membership.objects.create(
        project=cast.project, user=cast.kirsten, role=Role.STEERING, organisation=cast.town
    )


def test_a_coordinator_in_the_steering_group_sees_all_and_names_only_their_own(
    as_, cast, elsewhere, two_roles
):
    client = as_("kirsten")
    shown = [line.shown for line in rows(client.get(LIST))]
    assert shown == [str(cast.omar), "EL"]
    assert "Person EL" not in client.get(elsewhere.get_absolute_url()).content.decode()


def test_somebody_who_left_the_own_organisation_is_still_known_by_name(as_, cast, two_roles):
    Employment.objects.filter(peer=cast.peer).update(ends_on=date(2018, 3, 31))
    assert str(cast.omar) in as_("kirsten").get(cast.peer.get_absolute_url()).content.decode()


def test_a_coordinator_who_keeps_the_books_too_sees_every_name(as_, cast, elsewhere):
    Membership.objects.create(
        project=cast.project, user=cast.kirsten, role=Role.ACCOUNTANT, organisation=cast.town
    )
    assert "Person EL" in as_("kirsten").get(LIST).content.decode()


@pytest.mark.parametrize("name", READERS)
def test_criteria_and_exceptions_are_for_those_who_employ_and_prepare(as_, cast, name):
    Employment.objects.filter(peer=cast.peer).update(override_reason="Besøg aftalt")
    text = as_(name).get(cast.peer.get_absolute_url()).content.decode()
    is_told = name in ["lene", "stine", "kirsten"]
    assert ('id="criteria"' in text) == is_told
    assert ("Besøg aftalt" in text) == is_told
    seen = Confirmation.objects.visible_to(getattr(cast, name)).filter(peer=cast.peer)
    assert seen.exists() == is_told


def test_another_role_does_not_open_the_criteria_of_other_employers(as_, elsewhere, two_roles):
    text = as_("kirsten").get(elsewhere.get_absolute_url()).content.decode()
    assert 'id="criteria"' not in text


@pytest.mark.parametrize("name", READERS)
def test_pay_and_leave_are_for_the_leader_and_the_books(as_, cast, name):
    Leave.objects.create(
        project=cast.project,
        employment=cast.peer.employments.get(),
        kind=Leave.Kind.SICK,
        starts_on=date(2018, 6, 4),
        ends_on=date(2018, 6, 7),
    )
    text = as_(name).get(cast.peer.get_absolute_url()).content.decode()
    assert ("444.000,00" in text) == (name in ["lene", "gitte", "ruth"])
    assert ("07.06.2018" in text) == (name in ["lene", "gitte", "ruth"])


ACTS = ["peer_change", "criterion_confirm", "training_add", "employment_add"]
EMPLOYMENT_ACTS = [
    "employment_visit",
    "employment_activate",
    "employment_end",
    "employment_remove",
    "leave_add",
]


@pytest.mark.parametrize("name", ["stine", "kirsten", "svend", "gitte", "ruth", "connie", "omar"])
def test_only_the_leader_changes_peers(as_, cast, name):
    client, employment = as_(name), cast.peer.employments.get()
    urls = [reverse("peer_add", args=["peerstoette"])]
    urls += [reverse(act, args=["peerstoette", cast.peer.pk]) for act in ACTS]
    urls += [reverse(act, args=["peerstoette", employment.pk]) for act in EMPLOYMENT_ACTS]
    for url in urls:
        assert (client.get(url).status_code, client.post(url).status_code) == (403, 403), url


@pytest.mark.parametrize(
    ("name", "status"), [("lene", 200), ("gitte", 200), ("ruth", 403), ("stine", 403)]
)
def test_pay_is_set_by_the_leader_and_the_accountant(as_, cast, name, status):
    employment = cast.peer.employments.get()
    url = reverse("pay_rate_add", args=["peerstoette", employment.pk])
    assert as_(name).get(url).status_code == status


def test_every_form_opens_and_refuses_an_empty_one(as_, cast):
    client, employment = as_("lene"), cast.peer.employments.get()
    close_until_april(cast)
    leave = Leave.objects.create(
        project=cast.project, employment=employment, kind="sick", starts_on=date(2018, 6, 4)
    )
    urls = [reverse(act, args=["peerstoette", cast.peer.pk]) for act in ACTS]
    urls += [
        reverse(act, args=["peerstoette", employment.pk])
        for act in [*EMPLOYMENT_ACTS, "pay_rate_add"]
    ]
    urls.append(reverse("leave_end", args=["peerstoette", leave.pk]))
    for url in urls:
        assert client.get(url).status_code == 200, url
        assert client.post(url).status_code == 422, url
        assert client.put(url).status_code == 405, url


def test_another_projects_objects_are_not_found(as_, cast):
    client = as_("lene")
    peer = cast.other_project.peers.get()
    employment = peer.employments.get()
    leave = Leave.objects.create(
        project=cast.other_project, employment=employment, kind="sick", starts_on=date(2018, 6, 4)
    )
    urls = [reverse(act, args=["peerstoette", peer.pk]) for act in [*ACTS, "peer"]]
    urls += [
        reverse(act, args=["peerstoette", employment.pk])
        for act in [*EMPLOYMENT_ACTS, "pay_rate_add"]
    ]
    urls += [reverse(act, args=["peerstoette", leave.pk]) for act in ["leave_end", "leave_remove"]]
    for url in urls:
        assert client.get(url).status_code == 404, url


def test_the_list_tells_what_state_each_is_in(as_, cast):
    new_employment(cast, new_peer(cast, "W1"), active_from=None)
    new_employment(cast, new_peer(cast, "W2"), starts_on=date(2018, 7, 1))
    new_employment(cast, new_peer(cast, "W3"), ends_on=date(2018, 6, 14))
    new_peer(cast, "W4")
    response = as_("lene").get(LIST)
    states = {line.peer.initials: line.state.value for line in rows(response)}
    assert states == {"OP": "active", "W1": "waiting", "W2": "ahead"}
    assert [peer.initials for peer, _ in response.context["idle"]] == ["W4"]
    assert f"{response.context['fte']:.2f}" == "0.54"
    ended = as_("lene").get(LIST, {"state": "ended"})
    assert [line.peer.initials for line in rows(ended)] == ["W3"]


def test_the_title_holds_no_name(as_, cast):
    text = as_("lene").get(cast.peer.get_absolute_url()).content.decode()
    assert "Omar" not in text[text.index("<title>") : text.index("</title>")]


def queries(client, url) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def fill(cast, count: int) -> None:
    """So many peers at two employers, with pay, leave and training each, and one of each idle."""
    for number in range(count):
        peer = new_peer(cast, f"Q{number}")
        employer = [cast.town, cast.project.owner][number % 2]
        employment = paid(new_employment(cast, peer, employer=employer))
        more_of(cast, employment)
        new_peer(cast, f"I{number}")


def more_of(cast, employment) -> None:
    for month in (2, 3, 4):
        Leave.objects.create(
            project=cast.project,
            employment=employment,
            kind=Leave.Kind.UNPAID,
            starts_on=date(2018, month, 1),
            ends_on=date(2018, month, 5),
        )


@pytest.mark.parametrize("name", ["lene", "kirsten", "svend"])
@pytest.mark.parametrize("page", ["peers", "staffing"])
def test_the_queries_do_not_grow_with_the_peers(as_, cast, name, page):
    cast.project.partners.update(employs_peers=True)
    client, url = as_(name), reverse(page, args=["peerstoette"])
    fill(cast, 2)
    client.get(url)
    few = queries(client, url)
    for number in range(20):
        peer = new_peer(cast, f"R{number}")
        more_of(
            cast, new_employment(cast, peer, employer=[cast.town, cast.project.owner][number % 2])
        )
        new_peer(cast, f"J{number}")
    assert queries(client, url) == few


@pytest.mark.parametrize("name", ["lene", "kirsten", "svend"])
def test_the_queries_do_not_grow_with_a_peers_employments(as_, cast, name):
    client, url = as_(name), cast.peer.get_absolute_url()
    TrainingTheme.objects.create(
        project=cast.project, number=1, name_da="Faglige", name_en="Professional"
    )
    client.get(url)
    few = queries(client, url)
    for year in range(2000, 2010):
        employment = new_employment(
            cast,
            cast.peer,
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            employer=cast.town,
        )
        paid(employment)
        Leave.objects.create(
            project=cast.project, employment=employment, kind="sick", starts_on=date(year, 3, 1)
        )
        TrainingTheme.objects.create(
            project=cast.project, number=year, name_da=str(year), name_en=str(year)
        )
    assert queries(client, url) == few


def test_the_phone_gets_the_same_addresses(as_, cast):
    """Every link of the list and the peer's page answers."""
    client = as_("lene")
    for url in [LIST, cast.peer.get_absolute_url()]:
        text = client.get(url).content.decode()
        main = text[text.index("<main") : text.index("</main>")]
        links = [part.split('"')[0] for part in main.split('href="/')[1:]]
        for link in links:
            assert client.get(f"/{link}").status_code == 200, link


@pytest.mark.parametrize("digits", [19, 30, 5000])
@pytest.mark.parametrize("page", ["peer_change", "employment_end", "leave_end"])
def test_a_number_that_no_row_can_have_is_not_found(as_, cast, page, digits):
    url = reverse(page, args=["peerstoette", 1]).replace("/1/", f"/{'9' * digits}/")
    assert as_("lene").get(url).status_code == 404
