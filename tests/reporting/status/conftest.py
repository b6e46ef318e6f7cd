"""The status report of 2018 at different points of its way."""

import pytest

from reporting.models import ReportVersion
from reporting.status import actions
from reporting.status.figures import finding_groups
from reporting.status.sections import SECTIONS, explanation_key

YEAR = 2018


def fill(cast, version: ReportVersion) -> None:
    """A text in every section, and an explanation of all that asks for one."""
    texts = {section.key: f"Om {section.key}.\n\n- et\n- to" for section in SECTIONS}
    for group in finding_groups(cast.project, YEAR):
        if group.asks_explanation:
            texts[explanation_key(group.rule)] = f"Fordi {group.rule}."
    actions.write_texts(by=cast.lene, version=version, texts=texts)


@pytest.fixture
def draft(cast) -> ReportVersion:
    return actions.start_report(by=cast.lene, project=cast.project, year=YEAR)


@pytest.fixture
def complete(cast, draft) -> ReportVersion:
    fill(cast, draft)
    return draft


@pytest.fixture
def submitted(cast, complete) -> ReportVersion:
    return actions.submit(by=cast.lene, version=complete)


@pytest.fixture
def approved(cast, submitted) -> ReportVersion:
    return actions.approve(by=cast.svend, version=submitted)


@pytest.fixture
def at_owner(cast, approved) -> ReportVersion:
    return actions.send(by=cast.lene, version=approved)
