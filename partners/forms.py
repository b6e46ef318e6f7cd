"""What the leader writes about the partnership; choices are those of the project."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.access import Role
from partners.models import Clause, Milestone, Organisation, Partner, Project, Seat
from peerstoette.lib.cpr import refuse_cpr
from peerstoette.lib.fields import DayField

DAY_HELP = _("For example 14.5.2018")


class PartnerSignForm(forms.ModelForm):
    class Meta:
        model = Partner
        fields = ["signed_on", "approved_on"]
        field_classes = {"signed_on": DayField, "approved_on": DayField}
        help_texts = {"signed_on": DAY_HELP, "approved_on": DAY_HELP}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.needs_approval:
            del self.fields["approved_on"]


class ClauseWriteForm(forms.ModelForm):
    class Meta:
        model = Clause
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"text": _("Leave it empty while the parties have not agreed.")}


class SeatAddForm(forms.ModelForm):
    class Meta:
        model = Seat
        fields = ["body", "partner", "person", "is_peer", "starts_on"]
        field_classes = {"starts_on": DayField}
        help_texts = {"starts_on": DAY_HELP}

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = project.bodies.all()
        self.fields["partner"].queryset = project.partners.select_related("organisation")


class SeatEndForm(forms.ModelForm):
    ends_on = DayField(label=_("Last day"), help_text=DAY_HELP)

    class Meta:
        model = Seat
        fields = ["ends_on"]


class MilestoneReachForm(forms.ModelForm):
    class Meta:
        model = Milestone
        fields = ["reached_on"]
        field_classes = {"reached_on": DayField}
        help_texts = {"reached_on": _("Leave it empty while the milestone has not been reached.")}


class MemberAddForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Somebody new gets a link to choose a password."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    first_name = forms.CharField(label=_("First name"), max_length=150, validators=[refuse_cpr])
    last_name = forms.CharField(label=_("Last name"), max_length=150, validators=[refuse_cpr])
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *Role.choices])
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    sees_citizens = forms.BooleanField(
        label=_("Sees citizens"),
        required=False,
        help_text=_("Only for project staff who work with the citizens themselves."),
    )

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.of(project)
