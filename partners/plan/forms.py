"""What the leader writes about the plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Evidence, Milestone
from peerstoette.lib.fields import DayField

DAY_HELP = _("For example 14.5.2018")


class MilestoneMoveForm(forms.ModelForm):
    class Meta:
        model = Milestone
        fields = ["starts_on", "ends_on", "progress"]
        field_classes = {"starts_on": DayField, "ends_on": DayField}
        help_texts = {
            "starts_on": DAY_HELP,
            "ends_on": DAY_HELP,
            "progress": _("Your own estimate, from 0 to 100."),
        }


class EvidenceForm(forms.ModelForm):
    class Meta:
        model = Evidence
        fields = ["date", "text", "source"]
        field_classes = {"date": DayField}
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "date": DAY_HELP,
            "text": _("No names of citizens, and no number that may be about fewer than five."),
            "source": _("For example a survey, minutes or a partner's own figures."),
        }
