"""What the leader writes about the partnership; choices are those of the project."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from partners.access import Role
from partners.models import Clause, Milestone, Organisation, Partner, Project, Seat, today
from peerstoette.lib import alphabet
from peerstoette.lib.cpr import refuse_cpr
from peerstoette.lib.fields import DayField

DAY_HELP = _("For example 14.5.2018")


class SearchForm(forms.Form):
    text = forms.CharField(
        label=_("Search for"),
        help_text=_("A name, a code, a supplier or a milestone; at least 2 characters."),
        min_length=2,
        max_length=60,
        validators=[refuse_cpr],
        error_messages={
            "required": _("Write at least 2 characters."),
            "min_length": _("Write at least 2 characters."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )


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


class LeaveForm(forms.Form):
    """When a person left, and who takes over; people by what the project knows of them."""

    last_day = DayField(
        label=_("Last day"), help_text=_("Today or earlier. It stands on the trail.")
    )
    successor = forms.ChoiceField(
        label=_("Taken over by"),
        required=False,
        help_text=_("Gets a mail. Roles are not passed on: give them separately."),
    )

    def __init__(self, *args, project: Project, person: User, **kwargs):
        super().__init__(*args, **kwargs)
        others = project.memberships.active().exclude(user=person).with_known()
        self.people = {str(each.user_id): each for each in others.select_related("user")}
        named = sorted(
            ((each.shown, pk) for pk, each in self.people.items()),
            key=lambda pair: alphabet.key(pair[0]),
        )
        choices = [("", gettext("Nobody in particular")), *((pk, name) for name, pk in named)]
        self.fields["successor"].choices = choices
        self.initial.setdefault("last_day", today(project))

    def clean_successor(self) -> User | None:
        chosen = self.people.get(self.cleaned_data["successor"])
        return chosen and chosen.user
