"""What the trail tells of rows that came by a file: what changed, and no name, note or account."""

import pytest

from accounts.models import TrailEntry


def details(action: str) -> dict:
    return TrailEntry.objects.get(action=action).details


def test_a_changed_row_names_its_changed_fields_only(desk):
    rows = {row["navn"]: row for row in desk.rows("organisations")}
    desk.import_("organisations", [rows["Fjordby Kommune"] | {"reg.nr": "5301", "konto": "70012"}])
    assert details("organisation.import_change") == {
        "fields": ["bank_account", "bank_registration"]
    }


def test_who_was_let_see_citizens_is_told(desk):
    [row] = [row for row in desk.rows("people") if row["rolle"] == "projektmedarbejder"]
    desk.import_("people", [row | {"ser borgere": ""}])
    desk.import_("people", [row | {"ser borgere": "ja"}])
    told = TrailEntry.objects.filter(action="membership.import_change").order_by("-pk").first()
    assert told.details == {"fields": ["sees_citizens"], "held": "staff", "sees_citizens": True}


def test_a_voucher_is_told_with_its_totals(desk, as_):
    rows = desk.rows("vouchers")
    desk.import_("vouchers", [rows[1] | {"beløb": "1.000,00"}, rows[0] | {"bilag": "ny-1"}])
    assert details("voucher.import_change") == {
        "fields": ["amount"],
        "total": "1000.00",
        "was": "1284.50",
    }
    assert details("voucher.import") == {"total": "50000.00"}


def test_the_referral_of_an_imported_citizen_is_told(desk):
    row = desk.rows("citizens")[0]
    desk.import_("citizens", [row | {"borger": ""}])
    entry = TrailEntry.objects.get(action="referral.import")
    assert entry.object_label.startswith("B-0004 ")


@pytest.mark.parametrize("widens", [True, False])
def test_a_course_that_a_session_widens_is_told(cast, desk, widens):
    row = desk.rows("sessions")[0]
    day = cast.course.ends_on
    later = "30.11.2018" if widens else f"{day:%d.%m.%Y}"
    desk.import_("sessions", [row | {"nr": "99", "dato": later}])
    told = TrailEntry.objects.filter(action="course.widen")
    assert [entry.details["ends_on"] for entry in told] == ["2018-11-30"] * widens
