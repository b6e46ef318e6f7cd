"""Pages of the partnership, under the project's address."""

from django.urls import include, path

from partners import lost_step_views, member_views, month_key, trail_views, views
from partners.plan import views as plan_views

month_key.register()

urlpatterns = [
    path("partners/", views.partnership, name="partners"),
    path("partners/<int:pk>/agreement/", views.partner_sign, name="partner_sign"),
    path("partners/clauses/<int:pk>/", views.clause_write, name="clause_write"),
    path("partners/seats/add/", views.seat_add, name="seat_add"),
    path("partners/seats/<int:pk>/end/", views.seat_end, name="seat_end"),
    path("search/", views.search_page, name="search"),
    path("plan/milestones/<int:pk>/", views.milestone_reach, name="milestone_reach"),
    path("plan/milestones/<int:pk>/move/", plan_views.milestone_move, name="milestone_move"),
    path("plan/guideposts/<int:pk>/", plan_views.evidence_add, name="evidence_add"),
    path("plan/evidence/<int:pk>/", plan_views.evidence_change, name="evidence_change"),
    path("plan/evidence/<int:pk>/remove/", plan_views.evidence_remove, name="evidence_remove"),
    path("", include("partners.meetings.urls")),
    path("", include("partners.setup.urls")),
    path("", include("partners.transfer.urls")),
    path("members/", views.members, name="members"),
    path("members/add/", views.member_add, name="member_add"),
    path("members/<int:pk>/end/", views.member_end, name="member_end"),
    path("members/<int:pk>/invite/", views.member_invite, name="member_invite"),
    path("members/<int:pk>/withdraw/", member_views.member_withdraw, name="member_withdraw"),
    path("members/<int:pk>/step/", lost_step_views.member_step, name="member_step"),
    path("members/<int:pk>/activity/", trail_views.member_activity, name="member_activity"),
    path("members/<int:pk>/leave/", member_views.member_leave, name="member_leave"),
    path("trail/", trail_views.trail_page, name="trail"),
    path("trail/sample/<month:day>/", trail_views.trail_sample, name="trail_sample"),
    path("setup/people/", member_views.people, name="setup_people"),
]
