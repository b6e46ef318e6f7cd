"""The trail as a list: who did what in a project, and when."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import django_filters
from django.db.models import Max, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext_lazy

from accounts.models import TrailEntry, User
from partners.access import sees_every_citizen
from partners.lists import Column, Filters, Table
from partners.models import Project
from partners.trail_words import Kind, about, of_kind, role_name, told
from partners.transfer import registry
from peerstoette.lib import alphabet, dates

ABOUT_CITIZENS = "citizens."
CODE = re.compile(r"B-[0-9]{4,}")  # as labels hold it

_hidden: list[Callable[[User, Project], Iterable[str]]] = []


@dataclass(frozen=True)
class TrailRow:
    """An entry in words. Who may not see citizens reads neither which it was nor on which course."""

    entry: TrailEntry
    shows_citizens: bool
    hidden: frozenset[str] = frozenset()

    @property
    def when(self) -> str:
        return date_format(timezone.localtime(self.entry.at), "SHORT_DATETIME_FORMAT")

    @property
    def role(self) -> str:
        return role_name(self.entry.role)

    @property
    def act(self) -> str:
        return told(self.entry.action)

    @property
    def object(self) -> str:
        if self.entry.object_type.startswith(ABOUT_CITIZENS) and not self.shows_citizens:
            return ""
        if self.hidden.intersection(CODE.findall(self.entry.object_label)):
            return ""
        file = self.entry.details.get("file_name", "")
        if self.entry.object_type == "partners.project":
            return self._counted() or self._table() or file
        what = about(self.entry)
        return f"{file} ({what})" if file else what

    def _counted(self) -> str:
        """A list of citizens is told by how many it showed; the project itself goes without saying."""
        if "citizens" not in self.entry.details:
            return ""
        count = len(self.entry.details["citizens"])
        return ngettext("%(count)d citizen", "%(count)d citizens", count) % {"count": count}

    def _table(self) -> str:
        """What left the house or came in, and how many rows of it."""
        details = self.entry.details
        table = registry.find(details.get("table", ""))
        name = str(table.title) if table else details.get("list", "")
        if not name or "rows" not in details:
            return name
        return ngettext("%(name)s, %(count)d row", "%(name)s, %(count)d rows", details["rows"]) % {
            "name": capfirst(name),
            "count": details["rows"],
        }


class TrailTable(Table):
    title = gettext_lazy("Trail")
    counted = ngettext_lazy("%(count)d entry", "%(count)d entries", "count")
    file_name = pgettext_lazy("file name", "trail")

    when = Column(gettext_lazy("When"), order_by="id", css="ps-nowrap")
    person = Column(
        gettext_lazy("Person"), accessor="entry__actor_label", order_by=("actor_label", "id")
    )
    role = Column(gettext_lazy("Role"), orderable=False)
    act = Column(gettext_lazy("Act"), orderable=False)
    object = Column(gettext_lazy("What"), orderable=False)

    class Meta:
        order_by = "-when"


class ActFilters(Filters):
    """Which acts, and when they were done by the real clock."""

    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"),
        empty_label=gettext_lazy("All"),
        choices=Kind.choices,
        method="by_kind",
    )
    since = django_filters.DateFilter(label=gettext_lazy("From"), method="from_day")
    until = django_filters.DateFilter(label=gettext_lazy("To"), method="to_day")

    def by_kind(self, rows: QuerySet, name: str, kind: str) -> QuerySet:
        return rows.filter(of_kind(kind))

    def from_day(self, rows: QuerySet, name: str, day: date) -> QuerySet:
        return rows.filter(at__gte=_begins(day))

    def to_day(self, rows: QuerySet, name: str, day: date) -> QuerySet:
        return rows.filter(at__lt=_begins(day) + timedelta(days=1))


class TrailFilters(ActFilters):
    person = django_filters.ChoiceFilter(
        label=gettext_lazy("Person"),
        empty_label=gettext_lazy("All"),
        field_name="actor_id",
    )

    def __init__(self, data: QueryDict, rows, *, project: Project, user: User) -> None:
        super().__init__(data, rows, project=project, user=user)
        people = rows.order_by().values_list("actor_id").annotate(name=Max("actor_label"))
        self.filters["person"].extra["choices"] = sorted(
            ((str(pk), name) for pk, name in people), key=lambda pair: alphabet.key(pair[1])
        )


class NoFilters(Filters):
    """A list that is already what was asked for."""


def entries_of(project: Project) -> QuerySet[TrailEntry]:
    return TrailEntry.objects.filter(project_id=project.pk)


def without_hidden(entries: QuerySet, *, user: User, project: Project) -> QuerySet[TrailEntry]:
    """Without those about a citizen who is hidden from the person: bare of the code, they would tell it.

    Whoever reads no code at all keeps them: there nothing tells them from the others.
    """
    hidden = _hidden_codes(user, project)
    if not hidden or not sees_every_citizen(user, project):
        return entries
    label = rf"({'|'.join(sorted(hidden))})([^0-9]|$)"
    return entries.exclude(object_type__startswith=ABOUT_CITIZENS, object_label__regex=label)


def trail_rows(entries: Iterable[TrailEntry], *, user: User, project: Project) -> list[TrailRow]:
    shows_citizens = sees_every_citizen(user, project)
    hidden = _hidden_codes(user, project)
    return [TrailRow(entry, shows_citizens, hidden) for entry in entries]


def codes_told(texts: Iterable[str]) -> dict[str, list[str]]:
    """What an entry says of the citizens whose codes stand in these texts; nothing for none."""
    codes = sorted({code for text in texts for code in CODE.findall(text)})
    return {"citizens": codes} if codes else {}


def hide(codes: Callable[[User, Project], Iterable[str]]) -> None:
    """Add codes that the person may not read; a room's module ``hidden`` is read at start."""
    _hidden.append(codes)


def _hidden_codes(user: User, project: Project) -> frozenset[str]:
    return frozenset().union(*(codes(user, project) for codes in _hidden))


def _begins(day: date) -> datetime:
    """A day that no clock can tell is the nearest that it can."""
    nearest = min(max(day, date(dates.NEAR[0], 1, 1)), date(dates.NEAR[-1], 12, 31))
    return dates.midnight(nearest)
