"""A file with one wrong cell changes nothing, and every wrong cell is named by row and column."""

from datetime import date

import pytest

from accounts.models import TrailEntry
from budget.models import Voucher
from citizens.models import Attendance, Citizen, Session
from partners.models import Organisation, Partner, TransferDraft
from partners.transfer import acts
from peerstoette.lib.errors import RuleBroken
from peerstoette.lib.reading import TableRefused
from tests.budget.acts import close_until
from tests.transfer.conftest import file_of


@pytest.fixture
def citizens(desk):
    return desk.rows("citizens")


def test_all_wrong_cells_are_named_at_once(desk, citizens):
    citizens[0] |= {"fødselsår": "nitten", "henvist": "31.2.2018"}
    citizens[2] |= {"fornavn": "", "model": "3"}
    assert desk.refused("citizens", citizens) == [
        "Row 2, column fødselsår: write a whole number.",
        "Row 2, column henvist: write a date, for example 14.5.2018.",
        "Row 4, column fornavn: write something here.",
        "Row 4, column model: write one of: 1, 2.",
    ]


def test_one_wrong_row_keeps_the_right_ones_out(desk, citizens):
    new = citizens[0] | {"borger": "", "fornavn": "Ny"}
    assert desk.refused("citizens", [new, new | {"fødselsår": "1900"}])
    assert Citizen.objects.filter(project=desk.project).count() == 3


def test_the_age_of_a_new_citizen_is_judged_as_at_a_referral(desk, citizens):
    [problem] = desk.refused("citizens", [citizens[0] | {"borger": "", "fødselsår": "1950"}])
    assert problem.startswith("Row 2, column fødselsår: Born in 1950 is")


def test_a_referral_that_stands_is_not_rewritten(desk, citizens):
    [problem] = desk.refused("citizens", [citizens[0] | {"model": "2"}])
    assert problem.startswith("Row 2, column model: a referral that stands")


@pytest.mark.parametrize(
    ("heading", "problem"),
    [
        ("ukendt", "Column ukendt is not known here."),
        ("navn", "Column navn is there twice."),
    ],
)
def test_a_heading_too_many_is_named(desk, heading, problem):
    row = ";".join([*desk.rows("peers")[0], heading])
    content = f"{row}\r\n" + ";" * row.count(";")
    assert problem in desk.look("peers", content.encode()).problems


def test_a_heading_too_few_is_named(desk):
    rows = [
        {key: value for key, value in row.items() if key != "navn"} for row in desk.rows("peers")
    ]
    assert desk.refused("peers", rows) == ["Column navn is missing."]


def test_the_same_row_twice_is_wrong(desk):
    rows = desk.rows("peers")
    assert desk.refused("peers", rows * 2) == ["Row 3, column initialer: the same stands in row 2."]


def test_an_employment_that_stands_changes_in_its_last_day_only(desk):
    rows = desk.rows("employments")
    assert desk.refused("employments", [rows[0] | {"timer": "10"}]) == [
        "Row 2, column timer: this is not changed by an import. End the employment and add a new one."
    ]
    desk.import_("employments", [rows[0] | {"sidste dag": "30.9.2018"}])
    assert desk.project.employments.get().ends_on == date(2018, 9, 30)


def test_more_than_a_full_week_is_refused_across_rows(desk):
    [row] = desk.rows("employments")
    more = [row | {"arbejdsgiver": name} for name in ["Region Testland", "Foreningen Fyrtårnet"]]
    assert [text.partition(":")[0] for text in desk.refused("employments", more)] == [
        "Row 2, column timer",
        "Row 3, column timer",
    ]


def test_a_registered_session_stays_as_it_is(cast, desk):
    Session.objects.filter(pk=cast.session.pk).update(was_held=True)
    rows = desk.rows("sessions")
    assert desk.refused("sessions", [rows[0] | {"til": "16.00"}]) == [
        "Row 2, column til: the session is registered, so it stays as it is."
    ]


@pytest.mark.parametrize(
    "change", [{"for": "personale"}, {"dato": "18.6.2018"}, {"til": "16.00"}], ids=str
)
def test_a_session_that_is_partly_registered_stays_as_it_is(cast, desk, change):
    """A peer from whom somebody on the roster is hidden has registered the others."""
    Attendance.objects.create(
        project=cast.project, session=cast.session, citizen=cast.citizens[0], came=True
    )
    rows = desk.rows("sessions")
    [column] = change
    assert desk.refused("sessions", [rows[0] | change]) == [
        f"Row 2, column {column}: the session is registered, so it stays as it is."
    ]


def test_nothing_is_planned_into_a_closed_month(cast, desk):
    close_until(cast, cast.april)
    rows = desk.rows("sessions")
    assert desk.refused("sessions", [rows[0] | {"nr": "9", "dato": "10.4.2018"}]) == [
        "Row 2, column dato: April 2018 is closed."
    ]


def test_vouchers_come_into_open_months_only(cast, desk):
    close_until(cast, cast.april)
    row = desk.rows("vouchers")[0]
    late = row | {"bilag": "ny-1", "bogført": "30.4.2018"}
    assert desk.refused("vouchers", [late]) == [
        "Row 2, column bogført: April 2018 is closed. Choose a date from 1. maj 2018."
    ]


def test_a_voucher_of_a_closed_month_stays_as_it_is(cast, desk):
    close_until(cast, cast.may)
    row = desk.rows("vouchers")[0]
    problems = desk.refused("vouchers", [row | {"beløb": "1"}])
    assert problems[0].startswith("Row 2, column beløb: Maj 2018 is closed.")


def test_new_vouchers_are_numbered_here(desk):
    row = desk.rows("vouchers")[0]
    assert desk.refused("vouchers", [row | {"bilag": "2018-0009"}]) == [
        "Row 2, column bilag: a new voucher would get the number 2018-0003 here. Call it ny-1, for"
        " example."
    ]
    desk.import_(
        "vouchers", [row | {"bilag": "ny-1"}, row | {"bilag": "ny-1", "beløb": "-1.000,50"}]
    )
    voucher = desk.project.vouchers.get(number=3)
    assert [str(line.amount) for line in voucher.lines.all()] == ["50000.00", "-1000.50"]


def test_rows_of_one_voucher_agree(desk):
    row = desk.rows("vouchers")[0] | {"bilag": "ny-1"}
    assert desk.refused("vouchers", [row, row | {"tekst": "Andet"}]) == [
        "Row 3, column tekst: this is not what row 2 says of the same voucher."
    ]


def test_a_changed_voucher_gets_the_lines_of_the_file(cast, desk):
    rows = desk.rows("vouchers")
    plan = desk.import_(
        "vouchers", [rows[1] | {"beløb": "1.000,00"}, rows[1] | {"beløb": "284,50"}]
    )
    assert (len(plan.new), len(plan.changed)) == (0, 1)
    assert [str(line.amount) for line in cast.voucher.lines.all()] == ["1000.00", "284.50"]
    assert Voucher.objects.filter(project=cast.project).count() == 2


def test_an_organisation_that_takes_part_elsewhere_is_not_changed_from_here(desk):
    rows = {row["navn"]: row for row in desk.rows("organisations")}
    [problem] = desk.refused("organisations", [rows["Region Testland"] | {"by": "Andetsteds"}])
    assert problem.startswith("Row 2, column by: this organisation takes part elsewhere too.")
    desk.import_("organisations", [rows["Fjordby Kommune"] | {"by": "Fjordby"}])
    assert Organisation.objects.get(name="Fjordby Kommune").city == "Fjordby"


def test_an_organisation_that_takes_part_nowhere_yet_is_added_as_it_is(cast, desk):
    Organisation.objects.create(name="Havby Kommune", kind="municipality", city="Havby")
    row = desk.rows("organisations")[0]
    empty = dict.fromkeys(row, "") | {"slags": "kommune", "betalingsfrist": "30"}
    town = empty | {"navn": "Havby kommune"}
    [problem] = desk.refused("organisations", [town | {"by": "Andetsteds"}])
    assert problem.startswith("Row 2, column by:")
    desk.import_("organisations", [town, empty | {"navn": "Ny Kommune"}])
    joined = Partner.objects.filter(project=cast.project).order_by("pk")
    assert [str(partner) for partner in joined][-2:] == ["Havby Kommune", "Ny Kommune"]
    assert Organisation.objects.filter(name__iexact="Havby Kommune").count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", b""), ("a.txt", b"x"), ("a.xlsx", b"PK\x03\x04no"), ("a.csv", b"a;b\r\n1;2;3")],
)
def test_what_is_no_table_is_refused_at_the_door(desk, name, content):
    with pytest.raises(TableRefused):
        desk.bring("peers", content, name.rpartition(".")[2])
    assert not TransferDraft.objects.exists()


def test_what_has_changed_since_the_preview_is_looked_at_again(cast, desk):
    rows = desk.rows("peers")
    draft = desk.bring("peers", [rows[0] | {"navn": "Omar Nyt"}])
    mark = acts.look(draft).mark
    cast.project.peers.update(name="Andet")
    with pytest.raises(RuleBroken, match="Something has changed"):
        acts.bring_in(by=cast.lene, draft=draft, mark=mark)
    assert cast.peer.name == "Andet"


def test_an_import_is_on_the_trail_without_names(desk, citizens):
    desk.import_("citizens", [citizens[0] | {"borger": "", "fornavn": "Hemmelig"}])
    entry = TrailEntry.objects.get(action="table.import")
    assert {key: entry.details[key] for key in ["table", "new", "changed", "same"]} == {
        "table": "citizens",
        "new": 1,
        "changed": 0,
        "same": 0,
    }
    assert (entry.role, len(entry.details["sha256"])) == ("leader", 64)
    [made] = TrailEntry.objects.filter(action="citizen.import")
    assert (made.object_label, made.role) == ("B-0004", "leader")
    assert "Hemmelig" not in str(list(TrailEntry.objects.values()))


def test_an_export_of_citizens_is_on_the_trail_by_their_codes(desk):
    desk.take("citizens")
    entry = TrailEntry.objects.get(action="citizens.export")
    assert entry.details["citizens"] == ["B-0001", "B-0002", "B-0003"]


def test_a_code_of_another_project_is_another_citizen(cast, desk, desk_of_b):
    theirs = desk_of_b.take("citizens")
    mine = desk.rows("citizens")[0] | {"borger": "B-0002", "efternavn": "Ændret"}
    desk.import_("citizens", [mine])
    assert desk_of_b.take("citizens") == theirs
    assert cast.citizens[1].family_name == "Ændret"


def test_names_of_another_project_are_not_known(desk, desk_of_b):
    their_course = desk_of_b.rows("sessions")[0] | {"forløb": "Veje videre B"}
    assert desk.refused("sessions", [their_course]) == [
        "Row 2, column forløb: there is no such course, or there are two."
    ]
    their_peer = desk_of_b.rows("peers")[0] | {"initialer": "NY"}
    [problem] = desk.refused("peers", [their_peer])
    assert problem == "Row 2, column e-mail: “olga@example.test” is not known in this project."


def test_people_get_roles_and_new_ones_an_account_without_a_password(cast, desk):
    row = desk.rows("people")[0]
    new = row | {
        "e-mail": "Ny@example.test",
        "fornavn": "Ny",
        "rolle": "revisor",
        "ser borgere": "",
    }
    desk.import_("people", [new])
    person = cast.ny
    assert (person.first_name, person.has_usable_password()) == ("Ny", False)
    assert person.memberships.get().get_role_display() == "Auditor"
    assert desk.refused("people", [new | {"rolle": "peer", "ser borgere": "ja"}])


def test_rows_that_are_not_in_the_file_stay(desk):
    rows = desk.rows("budget-lines")
    plan = desk.import_("budget-lines", [rows[1] | {"i alt": "15.000,00"}])
    assert (len(plan.changed), plan.same) == (1, 0)
    assert [row["i alt"] for row in desk.rows("budget-lines")] == ["600000,00", "15000,00"]


def test_an_empty_cell_takes_away_what_stood_there(desk):
    rows = {row["navn"]: row for row in desk.rows("organisations")}
    row = rows["Fjordby Kommune"]
    desk.import_("organisations", [row | {"by": "Fjordby"}])
    desk.import_("organisations", [row | {"by": ""}])
    assert Organisation.objects.get(name="Fjordby Kommune").city == ""


def test_commas_and_tabs_part_cells_too(desk):
    content = file_of(desk.rows("peers")).decode()
    for mark in ",\t":
        plan = desk.look("peers", content.replace(";", mark).encode())
        assert (plan.problems, plan.same) == ([], 1)
