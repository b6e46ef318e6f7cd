"""Who takes over from a peer: one choice for each citizen and each course."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citizens.forms import active_peers
from citizens.handover import Handover
from partners.models import today
from peerstoette.lib.fields import DayField

NOBODY = "0"


class HandoverForm(forms.Form):
    """``match_7`` says who takes it over, ``kin_7`` that they were asked; ``course_3`` likewise."""

    last_day = DayField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy(
            "Today or earlier. Those who take over begin on this day, and get the meetings after it."
        ),
    )

    def __init__(self, *args, state: Handover, **kwargs):
        super().__init__(*args, **kwargs)
        project = state.peer.project
        self.state = state
        self.initial.setdefault("last_day", today(project))
        others = active_peers(project).exclude(pk=state.peer.pk)
        self.peers = {str(peer.pk): peer for peer in others}
        named = [(pk, peer.name) for pk, peer in self.peers.items()]
        for match in state.matches:
            code = match.episode.citizen.code
            self.fields[f"match_{match.pk}"] = _choice(
                _("%(code)s is taken over by") % {"code": code}, named, _("Nobody: end the match")
            )
            self.fields[f"kin_{match.pk}"] = forms.BooleanField(
                label=_("Both have been asked, and they are not related"), required=False
            )
        for course in state.courses:
            self.fields[f"course_{course.pk}"] = _choice(
                _("%(course)s is taken over by") % {"course": course.name},
                named,
                _("Nobody: the project leader registers"),
            )

    def verb(self) -> dict:
        """What the action takes."""
        data = self.cleaned_data
        return {
            "last_day": data["last_day"],
            "matches": {m.pk: self.peers.get(data[f"match_{m.pk}"]) for m in self.state.matches},
            "courses": {c.pk: self.peers.get(data[f"course_{c.pk}"]) for c in self.state.courses},
            "not_kin": {m.pk for m in self.state.matches if data[f"kin_{m.pk}"]},
        }


def _choice(label: str, named: list[tuple[str, str]], nobody: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", _("Choose")), *named, (NOBODY, nobody)],
        error_messages={"required": _("Choose who takes over, or end it.")},
    )
