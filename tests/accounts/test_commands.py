"""Django's commands for people, which would write past the trail, do here what the product does."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import TrailEntry, User
from tests.accounts.test_sign_in import LONG_PASSWORD
from tests.cast import PASSWORD


def test_nobody_is_made_a_keeper_past_the_trail(cast, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "kort")
    before = User.objects.count()
    with pytest.raises(CommandError, match="create_leader"):
        call_command("createsuperuser", username="x", email="x@example.test", interactive=False)
    assert User.objects.count() == before


def test_a_password_is_chosen_by_its_person_with_a_link_that_is_on_the_trail(cast, client):
    out = StringIO()
    call_command("changepassword", "LENE@example.test", address="http://localhost:8001", stdout=out)
    assert cast.lene.check_password(PASSWORD)
    link = out.getvalue().splitlines()[-1].removeprefix("http://localhost:8001")
    form = client.get(link, follow=True).request["PATH_INFO"]
    client.post(form, {"password1": LONG_PASSWORD, "password2": LONG_PASSWORD})
    assert cast.lene.check_password(LONG_PASSWORD)
    told = TrailEntry.objects.order_by("-pk").values_list("action", "actor_label", "object_id")
    lene = str(cast.lene.pk)
    assert list(told[:2]) == [
        ("password.change", str(cast.lene), lene),
        ("password.link", "System: keeper", lene),
    ]


@pytest.mark.parametrize("is_there", [False, True])
def test_nobody_without_an_open_account_gets_one(cast, is_there):
    email = "lene@example.test" if is_there else "nobody@example.test"
    User.objects.filter(email=email).update(is_active=False)
    with pytest.raises(CommandError, match="Nobody with that e-mail") as refused:
        call_command("changepassword", email)
    assert refused.value.returncode == 2
    assert not TrailEntry.objects.filter(action="password.link").exists()
