"""The back office: Django's admin for superusers, and for leaders as far as their projects reach."""

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from partners.models import Membership

CAPABILITY = "upkeep.edit"
WITHOUT = {
    # the way from a row's number to its page would tell of others' rows
    "view_on_site",
    # a password is changed at the one page that counts attempts and tells trail and person
    "password_change",
    "password_change_done",
}


def leaderships(request) -> dict[int, Membership]:
    """By project, the role by which the person keeps up its rows; read once for each request."""
    if not hasattr(request, "leaderships"):
        granted = request.user.memberships.granting(CAPABILITY).select_related("project")
        request.leaderships = {each.project_id: each for each in granted}
    return request.leaderships


def led_projects(request) -> frozenset[int]:
    """The ids of the projects whose rows the person keeps up."""
    return frozenset(leaderships(request))


class Choices(AutocompleteJsonView):
    """What a choice field offers while somebody types."""

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        self.model_admin.before_showing(self.request, context["object_list"])
        return context


class BackOffice(admin.AdminSite):
    site_header = site_title = _("Back office")
    index_title = _("Tables")

    def has_permission(self, request) -> bool:
        """Nothing is asked of ``is_staff``: who leads a project follows from memberships."""
        user = request.user
        return user.is_active and (user.is_superuser or bool(led_projects(request)))

    def login(self, request, extra_context=None):
        """There is one sign-in for all; whoever is signed in and has no business here gets 403."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied("no project to keep up")
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME, request.path))

    def get_urls(self) -> list:
        """Without Django's pages that go round our doors (``WITHOUT``)."""
        return [url for url in super().get_urls() if getattr(url, "name", "") not in WITHOUT]

    def autocomplete_view(self, request):
        return Choices.as_view(admin_site=self)(request)

    def each_context(self, request) -> dict:
        """The templates also get the projects whose pages the person can go back to."""
        return super().each_context(request) | {
            "led": [each.project for each in leaderships(request).values()]
        }
