"""Who may not see a citizen, who steps in at a session, and what opens a page in an emergency."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from citizens.forms import CHOOSE, EMPTY
from citizens.models import SHORTEST_REASON, Block, Citizen, Session
from citizens.standing_in import possible_stand_ins
from partners.models import Project
from peers.models import Peer
from peerstoette.lib import alphabet
from peerstoette.lib.cpr import refuse_cpr


class BlockForm(forms.Form):
    """People with a role in the project, known by name or e-mail; not the one who asks."""

    person = forms.ChoiceField(label=_("Who"), error_messages={"required": CHOOSE})
    kind = forms.ChoiceField(
        label=_("Why"),
        help_text=_("Only project leaders see this."),
        choices=Block.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )

    def __init__(self, *args, project: Project, citizen: Citizen, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        blocked = Block.objects.in_force().filter(citizen=citizen)
        held = project.memberships.active().with_known().select_related("user")
        held = held.exclude(user=user).exclude(user__in=blocked.values("person"))
        named = {each.user_id: each for each in held}
        self.people = {str(pk): each.user for pk, each in named.items()}
        choices = sorted(
            ((each.shown, str(pk)) for pk, each in named.items()),
            key=lambda pair: alphabet.key(pair[0]),
        )
        self.fields["person"].choices = [("", EMPTY), *((pk, shown) for shown, pk in choices)]

    def clean_person(self) -> User:
        return self.people[self.cleaned_data["person"]]


class StandInForm(forms.Form):
    """Those who can step in; not the one who asks."""

    peer = forms.ChoiceField(label=_("Peer"), error_messages={"required": CHOOSE})

    def __init__(self, *args, session: Session, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        others = possible_stand_ins(session).exclude(user=user)
        self.peers = {str(peer.pk): peer for peer in others}
        named = [(pk, peer.name) for pk, peer in self.peers.items()]
        self.fields["peer"].choices = [("", EMPTY), *named]

    def clean_peer(self) -> Peer:
        return self.peers[self.cleaned_data["peer"]]


class EmergencyForm(forms.Form):
    code = forms.CharField(
        label=_("The citizen's code"),
        help_text=_("For example B-0412."),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "ps-w-10"}),
        error_messages={"required": _("Write the code, for example B-0412.")},
    )
    reason = forms.CharField(
        label=_("Why must you see it now?"),
        help_text=_("The project leader reads it. No CPR number."),
        min_length=SHORTEST_REASON,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_cpr],
        error_messages={"required": _("Write why you must see it now.")},
    )
