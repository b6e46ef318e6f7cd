"""What is asked for at the peers' pages. Choices are narrowed to the project; rules are the acts'."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from partners.access import Role
from partners.models import Month, Organisation, Project
from peers.models import Criterion, Employment, Leave, Peer, TrainingTheme
from peerstoette.lib.cpr import refuse_cpr
from peerstoette.lib.fields import DayField, MoneyFormField


class HoursField(MoneyFormField):
    """Hours with a Danish comma: ``18,5``."""

    unit = _("hours")
    default_error_messages = {
        "required": _("Write the hours a week, for example 18,5."),
        "invalid": _("Write the hours with digits, for example 18,5."),
        "decimals": _("Write at most two decimals, for example 18,25."),
        "too_large": _("Write more than 0 and at most 37 hours."),
    }


class PayField(MoneyFormField):
    unit = _("kr.")


class SignInField(forms.ModelChoiceField):
    """People by what they sign in with."""

    def label_from_instance(self, obj: User) -> str:
        return obj.email


class PeerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, validators=[refuse_cpr])
    initials = forms.CharField(
        label=_("Initials"),
        help_text=_("Those who may not see the name see these. At most six letters or digits."),
        max_length=6,
        validators=[RegexValidator(r"^\w+$", _("Use letters and digits only."))],
        widget=forms.TextInput(attrs={"class": "ps-w-10"}),
    )
    user = SignInField(
        label=_("Signs in as"),
        help_text=_("People who have the role peer worker in the project."),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Does not sign in"),
    )

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        held = project.memberships.active().filter(role=Role.PEER)
        self.fields["user"].queryset = User.objects.filter(pk__in=held.values("user"))

    def clean_initials(self) -> str:
        return self.cleaned_data["initials"].upper()


class CriterionForm(forms.Form):
    criterion = forms.ChoiceField(
        label=_("Criterion"), choices=Criterion.choices, widget=forms.RadioSelect
    )
    confirmed_on = DayField(
        label=_("Confirmed"), help_text=_("Only that it is met and when, never why.")
    )

    def __init__(self, *args, peer: Peer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["criterion"].choices = [(c.value, c.label) for c in peer.unconfirmed()]


class TrainingForm(forms.Form):
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=TrainingTheme.objects.none())
    completed_on = DayField(label=_("Completed"))

    def __init__(self, *args, peer: Peer, **kwargs):
        super().__init__(*args, **kwargs)
        completed = peer.trainings.values("theme")
        self.fields["theme"].queryset = peer.project.training_themes.exclude(pk__in=completed)


class EmploymentForm(forms.Form):
    employer = forms.ModelChoiceField(label=_("Employer"), queryset=Organisation.objects.none())
    paid_by = forms.ChoiceField(
        label=_("Paid by"), choices=Employment.PaidBy.choices, widget=forms.RadioSelect
    )
    weekly_hours = HoursField(label=_("Hours a week"), help_text=_("A full week is 37 hours."))
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), required=False)

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        partners = project.partners.values("organisation")
        self.fields["employer"].queryset = Organisation.objects.filter(pk__in=partners)


class EndForm(forms.Form):
    ends_on = DayField(label=_("Last day"))


class VisitForm(forms.Form):
    visited_on = DayField(
        label=_("Workplace visited"),
        help_text=_(
            "The project visits the workplace and prepares the team before the peer starts."
        ),
    )


class ActivationForm(forms.Form):
    active_from = DayField(
        label=_("Active from"), help_text=_("From this day the employment counts.")
    )
    override_reason = forms.CharField(
        label=_("Reason for the exception"),
        help_text=_("Only if something is missing. Never write health details."),
        required=False,
        validators=[refuse_cpr],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PayRateForm(forms.Form):
    valid_from = DayField(label=_("From"))
    yearly_rate = PayField(
        label=_("Yearly pay at full time"),
        help_text=_("The whole pay for 37 hours a week, also when the peer works fewer."),
    )


class LeaveForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Leave.Kind.choices, widget=forms.RadioSelect)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), required=False)


class StaffingForm(forms.Form):
    """Which day and which month the staffing page shows."""

    day = DayField(label=_("Day"))
    month = forms.ChoiceField(label=_("Month"), widget=forms.Select(attrs={"class": "ps-w-10"}))

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.months = {month.key: month for month in project.months.order_by("first_day")}
        self.fields["month"].choices = [(key, str(month)) for key, month in self.months.items()]

    def clean_month(self) -> Month:
        return self.months[self.cleaned_data["month"]]
