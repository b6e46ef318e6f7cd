from datetime import date

import pytest
from django.urls import reverse

from peers.actions import complete_training
from peers.models import Training, TrainingTheme
from peerstoette.lib.errors import RuleBroken


@pytest.fixture
def theme(cast):
    return TrainingTheme.objects.create(
        project=cast.project, number=1, name_da="Faglige kompetencer", name_en="Professional"
    )


def test_the_leader_logs_a_completed_theme(as_, cast, theme):
    url = reverse("training_add", args=["peerstoette", cast.peer.pk])
    response = as_("lene").post(url, {"theme": theme.pk, "completed_on": "2018-06-14"})
    assert response.status_code == 302
    assert Training.objects.get(peer=cast.peer).completed_on == date(2018, 6, 14)


def test_it_refuses_a_second_time(cast, theme):
    fields = {"by": cast.lene, "peer": cast.peer, "theme": theme}
    complete_training(**fields, completed_on=date(2018, 3, 1))
    with pytest.raises(RuleBroken) as refused:
        complete_training(**fields, completed_on=date(2018, 4, 1))
    assert refused.value.field == "theme"


def test_it_refuses_a_day_to_come(cast, theme):
    with pytest.raises(RuleBroken) as refused:
        complete_training(by=cast.lene, peer=cast.peer, theme=theme, completed_on=date(2018, 6, 16))
    assert refused.value.field == "completed_on"


def test_another_projects_theme_is_no_choice(as_, cast):
    foreign = TrainingTheme.objects.create(
        project=cast.other_project, number=1, name_da="Andet", name_en="Other"
    )
    url = reverse("training_add", args=["peerstoette", cast.peer.pk])
    response = as_("lene").post(url, {"theme": foreign.pk, "completed_on": "1.6.2018"})
    assert response.status_code == 422
    assert not Training.objects.exists()
