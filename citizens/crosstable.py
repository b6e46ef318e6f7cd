"""Citizens by referring partner and model, and by municipal and regional side (R7, R19), as sets.

Sets of citizens stay in this room: what leaves it is their size, hidden where it must be.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from citizens.disclosure import Risky, Table, is_small, protect
from citizens.figures import CrossTable, TableRow
from citizens.participation import Participation
from partners.models import Organisation, SupportModel

NOBODYS = 0  # the row of those who took part without a referral
OTHERS = ""  # the side of every organisation that is neither a municipality nor a region
SIDES = (Organisation.Kind.MUNICIPALITY.value, Organisation.Kind.REGION.value, OTHERS)


def side_of(kind: str) -> str:
    return kind if kind in SIDES else OTHERS


@dataclass(frozen=True)
class Rows:
    """The table's rows by the organisation's id: what it is called and which side it belongs to."""

    names: Mapping[int, str]
    sides: Mapping[int, str]

    @classmethod
    def of(cls, organisations: Iterable[Organisation], with_nobodys: bool) -> "Rows":
        """In the order given; last those who took part without a referral, if there are any."""
        found = list(organisations)
        names = {each.pk: each.name for each in found}
        sides = {each.pk: side_of(each.kind) for each in found}
        if with_nobodys:
            names[NOBODYS], sides[NOBODYS] = _("Without a referral"), OTHERS
        return cls(names, sides)

    def side(self, row: Participation) -> str:
        return self.sides[partner_of(row)]


def partner_of(row: Participation) -> int:
    return row.support.partner_id if row.support else NOBODYS


@dataclass(frozen=True)
class People:
    """Citizens as sets of ids, for every cell and sum of the table."""

    cells: Mapping[tuple, Collection[int]]
    rows: Mapping[int, Collection[int]]
    groups: Mapping[str, Collection[int]]
    columns: Mapping[str, Collection[int]]
    everybody: Collection[int]


def people(taken_part: Iterable[Participation], rows: Rows) -> People:
    """Those who came. A citizen is in every row and column that they took part under (R7)."""
    found: dict[str, dict] = {place: defaultdict(set) for place in ("cell", "row", "side", "model")}
    everybody = set()
    for each in taken_part:
        if not each.came:
            continue
        partner, model = partner_of(each), each.support.model if each.support else ""
        found["cell"][partner, model].add(each.citizen_id)
        found["row"][partner].add(each.citizen_id)
        found["side"][rows.sides[partner]].add(each.citizen_id)
        found["model"][model].add(each.citizen_id)
        everybody.add(each.citizen_id)
    return People(found["cell"], found["row"], found["side"], found["model"], everybody)


def protected(
    here: People, around: Collection[People], rows: Rows, limit: int, *, hides_all: bool
) -> Table:
    """The table of a period. ``around`` are the periods that hold it and are shown elsewhere.

    A number is hidden also where a period around it has only a few people more.
    """
    columns = [*SupportModel.values, *([""] if here.columns.get("") else [])]
    table = Table(
        group_of=rows.sides,
        cells={(r, c): len(here.cells.get((r, c), ())) for r in rows.names for c in columns},
        rows={row: len(here.rows.get(row, ())) for row in rows.names},
        groups={
            side: len(here.groups.get(side, ())) for side in dict.fromkeys(rows.sides.values())
        },
        columns={column: len(here.columns.get(column, ())) for column in columns},
        total=len(here.everybody),
    )
    return protect(table, limit, _risky(table, around, limit, hides_all))


def _risky(table: Table, around: Collection[People], limit: int, hides_all: bool) -> Risky:
    def near(place: str, numbers: Mapping) -> frozenset:
        return frozenset(
            key
            for key, n in numbers.items()
            if n and any(is_small(len(getattr(p, place).get(key, ())) - n, limit) for p in around)
        )

    return Risky(
        cells=near("cells", table.cells),
        rows=near("rows", table.rows),
        groups=near("groups", table.groups),
        columns=near("columns", table.columns),
        total=hides_all,
    )


def shown(table: Table, rows: Rows) -> CrossTable:
    """The table with the names that people read."""
    labels = dict(SupportModel.choices) | {"": _("Without a referral")}
    return CrossTable(
        models=tuple(str(labels[column]) for column in table.columns),
        rows=tuple(
            TableRow(
                partner=name,
                side=rows.sides[row],
                cells=tuple(table.cells[row, column] for column in table.columns),
                total=table.rows[row],
            )
            for row, name in rows.names.items()
        ),
        totals=tuple(table.columns.values()),
        total=table.total,
    )
