"""The watch over requests and commands finds what changes a table and leaves nothing on the trail."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from accounts import trail
from accounts.policy import signed_in
from partners.models import Clause, Project
from peerstoette.urls import urlpatterns as product_urlpatterns
from tests.untrailed import Untrailed, is_exempt


def rename(name: str) -> None:
    Project.objects.filter(slug="peerstoette").update(name=name)


@signed_in
def bare(request):
    rename("Bare")
    return HttpResponse("done")


@signed_in
def told_elsewhere(request):
    """The entry stands in another transaction than the change."""
    project = Project.objects.get(slug="peerstoette")
    with transaction.atomic():
        rename("Elsewhere")
    with transaction.atomic():
        trail.record("project.try", project, by=request.user, project=project)
    return HttpResponse("done")


@signed_in
def told(request):
    project = Project.objects.get(slug="peerstoette")
    with transaction.atomic():
        with transaction.atomic():
            rename("Told")
        trail.record("project.try", project, by=request.user, project=project)
    return HttpResponse("done")


@signed_in
def taken_back(request):
    with transaction.atomic():
        rename("Taken back")
        transaction.set_rollback(True)
    return HttpResponse("done")


@signed_in
def added(request):
    project = Project.objects.get(slug="peerstoette")
    with transaction.atomic():
        Clause.objects.bulk_create([Clause(project=project, title="Bare")])
    return HttpResponse("done")


@signed_in
def deleted(request):
    with transaction.atomic():
        Clause.objects.all().delete()
    return HttpResponse("done")


@signed_in
def step_added(request):
    with transaction.atomic():
        Authenticator.objects.bulk_create([Authenticator(user=request.user, type="totp", data={})])
    return HttpResponse("done")


@signed_in
def step_removed(request):
    with transaction.atomic():
        Authenticator.objects.filter(user=request.user).delete()
    return HttpResponse("done")


@signed_in
def told_once_it_was_kept(request):
    """The entry stands in the transaction that comes after the change's."""
    project = Project.objects.get(slug="peerstoette")

    def tell():
        with transaction.atomic():
            trail.record("project.try", project, by=request.user, project=project)

    with transaction.atomic():
        rename("Afterwards")
        transaction.on_commit(tell)
    return HttpResponse("done")


urlpatterns = [
    *product_urlpatterns,
    path("bare/", bare),
    path("told-elsewhere/", told_elsewhere),
    path("told/", told),
    path("taken-back/", taken_back),
    path("added/", added),
    path("deleted/", deleted),
    path("step-added/", step_added),
    path("step-removed/", step_removed),
    path("told-once-it-was-kept/", told_once_it_was_kept),
]


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    "address", ["bare", "told-elsewhere", "added", "deleted", "step-added", "step-removed"]
)
def test_a_request_that_writes_without_an_entry_fails_the_test(as_, address):
    client = as_("lene")
    with pytest.raises(Untrailed, match=f"GET /{address}/ wrote without an entry"):
        client.get(f"/{address}/")


@override_settings(ROOT_URLCONF=__name__)
def test_an_entry_that_comes_after_the_change_s_transaction_is_too_late(fresh_cast, client):
    client.force_login(fresh_cast.lene, backend="django.contrib.auth.backends.ModelBackend")
    with pytest.raises(Untrailed):
        client.get("/told-once-it-was-kept/")


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("address", ["told", "taken-back"])
def test_a_request_that_tells_of_it_or_takes_it_back_does_not(as_, address):
    assert as_("lene").get(f"/{address}/").status_code == 200


class Bare(BaseCommand):
    def handle(self, **options):
        rename("Bare")


@pytest.mark.django_db
def test_a_command_that_writes_without_an_entry_fails_the_test(cast, monkeypatch):
    monkeypatch.setattr(Bare, "__module__", "peerstoette.management.commands.bare")
    with pytest.raises(Untrailed):
        call_command(Bare())


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ('UPDATE "accounts_user" SET "language" = %s WHERE "accounts_user"."id" = %s', True),
        ('UPDATE "accounts_user" SET "language" = %s, "is_active" = %s WHERE 1=1', False),
        ('UPDATE "accounts_user" SET "is_superuser" = %s WHERE "id" = 1', False),
    ],
)
def test_an_own_choice_is_exempt_and_nothing_beside_it(sql, expected):
    assert is_exempt("UPDATE", "accounts_user", sql, ()) == expected
