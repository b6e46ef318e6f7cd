"""Who has looked at a citizen or changed something about the citizen, as the trail tells it.

Role and act say what for. In an emergency a reason was asked, which the trail does not hold: it is told
beside its entries to those who may read it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import TrailEntry, User
from citizens.models import (
    Attendance,
    Block,
    Citizen,
    EmergencyAccess,
    Enrolment,
    Episode,
    Extension,
    Match,
    Meeting,
    Referral,
    Session,
)
from partners.lists import Column
from partners.models import Project
from partners.trail_list import TrailRow, TrailTable, entries_of, trail_rows

# what is a citizen's own, and how it leads there
OWN = {
    Referral: "citizen",
    Episode: "citizen",
    Extension: "episode__citizen",
    Match: "episode__citizen",
    Meeting: "match__episode__citizen",
    Enrolment: "citizen",
    Attendance: "citizen",
    Block: "citizen",
    EmergencyAccess: "citizen",
}


# acts for which somebody gave a reason
IN_EMERGENCY = {"citizen.emergency", "citizen.emergency-read"}


@dataclass(frozen=True)
class LogRow(TrailRow):
    why: str = ""


class LogTable(TrailTable):
    title = _("Log of the citizen")
    file_name = pgettext_lazy("file name", "citizen-log")

    why = Column(_("Reason"), orderable=False)

    class Meta(TrailTable.Meta):
        pass


def entries_about(citizen: Citizen) -> QuerySet[TrailEntry]:
    """Entries on the citizen and what is the citizen's own, and those that name the citizen's code.

    One query finds what is the citizen's own. What a page showed (``actions.read_citizens``), and
    whom an act was about whose row may be deleted later, stands in the entry's details as codes,
    which are looked for as text: alike on both engines. So does, as one code, whom somebody tried to
    open in an emergency.
    """
    about = Q(object_type=Citizen._meta.label_lower, object_id=str(citizen.pk))
    for codes in ("citizens", "changed"):
        about |= Q(**{f"details__{codes}__icontains": f'"{citizen.code}"'})
    about |= Q(details__tried=citizen.code)
    for kind, ids in _own(citizen).items():
        one = Q(object_type=kind, object_id__in=ids)
        # a session is everybody's on the course; that it was registered concerns who is on its roster
        about |= one & Q(action="session.register") if kind == Session._meta.label_lower else one
    return entries_of(citizen.project).filter(about)


def with_reasons(entries: QuerySet, citizen: Citizen, user: User) -> QuerySet:
    """Each with ``reason``, of the last time before it that its person opened the citizen.

    Nothing where ``user`` may not read reasons.
    """
    uses = EmergencyAccess.objects.filter(citizen=citizen).visible_to(user)
    own = uses.filter(person=OuterRef("actor_id"), began_at__lte=OuterRef("at"))
    return entries.annotate(reason=Subquery(own.order_by("-began_at", "-id").values("reason")[:1]))


def log_rows(entries: Iterable[TrailEntry], *, user: User, project: Project) -> list[LogRow]:
    """Entries ``with_reasons`` in words."""
    return [
        LogRow(row.entry, row.shows_citizens, row.hidden, _why(row.entry))
        for row in trail_rows(entries, user=user, project=project)
    ]


def _why(entry: TrailEntry) -> str:
    return entry.reason or "" if entry.action in IN_EMERGENCY else ""


def _own(citizen: Citizen) -> dict[str, list[str]]:
    """The numbers of the citizen's own rows, and of the sessions with an answer, by kind. One query."""
    sources = [(model, path, "pk") for model, path in OWN.items()]
    found = [_numbers(*source, citizen) for source in sources]
    found.append(_numbers(Attendance, "citizen", "session_id", citizen, kind=Session))
    own: dict[str, list[str]] = {}
    for kind, number in found[0].union(*found[1:], all=True):
        own.setdefault(kind, []).append(str(number))
    return own


def _numbers(model, path: str, number: str, citizen: Citizen, kind=None) -> QuerySet:
    label = Value((kind or model)._meta.label_lower, output_field=CharField())
    rows = model.objects.filter(**{path: citizen}).order_by()
    return rows.annotate(kind_of=label, number_of=F(number)).values_list("kind_of", "number_of")
