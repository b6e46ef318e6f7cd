"""Addresses of the bodies' meetings, under the project's address."""

from django.urls import path

from partners.meetings import views

urlpatterns = [
    path("agendas/", views.meeting_list, name="body_meetings"),
    path("agendas/add/", views.meeting_plan, name="body_meeting_plan"),
    path("agendas/<int:pk>/", views.meeting_detail, name="body_meeting"),
    path("agendas/<int:pk>/change/", views.meeting_change, name="body_meeting_change"),
    path("agendas/<int:pk>/points/add/", views.point_add, name="agenda_add"),
    path("agendas/points/<int:pk>/", views.point_change, name="agenda_change"),
    path("agendas/points/<int:pk>/remove/", views.point_remove, name="agenda_remove"),
    path("agendas/<int:pk>/send/", views.agenda_send, name="agenda_send"),
    path("agendas/<int:pk>/decisions/", views.decisions_write, name="decisions_write"),
]
