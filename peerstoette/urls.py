"""All addresses: pages of a project under its slug, admin and sign-in outside."""

from django.contrib import admin
from django.urls import include, path

from partners.lost_step_views import lost
from partners.setup.new import project_new
from partners.views import home

urlpatterns = [
    path("", home, name="home"),
    path("projects/new/", project_new, name="project_new"),
    path("", include("accounts.urls")),
    path("accounts/2fa/lost/", lost, name="lost_step"),
    path("admin/", admin.site.urls),
    path("p/<slug:slug>/", include("partners.urls")),
    path("p/<slug:slug>/", include("peers.urls")),
    path("p/<slug:slug>/", include("citizens.urls")),
    path("p/<slug:slug>/", include("budget.urls")),
    path("p/<slug:slug>/", include("reporting.urls")),
]
