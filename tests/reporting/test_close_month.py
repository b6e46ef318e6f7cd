"""A month is closed when nothing in it is missing, and refused in words when something is."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import TrailEntry
from budget.models import MonthSnapshot, Voucher
from citizens.models import Session
from partners.models import Month
from peerstoette.lib.errors import RuleBroken
from reporting import actions
from reporting.closing import Standing, blockers
from tests.reporting.conftest import MAY_TOTAL


def test_it_freezes_the_figures_and_says_who_closed(cast, ready):
    month = actions.close(by=cast.gitte, month=ready)

    assert month.state == Month.State.CLOSED
    assert month.closed_by == cast.gitte
    assert MonthSnapshot.objects.filter(month=month).count() == 1
    entry = TrailEntry.objects.filter(action="month.close").first()
    assert (entry.object_label, entry.actor_id, entry.role) == (
        "2018-05",
        cast.gitte.pk,
        "accountant",
    )
    assert entry.details == {"total": str(MAY_TOTAL)}


def test_it_refuses_a_month_with_unregistered_sessions_and_meetings(cast, ready):
    Session.objects.in_month(ready).update(was_held=None)

    with pytest.raises(RuleBroken):
        actions.close(by=cast.gitte, month=ready)
    assert cast.may.state == Month.State.OPEN
    assert not MonthSnapshot.objects.filter(month=ready).exists()


def test_it_refuses_a_voucher_without_its_document(cast, ready):
    Voucher.objects.filter(pk=cast.voucher.pk).update(document="")

    with pytest.raises(RuleBroken, match="2018-0002"):
        actions.close(by=cast.gitte, month=ready)


def test_it_refuses_a_month_that_is_not_over(cast, closed):
    with pytest.raises(RuleBroken):
        actions.close(by=cast.gitte, month=cast.june)


def test_it_refuses_while_an_earlier_month_is_open(cast):
    found = blockers(cast.may)

    assert found[0].url == reverse("month", args=["peerstoette", "2018-01"])
    with pytest.raises(RuleBroken):
        actions.close(by=cast.gitte, month=cast.may)


def test_it_refuses_twice(cast, closed):
    with pytest.raises(RuleBroken):
        actions.close(by=cast.gitte, month=closed)
    assert MonthSnapshot.objects.filter(month=closed).count() == 1


def test_it_refuses_a_line_that_has_used_more_than_its_whole_budget(cast, ready):
    line = cast.transport_line
    line.stated_total = 1000
    line.save()

    with pytest.raises(RuleBroken):
        actions.close(by=cast.gitte, month=ready)
    overrun = [blocker for blocker in blockers(ready) if "284,50" in blocker.detail]
    assert len(overrun) == 1


def test_each_thing_is_told_once_with_whose_it_is_and_where(cast):
    earlier, missing, first, second = blockers(cast.may)

    assert "Fjordby Kommune" in missing.who
    assert missing.detail.startswith("0 ")
    assert "2018-0001" in first.what
    assert "1.284,50" in second.detail
    assert second.who == str(cast.gitte)
    assert second.since == date(2018, 5, 14)
    assert second.url == reverse("voucher_attach", args=["peerstoette", cast.voucher.pk])


def test_structural_findings_of_the_project_do_not_block(cast, ready):
    cast.project.partners.update(signed_on=None)

    assert blockers(ready) == []


def test_nothing_of_the_other_project_blocks(cast, ready):
    other = cast.other_project.months.get(first_day=ready.first_day)

    assert len(blockers(other)) == 4
    assert blockers(ready) == []


def test_the_steps_count_what_is_done(cast, ready):
    attendance, vouchers, cofinancing, close, issue = Standing(ready).steps

    assert [attendance.state, vouchers.state, cofinancing.state] == ["done", "done", "done"]
    assert (close.state, issue.state) == ("", "")
    Voucher.objects.filter(pk=cast.voucher.pk).update(document="")
    assert Standing(ready).steps[1].state == "stuck"


def test_the_last_step_is_to_issue_the_invoice_to_the_owner(cast, ready):
    with translation.override("en"):
        last = Standing(ready).steps[-1]

    assert (last.label, last.note) == ("Issue the invoice", "To Region Testland")


def test_the_last_step_is_to_issue_the_month_where_there_is_no_invoice(own):
    with translation.override("en"):
        last = Standing(own).steps[-1]

    assert (last.label, last.note) == ("Issue the month", "")


def test_there_is_no_step_of_cofinancing_where_no_partner_pays_peers(cast, ready):
    cast.project.partners.update(employs_peers=False)
    cast.project.employments.update(paid_by="project")

    assert len(Standing(ready).steps) == 4


def test_a_closed_month_keeps_its_day(cast, closed):
    assert timezone.localdate(closed.closed_at) == date(2018, 6, 15)
