"""Addresses of the dashboard; the period stands after the question mark: ``?period=2017-q2``."""

from django.urls import path

from reporting.dashboard import sheet_views, views

urlpatterns = [
    path("", views.dashboard_page, name="dashboard"),
    path("paper/", views.dashboard_paper, name="dashboard_paper"),
    path("sheet/", sheet_views.dashboard_sheet, name="dashboard_sheet"),
]
