from datetime import date

import pytest
from django.db import DatabaseError, transaction

from peers.models import Leave, PayRate, Training, TrainingTheme
from tests.peers.people import new_employment, new_peer


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return "refused by" in str(error)
    return False


@pytest.mark.parametrize("kind", ["employment", "leave", "rate", "training"])
def test_the_database_refuses_rows_that_mix_projects(cast, kind):
    employment = cast.peer.employments.get()
    theme = TrainingTheme.objects.create(
        project=cast.other_project, number=1, name_da="Andet", name_en="Other"
    )
    day, other = date(2018, 6, 1), cast.other_project
    acts = {
        "employment": lambda: new_employment(cast, new_peer(cast, "XX", project=other)),
        "leave": lambda: Leave.objects.create(
            project=other, employment=employment, kind="sick", starts_on=day
        ),
        "rate": lambda: PayRate.objects.create(
            project=other, employment=employment, valid_from=day, yearly_rate=1
        ),
        "training": lambda: Training.objects.create(
            project=cast.project, peer=cast.peer, theme=theme, completed_on=day
        ),
    }
    if kind == "employment":
        stray = new_employment(cast, new_peer(cast, "XX", project=other))
        stray.project = cast.project
        assert refused(stray.save)
    else:
        assert refused(acts[kind])
