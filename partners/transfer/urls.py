"""Addresses of tables that come and go as files, under the project's address."""

from django.urls import path

from partners.transfer import views

urlpatterns = [
    path("transfer/", views.transfers, name="transfers"),
    path("transfer/drafts/<int:pk>/", views.transfer_draft, name="transfer_draft"),
    path("transfer/<slug:table>/", views.transfer, name="transfer"),
    path(
        "transfer/<slug:table>/export/<slug:suffix>/", views.transfer_export, name="transfer_export"
    ),
]
