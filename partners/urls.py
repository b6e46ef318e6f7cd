"""Pages of the partnership, under the project's address."""

from django.urls import path

from partners import views

urlpatterns = [
    path("partners/", views.partnership, name="partners"),
    path("partners/<int:pk>/agreement/", views.partner_sign, name="partner_sign"),
    path("partners/clauses/<int:pk>/", views.clause_write, name="clause_write"),
    path("partners/seats/add/", views.seat_add, name="seat_add"),
    path("partners/seats/<int:pk>/end/", views.seat_end, name="seat_end"),
    path("plan/", views.plan_detail, name="plan"),
    path("plan/milestones/<int:pk>/", views.milestone_reach, name="milestone_reach"),
    path("members/", views.members, name="members"),
    path("members/add/", views.member_add, name="member_add"),
    path("members/<int:pk>/end/", views.member_end, name="member_end"),
    path("members/<int:pk>/invite/", views.member_invite, name="member_invite"),
]
