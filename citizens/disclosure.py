"""Hiding small numbers of people together with what would reveal them (R14).

Plain numbers in, plain numbers out: None is hidden, and every hidden number looks the same. A
number from one to ``limit`` - 1 is small. Nought is shown where nothing else asks for hiding it: it
tells of nobody. What else is hidden is the least that keeps a reader who adds and subtracts what
is shown from narrowing a hidden number down to one value, or to small values only.

Numbers of people need not add up, since one person can be in two rows. They are treated as if they
did, with the numbers themselves and with what the shown totals leave over; both must be safe. Where
parts that are shown exceed their shown whole by a small number, that is how many people are in two
of them: then parts are hidden too.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

Key = Hashable
Cell = tuple[Key, Key]
Interval = tuple[int, int]


def is_small(number: int, limit: int) -> bool:
    return 0 < number < limit


def _tells_overlap(parts: Iterable[int], whole: int, limit: int) -> bool:
    """Whether the parts tell of a few people who are in more than one of them."""
    return is_small(sum(parts) - whole, limit)


# One list with its sum


def parts(
    numbers: Mapping[Key, int], limit: int, *, total: int, also: Collection[Key] = ()
) -> tuple[dict[Key, int | None], int | None]:
    """The parts of a whole and the whole. ``also`` are parts that must be hidden whatever they are."""
    hidden = {key for key, n in numbers.items() if n and (is_small(n, limit) or key in also)}
    if is_small(total, limit):
        return dict.fromkeys(numbers), None
    while hidden and not _blurred([numbers[key] for key in hidden], limit, total, numbers, hidden):
        shown = [key for key, n in numbers.items() if n and key not in hidden]
        if not shown:
            return dict.fromkeys(numbers), None
        hidden.add(min(shown, key=lambda key: numbers[key]))
    return {key: None if key in hidden else n for key, n in numbers.items()}, total


def _blurred(
    values: list[int], limit: int, total: int, numbers: Mapping[Key, int], hidden: Collection[Key]
) -> bool:
    left = total - sum(n for key, n in numbers.items() if key not in hidden)
    return _is_blurred(values, limit, left)


def _is_blurred(values: list[int], limit: int, left: int) -> bool:
    """Whether each hidden number could be ``limit`` or more, when the others are at least one.

    ``left`` is what the shown total leaves for them. Since nought is shown, a reader knows that
    none of them is nought.
    """
    others = len(values) - 1
    return others > 0 and min(sum(values), left) - others >= limit


# Rows in groups, by column


@dataclass(frozen=True)
class Table:
    """Rows that belong to groups, by column, with the sum of each row, group and column, and of all.

    ``group_of`` has every row. A key of ``cells`` is a row and a column.
    """

    group_of: Mapping[Key, Key]
    cells: Mapping[Cell, int | None]
    rows: Mapping[Key, int | None]
    groups: Mapping[Key, int | None]
    columns: Mapping[Key, int | None]
    total: int | None

    def in_group(self, group: Key) -> list[Key]:
        return [row for row in self.rows if self.group_of[row] == group]


@dataclass(frozen=True)
class Risky:
    """What must be hidden though it is not small: because of what stands elsewhere."""

    cells: frozenset[Cell] = frozenset()
    rows: frozenset[Key] = frozenset()
    groups: frozenset[Key] = frozenset()
    columns: frozenset[Key] = frozenset()
    total: bool = False


def protect(table: Table, limit: int, risky: Risky | None = None) -> Table:
    """The table with what must not be seen as None.

    First the sums of rows and groups, then the columns: a column that must be hidden takes the
    whole division into columns with it, else the rows with a small cell show their sum only.
    """
    risky = risky or Risky()
    columns = [column for column, n in table.columns.items() if n]
    if len(columns) == 1:  # the one cell of a row is its sum
        risky = _widened(table, risky, columns[0])
    if is_small(table.total, limit) or (table.total and risky.total):
        return _everything_hidden(table)
    sums = _hidden_sums(table, limit, risky)
    if sums is None:
        return _everything_hidden(table)
    rows, groups = sums
    divided = _hidden_divisions(table, limit, risky, rows, groups, columns)
    return Table(
        group_of=table.group_of,
        cells={
            (row, column): n if _shows(table, rows, divided, columns, row, column) else None
            for (row, column), n in table.cells.items()
        },
        rows={row: None if row in rows else n for row, n in table.rows.items()},
        groups={group: None if group in groups else n for group, n in table.groups.items()},
        columns={
            column: None if divided is None and n else n for column, n in table.columns.items()
        },
        total=table.total,
    )


def _shows(
    table: Table, rows: set, divided: set | None, columns: list, row: Key, column: Key
) -> bool:
    """Nought is certain in a row of nobody and in a column of nobody, hidden or not."""
    if not table.rows[row] or column not in columns:
        return True
    return row not in rows and divided is not None and row not in divided


def _widened(table: Table, risky: Risky, column: Key) -> Risky:
    return Risky(
        cells=risky.cells,
        rows=risky.rows | {row for row in table.rows if (row, column) in risky.cells},
        groups=risky.groups,
        columns=risky.columns,
        total=risky.total or column in risky.columns,
    )


def _everything_hidden(table: Table) -> Table:
    """All but the noughts of rows, groups and columns of nobody."""
    columns = [column for column, n in table.columns.items() if n]
    return Table(
        group_of=table.group_of,
        cells={
            (row, column): n if _shows(table, set(), None, columns, row, column) else None
            for (row, column), n in table.cells.items()
        },
        rows=_noughts(table.rows),
        groups=_noughts(table.groups),
        columns=_noughts(table.columns),
        total=0 if table.total == 0 else None,
    )


def _noughts(numbers: Mapping[Key, int]) -> dict[Key, int | None]:
    return {key: None if n else 0 for key, n in numbers.items()}


def _hidden_sums(table: Table, limit: int, risky: Risky) -> tuple[set, set] | None:
    """The rows and groups whose sums are hidden; None where nothing but everything is safe.

    What is hidden in a shown group blurs within it. Hidden groups blur each other: at least two,
    each with a hidden row. An overlap hides the smallest part, and so another one with it.
    """
    rows = {r for r, n in table.rows.items() if n and (is_small(n, limit) or r in risky.rows)}
    groups = {g for g, n in table.groups.items() if n and (is_small(n, limit) or g in risky.groups)}
    while True:
        step = _next_sum(table, limit, rows, groups)
        if step is None:
            return rows, groups
        kind, key = step
        if key is None:
            return None
        (rows if kind == "row" else groups).add(key)


def _next_sum(table: Table, limit: int, rows: set, groups: set) -> tuple[str, Key] | None:
    """What must be hidden besides: a row, a group, or (with no key) everything; None when safe."""
    for group in table.groups:
        members = table.in_group(group)
        hidden = [row for row in members if row in rows]
        shown = _smallest(table.rows, members, rows)
        if group in groups:
            if not hidden:
                return "row", shown
        elif hidden:
            left = table.groups[group] - sum(table.rows[r] for r in members if r not in rows)
            if not _is_blurred([table.rows[row] for row in hidden], limit, left):
                return ("group", group) if shown is None else ("row", shown)
        elif _tells_overlap([table.rows[row] for row in members], table.groups[group], limit):
            return "row", shown
    if not groups and _tells_overlap(table.groups.values(), table.total, limit):
        return "group", _smallest(table.groups, table.groups, groups)
    if groups and (len(groups) < 2 or not _pool_is_blurred(table, limit, rows, groups)):
        group = _smallest(table.groups, table.groups, groups)
        if group is not None:
            return "group", group
        members = [row for row in table.rows if table.group_of[row] in groups]
        return "row", _smallest(table.rows, members, rows)
    return None


def _smallest(numbers: Mapping[Key, int], keys: Iterable[Key], hidden: set) -> Key | None:
    left = [key for key in keys if numbers[key] and key not in hidden]
    return min(left, key=lambda key: numbers[key], default=None)


def _pool(table: Table, rows: set, groups: set) -> tuple[list[Key], int]:
    """The hidden rows of hidden groups, and what the shown numbers leave for them."""
    pooled = [row for row in table.rows if row in rows and table.group_of[row] in groups]
    shown = sum(n for group, n in table.groups.items() if group not in groups)
    shown += sum(
        n for row, n in table.rows.items() if table.group_of[row] in groups and row not in rows
    )
    return pooled, table.total - shown


def _pool_is_blurred(table: Table, limit: int, rows: set, groups: set) -> bool:
    pooled, left = _pool(table, rows, groups)
    return _is_blurred([table.rows[row] for row in pooled], limit, left)


def _hidden_divisions(
    table: Table, limit: int, risky: Risky, rows: set, groups: set, columns: list
) -> set | None:
    """The rows that show their sum but not their cells; None where no row can, nor the columns."""
    if len(columns) < 2:
        return set()
    if any(is_small(table.columns[c], limit) or c in risky.columns for c in columns):
        return None
    if _tells_overlap(table.columns.values(), table.total, limit):
        return None
    divided = {
        row
        for row, n in table.rows.items()
        if n
        and row not in rows
        and (
            any(is_small(table.cells[row, c], limit) or (row, c) in risky.cells for c in columns)
            or _tells_overlap([table.cells[row, c] for c in columns], n, limit)
        )
    }
    while not _division_is_blurred(table, limit, rows, groups, divided, columns):
        row = _smallest(table.rows, table.rows, rows | divided)
        if row is None:
            return None
        divided.add(row)
    return divided


def _division_is_blurred(
    table: Table, limit: int, rows: set, groups: set, divided: set, columns: list
) -> bool:
    """Whether every hidden cell can be ``limit`` or more, and more than one value.

    Rows are blocks of hidden cells whose sums are known, and so are hidden rows that share a known
    sum. With known sums of blocks and of columns a cell reaches from (block + column - all) to the
    smaller of block and column. Nor may the cells that are shown tell of people in two of them, nor
    the blocks together.
    """
    blocks = [([row], table.rows[row]) for row in divided]
    blocks += _merged(table, rows, groups)
    hidden = rows | divided
    left_in = {
        c: table.columns[c] - sum(table.cells[row, c] for row in table.rows if row not in hidden)
        for c in columns
    }
    if any(is_small(-left, limit) for left in left_in.values()):
        return False
    if not blocks:
        return True
    if _tells_overlap(left_in.values(), sum(left for _members, left in blocks), limit):
        return False
    in_block = [sum(table.cells[r, c] for r in b for c in columns) for b, _left in blocks]
    for column in columns:
        in_column = sum(table.cells[row, column] for row in hidden)
        for (members, left), block in zip(blocks, in_block, strict=True):
            highest = min(block, in_column, left, left_in[column])
            lowest = max(0, block + in_column - sum(in_block)) if len(members) == 1 else 0
            if highest < limit or lowest >= min(block, in_column):
                return False
    return True


def _merged(table: Table, rows: set, groups: set) -> list[tuple[list[Key], int]]:
    """The hidden rows of each shown group, and those of all hidden groups, with what is left."""
    merged = []
    for group in table.groups:
        members = table.in_group(group)
        hidden = [row for row in members if row in rows]
        if hidden and group not in groups:
            left = table.groups[group] - sum(table.rows[r] for r in members if r not in rows)
            merged.append((hidden, left))
    if groups:
        merged.append(_pool(table, rows, groups))
    return merged


# Periods inside each other


def intervals(counts: Mapping[Interval, int], limit: int) -> dict[Interval, int | None]:
    """Unique people in intervals of months, the most important interval first.

    An interval is a first and a last month, numbered. One is hidden where it is small, or where
    together with those before it somebody could tell how many people were in one of two nested
    intervals only, or in both of two that follow each other and whose union is shown: if those are
    few.
    """
    shown: dict[Interval, int] = {}
    for interval, number in counts.items():
        if not any(is_small(n, limit) for n in _told(shown, interval, number)):
            shown[interval] = number
    return {interval: shown.get(interval) for interval in counts}


def _told(shown: Mapping[Interval, int], interval: Interval, number: int) -> Iterable[int]:
    """The numbers of people that the interval would tell beside those shown, its own first."""
    yield number
    first, last = interval
    for (start, end), other in shown.items():
        if start <= first and last <= end:
            yield other - number
        elif first <= start and end <= last:
            yield number - other
        if start == first and end > last and (last + 1, end) in shown:
            yield number + shown[last + 1, end] - other
        if end == last and start < first and (start, first - 1) in shown:
            yield number + shown[start, first - 1] - other
        if start == first and end < last and (end + 1, last) in shown:
            yield other + shown[end + 1, last] - number
