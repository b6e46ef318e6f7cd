"""The list of employments: who is employed where on a day, as one person may see it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import django_filters
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Sum, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from accounts.models import User
from partners.lists import ALL, Column, Day, Decimals, Filters, Table
from partners.models import Organisation, Project, today
from peers.fte import FULL_WEEK
from peers.models import Employment, Leave, Peer
from peers.roster import Line

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
    paid_by = Column(_("Paid by"), accessor="employment__get_paid_by_display", order_by="paid_by")

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
    employer = django_filters.ModelChoiceFilter(label=_("Employer"), empty_label=_("All"))
    paid_by = django_filters.ChoiceFilter(
        label=_("Paid by"), empty_label=_("All"), choices=Employment.PaidBy.choices
    )
    day = django_filters.DateFilter(label=_("On the day"), method="on_day")

    def __init__(self, data: QueryDict, rows, *, project: Project, user: User) -> None:
        super().__init__(data, rows, project=project, user=user)
        self.filters["employer"].queryset = Organisation.objects.filter(
            pk__in=rows.order_by().values("employer")
        )

    @property
    def on(self) -> date:
        """The day on which states are told: the one asked for, else today."""
        return self.form.cleaned_data.get("day") or today(self.project)

    def by_state(self, rows: QuerySet, name: str, state: str) -> QuerySet:
        if state == ALL:
            return rows
        if state == CURRENT:
            return rows.exclude(ends_on__lt=self.on)
        return in_state(rows, State(state), self.on)

    def on_day(self, rows: QuerySet, name: str, day: date) -> QuerySet:
        """The day leaves nobody out: what everybody is on it, the states tell."""
        return rows


def in_state(employments: QuerySet, state: Employment.State, day: date) -> QuerySet:
    """Those of whom ``state_on`` says so."""
    unpaid = Leave.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day),
        employment=OuterRef("pk"),
        kind=Leave.Kind.UNPAID,
        starts_on__lte=day,
    )
    if state == State.ENDED:
        return employments.filter(ends_on__lt=day)
    if state == State.AHEAD:
        return employments.filter(starts_on__gt=day)
    running = employments.on(day)
    if state == State.WAITING:
        return running.filter(Q(active_from=None) | Q(active_from__gt=day))
    active = running.filter(active_from__lte=day)
    return active.filter(Exists(unpaid) if state == State.UNPAID else ~Exists(unpaid))


def listed_employments(project: Project, user: User) -> QuerySet:
    """What the person may see, with what the peer is called before that person as ``shown``."""
    known = project.peers.within_reach(user, "peers.name")
    return (
        Employment.objects.filter(project=project)
        .visible_to(user)
        .select_related("peer", "employer")
        .prefetch_related("leaves")
        .annotate(
            shown=Case(
                When(peer__in=known.values("pk"), then=F("peer__name")),
                default=F("peer__initials"),
            )
        )
    )


def lines_on(employments: Iterable[Employment], day: date) -> list[Line]:
    return [
        Line(each.peer, each.shown, each, each.state_on(day), each.fte_on(day))
        for each in employments
    ]


def fte_on(employments: QuerySet, day: date) -> Decimal:
    """What they count together that day, unrounded."""
    active = in_state(employments, State.ACTIVE, day)
    return (active.aggregate(hours=Sum("weekly_hours"))["hours"] or Decimal(0)) / FULL_WEEK


def idle(project: Project, user: User) -> list[tuple[Peer, str]]:
    """Peers without an employment, with what they are called before the person."""
    known = project.peers.within_reach(user, "peers.name")
    peers = project.peers.visible_to(user).filter(employments=None)
    peers = peers.annotate(is_known=Exists(known.filter(pk=OuterRef("pk"))))
    return [(peer, peer.name if peer.is_known else peer.initials) for peer in peers]
