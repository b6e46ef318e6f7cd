"""Sign-in in our own words.

Without allauth's placeholders, which repeat the labels and vanish while one writes.
"""

import json
from functools import partial

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.core import context, ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal.auth import get_state
from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 60


class LoginForm(AllauthLoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        # the way to a new password stands below the button
        self.fields["password"].help_text = ""


class _Code(forms.Form):
    """A code: of the app, or one of those on paper."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class _Guess(_Code):
    """Only so many wrong codes a day: allauth's few in five minutes come to more than a thousand."""

    def clean_code(self) -> str:
        count = partial(
            ratelimit.consume,
            context.request,
            action="second_step",
            key=f"second-step-{self.user.pk}",
        )
        if not count(dry_run=True):
            raise get_adapter().validation_error("too_many_codes")
        try:
            return super().clean_code()
        except forms.ValidationError as refusal:
            if refusal.code == "incorrect_code":
                count()
            raise


class CodeForm(_Guess, AuthenticateForm):
    pass


class CodeAgainForm(_Guess, ReauthenticateForm):
    pass


class AppForm(_Code, ActivateTOTPForm):
    pass


class _Decoder(json.JSONDecoder):
    """Refuses like all that is no JSON what Python cannot read: long numbers, nesting without end."""

    def decode(self, text, *args):
        try:
            return super().decode(text, *args)
        except (ValueError, RecursionError) as odd:
            raise json.JSONDecodeError("unreadable", text, 0) from odd


class _Answer(forms.Form):
    """A device's answer, which can be anything that a browser makes up."""

    credential = forms.JSONField(widget=forms.HiddenInput, decoder=_Decoder)


class _Device(_Answer):
    def clean_credential(self):
        try:
            return super().clean_credential()
        except (KeyError, AttributeError) as odd:
            raise get_adapter().validation_error("incorrect_code") from odd


class DeviceForm(_Device, AuthenticateWebAuthnForm):
    pass


class DeviceAgainForm(_Device, ReauthenticateWebAuthnForm):
    pass


class DeviceAloneForm(_Device, LoginWebAuthnForm):
    """A passkey instead of a password: the device has asked for finger, face or code.

    allauth keeps one question for all its pages; that of a second step does not demand it.
    """

    def clean_credential(self):
        if (get_state() or {}).get("user_verification") != "required":
            raise get_adapter().validation_error("incorrect_code")
        return super().clean_credential()


class _Name(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("So that you know it again: “my phone”, “the key on my key ring”."),
    )


class PasskeyForm(_Name, _Answer, AddWebAuthnForm):
    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone, without a password"),
        required=False,
        initial=True,
        help_text=_("The device then asks for your finger, your face or its code."),
    )

    def clean(self) -> dict:
        try:
            return super().clean()
        except (KeyError, AttributeError) as odd:
            raise get_adapter().validation_error("incorrect_code") from odd


class PasskeyNameForm(_Name, EditWebAuthnForm):
    pass
