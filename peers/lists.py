"""The list of employments: who is employed where on a day, as one person may see it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import django_filters
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from accounts.models import User
from partners.lists import ALL, Column, Day, Decimals, Filters, Table, by_label
from partners.models import Project, today
from peers.fte import FULL_WEEK
from peers.models import Employment, Leave, Peer
from peers.roster import Line
from peers.staffing import employments_of, reaches_every_employer
from peerstoette.lib import alphabet

State = Employment.State
CURRENT = "current"  # everything that has not ended


class PeerTable(Table):
    title = _("Peers")
    counted = ngettext_lazy("%(count)d employment", "%(count)d employments", "count")
    file_name = pgettext_lazy("file name", "peers")

    shown = Column(_("Peer"), order_by=("shown", "starts_on"), cell="peers/_peer_cell.html")
    initials = Column(_("Initials"), accessor="peer__initials", order_by="peer__initials")
    employer = Column(
        _("Employer"), accessor="employment__employer", order_by=("employer__name", "shown")
    )
    state = Column(
        _("State"), accessor="state__label", orderable=False, cell="peers/_state_cell.html"
    )
    hours = Decimals(
        _("Hours a week"), accessor="employment__weekly_hours", order_by="weekly_hours"
    )
    fte = Decimals(_("FTE"), orderable=False)
    starts = Day(_("First day"), accessor="employment__starts_on", order_by="starts_on")
    ends = Day(_("Last day"), accessor="employment__ends_on", order_by="ends_on")
    paid_by = Column(
        _("Paid by"), accessor="employment__get_paid_by_display", order_by="payer_place"
    )

    class Meta:
        order_by = "employer"


class PeerFilters(Filters):
    quick = "state"
    defaults = {"state": CURRENT}

    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="by_state",
        empty_label=None,
        choices=[(CURRENT, _("Current")), *State.choices, (ALL, _("All"))],
    )
    employer = django_filters.ChoiceFilter(label=_("Employer"), empty_label=_("All"))
    paid_by = django_filters.ChoiceFilter(
        label=_("Paid by"), empty_label=_("All"), choices=Employment.PaidBy.choices
    )
    day = django_filters.DateFilter(label=_("On the day"), method="on_day")

    def __init__(self, data: QueryDict, rows, *, project: Project, user: User) -> None:
        super().__init__(data, rows, project=project, user=user)
        if reaches_every_employer(user, project):
            employers = {each.employer for each in employments_of(project)}
            self.filters["employer"].extra["choices"] = sorted(
                ((str(each.pk), each.name) for each in employers),
                key=lambda pair: alphabet.key(pair[1]),
            )
        else:
            del self.filters["employer"]  # there is one, the coordinator's own

    @property
    def on(self) -> date:
        """The day on which states are told: the one asked for, else today."""
        return self.form.cleaned_data.get("day") or today(self.project)

    def found(self) -> QuerySet:
        self.queryset = self.queryset.annotate(state=_state(self.on))
        return super().found()

    def by_state(self, rows: QuerySet, name: str, state: str) -> QuerySet:
        if state == ALL:
            return rows
        return rows.exclude(state=State.ENDED) if state == CURRENT else rows.filter(state=state)

    def on_day(self, rows: QuerySet, name: str, day: date) -> QuerySet:
        """The day leaves nobody out: what everybody is on it, the states tell."""
        return rows


def listed_employments(project: Project, user: User) -> QuerySet:
    """What the person may see, with what the peer is called before that person as ``shown``."""
    known = project.peers.within_reach(user, "peers.name")
    return (
        Employment.objects.filter(project=project)
        .visible_to(user)
        .select_related("peer", "employer")
        .alias(payer_place=by_label("paid_by", Employment.PaidBy))
        .annotate(
            shown=Case(
                When(peer__in=known.values("pk"), then=F("peer__name")),
                default=F("peer__initials"),
                output_field=CharField(),
            )
        )
    )


def lines(employments: Iterable[Employment]) -> list[Line]:
    """The rows of employments that ``PeerFilters`` found."""
    return [
        Line(each.peer, each.shown, each, State(each.state), _counted(each)) for each in employments
    ]


def fte_of(found: QuerySet) -> Decimal:
    """What they count together on the day, unrounded."""
    active = found.filter(state=State.ACTIVE)
    return (active.aggregate(hours=Sum("weekly_hours"))["hours"] or Decimal(0)) / FULL_WEEK


def idle(project: Project, user: User) -> list[tuple[Peer, str]]:
    """Peers without an employment, with what they are called before the person."""
    known = project.peers.within_reach(user, "peers.name")
    peers = project.peers.visible_to(user).filter(employments=None)
    peers = peers.annotate(is_known=Exists(known.filter(pk=OuterRef("pk"))))
    return [(peer, peer.name if peer.is_known else peer.initials) for peer in peers]


def _counted(employment: Employment) -> Decimal:
    return employment.fte if employment.state == State.ACTIVE else Decimal(0)


def _state(day: date) -> Case:
    """``Employment.state_on`` for the database to filter by."""
    unpaid = Leave.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day),
        employment=OuterRef("pk"),
        kind=Leave.Kind.UNPAID,
        starts_on__lte=day,
    )
    return Case(
        When(ends_on__lt=day, then=Value(State.ENDED)),
        When(starts_on__gt=day, then=Value(State.AHEAD)),
        When(Q(active_from=None) | Q(active_from__gt=day), then=Value(State.WAITING)),
        When(Exists(unpaid), then=Value(State.UNPAID)),
        default=Value(State.ACTIVE),
        output_field=CharField(),
    )
