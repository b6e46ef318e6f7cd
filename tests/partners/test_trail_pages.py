"""The project's trail, one person's activity, and the sample of a month."""

import ast
import csv
import io
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts import trail
from accounts.models import TrailEntry
from budget.actions import issue_invoice
from partners import sampling
from partners.access import Role
from partners.models import Membership, Project
from partners.trail_words import ACTS, SENTENCES, Kind, words
from peerstoette.lib import dates
from tests.budget.acts import close_until

WRITERS = {"record", "_record", "record_many", "read_citizens"}
ROOMS = ("accounts", "partners", "peers", "citizens", "budget", "reporting")


@pytest.fixture
def at(monkeypatch):
    """``at(2026, 10, 5)``: from here on it is noon of that day by the real clock."""

    def travel(*day: int) -> None:
        noon = dates.noon(date(*day))
        monkeypatch.setattr(timezone, "now", lambda: noon)

    return travel


def address(name: str, *parts, **query) -> str:
    return reverse(name, args=["peerstoette", *parts], query=query)


def note(by, project, action: str = "project.change", **details) -> TrailEntry:
    with transaction.atomic():
        return trail.record(action, project, by=by, project=project, role="leader", **details)


def read(cast, who: str, count: int = 1) -> None:
    for _ in range(count):
        codes = [cast.citizens[0].code]
        note(getattr(cast, who), cast.project, "citizens.list", citizens=codes)


def rows(client, url: str) -> list:
    response = client.get(url)
    assert response.status_code == 200, response.context["form"].errors
    return response.context["list"].rows


def test_the_trail_tells_who_did_what_when_and_in_which_role(cast, as_):
    note(cast.lene, cast.project)
    row = rows(as_("lene"), address("trail"))[0]
    assert (row.entry.actor_label, row.role, row.act) == (
        "Lene Prøvested",
        "Project leader",
        "Changed the project",
    )
    assert str(dates.copenhagen_today().year) in row.when


def test_nothing_of_another_project_is_on_it(cast, as_):
    note(cast.leo, cast.other_project)
    assert rows(as_("lene"), address("trail")) == []


def test_that_somebody_looked_at_it_is_on_it(cast, as_):
    client = as_("ruth")
    assert rows(client, address("trail")) == []
    (row,) = rows(client, address("trail"))
    assert (row.entry.action, row.entry.actor_id, row.entry.role) == (
        "trail.look",
        cast.ruth.pk,
        "auditor",
    )


def test_an_auditor_reads_neither_which_citizen_nor_which_course(cast, as_):
    with transaction.atomic():
        for obj in [cast.citizens[0], cast.course]:
            trail.record("citizen.read", obj, by=cast.lene, project=cast.project)
    leaders, auditors = (
        [row.object for row in rows(as_(who), address("trail"))] for who in ("lene", "ruth")
    )
    assert leaders == [str(cast.course), cast.citizens[0].code]
    assert auditors == ["1 citizen", "", ""]  # the leader's look too
    assert cast.citizens[0].code not in as_("ruth").get(address("trail")).content.decode()


def test_whoever_looks_at_the_trail_looks_at_the_citizens_whom_it_names(cast, as_):
    lene = as_("lene")
    lene.get(cast.citizens[0].get_absolute_url())
    lene.get(address("trail"))
    as_("ruth").get(address("trail"))
    leader, auditor = TrailEntry.objects.filter(action="trail.look").order_by("id")
    assert leader.details == {"entries": 1, "citizens": [cast.citizens[0].code]}
    assert auditor.details == {"entries": 2}


def test_a_search_that_found_nobody_is_told_as_that(cast, as_):
    note(cast.lene, cast.project, "citizens.search", citizens=[])
    assert rows(as_("ruth"), address("trail"))[0].object == "0 citizens"


def test_a_list_is_told_by_how_many_citizens_it_showed(cast, as_):
    note(cast.lene, cast.project, "citizens.list", citizens=["B-0001", "B-0002"])
    assert rows(as_("ruth"), address("trail"))[0].object == "2 citizens"


@pytest.mark.parametrize(
    ("action", "details", "told"),
    [
        ("table.export", {"list": "bilag", "rows": 1, "format": "csv"}, "Bilag, 1 row"),
        (
            "table.export",
            {"table": "vouchers", "rows": 116, "format": "xlsx"},
            "Vouchers, 116 rows",
        ),
        ("table.import", {"table": "vouchers", "new": 2, "changed": 0}, "Vouchers"),
    ],
)
def test_a_table_is_told_by_its_name_and_rows(cast, as_, action, details, told):
    note(cast.lene, cast.project, action, **details)
    assert rows(as_("ruth"), address("trail"))[0].object == told


def test_months_and_invoices_are_told_in_words_and_not_by_their_codes(cast, as_):
    close_until(cast, cast.may)
    issue_invoice(by=cast.gitte, month=cast.may)
    with translation.override("en"):
        objects = {row.object for row in rows(as_("ruth"), address("trail", kind="money"))}
    assert objects >= {"May 2018", "Invoice 1"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "reading"}, {"citizens.list", "referral.list"}),
        ({"kind": "money"}, {"month.close"}),
        ({"kind": "other"}, {"month.change", "unheard.of"}),
        ({"kind": "reports"}, set()),
        ({"since": "2999-01-01"}, set()),
        ({"until": "2018-01-01"}, set()),
        ({"since": "0001-01-01", "until": "9999-12-31", "kind": "money"}, {"month.close"}),
    ],
)
def test_it_is_narrowed_by_kind_and_days(cast, as_, query, expected):
    for action in ["citizens.list", "referral.list", "month.close", "month.change", "unheard.of"]:
        note(cast.lene, cast.project, action)
    found = rows(as_("lene"), address("trail", **query))
    assert {row.entry.action for row in found} == expected


def test_it_is_narrowed_by_person(cast, as_):
    note(cast.lene, cast.project)
    note(cast.gitte, cast.project)
    client = as_("lene")
    (row,) = rows(client, address("trail", person=cast.gitte.pk))
    assert row.entry.actor_label == "Gitte Prøvested"
    assert client.get(address("trail", person=cast.leo.pk)).status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        {"person": "x"},
        {"kind": "x"},
        {"since": "0000-00-00"},
        {"until": "x"},
        {"page": "999"},
        {"sort": "act"},
        {"unheard": "of"},
    ],
)
def test_what_nobody_understands_is_refused(as_, query):
    response = as_("lene").get(address("trail", **query))
    assert response.status_code == 422
    assert response.context["list"].rows == []


def test_fifty_rows_a_page_and_all_in_the_file(cast, as_):
    for _ in range(60):
        note(cast.lene, cast.project)
    client = as_("lene")
    assert len(rows(client, address("trail"))) == 50
    file = client.get(address("trail", format="csv"))
    lines = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["When", "Person", "Role", "Act", "What"]
    assert len(lines) == 62  # the look above too


def test_an_empty_trail_says_so(as_):
    assert "Nothing on the trail yet" in as_("lene").get(address("trail")).content.decode()


def test_a_member_s_page_holds_what_that_person_has_done(cast, as_):
    note(cast.ruth, cast.project)
    note(cast.lene, cast.project)
    membership = Membership.objects.get(project=cast.project, role=Role.AUDITOR)
    client = as_("lene")
    url = address("member_activity", membership.pk)
    assert f'href="{url}"' in client.get(address("members")).content.decode()
    response = client.get(url)
    assert [row.entry.actor_id for row in response.context["list"].rows] == [cast.ruth.pk]
    assert f"<h1>Activity of {cast.ruth.email}</h1>" in response.content.decode()


def test_the_pages_ask_as_often_on_a_long_trail_as_on_a_short_one(cast, as_, at):
    at(2026, 10, 5)
    client = as_("lene")
    addresses = [
        address("trail"),
        address("member_activity", cast.project.memberships.get(user=cast.stine).pk),
        "/p/peerstoette/trail/sample/2026-10/",
    ]

    def count() -> list[int]:
        counts = []
        for url in addresses:
            with CaptureQueriesContext(connection) as captured:
                rows(client, url)
            counts.append(len(captured))
        return counts

    read(cast, "stine", 3)
    at(2026, 11, 2)
    as_("lene")
    few = count()
    at(2026, 10, 6)
    read(cast, "stine", 70)
    for who in ["gitte", "ruth", "kirsten"]:
        read(cast, who)
    at(2026, 11, 2)
    as_("lene")
    assert count() == few
    assert max(few) <= 12


# --- the sample ---------------------------------------------------------------------------------


def test_a_sample_is_twenty_look_ups_the_same_each_time(cast, at):
    at(2026, 10, 5)
    read(cast, "stine", 60)
    note(cast.stine, cast.project, "month.close")
    at(2026, 11, 2)
    month = date(2026, 10, 1)
    drawn = list(sampling.sample(cast.project, month))
    assert len(drawn) == 20
    assert {entry.action for entry in drawn} == {"citizens.list"}
    read(cast, "stine", 5)
    assert list(sampling.sample(cast.project, month)) == drawn
    at(2027, 3, 1)
    assert list(sampling.sample(cast.project, month)) == drawn


def test_nobody_without_the_key_can_tell_which_are_drawn(cast, at, settings):
    at(2026, 10, 5)
    read(cast, "stine", 60)
    month = date(2026, 10, 1)
    drawn = set(sampling.sample(cast.project, month))
    settings.TRAIL_KEY = "another"
    assert set(sampling.sample(cast.project, month)) != drawn


def test_a_month_ends_by_copenhagen_s_clock(cast, monkeypatch):
    last = dates.midnight(date(2026, 11, 1)) - timedelta(seconds=1)
    for moment in [last, last + timedelta(seconds=1)]:
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        read(cast, "stine")
    october, november = (
        [entry.at for entry in sampling.sample(cast.project, date(2026, month, 1))]
        for month in (10, 11)
    )
    assert (october, november) == ([last], [last + timedelta(seconds=1)])


@pytest.mark.parametrize("month", ["2026-11", "2026-12", "9999-12", "0001-01", "2026-13"])
def test_a_month_that_is_not_over_has_no_sample(as_, at, month):
    at(2026, 11, 30)
    url = f"/p/peerstoette/trail/sample/{month}/"
    assert as_("lene").get(url).status_code == 404
    assert as_("lene").post(url).status_code == 404


def test_the_leader_says_that_it_was_looked_through_once(cast, as_, at):
    at(2026, 10, 5)
    read(cast, "stine", 3)
    at(2026, 11, 2)
    client, url = as_("lene"), "/p/peerstoette/trail/sample/2026-10/"
    assert "I have looked it through" in client.get(url).content.decode()
    for _ in range(2):
        assert client.post(url).status_code == 302
    entry = TrailEntry.objects.get(action="trail.sample")
    assert (entry.actor_id, entry.role) == (cast.lene.pk, "leader")
    assert entry.details["month"] == "2026-10"
    assert len(entry.details["entries"]) == 3
    assert "Lene Prøvested looked through it on" in client.get(url).content.decode()


def test_an_empty_sample_is_not_looked_through(cast, as_, at):
    at(2026, 11, 2)
    client, url = as_("lene"), "/p/peerstoette/trail/sample/2026-10/"
    assert "Nothing to look through" in client.get(url).content.decode()
    client.post(url)
    assert not TrailEntry.objects.filter(action="trail.sample").exists()


def test_it_waits_on_the_leader_s_first_page_until_it_is_looked_through(cast, as_, at):
    Project.objects.filter(pk=cast.project.pk).update(demo_date=None)
    at(2018, 6, 5)
    read(cast, "stine")
    at(2018, 7, 2)
    client, title = as_("lene"), "Look through the sample of "
    assert title in client.get(address("project")).content.decode()
    assert title not in as_("stine").get(address("project")).content.decode()
    as_("lene").post("/p/peerstoette/trail/sample/2018-06/")
    assert title not in as_("lene").get(address("project")).content.decode()


# --- words --------------------------------------------------------------------------------------


def acts_in_code() -> set[str]:
    """The acts that the code writes out when it writes on the trail."""
    found = set()
    for room in ROOMS:
        for path in (settings.BASE_DIR / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                name = isinstance(node, ast.Call) and (
                    getattr(node.func, "id", "") or getattr(node.func, "attr", "")
                )
                if name in WRITERS:
                    given = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "action")]
                    found |= {text for each in given for text in constants(each)}
    return found


def constants(node: ast.AST) -> set[str]:
    within = {
        part for each in ast.walk(node) if isinstance(each, ast.JoinedStr) for part in each.values
    }
    return {
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and each not in within and "." in str(each.value)
    }


def test_every_act_of_the_code_has_words():
    written = acts_in_code()
    assert "citizen.read" in written
    assert {action for action in written if words(action) == action} == set()


def test_upkeep_and_imports_are_told_with_the_name_of_the_table():
    assert words("milestone.change") == "changed in upkeep: milestone"
    assert words("citizen.import") == "imported: citizen"


def test_an_act_that_nobody_has_named_is_told_as_it_stands():
    assert words("unheard.of") == "unheard.of"
    assert words("month.unheard") == "month.unheard"


def test_no_act_belongs_to_two_kinds():
    assert set(ACTS) == set(Kind) - {Kind.OTHER}
    assert len(SENTENCES) == sum(map(len, ACTS.values()))


def test_an_auditor_who_is_also_staff_without_sight_reads_no_citizen_s_code(cast, as_):
    cast.project.memberships.create(
        user=cast.ruth, role=Role.STAFF, organisation=cast.project.lead, sees_citizens=False
    )
    page = as_("ruth").get(reverse("trail", args=["peerstoette"])).content.decode()
    assert "B-00" not in page
