"""Sign-in and a person's own choices. Of allauth only what this installation uses is mounted."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.db.transaction import atomic
from django.urls import path, re_path
from django.views.decorators.cache import never_cache

from accounts import pages, views

urlpatterns = [
    path("accounts/login/", allauth.login, name="account_login"),
    path("accounts/logout/", allauth.logout, name="account_logout"),
    path("accounts/inactive/", allauth.account_inactive, name="account_inactive"),
    # Closed (accounts.adapter); allauth's sign-in page asks for its address.
    path("accounts/signup/", allauth.signup, name="account_signup"),
    path("accounts/reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/change/", allauth.password_change, name="account_change_password"),
    path("accounts/password/set/", allauth.password_set, name="account_set_password"),
    path(
        "accounts/password/reset/",
        never_cache(allauth.password_reset),
        name="account_reset_password",
    ),
    path(
        "accounts/password/reset/done/",
        never_cache(allauth.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        never_cache(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        never_cache(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    # what adds or removes a second step does so together with its entry on the trail
    path("accounts/2fa/", mfa.index, name="mfa_index"),
    path("accounts/2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/2fa/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("accounts/2fa/app/remove/", atomic(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("accounts/2fa/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "accounts/2fa/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path("accounts/2fa/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("accounts/2fa/passkeys/add/", atomic(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("accounts/2fa/passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "accounts/2fa/passkeys/reauthenticate/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/2fa/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "accounts/2fa/passkeys/<int:pk>/remove/", views.passkey_remove, name="mfa_remove_webauthn"
    ),
    path("accounts/sessions/end/", views.sessions_end, name="sessions_end"),
    path("accounts/theme/", views.theme_choose, name="theme"),
    path("i18n/", views.language_choose, name="set_language"),
    path("help/", pages.help_page, name="help"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
]
