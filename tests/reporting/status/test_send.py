"""From the lead to the owner, and from the owner to the funder on behalf of the partnership."""

import pytest

from partners.models import Project
from peerstoette.lib.errors import RuleBroken
from reporting.status import actions


def test_only_an_approved_version_is_sent(cast, submitted):
    with pytest.raises(RuleBroken, match="approved version"):
        actions.send(by=cast.lene, version=submitted)


def test_the_owners_controller_sends_it_on(cast, at_owner):
    sent = actions.forward(by=cast.connie, version=at_owner)
    assert sent.state == "at_funder"
    assert [(step.kind, step.person) for step in sent.steps.all()] == [
        ("submitted", cast.lene),
        ("approved", cast.svend),
        ("to_owner", cast.lene),
        ("to_funder", cast.connie),
    ]


def test_an_approved_version_is_not_forwarded_before_the_owner_has_it(cast, approved):
    with pytest.raises(RuleBroken, match="received"):
        actions.forward(by=cast.connie, version=approved)


def test_a_lead_that_owns_the_project_sends_to_the_funder_itself(cast, approved):
    Project.objects.filter(pk=cast.project.pk).update(owner=cast.project.lead)
    sent = actions.send(by=cast.lene, version=approved)
    assert sent.state == "at_funder"
    assert "to_owner" not in sent.steps.values_list("kind", flat=True)


def test_the_older_version_is_not_forwarded_when_a_newer_one_has_come(cast, at_owner):
    draft = actions.revise(by=cast.lene, version=at_owner)
    second = actions.submit(by=cast.lene, version=draft)
    actions.approve(by=cast.svend, version=second)
    actions.send(by=cast.lene, version=second)
    with pytest.raises(RuleBroken, match="newer version"):
        actions.forward(by=cast.connie, version=at_owner)
    assert actions.forward(by=cast.connie, version=second).state == "at_funder"


def test_the_older_version_is_not_forwarded_when_a_newer_one_has_reached_the_funder(
    as_, cast, at_owner
):
    draft = actions.revise(by=cast.lene, version=at_owner)
    second = actions.submit(by=cast.lene, version=draft)
    actions.approve(by=cast.svend, version=second)
    page = f"/p/peerstoette/reports/{at_owner.pk}/"
    assert "Send to the funder" in as_("connie").get(page).content.decode()
    actions.send(by=cast.lene, version=second)
    assert f"{page}forward/" not in as_("connie").get(page).content.decode()
    actions.forward(by=cast.connie, version=second)
    with pytest.raises(RuleBroken, match="newer version"):
        actions.forward(by=cast.connie, version=at_owner)
    assert f"{page}forward/" not in as_("connie").get(page).content.decode()
