"""How allauth behaves here."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import factors, sessions, trail


class ClosedAdapter(DefaultAccountAdapter):
    """People are invited; nobody signs up on their own."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
        "rate_limited": _("Too many attempts. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def set_password(self, user, password) -> None:
        """With the trail; Django ends every session that was begun with the old one.

        Who asked for a new second step with the old password asks again with the new one.
        """
        with transaction.atomic():
            super().set_password(user, password)
            factors.withdraw_lost_step(user)
            trail.record("password.change", user, by=user)

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """What attempts are counted by: the person alone.

        allauth adds the host that the browser names. With its port, that is the browser's to vary.
        """
        return credentials.get("email", credentials.get("username", "")).lower()

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """One rule for all that asks for a fresh sign-in (``accounts.sessions``)."""
        return not sessions.is_fresh(self.request)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """allauth's ways to prove again who it is, in our words."""
        words = {
            "account_reauthenticate": gettext("With your password"),
            "mfa_reauthenticate": gettext("With a code of your app, or one on paper"),
            "mfa_reauthenticate_webauthn": gettext("With a passkey"),
        }
        by_address = {reverse(name): description for name, description in words.items()}
        return [
            method | {"description": by_address[method["url"]]}
            for method in super().get_reauthentication_methods(user)
        ]

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """To the one e-mail of the account, in the installation's language."""
        self.send_mail(template_prefix, email or user.email, context or {})


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: what an app shares with us is kept encrypted, and somebody keeps one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "This is your only second step. Set up another one first, then remove this."
        ),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
        "incorrect_code": _("The code is not right. Codes change every half minute: try the next."),
        "too_many_codes": _(
            "Too many wrong codes within a day. Use a passkey, or try again tomorrow. If the tries"
            " were not yours, choose a new password."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator) -> bool:
        return not factors.is_last(authenticator)

    def generate_authenticator_name(self, user, type) -> str:
        return gettext("Passkey %(number)s") % {"number": factors.passkeys(user).count() + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host is what a passkey is bound to; the name is what the device shows."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Peerstøtte"}


def _cipher() -> MultiFernet:
    """Under keys that follow from the secret keys, the newest first."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac(__name__, "", secret, algorithm="sha256").digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
