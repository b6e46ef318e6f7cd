"""Addresses of the set-up, under the project's address."""

from django.urls import path

from partners.setup import views

urlpatterns = [
    path("setup/project/", views.project_change, name="setup_project"),
    path("setup/limits/", views.limits_change, name="setup_limits"),
    path("setup/partners/", views.partner_list, name="setup_partners"),
    path("setup/partners/add/", views.partner_add, name="partner_add"),
    path("setup/partners/<int:pk>/", views.partner_change, name="partner_change"),
    path(
        "setup/partners/<int:pk>/organisation/",
        views.organisation_change,
        name="organisation_change",
    ),
    path("setup/partners/<int:pk>/remove/", views.partner_remove, name="partner_remove"),
    path("setup/clauses/add/", views.clause_add, name="clause_add"),
    path("setup/groups/add/", views.body_add, name="body_add"),
    path("setup/plan/deliverables/add/", views.deliverable_add, name="deliverable_add"),
    path("setup/plan/deliverables/<int:pk>/", views.deliverable_change, name="deliverable_change"),
    path(
        "setup/plan/deliverables/<int:pk>/remove/",
        views.deliverable_remove,
        name="deliverable_remove",
    ),
    path("setup/plan/guideposts/add/", views.guidepost_add, name="guidepost_add"),
    path("setup/plan/guideposts/<int:pk>/", views.guidepost_change, name="guidepost_change"),
    path("setup/plan/guideposts/<int:pk>/remove/", views.guidepost_remove, name="guidepost_remove"),
    path("setup/plan/milestones/add/", views.milestone_add, name="milestone_add"),
    path("setup/plan/milestones/<int:pk>/", views.milestone_change, name="milestone_change"),
    path("setup/plan/milestones/<int:pk>/remove/", views.milestone_remove, name="milestone_remove"),
]
