"""What is asked for at the citizens' pages. Choices are narrowed to what the person may see."""

from django import forms
from django.utils.translation import gettext_lazy as _

from citizens.models import Answer, Citizen, Episode, Match, Referral, Session
from citizens.roster import Place
from partners.models import Organisation, SupportModel, today
from peers.models import Employment, Peer
from peerstoette.lib.alphabet import Alphabetical
from peerstoette.lib.cpr import refuse_cpr
from peerstoette.lib.fields import DayField

ANSWER = "answer-"
MOST_DIGITS = 18  # of an id that fits into the database

# The legal bases that the application names for Model 1 and Model 2; a referral may have none.
LEGAL_BASES = (
    *(f"Serviceloven § {number}" for number in (79, 85, 99, 103, 104, 107, 108)),
    "LAB §§ 31 b–f",
    "LAB § 68",
)
CHOOSE = _("Choose one.")
EMPTY = _("Choose")


class HourField(forms.TimeField):
    """A time of day as people write it: 13.00 or 13:00."""

    default_error_messages = {
        "required": _("Write a time, for example 13.00."),
        "invalid": _("Write a time that exists, for example 13.00."),
    }

    def __init__(self, **kwargs):
        widget = forms.TimeInput(format="%H.%M", attrs={"inputmode": "decimal", "class": "ps-w-10"})
        super().__init__(widget=widget, **kwargs)


class NumberField(forms.IntegerField):
    """A whole number in a field as wide as it."""

    default_error_messages = {"required": _("Write a number."), "invalid": _("Write digits only.")}

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "ps-w-10"})
        super().__init__(widget=widget, **kwargs)


class HeldForm(forms.Form):
    """Whether something planned was held, and if not, why."""

    held = forms.ChoiceField(
        label=_("Was it held?"),
        choices=[("yes", _("Held")), ("no", _("Cancelled"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it was held.")},
    )
    cancel_reason = forms.CharField(
        label=_("Why was it cancelled?"),
        help_text=_("A few words, without names."),
        max_length=120,
        validators=[refuse_cpr],
        error_messages={"required": _("Write why it was cancelled.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("cancel_reason", only_when="no")

    def ask(self, name: str, *, only_when: str) -> None:
        """The field is required, but not when the answer to ``held`` is another one."""
        self.fields[name].required = not self.is_bound or self["held"].value() == only_when

    def clean_held(self) -> bool:
        return self.cleaned_data["held"] == "yes"


class SessionForm(HeldForm):
    """One answer for each citizen of the roster, none of them preset; all are judged by the act."""

    staff_count = NumberField(label=_("Staff who took part"))

    def __init__(self, *args, session: Session, places: list[Place], **kwargs):
        super().__init__(*args, **kwargs)
        self.session, self.places = session, places
        if session.audience == Session.Audience.CITIZENS:
            del self.fields["staff_count"]
        else:
            self.ask("staff_count", only_when="yes")
        for place in places:
            self.fields[f"{ANSWER}{place.citizen.pk}"] = forms.ChoiceField(
                label=place.citizen.short_name,
                choices=Answer.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=place.answer,
            )

    def rows(self) -> list:
        """The places with their fields, in the order of the roster."""
        return [(place, self[f"{ANSWER}{place.citizen.pk}"]) for place in self.places]

    def answered(self) -> int:
        return sum(bool(field.value()) for _, field in self.rows())

    def clean_staff_count(self) -> int:
        return self.cleaned_data["staff_count"] or 0

    def verb(self) -> dict:
        """What the act takes. Answers for people beyond the roster are passed on to be refused."""
        chosen = {
            _citizen_id(name.removeprefix(ANSWER)): self.cleaned_data.get(name, value)
            for name, value in self.data.items()
            if name.startswith(ANSWER) and value
        }
        plain = {name: self.cleaned_data[name] for name in HeldForm.base_fields}
        return {
            **plain,
            "answers": chosen,
            "staff_count": self.cleaned_data.get("staff_count", 0),
        }


def _citizen_id(number: str) -> int:
    """The id in a field's name; what is none becomes 0, which no citizen has."""
    return int(number) if number.isdecimal() and len(number) <= MOST_DIGITS else 0


class MeetingForm(HeldForm):
    date = DayField(label=_("Date"))
    minutes = NumberField(label=_("Minutes"))
    answer = forms.ChoiceField(
        label=_("Did the citizen come?"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the citizen came.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("answer", only_when="yes")

    def verb(self) -> dict:
        return self.cleaned_data


class MeetingPlanForm(forms.Form):
    match = forms.ModelChoiceField(
        label=_("Citizen"),
        queryset=Match.objects.none(),
        empty_label=EMPTY,
        error_messages={"required": CHOOSE},
    )
    date = DayField(label=_("Date"), help_text=_("For example 14.6.2018."))
    starts_at = HourField(label=_("Starts at"), help_text=_("For example 13.00."))
    minutes = NumberField(label=_("Minutes"), initial=60)
    place = forms.CharField(
        label=_("Place"), max_length=120, required=False, validators=[refuse_cpr]
    )

    def __init__(self, *args, project, user, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["match"]
        field.queryset = (
            Match.objects.filter(project=project)
            .own(user)
            .select_related("episode__citizen")
            .order_by(Alphabetical("episode__citizen__given_name"), "pk")
        )
        field.label_from_instance = lambda match: (
            f"{match.episode.citizen.short_name} {match.episode.citizen.code}"
        )

    def citizens(self) -> list[Citizen]:
        """Those whom the choice names."""
        return [match.episode.citizen for match in self.fields["match"].queryset]


class ReferralForm(forms.Form):
    """A new referral of a citizen who is known already."""

    referred_by = forms.ModelChoiceField(
        label=_("Referred by"),
        queryset=Organisation.objects.none(),
        empty_label=EMPTY,
        error_messages={"required": CHOOSE},
    )
    model = forms.ChoiceField(
        label=_("Model"), choices=SupportModel.choices, error_messages={"required": CHOOSE}
    )
    referred_on = DayField(label=_("Referred on"))
    legal_basis = forms.ChoiceField(
        label=_("Legal basis"),
        choices=[("", _("None")), *((basis, basis) for basis in LEGAL_BASES)],
        required=False,
    )
    is_motivated = forms.BooleanField(
        label=_("The citizen is motivated for peer support"), required=False
    )
    has_prospect = forms.BooleanField(
        label=_("There is a realistic prospect that the support furthers recovery"),
        required=False,
    )

    def __init__(self, *args, project, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["referred_by"].queryset = organisations
        self.initial.setdefault("referred_on", today(project))
        if len(organisations) == 1:
            self.initial.setdefault("referred_by", organisations[0])

    def verb(self) -> dict:
        return self.cleaned_data


class CitizenForm(ReferralForm):
    """The first referral, of a citizen who is new here."""

    given_name = forms.CharField(label=_("Given name"), max_length=60, validators=[refuse_cpr])
    family_name = forms.CharField(label=_("Family name"), max_length=60, validators=[refuse_cpr])
    birth_year = NumberField(
        label=_("Year of birth"),
        help_text=_("Four digits. Only the year is stored, never a CPR number."),
        min_value=1900,
        max_value=2100,
        error_messages={
            "min_value": _("Write the year with four digits."),
            "max_value": _("Write the year with four digits."),
        },
    )
    field_order = ["given_name", "family_name", "birth_year"]


class DecideForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Answer"),
        choices=[
            (Referral.Outcome.ACCEPTED, _("Accept")),
            (Referral.Outcome.DECLINED, _("Decline")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    is_motivated = ReferralForm.base_fields["is_motivated"]
    has_prospect = ReferralForm.base_fields["has_prospect"]


class MatchForm(forms.Form):
    peer = forms.ModelChoiceField(
        label=_("Peer"),
        queryset=Peer.objects.none(),
        empty_label=EMPTY,
        error_messages={"required": CHOOSE},
    )
    starts_on = DayField(label=_("From"))
    is_not_kin = forms.BooleanField(
        label=_("Both have been asked, and they are not related"),
        help_text=_("Kinship is asked at every match."),
        required=False,
    )

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["peer"].queryset = active_peers(project)
        self.initial.setdefault("starts_on", today(project))


class EndMatchForm(forms.Form):
    ends_on = DayField(label=_("Last day"))


class EndEpisodeForm(EndMatchForm):
    reason = forms.ChoiceField(
        label=_("Why does it end?"),
        choices=Episode.EndReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )


class ExtendForm(forms.Form):
    until = DayField(label=_("Until"))
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Why the support must go on. Your name is kept with it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_cpr],
    )


class SessionAddForm(forms.Form):
    date = DayField(label=_("Date"))
    starts_at = HourField(label=_("Starts at"))
    ends_at = HourField(label=_("Ends at"))
    audience = forms.ChoiceField(label=_("For whom"), choices=Session.Audience.choices)


class PeersField(forms.ModelMultipleChoiceField):
    """Peers by id; SQLite cannot compare a number of more than 64 bits, which no peer has."""

    def clean(self, value):
        try:
            return super().clean(value)
        except OverflowError as error:
            raise forms.ValidationError(_("Choose peers from the list.")) from error


class CourseForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, validators=[refuse_cpr])
    model = forms.ChoiceField(label=_("Model"), choices=SupportModel.choices)
    place = forms.CharField(label=_("Place"), max_length=120, validators=[refuse_cpr])
    starts_on = DayField(label=_("First session"))
    sessions = NumberField(label=_("Number of sessions"), initial=10, min_value=1, max_value=60)
    weeks_between = NumberField(label=_("Weeks between them"), initial=1, min_value=1, max_value=8)
    starts_at = SessionAddForm.base_fields["starts_at"]
    ends_at = SessionAddForm.base_fields["ends_at"]
    audience = SessionAddForm.base_fields["audience"]
    peers = PeersField(
        label=_("Peers who lead it"),
        queryset=Peer.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["peers"].queryset = active_peers(project)


class CancelForm(forms.Form):
    cancel_reason = forms.CharField(
        label=_("Why was it cancelled?"),
        help_text=_("A few words, without names."),
        max_length=120,
        validators=[refuse_cpr],
    )


class EnrolForm(forms.Form):
    citizen = forms.ModelChoiceField(
        label=_("Citizen"),
        queryset=Citizen.objects.none(),
        empty_label=EMPTY,
        error_messages={"required": CHOOSE},
    )
    joined_on = DayField(label=_("From"))

    def __init__(self, *args, course, user, **kwargs):
        super().__init__(*args, **kwargs)
        supported = Episode.objects.filter(project=course.project_id, ends_on=None)
        self.fields["citizen"].queryset = (
            Citizen.objects.filter(project=course.project_id, pk__in=supported.values("citizen"))
            .visible_to(user)
            .exclude(enrolments__course=course)
        )
        self.initial.setdefault("joined_on", today(course.project))

    def citizens(self) -> list[Citizen]:
        """Those whom the choice names."""
        return list(self.fields["citizen"].queryset)


class LeaveForm(forms.Form):
    left_on = DayField(label=_("Last day"))


def active_peers(project):
    """The project's peers with an employment that counts today (R9)."""
    day = today(project)
    active = Employment.objects.on(day).filter(project=project, active_from__lte=day)
    return Peer.objects.filter(pk__in=active.values("peer"))
