"""A month goes forward only, whatever path the change takes (R11)."""

import pytest
from django.db import IntegrityError, transaction

from partners.models import Month

OPEN, REVIEW, CLOSED, ISSUED = Month.State.values
FORWARD = {
    (OPEN, REVIEW),
    (OPEN, CLOSED),
    (REVIEW, OPEN),
    (REVIEW, CLOSED),
    (CLOSED, ISSUED),
}


def bring(month, state: str) -> None:
    """A month is issued only after it was closed."""
    for step in [CLOSED, ISSUED] if state == ISSUED else [state]:
        month.update(state=step)


@pytest.mark.parametrize("before", [OPEN, REVIEW, CLOSED, ISSUED])
@pytest.mark.parametrize("after", [OPEN, REVIEW, CLOSED, ISSUED])
def test_the_database_lets_a_month_go_forward_only(cast, before, after):
    month = Month.objects.filter(pk=cast.june.pk)
    bring(month, before)
    allowed = (before, after) in FORWARD or before == after and before in {OPEN, REVIEW}
    try:
        with transaction.atomic():
            month.update(state=after)
    except IntegrityError:
        assert not allowed
    else:
        assert allowed
        assert month.get().state == after


@pytest.mark.parametrize("state", [CLOSED, ISSUED])
def test_a_closed_month_is_not_removed(cast, state):
    month = Month.objects.filter(pk=cast.month(2018, 12).pk)
    bring(month, state)
    with pytest.raises(IntegrityError, match="forward"), transaction.atomic():
        month.delete()


def test_a_month_does_not_change_its_days_or_its_project(cast):
    month = Month.objects.filter(pk=cast.june.pk)
    for change in [
        {"project": cast.other_project},
        {"first_day": "2019-06-01"},
        {"last_day": "2018-06-29"},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            month.update(**change)


def test_rows_that_would_mix_two_projects_are_refused(cast):
    stranger = cast.other_project.partners.first()
    with pytest.raises(IntegrityError, match="partner"), transaction.atomic():
        cast.project.seats.update(partner=stranger)
