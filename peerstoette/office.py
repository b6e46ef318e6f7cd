"""Django's admin as an app of this product."""

from django.contrib.admin.apps import AdminConfig


class OfficeConfig(AdminConfig):
    """Opened to those who lead a project, beside superusers."""

    default_site = "partners.backoffice.BackOffice"
