"""What is written about a meeting; the bodies are those of the project."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import AgendaItem, BodyMeeting, Project
from peerstoette.lib.cpr import refuse_cpr
from peerstoette.lib.fields import DayField

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MeetingChangeForm(forms.ModelForm):
    class Meta:
        model = BodyMeeting
        fields = ["date", "starts_at", "ends_at", "place"]
        field_classes = {"date": DayField}
        widgets = {"starts_at": TIME, "ends_at": TIME}
        help_texts = {"date": _("For example 14.5.2018")}

    def _get_validation_exclusions(self) -> set[str]:
        """The acts refuse an end before the start, at its field; the table's rule names no field."""
        return super()._get_validation_exclusions() | {"ends_at"}


class MeetingPlanForm(MeetingChangeForm):
    class Meta(MeetingChangeForm.Meta):
        fields = ["body", *MeetingChangeForm.Meta.fields]

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = project.bodies.all()


class PointForm(forms.ModelForm):
    class Meta:
        model = AgendaItem
        fields = ["title", "presenter", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "title": _("Do not write names of citizens."),
            "text": _(
                "What the members need to know beforehand, and what they are to decide."
                " Do not write names of citizens."
            ),
        }


class DecisionsForm(forms.Form):
    """One field for each point on the agenda."""

    def __init__(self, *args, meeting: BodyMeeting, **kwargs):
        super().__init__(*args, **kwargs)
        for point in meeting.items.all():
            self.fields[f"point_{point.pk}"] = forms.CharField(
                label=str(point),
                initial=point.decision,
                required=False,
                help_text=_("Do not write names of citizens."),
                max_length=4000,
                validators=[refuse_cpr],
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def verb(self) -> dict:
        """The decisions by the point's key."""
        return {
            "decisions": {
                int(name.removeprefix("point_")): text for name, text in self.cleaned_data.items()
            }
        }
