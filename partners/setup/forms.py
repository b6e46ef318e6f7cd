"""What the leader writes when a project is set up."""

import re
from decimal import Decimal

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from partners.models import (
    Body,
    Clause,
    Deliverable,
    Guidepost,
    Milestone,
    Organisation,
    Partner,
    Project,
)
from peerstoette.lib.cpr import refuse_cpr
from peerstoette.lib.fields import DayField, MoneyFormField, validate_cvr, validate_gln

MOST_MONTHS = 120  # of support
DAY_HELP = _("For example 14.5.2018")


class NumberField(forms.CharField):
    """Digits as they are printed, with or without spaces between them."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "ps-w-10"})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value):
        return re.sub(r"[\s-]", "", super().to_python(value))


class FteField(MoneyFormField):
    """Full-time equivalents with a Danish comma: ``1,5``."""

    unit = _("FTE")
    default_error_messages = {
        "required": _("Write the full-time equivalents, for example 1,5. Write 0 for none."),
        "invalid": _("Write the full-time equivalents with digits, for example 1,5."),
        "decimals": _("Write at most two decimals, for example 1,25."),
        "too_large": _("Write at most 999 full-time equivalents."),
    }


class ProjectForm(forms.ModelForm):
    pool_name = forms.CharField(
        label=_("Pool"),
        required=False,
        max_length=160,
        validators=[refuse_cpr],
        help_text=_("The pool that the grant comes from, by its name."),
    )
    field_order = ["name", "funder", "pool_name"]

    class Meta:
        model = Project
        fields = [
            "name",
            "funder",
            "starts_on",
            "ends_on",
            "owner",
            "lead",
            "invoice_reference",
            "invoice_contact",
            "invoice_vat_note",
        ]
        field_classes = {"starts_on": DayField, "ends_on": DayField}
        help_texts = {
            "starts_on": DAY_HELP,
            "ends_on": _(
                "A later day adds months. An earlier one is possible while nothing stands on the"
                " days that fall away."
            ),
            "owner": _("Receives the grant, and the invoices of the lead partner."),
            "lead": _("Runs the project and sends the invoices. The owner itself sends none."),
            "invoice_reference": _("What the owner asks for, for example P-2018-017."),
            "invoice_contact": _("The person or office at the owner."),
            "invoice_vat_note": _("For example: No VAT is charged."),
        }

    def __init__(self, *args, instance: Project, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.initial["pool_name"] = instance.pool.name if instance.pool else ""
        for name in ["owner", "lead"]:
            self.fields[name].queryset = Organisation.objects.of(instance)
            self.fields[name].empty_label = None

    def clean(self) -> dict:
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The project ends before it starts."))
        return data


class LimitsForm(forms.ModelForm):
    min_fte = FteField(
        min_value=Decimal(0),
        label=_("Full-time equivalents at each employing partner, at least"),
        help_text=_("A full week is 37 hours. Write 0 where the partners owe none."),
    )

    class Meta:
        model = Project
        fields = [
            "age_min",
            "age_max",
            "support_months",
            "hidden_below",
            "min_peers",
            "min_fte",
            "commitment_starts_on",
            "commitment_ends_on",
            "goal_year",
            "goal_from",
            "goal_to",
            "goal_peers",
        ]
        field_classes = {
            "commitment_starts_on": DayField,
            "commitment_ends_on": DayField,
        }
        labels = {"min_peers": _("Peers at each employing partner, at least")}
        help_texts = {
            "age_min": _("In years, checked when a citizen is referred."),
            "age_max": _("Leave it empty where there is no upper limit."),
            "support_months": _("All peer support of a citizen ends after so many months."),
            "hidden_below": _(
                "Those who see counts only never see fewer people than this. 5 or more."
            ),
            "min_peers": _("Write 0 where the partners owe none."),
            "commitment_starts_on": _("The first day on which each partner owes its peers."),
            "commitment_ends_on": _("The last day on which each partner owes its peers."),
            "goal_year": _("Write 0 where the application names no goal."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["support_months"].validators.append(MaxValueValidator(MOST_MONTHS))
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):
                field.widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "ps-w-10"})

    def clean(self) -> dict:
        data = super().clean()
        low, high = data.get("goal_from"), data.get("goal_to")
        if low is not None and high is not None and high < low:
            self.add_error(
                "goal_to", _("The higher goal is below the lower one. Correct one of them.")
            )
        return data


class CommitmentForm(forms.ModelForm):
    """What a partner takes on."""

    class Meta:
        model = Partner
        fields = ["employs_peers", "peer_capacity", "needs_approval"]
        widgets = {
            "peer_capacity": forms.TextInput(attrs={"inputmode": "numeric", "class": "ps-w-10"})
        }
        help_texts = {
            "peer_capacity": _("Leave it empty while it is not computed."),
            "needs_approval": _("The partner then counts only once its council has approved."),
        }


class OrganisationForm(forms.ModelForm):
    cvr = NumberField(
        label=_("CVR number"),
        required=False,
        validators=[validate_cvr],
        help_text=_("Eight digits."),
    )
    gln = NumberField(
        label=_("GLN (EAN number)"),
        required=False,
        validators=[validate_gln],
        help_text=_("Thirteen digits. Public authorities receive invoices under it."),
    )
    postcode = NumberField(
        label=_("Postcode"),
        required=False,
    )
    bank_registration = NumberField(
        label=_("Bank registration number"),
        required=False,
        help_text=_("Where those who receive its invoices pay."),
    )
    bank_account = NumberField(
        label=_("Bank account"),
        required=False,
    )

    class Meta:
        model = Organisation
        fields = [
            "name",
            "kind",
            "cvr",
            "gln",
            "department",
            "street",
            "postcode",
            "city",
            "email",
            "bank_registration",
            "bank_account",
            "payment_days",
        ]
        widgets = {
            "payment_days": forms.TextInput(attrs={"inputmode": "numeric", "class": "ps-w-10"})
        }
        help_texts = {
            "department": _("Stands under the name on invoices."),
            "payment_days": _("How many days an invoice gives for its payment."),
        }

    def validate_unique(self) -> None:
        """Whether the name is taken is for the act to say: one known elsewhere can take part."""


class PartnerAddForm(OrganisationForm):
    """An organisation that is to take part, with what it takes on."""

    employs_peers = CommitmentForm.base_fields["employs_peers"]
    peer_capacity = CommitmentForm.base_fields["peer_capacity"]
    needs_approval = CommitmentForm.base_fields["needs_approval"]


class ClauseForm(forms.ModelForm):
    class Meta:
        model = Clause
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"text": _("Leave it empty while the parties have not agreed.")}


class BodyForm(forms.ModelForm):
    class Meta:
        model = Body
        fields = ["name", "kind"]


class BilingualForm(forms.ModelForm):
    """A name in both languages; the Danish one stands for both where there is no English one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name_en"].required = False

    def clean_name_en(self) -> str:
        return self.cleaned_data["name_en"] or self.cleaned_data.get("name_da", "")

    def validate_unique(self) -> None:
        """A number that is taken is for the act to refuse, in the project's own words."""


class DeliverableForm(BilingualForm):
    class Meta:
        model = Deliverable
        fields = ["letter", "name_da", "name_en"]
        widgets = {"letter": forms.TextInput(attrs={"class": "ps-w-10"})}

    def clean_letter(self) -> str:
        return self.cleaned_data["letter"].upper()


class GuidepostForm(BilingualForm):
    class Meta:
        model = Guidepost
        fields = ["number", "name_da", "name_en", "text_da", "text_en"]
        widgets = {
            "text_da": forms.Textarea(attrs={"rows": 3}),
            "text_en": forms.Textarea(attrs={"rows": 3}),
        }


class MilestoneForm(BilingualForm):
    """A row of the plan; the days of one that stands are moved on the plan's own page."""

    class Meta:
        model = Milestone
        fields = ["number", "name_da", "name_en", "deliverable", "model", "partner"]
        fields += ["starts_on", "ends_on"]
        field_classes = {"starts_on": DayField, "ends_on": DayField}
        help_texts = {"starts_on": DAY_HELP, "ends_on": DAY_HELP}

    def __init__(self, *args, instance: Milestone, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        project = instance.project
        if instance.pk:
            del self.fields["starts_on"], self.fields["ends_on"]
        self.fields["deliverable"].queryset = project.deliverables.all()
        self.fields["partner"].queryset = project.partners.select_related("organisation")
