"""Addresses of the budget and the vouchers, under a project's."""

from django.urls import path

from budget import hand_views, views

urlpatterns = [
    path("budget/", views.budget, name="budget"),
    path("budget/import/", views.budget_import, name="budget_import"),
    path("budget/export/<slug:table>/<slug:suffix>/", views.budget_export, name="budget_export"),
    path("budget/grant/", hand_views.grant_change, name="grant_change"),
    path("budget/instalments/", hand_views.instalments_change, name="instalments_change"),
    path("budget/lines/add/", hand_views.line_add, name="budget_line_add"),
    path("budget/lines/<int:pk>/", hand_views.line_change, name="budget_line_change"),
    path("budget/lines/<int:pk>/remove/", hand_views.line_remove, name="budget_line_remove"),
    path("vouchers/", views.vouchers, name="vouchers"),
    path("vouchers/export/", views.voucher_export, name="voucher_export"),
    path("vouchers/add/", views.voucher_add, name="voucher_add"),
    path("vouchers/<int:pk>/", views.voucher, name="voucher"),
    path("vouchers/<int:pk>/edit/", views.voucher_edit, name="voucher_edit"),
    path("vouchers/<int:pk>/correct/", views.voucher_correct, name="voucher_correct"),
    path("vouchers/<int:pk>/attach/", views.voucher_attach, name="voucher_attach"),
    path("vouchers/<int:pk>/document/", views.voucher_document, name="voucher_document"),
]
