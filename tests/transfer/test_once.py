"""A file is imported once, as it was looked at, and only by whoever may: everything else is refused."""

import pytest
from django.urls import reverse

from accounts.models import TrailEntry
from partners.models import TransferDraft
from partners.transfer import acts
from peerstoette.lib.errors import RuleBroken
from tests.transfer.conftest import Desk

GONE = "This table has been imported already, or taken back. Nothing has been imported twice."
CHANGED = "Something has changed since you looked. Look again before you import."


@pytest.fixture
def two_vouchers(desk):
    """A draft with two new vouchers."""
    row = desk.rows("vouchers")[0]
    return desk.bring("vouchers", [row | {"bilag": "ny-1"}, row | {"bilag": "ny-2"}])


def test_two_yeses_to_one_preview_import_once(cast, desk, two_vouchers):
    first, second = (TransferDraft.objects.get(pk=two_vouchers.pk) for _ in range(2))
    mark = acts.look(first).mark
    acts.bring_in(by=cast.lene, draft=first, mark=mark)
    for mark_of_second in [mark, acts.look(second).mark]:
        with pytest.raises(RuleBroken) as refused:
            acts.bring_in(by=cast.lene, draft=second, mark=mark_of_second)
        assert refused.value.message == GONE
    assert cast.project.vouchers.count() == 4
    assert TrailEntry.objects.filter(action="table.import").count() == 1


def test_the_page_tells_whoever_says_yes_twice(cast, as_, two_vouchers, monkeypatch):
    bring_in = acts.bring_in

    def quicker(*, by, draft, mark):
        """Another request with the same preview has come first."""
        bring_in(by=by, draft=TransferDraft.objects.get(pk=draft.pk), mark=mark)
        return bring_in(by=by, draft=draft, mark=mark)

    monkeypatch.setattr(acts, "bring_in", quicker)
    page = reverse("transfer_draft", args=["peerstoette", two_vouchers.pk])
    mark = acts.look(two_vouchers).mark
    response = as_("lene").post(page, {"mark": mark}, follow=True)
    assert response.redirect_chain == [(reverse("transfers", args=["peerstoette"]), 302)]
    assert [str(message) for message in response.context["messages"]] == [GONE]
    assert cast.project.vouchers.count() == 4


def test_a_number_that_a_colleague_took_meanwhile_is_looked_at_again(cast, desk, two_vouchers):
    seen = acts.look(two_vouchers)
    assert seen.shown(seen.plan.new) == [("2018-0003", []), ("2018-0004", [])]
    row = desk.rows("vouchers")[0] | {"bilag": "ny-1", "tekst": "Kollegaens"}
    Desk(cast.gitte, cast.project).import_("vouchers", [row])
    with pytest.raises(RuleBroken) as refused:
        acts.bring_in(by=cast.lene, draft=two_vouchers, mark=seen.mark)
    assert refused.value.message == CHANGED
    assert cast.project.vouchers.count() == 3
    again = acts.look(two_vouchers)
    assert again.shown(again.plan.new) == [("2018-0004", []), ("2018-0005", [])]
