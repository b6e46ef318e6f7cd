from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and trail")

    def ready(self):
        # what Django and allauth tell of sign-in is heard in these; they need models
        autodiscover_modules("checks", "factors", "sessions", "watch")
