"""All addresses: pages of a project under its slug, admin and sign-in outside."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from partners.views import home

# The admin has no sign-in of its own: one door for all.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", home, name="home"),
    path("", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("p/<slug:slug>/", include("partners.urls")),
    path("p/<slug:slug>/", include("peers.urls")),
    path("p/<slug:slug>/", include("citizens.urls")),
    path("p/<slug:slug>/", include("budget.urls")),
    path("p/<slug:slug>/", include("reporting.urls")),
]
