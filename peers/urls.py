"""Addresses of the peers, inside a project."""

from django.urls import path

from peers import theme_views, views

urlpatterns = [
    path("peers/", views.peer_list, name="peers"),
    path("peers/add/", views.peer_add, name="peer_add"),
    path("peers/staffing/", views.staffing, name="staffing"),
    path("peers/<int:pk>/", views.peer_detail, name="peer"),
    path("peers/<int:pk>/change/", views.peer_change, name="peer_change"),
    path("peers/<int:pk>/criteria/", views.criterion_confirm, name="criterion_confirm"),
    path("peers/<int:pk>/training/", views.training_add, name="training_add"),
    path("peers/<int:pk>/employments/", views.employment_add, name="employment_add"),
    path("employments/<int:pk>/visit/", views.employment_visit, name="employment_visit"),
    path("employments/<int:pk>/activate/", views.employment_activate, name="employment_activate"),
    path("employments/<int:pk>/end/", views.employment_end, name="employment_end"),
    path("employments/<int:pk>/remove/", views.employment_remove, name="employment_remove"),
    path("employments/<int:pk>/pay/", views.pay_rate_add, name="pay_rate_add"),
    path("employments/<int:pk>/leave/", views.leave_add, name="leave_add"),
    path("leaves/<int:pk>/end/", views.leave_end, name="leave_end"),
    path("leaves/<int:pk>/remove/", views.leave_remove, name="leave_remove"),
    path("setup/plan/themes/add/", theme_views.theme_add, name="theme_add"),
    path("setup/plan/themes/<int:pk>/", theme_views.theme_change, name="theme_change"),
    path("setup/plan/themes/<int:pk>/remove/", theme_views.theme_remove, name="theme_remove"),
]
