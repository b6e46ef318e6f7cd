"""What people write about a report; choices are those of the project."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from partners.models import BodyMeeting, Project, today
from peerstoette.lib.cpr import refuse_cpr
from peerstoette.lib.fields import DayField
from reporting.models import ReportVersion
from reporting.status.actions import meetings_that_decide
from reporting.status.figures import FindingGroup, years_of
from reporting.status.sections import SECTIONS, Section, explanation_key
from reporting.status.texts import Texts

EXPLANATION_LIMIT = 800
TEXT_ROWS, SHORT_ROWS = 14, 4


class LongText(forms.CharField):
    """Text in paragraphs; a line's end is one character, as the reader counts it (R15: no CPR)."""

    def __init__(self, *, limit: int, rows: int, **kwargs):
        super().__init__(
            max_length=limit,
            validators=[refuse_cpr],
            widget=forms.Textarea(attrs={"rows": rows}),
            **kwargs,
        )

    def to_python(self, value):
        return super().to_python((value or "").replace("\r\n", "\n"))


class ReportStartForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        begun = set(project.status_reports.values_list("year", flat=True))
        years = [(year, str(year)) for year in years_of(project) if year not in begun]
        self.fields["year"].choices = [("", _("Choose a year")), *years]


class SectionForm(forms.Form):
    """A section's text, and below it the explanations of what is open, by rule."""

    def __init__(self, *args, section: Section, texts: Texts, groups: list[FindingGroup], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[section.key] = LongText(
            label=_("Your text"),
            help_text=_("At most %(limit)s characters. Leave it empty to write it later.")
            % {"limit": section.limit},
            limit=section.limit,
            rows=TEXT_ROWS,
            required=False,
            initial=texts.get(section.key, ""),
        )
        for group in groups:
            key = explanation_key(group.rule)
            self.fields[key] = LongText(
                label=f"{group.text} ({group.rule})",
                help_text="; ".join(group.titles),
                limit=EXPLANATION_LIMIT,
                rows=SHORT_ROWS,
                required=False,
                initial=texts.get(key, ""),
            )

    def verb(self) -> dict[str, Texts]:
        return {"texts": self.cleaned_data}


class CommentForm(forms.Form):
    section = forms.ChoiceField(
        label=_("About"),
        required=False,
        choices=[("", _("The whole report")), *((each.key, each.title) for each in SECTIONS)],
    )
    text = LongText(label=_("Comment"), limit=2000, rows=6)


class ApproveForm(forms.Form):
    decided_on = DayField(
        label=_("Decided on"),
        help_text=_("The day the steering group approved. Not in the future."),
    )
    meeting = forms.ModelChoiceField(
        BodyMeeting.objects.none(),
        label=_("Meeting"),
        required=False,
        empty_label=_("Not at a meeting"),
        help_text=_(
            "The steering group's meeting that decided it, if there was one. The day above is then"
            " the meeting's."
        ),
    )

    def __init__(self, *args, version: ReportVersion, user: User, **kwargs):
        day = today(version.project)
        super().__init__(*args, initial={"decided_on": day}, **kwargs)
        meetings = meetings_that_decide(version).visible_to(user)
        self.fields["meeting"].queryset = meetings.select_related("body")
