"""The back office: Django's admin for superusers, and for leaders as far as their projects reach."""

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from partners.models import Project

CAPABILITY = "upkeep.edit"


def led_projects(request) -> frozenset[int]:
    """The ids of the projects whose rows the person keeps up; read once for each request."""
    if not hasattr(request, "led_projects"):
        granted = request.user.memberships.granting(CAPABILITY)
        request.led_projects = frozenset(granted.values_list("project_id", flat=True))
    return request.led_projects


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
        """Without the way from a row's number to its page, which would tell of others' rows."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def each_context(self, request) -> dict:
        """The templates also get the projects whose pages the person can go back to."""
        return super().each_context(request) | {
            "led": Project.objects.filter(pk__in=led_projects(request))
        }
