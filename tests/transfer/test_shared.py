"""Organisations of several projects, and accounts that others closed: no file tells or changes them."""

import pytest

from accounts.departure import close_account
from accounts.models import TrailEntry
from budget.models import StatedSum
from partners.invitations import invited
from partners.models import Organisation

PRIVATE = ["e-mail", "reg.nr", "konto", "betalingsfrist"]


@pytest.fixture
def shared(cast):
    """Region Testland owns project B too."""
    region = Organisation.objects.get(name="Region Testland")
    region.bank_registration, region.bank_account = "5301", "0070012345"
    region.email, region.payment_days = "penge@region.test", 14
    region.save()
    return region


@pytest.fixture
def rows(shared, desk):
    return {row["navn"]: row for row in desk.rows("organisations")}


def test_bank_e_mail_and_payment_term_of_a_shared_organisation_leave_with_no_file(rows):
    assert [rows["Region Testland"][name] for name in PRIVATE] == ["", "", "", ""]
    assert rows["Fjordby Kommune"]["betalingsfrist"] == "30"


def test_the_file_comes_back_and_changes_nothing(rows, desk, shared):
    plan = desk.import_("organisations", list(rows.values()))
    assert (plan.new, plan.changed) == ([], [])
    shared.refresh_from_db()
    assert shared.bank_account == "0070012345"


@pytest.mark.parametrize("account", ["0070012345", "1111111111"])
def test_a_guess_at_the_account_is_refused_alike_whether_right_or_wrong(rows, desk, account):
    guess = rows["Region Testland"] | {"konto": account}
    assert desk.refused("organisations", [guess]) == [
        "Row 2, column konto: leave this empty: the organisation takes part elsewhere too."
    ]


@pytest.mark.parametrize("name", ["Bakkeby Kommune", "BAKKEBY kommune"])
def test_an_organisation_of_another_project_is_not_added_by_its_name(rows, desk, name):
    new = rows["Fjordby Kommune"] | {"navn": name}
    assert desk.refused("organisations", [new]) == [
        "Row 2, column navn: ask whoever runs the system to add this organisation."
    ]
    assert Organisation.objects.filter(name__iexact=name).count() == 1


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"postnr": "80"}, "column postnr: Write the four digits of the postcode."),
        ({"reg.nr": "53a1", "konto": "123456"}, "column reg.nr: Write the four digits of"),
        ({"reg.nr": "5301"}, "column konto: Write both the registration number"),
        ({"betalingsfrist": "0"}, "column betalingsfrist: "),
        ({"betalingsfrist": "121"}, "column betalingsfrist: "),
        ({"betalingsfrist": ""}, "column betalingsfrist: write something here."),
    ],
)
def test_what_a_payment_needs_is_checked(rows, desk, wrong, problem):
    [said] = desk.refused("organisations", [rows["Fjordby Kommune"] | wrong])
    assert said.startswith(f"Row 2, {problem}")


@pytest.fixture
def newcomer(desk):
    row = desk.rows("people")[0]
    return row | {"e-mail": "ude@example.test", "rolle": "revisor", "ser borgere": ""}


def test_an_account_closed_in_upkeep_gets_no_role(cast, desk, newcomer):
    type(cast.olga).objects.filter(pk=cast.olga.pk).update(is_active=False)
    closed = newcomer | {"e-mail": "olga@example.test"}
    assert desk.refused("people", [closed]) == [
        "Row 2, column e-mail: ask whoever runs the system to add this person."
    ]


def test_somebody_who_had_left_comes_in_again_and_is_invited(cast, desk, newcomer):
    cast.olga.memberships.update(ended_at=cast.olga.date_joined)
    close_account(cast.olga)
    desk.import_("people", [newcomer | {"e-mail": "olga@example.test"}, newcomer])
    assert (cast.olga.is_active, cast.olga.has_usable_password()) == (True, False)
    waiting = {each.membership.user.email for each in invited(desk.project)}
    assert {"olga@example.test", "ude@example.test"} <= waiting


def test_the_budget_is_not_lowered_below_what_is_posted(cast, desk):
    row = desk.rows("budget-lines")[0]
    assert desk.refused("budget-lines", [row | {"i alt": "1,00"}])[0].startswith(
        "Row 2: 50.000,00 kr. is posted on the line already"
    )
    assert not TrailEntry.objects.filter(action="budgetline.import_change").exists()


def test_a_new_line_waits_for_the_invoice_of_a_closed_month(cast, desk):
    row = desk.rows("budget-lines")[1] | {"nr": "77", "post": "Ny", "post_en": "New"}
    cast.project.months.filter(pk=cast.april.pk).update(state="closed")
    assert "is closed, but not issued" in desk.refused("budget-lines", [row])[0]


def test_lines_do_not_come_to_more_than_was_granted(cast, desk):
    rows = desk.rows("budget-lines")
    [problem] = desk.refused("budget-lines", [rows[0], rows[1] | {"i alt": "20.000,01"}])
    assert problem.startswith("Row 3: With this, the lines of the grant come to 0,01 kr. more")
    both = [rows[0] | {"i alt": "599.000,00"}, rows[1] | {"i alt": "21.000,00"}]
    assert len(desk.import_("budget-lines", both).changed) == 2


def test_stated_sums_follow_an_imported_line(cast, desk):
    StatedSum.objects.filter(project=cast.project).delete()
    stated = StatedSum.objects.create(project=cast.project, scope="grant", amount=620_000)
    row = desk.rows("budget-lines")[1]
    desk.import_("budget-lines", [row | {"i alt": "15.000,00"}])
    stated.refresh_from_db()
    assert stated.amount == 615_000
