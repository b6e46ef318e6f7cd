"""Addresses of the status report, below ``reports/`` of a project."""

from django.urls import path

from reporting.status import views

urlpatterns = [
    path("", views.report_list, name="reports"),
    path("begin/", views.report_start, name="report_start"),
    path("<int:pk>/", views.report_detail, name="report"),
    path("<int:pk>/write/<slug:key>/", views.report_section, name="report_section"),
    path("<int:pk>/comment/", views.report_comment, name="report_comment"),
    path("<int:pk>/submit/", views.report_submit, name="report_submit"),
    path("<int:pk>/take-back/", views.report_take_back, name="report_take_back"),
    path("<int:pk>/approve/", views.report_approve, name="report_approve"),
    path("<int:pk>/send/", views.report_send, name="report_send"),
    path("<int:pk>/forward/", views.report_forward, name="report_forward"),
    path("<int:pk>/revise/", views.report_revise, name="report_revise"),
    path("<int:pk>/report.pdf", views.report_pdf, name="report_pdf"),
]
