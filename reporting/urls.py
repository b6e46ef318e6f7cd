"""Addresses of the months, their papers, what does not add up, and the project's first page."""

from django.urls import include, path

from partners import month_key
from reporting import handout_views, plan_views, setup_views, views

month_key.register()

urlpatterns = [
    path("", views.overview_page, name="project"),
    path("setup/", setup_views.overview, name="setup"),
    path("setup/plan/", setup_views.plan_items, name="setup_plan"),
    path("dashboard/", include("reporting.dashboard.urls")),
    path("months/", views.month_list, name="months"),
    path("months/<month:day>/", views.month_detail, name="month"),
    path("months/<month:day>/cofinancing/", views.month_cofinancing, name="month_cofinancing"),
    path("months/<month:day>/review/", views.month_review, name="month_review"),
    path("months/<month:day>/close/", views.month_close, name="month_close"),
    path("months/<month:day>/issue/", views.month_issue, name="month_issue"),
    path("months/<month:day>/draft/<slug:kind>.<slug:format>", views.draft, name="month_draft"),
    path("papers/", views.paper_list, name="papers"),
    path("papers/<month:day>/<slug:kind>.<slug:format>", views.paper, name="paper"),
    path("invoices/<int:pk>/", views.invoice_detail, name="invoice"),
    path("plan/", plan_views.plan_page, name="plan"),
    path("plan/paper/", plan_views.plan_paper, name="plan_paper"),
    path("agendas/<int:pk>/paper/", handout_views.body_meeting_paper, name="body_meeting_paper"),
    path("peers/<int:pk>/certificate/", handout_views.certificate, name="certificate"),
    path("findings/", views.finding_list, name="findings"),
    path("reports/", include("reporting.status.urls")),
]
