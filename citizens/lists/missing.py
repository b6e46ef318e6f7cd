"""The list of registrations that are due."""

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from accounts.models import User
from citizens.overdue import Kind, Overdue
from partners.lists import (
    ALL,
    Column,
    Day,
    Filters,
    Number,
    Rows,
    Table,
    month_days,
    months_of,
)
from partners.models import Project, today
from peers.models import Peer
from peerstoette.lib import alphabet
from peerstoette.lib.keys import is_key


class MissingTable(Table):
    title = _("Missing registrations")
    counted = ngettext_lazy(
        "%(count)d missing registration", "%(count)d missing registrations", "count"
    )
    file_name = pgettext_lazy("file name", "missing-registrations")

    what = Column(_("Session or meeting"), accessor="title", cell="citizens/_missing_cell.html")
    kind = Column(_("Kind"), accessor="kind__label", order_by=("kind", "when"))
    date = Day(_("Date"), order_by="when")
    begins = Column(_("Time"), css="num", orderable=False)
    days = Number(_("Days late"), order_by="days", cell="citizens/_late_cell.html")
    who = Column(_("Peer"), accessor="who", order_by=("who", "when"))

    class Meta:
        order_by = "date"


class MissingFilters(Filters):
    """The choices above the list are the peers who have something to register, with how much."""

    quick = "peer"
    defaults = {"peer": ALL}

    peer = django_filters.ChoiceFilter(label=_("Peer"), method="by_peer", empty_label=None)
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), method="by_kind", empty_label=_("All"), choices=Kind.choices
    )
    month = django_filters.ChoiceFilter(label=_("Month"), method="by_month", empty_label=_("All"))

    def __init__(self, data: QueryDict, rows: Rows, *, project: Project, user: User) -> None:
        super().__init__(data, rows, project=project, user=user)
        self.filters["peer"].extra["choices"] = self._peers(rows, data.get("peer", ALL))
        self.filters["month"].extra["choices"] = months_of(project, today(project))

    def by_peer(self, rows: list[Overdue], name: str, peer: str) -> Rows:
        return Rows(
            row for row in rows if peer == ALL or peer in {str(each.pk) for each in row.peers}
        )

    def by_kind(self, rows: list[Overdue], name: str, kind: str) -> Rows:
        return Rows(row for row in rows if row.kind == kind)

    def by_month(self, rows: list[Overdue], name: str, month: str) -> Rows:
        first, last = month_days(month)
        return Rows(row for row in rows if first <= row.date <= last)

    def _peers(self, rows: list[Overdue], asked: str) -> list[tuple[str, str]]:
        """Who has most comes first; who is asked for stands there also with nothing left to do."""
        tally: dict[Peer, int] = {}
        for row in rows:
            for peer in row.peers:
                tally[peer] = tally.get(peer, 0) + 1
        if is_key(asked) and asked not in {str(peer.pk) for peer in tally}:
            for peer in self.project.peers.visible_to(self.user).filter(pk=asked):
                tally[peer] = 0
        ordered = sorted(tally.items(), key=lambda pair: (-pair[1], alphabet.key(pair[0].name)))
        everybody = (ALL, f"{_('All')} ({len(rows)})")
        return [everybody, *((str(peer.pk), f"{peer.name} ({count})") for peer, count in ordered)]
