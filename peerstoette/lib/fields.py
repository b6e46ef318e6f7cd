"""Fields that every app uses: days, money, free text without CPR numbers, organisation numbers."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum import ean
from stdnum.dk import cvr
from stdnum.exceptions import ValidationError as NumberError

from peerstoette.lib import dates, money
from peerstoette.lib.cpr import refuse_cpr

AMOUNT_DIGITS = money.MAX_WHOLE_DIGITS + 2


class DayField(forms.DateField):
    """A day as people write it: 14.5.2018, 14-5-2018, 14/5/2018 or 2018-05-14."""

    default_error_messages = {
        "required": _("Write a date, for example 14.5.2018."),
        "invalid": _("Write a date that exists, for example 14.5.2018."),
        "far": _("Write a date between 1900 and 2100."),
    }

    def __init__(self, **kwargs):
        widget = forms.DateInput(attrs={"inputmode": "numeric", "class": "ps-w-10"})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value) -> date | None:
        day = super().to_python(value)
        if day is not None and not dates.is_near(day):
            raise ValidationError(self.error_messages["far"], code="far")
        return day


class MoneyFormField(forms.CharField):
    """Reads an amount in kr. as a Dane writes it, and shows it back the same way.

    Django's own decimal field under ``da`` refuses ``1.234,50`` and reads ``1.234`` as 1.234.
    """

    unit = "kr."
    default_error_messages = {
        "invalid": _("Write an amount with digits, for example 1.284,50."),
        "decimals": _("Write at most two decimals, for example 1.284,50."),
        "too_large": _("The amount is too large. Write at most twelve digits before the comma."),
        "too_small": _("Write an amount of at least %(limit)s."),
    }

    def __init__(self, *, min_value=None, **kwargs):
        self.min_value = min_value
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            amount = money.parse(text)
        except money.NotAnAmount as error:
            raise ValidationError(self.error_messages[error.code], code=error.code) from error
        if self.min_value is not None and amount < self.min_value:
            raise ValidationError(
                self.error_messages["too_small"] % {"limit": money.show(self.min_value)},
                code="too_small",
            )
        return amount

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else money.show(value)


class MoneyField(models.DecimalField):
    """Kroner with two places."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_digits", AMOUNT_DIGITS)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs

    def formfield(self, **kwargs):
        allowed = {"required", "label", "initial", "help_text", "disabled", "min_value"}
        options = {
            "required": not self.blank,
            "label": self.verbose_name,
            "help_text": self.help_text,
            **{key: value for key, value in kwargs.items() if key in allowed},
        }
        return MoneyFormField(**options)


class _WithoutCPR:
    """A CPR number in the text is refused, also by a form field that is built from it (R15)."""

    default_validators = [refuse_cpr]

    def formfield(self, **kwargs):
        return super().formfield(**kwargs | {"validators": [refuse_cpr]})


class FreeTextField(_WithoutCPR, models.TextField):
    """Text that a person writes; a CPR number in it is refused (R15)."""

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class FreeLineField(_WithoutCPR, models.CharField):
    """One line that a person writes; a CPR number in it is refused (R15)."""

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def digits(low: int, high: int, message) -> RegexValidator:
    """So many digits and nothing else."""
    return RegexValidator(rf"^[0-9]{{{low},{high}}}\Z", message)


def validate_cvr(value: str) -> None:
    """Raises ValidationError unless the eight digits are a CVR number with a right check digit."""
    try:
        cvr.validate(value)
    except NumberError as error:
        raise ValidationError(
            _(
                "This is not a valid CVR number. Write the eight digits of the organisation's number."
            )
        ) from error


def validate_gln(value: str) -> None:
    """Raises ValidationError unless the thirteen digits are a GLN with a right check digit."""
    try:
        if len(ean.validate(value)) != 13:
            raise NumberError
    except NumberError as error:
        raise ValidationError(
            _("This is not a valid GLN (EAN number). Write all thirteen digits.")
        ) from error
