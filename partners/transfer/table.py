"""A table of a project: its columns, what stands in it, and what a file would do to it.

Columns are django-import-export's, so that export and import cannot disagree. Its own import goes row
by row and saves as it goes; here a file is read whole, judged whole, and written in bulk.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from import_export import fields, resources
from tablib import Dataset

from accounts import trail
from accounts.models import User
from partners.access import granting_role
from partners.models import Project
from partners.months import lock_project
from peerstoette.lib.errors import RuleBroken
from peerstoette.lib.tables import csv_text

BATCH = 1000


class Column(fields.Field):
    """A column with its Danish, lasting heading; ``attribute`` is the field of the model it fills.

    The numbers of an account or an address for invoices (``is_reference``) may look like a CPR number.
    """

    def __init__(
        self,
        attribute: str,
        heading: str,
        widget,
        *,
        required: bool = False,
        is_reference: bool = False,
    ) -> None:
        super().__init__(attribute, heading, widget)
        self.required, self.is_reference = required, is_reference


@dataclass
class Row:
    """A row of the file. ``number`` is the one that the person sees; the heading is row 1."""

    number: int
    problems: list[str]
    headings: dict[str, str]
    values: dict = field(default_factory=dict)
    instance: models.Model | None = None
    before: dict = field(default_factory=dict)
    is_wrong: bool = False

    def wrong(self, name: str | None, text: str) -> None:
        """Note ``Row 4, column navn: …``; ``name`` is a column's heading or the field it fills."""
        self.is_wrong = True
        heading = self.headings.get(name, name)
        form = (
            _("Row %(row)d: %(problem)s")
            if name is None
            else _("Row %(row)d, column %(column)s: %(problem)s")
        )
        self.problems.append(form % {"row": self.number, "column": heading, "problem": str(text)})

    def refused(self, refusal: RuleBroken) -> None:
        """Note what a rule of the programme says of the row."""
        known = refusal.field if refusal.field in self.headings else None
        self.wrong(known, refusal.message)

    @property
    def changed_headings(self) -> list[str]:
        return [self.headings.get(name, name) for name in self.before]


@dataclass
class Plan:
    """What a file would do: nothing of it is written yet.

    Only a table that takes the place of what stands removes anything. ``read`` holds each row of the
    file as far as it could be read, the wrong ones too.
    """

    read: list[Row] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    same: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        return [*self.new, *self.changed, *self.removed]


@dataclass(frozen=True)
class Totals:
    """What the rows come to, kr., before and after: a row for each year, and one for all."""

    headings: list[str]
    rows: list[tuple[str, list[Decimal]]]


class Table(resources.Resource):
    """The rows of one kind in one project, as one person brings or takes them."""

    slug: str
    title: str
    about: str = ""
    model: type[models.Model]
    key: tuple[str, ...]
    capability: str
    max_rows = 20_000
    # whether a cell may hold line breaks
    has_breaks = True
    # what a preview may show of the rows: of citizens nothing but codes and headings
    is_private = False
    # what importing does beside adding and changing rows, said before it is done
    consequences: Sequence[str] = ()
    # where one goes on when the file has been imported
    page = "transfers"

    def __init__(self, project: Project, user: User) -> None:
        super().__init__()
        self.project, self.user = project, user

    # --- what each table says of itself -----------------------------------------------------------

    def rows(self) -> models.QuerySet:
        """What stands in the project and the person may see, in the order of the export."""
        raise NotImplementedError

    def known(self) -> dict[str, Iterable]:
        """For each column that names another row, or a word that is kept: what it may name."""
        return {}

    def complete(self, row: Row) -> None:
        """Turn what the columns hold into the model's fields, noting what is wrong."""

    def judge(self, row: Row) -> None:
        """Note what is wrong with a new or changed row; one that stands as it is, is not judged."""

    def check(self, plan: Plan) -> None:
        """Judge the rows by the programme's rules, with no more queries for many than for few."""

    def stored(self, names: set[str]) -> set[str]:
        """Which of the changed columns are fields of the row itself."""
        return names

    def lock(self) -> None:
        """Nobody else changes what the plan builds on until the import has ended."""
        lock_project(self.project)

    def after_writing(self, plan: Plan, by: User) -> None:
        """What belongs to the rows beside themselves."""

    def before_sending(self, by: User) -> None:
        """What must be on the trail before the table leaves the house, beside that it does."""

    def before_showing(self, plan: Plan, by: User) -> None:
        """What must be on the trail before somebody sees what a file would do."""

    def label(self, instance: models.Model) -> str:
        """What the trail and the preview call a row: nothing that they must not hold."""
        return str(instance)

    def told(self, row: Row) -> dict:
        """What the trail says of a written row beside its changed fields: no name, note or account."""
        return {}

    def shown(self, name: str, value) -> str:
        """A value of the field as the table writes it."""
        column = next(each for each in self.columns if each.attribute == name)
        return csv_text(column.widget.render(value))

    def totals(self, plan: Plan) -> Totals | None:
        """What the preview holds against each other beside the rows."""
        return None

    # --- out --------------------------------------------------------------------------------------

    @cached_property
    def columns(self) -> list[Column]:
        return self.get_export_fields()

    @property
    def headings(self) -> list[str]:
        return [column.column_name for column in self.columns]

    def export_rows(self) -> Iterator[list]:
        for instance in self.rows():
            yield [column.export(instance) for column in self.columns]

    # --- in ---------------------------------------------------------------------------------------

    def plan(self, dataset: Dataset) -> Plan:
        """What the file would do. Every wrong cell is noted, not only the first."""
        plan = Plan()
        plan.problems += self.columns_problems(dataset.headers)
        if plan.problems:
            return plan
        standing, twice = self._standing()
        self._teach(standing.values())
        seen: dict[tuple, int] = {}
        for row in self.read(dataset, plan.problems):
            plan.read.append(row)
            if not row.is_wrong:
                self.complete(row)
            if row.is_wrong:
                continue
            key = self._key(row.values.get)
            if key in seen:
                row.wrong(self.key[0], _("the same stands in row %(row)d.") % {"row": seen[key]})
            elif key in twice:
                row.wrong(self.key[0], _("several rows of the project are called this."))
            else:
                seen[key] = row.number
                self.place(row, standing.get(key), plan)
        if not seen and not plan.problems:
            plan.problems.append(_("The table holds no rows."))
        if not plan.problems:
            self.check(plan)
        return plan

    def write(self, plan: Plan, by: User) -> None:
        """Write the plan, in bulk and on the trail; call it inside a transaction."""
        self.model.objects.bulk_create([row.instance for row in plan.new], batch_size=BATCH)
        names = self.stored({name for row in plan.changed for name in row.before})
        if names:
            changed = [row.instance for row in plan.changed]
            self.model.objects.bulk_update(changed, sorted(names), batch_size=BATCH)
        self.after_writing(plan, by)
        role = granting_role(by, self.capability, self.project) or ""
        for verb, rows in [("import", plan.new), ("import_change", plan.changed)]:
            trail.record_many(
                f"{self.model._meta.model_name}.{verb}",
                [row.instance for row in rows],
                by=by,
                project=self.project,
                role=role,
                label=self.label,
                told=[self._told(row) for row in rows],
            )

    def _told(self, row: Row) -> dict:
        changed = {"fields": sorted(row.before)} if row.before else {}
        return changed | self.told(row)

    def columns_problems(self, headers: list[str]) -> list[str]:
        if not {*headers} & {*self.headings}:
            return [
                _(
                    "The first row names none of the table's columns. Begin with the headings that"
                    " its file has when you take it home."
                )
            ]
        missing = [name for name in self.headings if name not in headers]
        unknown = [name for name in headers if name not in self.headings]
        twice = [name for name in dict.fromkeys(headers) if name and headers.count(name) > 1]
        return [
            *(_("Column %(column)s is missing.") % {"column": name} for name in missing),
            *(
                _("Column %(column)s is not known here.") % {"column": name or "–"}
                for name in unknown
            ),
            *(_("Column %(column)s is there twice.") % {"column": name} for name in twice),
        ]

    def _teach(self, standing: Iterable[models.Model]) -> None:
        """Tell the columns of ``known`` what there is to name.

        What a standing row names already is known too: it may have left the project since.
        """
        for name, rows in self.known().items():
            column = self.fields[name]
            named = (getattr(row, column.attribute) for row in standing)
            column.widget.knows([*filter(None, named), *rows])

    def _standing(self) -> tuple[dict, set]:
        standing, twice = {}, set()
        for instance in self.rows():
            key = self._key(lambda name, row=instance: getattr(row, name))
            if key in standing:
                twice.add(key)
            standing[key] = instance
        return standing, twice

    def _key(self, get) -> tuple:
        """What makes a row of the file the same as one that stands; letters may be large or small."""
        parts = (get(name) for name in self.key)
        return tuple(part.lower() if isinstance(part, str) else part for part in parts)

    def read(self, dataset: Dataset, problems: list[str]) -> Iterator[Row]:
        names = {column.attribute: column.column_name for column in self.columns}
        places = [(dataset.headers.index(column.column_name), column) for column in self.columns]
        for number, cells in enumerate(dataset, start=2):
            if not any(cells):
                continue
            row = Row(number, problems, names)
            for place, column in places:
                cell = cells[place]
                if column.required and not cell:
                    row.wrong(column.attribute, _("write something here."))
                    continue
                try:
                    row.values[column.attribute] = column.widget.clean(cell)
                except ValueError as error:
                    row.wrong(column.attribute, str(error))
            yield row

    def place(self, row: Row, standing: models.Model | None, plan: Plan) -> None:
        """Sort the row under new, changed or same, and judge its values by the model's fields."""
        values = {name: value for name, value in row.values.items() if name in self._field_names}
        if standing is None:
            row.instance = self.model(**self.belongs(), **values)
        else:
            row.instance = standing
            row.before = {
                name: getattr(standing, name)
                for name, value in values.items()
                if getattr(standing, name) != value
            }
            if not row.before:
                plan.same += 1
                return
            for name in row.before:
                setattr(standing, name, values[name])
        self.clean(row)
        self.judge(row)
        (plan.new if standing is None else plan.changed).append(row)

    def belongs(self) -> dict:
        """Fields of every new row that no column fills."""
        return {"project": self.project}

    @cached_property
    def _field_names(self) -> frozenset[str]:
        return frozenset(each.name for each in self.model._meta.fields)

    @cached_property
    def _unjudged(self) -> frozenset[str]:
        """Fields that no cell fills, and relations, which ``Named`` has found already."""
        filled = {column.attribute for column in self.columns}
        return frozenset(
            each.name
            for each in self.model._meta.fields
            if each.is_relation or each.name not in filled
        )

    def clean(self, row: Row) -> None:
        try:
            row.instance.clean_fields(exclude=self._unjudged)
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                for text in texts:
                    row.wrong(name, text)


class ActTable(Table):
    """A table whose rows are few and whose rules are many: each row is one of the programme's acts.

    Looking does the acts and takes them back, so that a preview refuses what importing would refuse.
    """

    max_rows = 1000

    def act(self, row: Row, by: User) -> models.Model:
        """What the row asks for, by the act of its page. Raises RuleBroken."""
        raise NotImplementedError

    def lock(self) -> None:
        """The acts lock what they need, in the order that the pages do."""

    def check(self, plan: Plan) -> None:
        with transaction.atomic():
            for row in plan.rows:
                try:
                    with transaction.atomic():
                        self.act(row, self.user)
                except RuleBroken as refusal:
                    row.refused(refusal)
            transaction.set_rollback(True)

    def write(self, plan: Plan, by: User) -> None:
        for row in plan.rows:
            row.instance = self.act(row, by)
