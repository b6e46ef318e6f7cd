"""Lists: filtered, sorted, fifty rows a page, remembered in the address, and the same rows as a file.

A list is a table (columns), filters (what the address may ask for) and rows that are visible to the
person. What the address asks for and nobody understands is refused with a sentence: a list that left
it out would show more than was asked for. What may be a citizen's name is never a filter, since
addresses are kept in histories and logs.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import django_tables2
from django import forms
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import (
    Case,
    IntegerField,
    TextChoices,
    Value,
    When,
)
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django_filters import FilterSet
from django_tables2.utils import Accessor, OrderBy

from accounts import trail
from accounts.models import User
from partners.access import FILE_FORMAT, granting_role
from partners.models import Project
from partners.ordering import in_order, plain
from peerstoette.lib import alphabet, dates, tables
from peerstoette.templatetags.look import fte, kr

PER_PAGE = 50
SORT, PAGE, FORMAT = "sort", "page", FILE_FORMAT
OURS = {SORT, PAGE, FORMAT}
CSV, XLSX = "csv", "xlsx"
MEDIA_TYPES = {CSV: tables.CSV_TYPE, XLSX: tables.XLSX_TYPE}
ALL = "all"  # what a filter with a default is set to when it shall leave nothing out
LONGEST_PAGE_NUMBER = 6


class Column(django_tables2.Column):
    """Text. ``cell`` is a template that draws it on the page, with ``row`` and ``value``."""

    css = ""

    def __init__(self, verbose_name: Promise, *, cell: str = "", css: str = "", **options) -> None:
        super().__init__(verbose_name=verbose_name, **options)
        self.cell = cell
        self.css = css or self.css

    def show(self, value: tables.Value) -> str:
        """The value in words, on the page."""
        return "" if value is None else str(value)


class Number(Column):
    css = "num"


class Amount(Column):
    """Kroner with two decimals; the heading names the unit."""

    css = "num"

    def show(self, value: tables.Value) -> str:
        return kr(value)


class Decimals(Column):
    """Full-time equivalents or hours, with two decimals."""

    css = "num"

    def show(self, value: tables.Value) -> str:
        return fte(value)


class Day(Column):
    css = "ps-nowrap"

    def show(self, value: tables.Value) -> str:
        return "" if value is None else date_format(value, "SHORT_DATE_FORMAT")


class Table(django_tables2.Table):
    """The columns of a list. ``Meta.order_by`` is how it stands when nobody has sorted it.

    ``title`` is its name, ``counted`` says how many rows there are, and ``file_name`` what a file of
    it is called. The first column names the row.
    """

    title: Promise
    counted: Promise
    file_name: Promise


class Rows(list):
    """Rows that are no queryset, for lists that are put together from several tables."""

    model = None

    def all(self) -> "Rows":
        return self


class Filters(FilterSet):
    """What the address may ask for.

    ``quick`` is the filter that stands above the list as choices. ``defaults`` hold what a filter is
    while the address says nothing; its choices then have one more, ``ALL``.
    """

    quick = ""
    defaults: dict[str, str] = {}

    def __init__(self, data: QueryDict, rows, *, project: Project, user: User) -> None:
        self.project, self.user = project, user
        data = data.copy()
        for name, value in self.defaults.items():
            if not data.get(name):
                data[name] = value
        super().__init__(data, rows)
        self.data = data  # also when it is empty: an address without filters is an answer too

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter leaves rows out."""
        return any(self._value(name) not in (None, "", ALL) for name in self.filters)

    @property
    def chosen(self) -> int:
        """How many filters of the form are set."""
        names = [name for name in self.filters if name != self.quick]
        return sum(self._value(name) not in (None, "", ALL) for name in names)

    def found(self):
        """The rows that the filters leave; the form is valid."""
        rows = self.queryset.all()
        for name, each in self.filters.items():
            rows = each.filter(rows, self._value(name))
        return rows

    def _value(self, name: str):
        return self.form.cleaned_data.get(name)


def years_of(project: Project) -> list[tuple[str, str]]:
    """The project's years as choices, latest first."""
    years = range(project.ends_on.year, project.starts_on.year - 1, -1)
    return [(str(year), str(year)) for year in years]


def months_of(project: Project, last: date) -> list[tuple[str, str]]:
    """The project's months up to the one of ``last`` as choices, ``2018-05``, latest first."""
    last = min(last, project.ends_on)
    months = list(dates.months_between(project.starts_on, last))
    return [(f"{day:%Y-%m}", dates.month_name(day)) for day in reversed(months)]


def month_days(key: str) -> tuple[date, date]:
    """The first and the last day of ``2018-05``."""
    year, month = key.split("-")
    first = date(int(year), int(month), 1)
    return first, dates.last_of_month(first)


def by_label(field: str, choices: type[TextChoices]) -> Case:
    """Where a choice stands among the others by what it is called on the page."""
    ordered = sorted(choices, key=lambda choice: alphabet.key(str(choice.label)))
    return Case(
        *(When(**{field: choice}, then=Value(place)) for place, choice in enumerate(ordered)),
        output_field=IntegerField(),
    )


@dataclass(frozen=True)
class Head:
    """A column's heading. ``url`` sorts by it; ``sorted`` is how it is sorted now, if it is."""

    label: str
    css: str
    url: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Cell:
    """What a row says in a column: ``value`` for files, ``text`` or the template ``cell`` on pages."""

    label: str
    css: str
    value: tables.Value
    text: str
    cell: str


@dataclass(frozen=True)
class Choice:
    """One of the choices above a list."""

    label: str
    url: str
    is_chosen: bool


class Listing:
    """A list as the address asks for it.

    ``rows`` are those the person may see, a queryset or ``Rows``. ``present`` makes of the records
    that are shown what the columns read. ``without`` are columns the person gets neither on the page
    nor in the file, ``unsorted`` those whose order would tell what they hide.
    """

    def __init__(
        self,
        request: HttpRequest,
        project: Project,
        rows,
        *,
        table: type[Table],
        filters: type[Filters],
        present: Callable[[list], Sequence] = list,
        without: Sequence[str] = (),
        unsorted: Sequence[str] = (),
    ) -> None:
        self.request, self.project = request, project
        self.table = table([], exclude=without)
        self.unsorted = unsorted
        self.present = present
        self.filters = filters(request.GET, rows, project=project, user=request.user)
        self.form = self._form()
        self.found = self._sorted(self.filters.found()) if self.form.is_valid() else Rows()
        self.format = self._format()
        self.page = self._page()

    @property
    def is_refused(self) -> bool:
        return bool(self.form.errors)

    @cached_property
    def records(self) -> list:
        """What goes out: the page's records, or all that were found when a file is asked for."""
        if self.is_refused:
            return []
        return list(self.found if self.format else self.page.object_list)

    @cached_property
    def total(self) -> int:
        return self.page.paginator.count if self.page else 0

    @property
    def counted(self) -> str:
        return self.table.counted % {"count": self.total}

    @cached_property
    def nothing_yet(self) -> bool:
        """Whether there would be nothing without filters either."""
        if self.is_refused or self.total:
            return False
        return not self.filters.is_narrowed or not self.filters.queryset.all()[:1]

    @property
    def widest_url(self) -> str:
        """The list without filters."""
        return self._address(dict.fromkeys(self.filters.defaults, ALL), keep=(SORT,))

    @property
    def csv_url(self) -> str:
        return self._address({FORMAT: CSV})

    @property
    def xlsx_url(self) -> str:
        return self._address({FORMAT: XLSX})

    @property
    def choices(self) -> list[Choice]:
        """The choices of the quick filter."""
        name = self.filters.quick
        if not name:
            return []
        now = self.filters.data.get(name)
        return [
            Choice(str(label), self._address({name: value}), str(value) == now)
            for value, label in self.filters.form.fields[name].choices
        ]

    @property
    def quick_field(self) -> forms.BoundField | None:
        """What keeps the choice above the list when the form is sent."""
        return self.form[self.filters.quick] if self.filters.quick else None

    @property
    def chosen(self) -> int:
        """How many filters of the form are set."""
        return self.filters.chosen

    @property
    def fields(self) -> list[forms.BoundField]:
        """The filters of the form, sorting and the choice above the list aside."""
        return [self.form[name] for name in self.filters.filters if name != self.filters.quick]

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.table.columns]

    @cached_property
    def rows(self) -> list:
        """What the columns read, of each record that goes out."""
        return list(self.present(self.records))

    def cells(self) -> Iterator[tuple[Any, list[Cell]]]:
        """Each row with its cells, in the order of the columns."""
        columns = list(self.table.columns)
        for row in self.rows:
            yield row, [_cell(column, row) for column in columns]

    def response(
        self, template: str, context: dict, *, read: Callable[[], None] | None = None
    ) -> HttpResponse:
        """The page, 422 when the address was not understood, or the file it asks for.

        ``read`` puts on the trail whom or what it shows: together with that it leaves as a file.
        """
        is_file = bool(self.format) and not self.is_refused
        count = len(self.rows) if is_file else 0  # what is read is read before anything is written
        if read or is_file:
            with transaction.atomic():
                if read:
                    read()
                if is_file:
                    self._record(count)
        if is_file:
            return self._file()
        context = {**context, "list": self, "form": self.form}
        return render(self.request, template, context, status=422 if self.is_refused else 200)

    def _form(self) -> forms.Form:
        form = self.filters.form
        form.fields[SORT] = forms.ChoiceField(
            label=_("Sort by"), required=False, choices=self._orders
        )
        for name, field in form.fields.items():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
            if is_choice:
                field.error_messages["invalid_choice"] = _("Choose one of those on the list.")
            if name == self.filters.quick:
                # its choices stay for the links above the list
                field.widget = forms.HiddenInput()
        if form.is_valid() and not form.cleaned_data[SORT]:
            form.data[SORT] = str(self.order)
        # these two are not seen in the form, so what is wrong with them stands above it
        for name in [SORT, self.filters.quick]:
            if form.errors.pop(name, None):
                form.add_error(None, _("The list cannot be shown like that: choose from the page."))
        if set(self.request.GET) - set(form.fields) - OURS:
            form.add_error(None, _("The address asks for something that this list does not have."))
        return form

    @property
    def order(self) -> OrderBy:
        """The column it is sorted by, with a minus where it is sorted from the last."""
        return OrderBy(self.filters.form.cleaned_data.get(SORT) or self.table.order_by[0])

    @property
    def _orders(self) -> list[tuple[str, str]]:
        ways = {"": _("%(column)s, rising"), "-": _("%(column)s, falling")}
        return [
            (sign + column.name, way % {"column": column.header})
            for column in self.table.columns
            if self._is_sortable(column)
            for sign, way in ways.items()
        ]

    def _is_sortable(self, column) -> bool:
        return column.orderable and column.name not in self.unsorted

    def _sorted(self, rows):
        descending = self.order.is_descending
        keys = self.table.columns[self.order.bare].column.order_by or [
            OrderBy(self.table.columns[self.order.bare].accessor)
        ]
        terms = [(key.bare, OrderBy(key).is_descending != descending) for key in keys]
        return in_order(rows, terms)

    def _page(self) -> Page | None:
        asked = self.request.GET.get(PAGE) or "1"
        paginator = Paginator(self.found, PER_PAGE)
        if self.is_refused:
            return None
        if self.format:
            len(self.found)  # a file holds them all: what is read need not be counted before
        is_number = asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_PAGE_NUMBER
        if not is_number or not 1 <= int(asked) <= paginator.num_pages:
            self.form.add_error(
                None,
                _("There is no such page: the list has pages 1 to %(last)s.")
                % {"last": paginator.num_pages},
            )
            return None
        return paginator.page(int(asked))

    def _format(self) -> str:
        asked = self.request.GET.get(FORMAT, "")
        if asked and asked not in MEDIA_TYPES:
            self.form.add_error(None, _("The list can be downloaded as CSV or as XLSX."))
        return asked

    def _head(self, column) -> Head:
        css, label = column.column.css, str(column.header)
        if not self._is_sortable(column):
            return Head(label, css)
        now = self.order if not self.is_refused else OrderBy("")
        if now.bare != column.name:
            first = "-" if column.column.initial_sort_descending else ""
            return Head(label, css, self._address({SORT: first + column.name}))
        way = "descending" if now.is_descending else "ascending"
        return Head(label, css, self._address({SORT: str(now.opposite)}), way)

    def _address(self, changes: dict[str, str], keep: Sequence[str] | None = None) -> str:
        """The address with changes, on its first page; ``keep`` are the parts that stay."""
        asked = self.request.GET.copy()
        for name in list(asked):
            if name in {PAGE, FORMAT} or not asked[name] or (keep is not None and name not in keep):
                del asked[name]
        for name, value in changes.items():
            asked[name] = value
        return f"?{asked.urlencode()}"

    def _file(self) -> HttpResponse:
        headers = [str(column.header) for column in self._file_columns]
        rows = [
            [plain(Accessor(column.accessor).resolve(row)) for column in self._file_columns]
            for row in self.rows
        ]
        title = str(self.table.title)
        if self.format == CSV:
            content = tables.write_csv(headers, rows)
        else:
            content = tables.write_xlsx(title, headers, rows)
        name = f"{self.table.file_name}-{self.project.slug}.{self.format}"
        return HttpResponse(
            content,
            content_type=MEDIA_TYPES[self.format],
            headers={"Content-Disposition": content_disposition_header(True, name)},
        )

    def _record(self, rows: int) -> None:
        """That the rows leave the house: which list, how many, as what."""
        user, project = self.request.user, self.project
        with translation.override("da"):
            trail.record(
                "table.export",
                project,
                by=user,
                project=project,
                role=granting_role(user, self.request.capability, project) or "",
                list=str(self.table.file_name),
                rows=rows,
                format=self.format,
            )

    @cached_property
    def _file_columns(self) -> list:
        return [each for each in self.table.columns if not each.column.exclude_from_export]


def _cell(column, row) -> Cell:
    value = plain(Accessor(column.accessor).resolve(row))
    kind = column.column
    return Cell(str(column.header), kind.css, value, kind.show(value), kind.cell)
