"""Small numbers and what would reveal them are hidden; an attacker who adds and subtracts fails."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citizens.disclosure import Interval, Risky, Table, intervals, parts, protect

LIMIT = 5
COLUMNS = ("1", "2")


def table(cells: dict, group_of: dict, columns=COLUMNS) -> Table:
    """A table that adds up."""
    rows = {row: sum(cells[row, c] for c in columns) for row in group_of}
    groups = {
        group: sum(n for row, n in rows.items() if group_of[row] == group)
        for group in dict.fromkeys(group_of.values())
    }
    sums = {c: sum(cells[row, c] for row in group_of) for c in columns}
    return Table(group_of, cells, rows, groups, sums, sum(rows.values()))


def numbers(shown: Table) -> dict:
    """Every number of a table by its place."""
    return {
        **{("cell", *key): n for key, n in shown.cells.items()},
        **{("row", key): n for key, n in shown.rows.items()},
        **{("group", key): n for key, n in shown.groups.items()},
        **{("column", key): n for key, n in shown.columns.items()},
        ("all",): shown.total,
    }


def possible(shown: Table, most: int) -> dict:
    """What an attacker can conclude: every value that each hidden number can have.

    All tables of whole numbers that add up and agree with what is shown are tried, with at most
    ``most`` people in all where even that is hidden.
    """
    rows, columns = list(shown.rows), list(shown.columns)
    limits = {
        (row, c): min(
            n for n in (shown.rows[row], shown.groups[shown.group_of[row]], shown.columns[c],
                        shown.total, most) if n is not None
        )
        for row in rows
        for c in columns
    }  # fmt: skip
    hidden = [key for key in shown.cells if shown.cells[key] is None]
    published = {place: n for place, n in numbers(shown).items() if n is not None}
    found = {place: set() for place, n in numbers(shown).items() if n is None}

    def search(index: int, cells: dict) -> None:
        if index == len(hidden):
            tried = numbers(table(cells, dict(shown.group_of), tuple(columns)))
            if all(tried[place] == n for place, n in published.items()):
                for place in found:
                    found[place].add(tried[place])
            return
        row, column = hidden[index]
        for value in range(limits[row, column] + 1):
            trial = {**cells, hidden[index]: value}
            if _may_still_fit(trial, shown, row, column):
                search(index + 1, trial)

    search(0, {key: n for key, n in shown.cells.items() if n is not None})
    return found


def _may_still_fit(cells: dict, shown: Table, row: str, column: str) -> bool:
    in_row = [cells.get((row, c)) for c in shown.columns]
    in_column = [cells.get((r, column)) for r in shown.rows]
    for sums, known in ((in_row, shown.rows[row]), (in_column, shown.columns[column])):
        if known is None:
            continue
        so_far = sum(n for n in sums if n is not None)
        if so_far > known or (None not in sums and so_far != known):
            return False
    return True


def tables(most: int) -> st.SearchStrategy[Table]:
    """Tables of up to four rows, each number ``most`` at most."""
    return st.builds(
        lambda values, groups: table(
            {(f"r{i}", c): values[i][j] for i in range(len(groups)) for j, c in enumerate(COLUMNS)},
            {f"r{i}": group for i, group in enumerate(groups)},
        ),
        st.lists(st.tuples(*[st.integers(0, most)] * len(COLUMNS)), min_size=4, max_size=4),
        st.lists(st.sampled_from("ab"), min_size=1, max_size=4),
    )


def attack(whole: Table, limit: int) -> None:
    shown = protect(whole, limit)
    most = whole.total if shown.total is not None else limit + 3
    if sum(n is None for n in shown.cells.values()) > 6:
        return
    for place, values in possible(shown, most).items():
        assert len(values) > 1, (place, shown)
        assert max(values) >= limit, (place, shown)


@settings(max_examples=150, deadline=None)
@given(tables(most=5))
def test_an_attacker_can_narrow_no_hidden_number_down(whole):
    """With a limit of three: the attacker tries everything, which takes long with larger numbers."""
    attack(whole, limit=3)


@pytest.mark.proof
@pytest.mark.sweep
@settings(max_examples=100, deadline=None)
@given(tables(most=9))
def test_an_attacker_can_narrow_no_number_under_five_down(whole):
    attack(whole, LIMIT)


@given(tables(most=9))
def test_what_is_shown_is_true_and_never_small(whole):
    for place, number in numbers(protect(whole, LIMIT)).items():
        assert number is None or number == numbers(whole)[place]
        assert number is None or number == 0 or number >= LIMIT


@given(tables(most=9))
def test_a_table_without_small_numbers_is_shown_whole(whole):
    if all(n == 0 or n >= LIMIT for n in numbers(whole).values()):
        assert protect(whole, LIMIT) == whole


def two_towns_and_a_region(**changes) -> Table:
    cells = {
        ("fjord", "1"): 20, ("fjord", "2"): 10,
        ("bakke", "1"): 15, ("bakke", "2"): 12,
        ("region", "1"): 11, ("region", "2"): 30,
    }  # fmt: skip
    for place, value in changes.items():
        cells[place[:-1], place[-1]] = value
    return table(cells, {"fjord": "towns", "bakke": "towns", "region": "region"})


def test_a_small_cell_takes_its_row_and_another_rows_cells_with_it_but_no_sum():
    shown = protect(two_towns_and_a_region(fjord2=3), LIMIT)
    assert [shown.cells["fjord", c] for c in COLUMNS] == [None, None]
    assert [shown.cells["bakke", c] for c in COLUMNS] == [None, None]
    assert [shown.cells["region", c] for c in COLUMNS] == [11, 30]
    assert shown.rows == {"fjord": 23, "bakke": 27, "region": 41}
    assert (shown.columns, shown.total) == ({"1": 46, "2": 45}, 91)


def test_a_small_row_takes_another_row_of_its_group_with_it():
    shown = protect(two_towns_and_a_region(fjord1=2, fjord2=0), LIMIT)
    assert shown.rows == {"fjord": None, "bakke": None, "region": 41}
    assert shown.groups == {"towns": 29, "region": 41}
    assert shown.cells["fjord", "2"] is None


def test_a_small_group_takes_the_other_group_with_it():
    shown = protect(two_towns_and_a_region(region1=0, region2=4), LIMIT)
    assert shown.groups == {"towns": None, "region": None}
    assert sum(n is None for n in shown.rows.values()) == 2
    assert shown.total == 61


def test_a_small_column_hides_the_division_into_columns():
    shown = protect(two_towns_and_a_region(fjord2=0, bakke2=0, region2=3), LIMIT)
    assert set(shown.columns.values()) == {None}
    assert shown.rows == {"fjord": 20, "bakke": 15, "region": 14}


def test_fewer_than_five_in_all_hides_everything_but_the_rows_of_nobody():
    cells = dict.fromkeys(product(("fjord", "region"), COLUMNS), 0)
    whole = table(cells | {("fjord", "1"): 4}, {"fjord": "towns", "region": "region"})
    shown = protect(whole, LIMIT)
    assert shown.total is None
    assert shown.rows == {"fjord": None, "region": 0}
    assert shown.cells["fjord", "1"] is None


def test_nobody_at_all_is_nought():
    cells = dict.fromkeys(product(("fjord", "region"), COLUMNS), 0)
    whole = table(cells, {"fjord": "towns", "region": "region"})
    assert protect(whole, LIMIT) == whole


def test_what_stands_elsewhere_hides_a_large_number_too():
    whole = two_towns_and_a_region()
    shown = protect(whole, LIMIT, Risky(rows=frozenset({"fjord"})))
    assert shown.rows == {"fjord": None, "bakke": None, "region": 41}
    assert protect(whole, LIMIT, Risky(total=True)).total is None


def test_a_person_in_two_rows_does_not_give_a_small_row_away():
    cells = {
        ("fjord", "1"): 3, ("fjord", "2"): 0,
        ("bakke", "1"): 6, ("bakke", "2"): 0,
        ("dal", "1"): 9, ("dal", "2"): 8,
    }  # fmt: skip
    rows = {"fjord": 3, "bakke": 6, "dal": 17}
    overlapping = Table(
        dict.fromkeys(rows, "towns"), cells, rows, {"towns": 24}, {"1": 16, "2": 8}, 24
    )
    shown = protect(overlapping, LIMIT)
    # 24 - 17 leaves 7 for the two small rows: one of them could be 6, so two are enough
    assert shown.rows == {"fjord": None, "bakke": None, "dal": 17}
    fewer = Table(dict.fromkeys(rows, "towns"), cells, rows, {"towns": 20}, {"1": 12, "2": 8}, 20)
    assert set(protect(fewer, LIMIT).rows.values()) == {None}


def test_parts_of_a_whole_hide_in_company():
    assert parts({"a": 20, "b": 3, "c": 9}, LIMIT, total=32) == (
        {"a": 20, "b": None, "c": None},
        32,
    )
    assert parts({"a": 20, "b": 3}, LIMIT, total=23) == ({"a": None, "b": None}, 23)
    assert parts({"a": 0, "b": 7}, LIMIT, total=7) == ({"a": 0, "b": 7}, 7)
    assert parts({"a": 3, "b": 2}, LIMIT, total=5) == ({"a": None, "b": None}, None)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=4))
def test_no_hidden_part_can_be_worked_out(values):
    named = {str(index): n for index, n in enumerate(values)}
    shown, total = parts(named, LIMIT, total=sum(values))
    hidden = [key for key, n in shown.items() if n is None]
    if total is None or not hidden:
        return
    left = total - sum(n for n in shown.values() if n is not None)
    choices = [c for c in product(range(1, left + 1), repeat=len(hidden)) if sum(c) == left]
    for index in range(len(hidden)):
        reached = {choice[index] for choice in choices}
        assert len(reached) > 1
        assert max(reached) >= LIMIT


def test_a_month_next_to_its_year_tells_of_no_few_people():
    counted = {(0, 11): 40, (0, 0): 10, (1, 11): 33, (0, 1): 38}
    # 40 - 33 = 7 came in January only, 10 + 33 - 40 = 3 came in January and later
    assert intervals(counted, LIMIT) == {(0, 11): 40, (0, 0): 10, (1, 11): None, (0, 1): None}


people = st.lists(st.sets(st.integers(0, 4), min_size=1), min_size=0, max_size=30)


@given(people)
def test_no_two_shown_intervals_differ_by_a_few_people(months_of_each):
    wanted: list[Interval] = [(a, b) for b in range(5) for a in range(b + 1)]
    wanted.sort(key=lambda interval: interval[0] - interval[1])
    counted = {
        (a, b): sum(any(a <= m <= b for m in months) for months in months_of_each)
        for a, b in wanted
    }
    shown = {key: n for key, n in intervals(counted, LIMIT).items() if n is not None}
    for (a, b), (c, d) in product(shown, shown):
        if a <= c and d <= b:
            assert shown[a, b] - shown[c, d] not in range(1, LIMIT)
        if c == b + 1 and (a, d) in shown:
            assert shown[a, b] + shown[c, d] - shown[a, d] not in range(1, LIMIT)


# People in two rows, sides or models


placed = st.lists(
    st.sets(st.tuples(st.sampled_from(["r0", "r1", "r2"]), st.sampled_from(COLUMNS)), min_size=1),
    max_size=40,
)


def counted(people: list[set], group_of: dict) -> Table:
    """The table of people who each are in one or more cells, and once in every sum."""

    def number(is_in) -> int:
        return sum(any(is_in(row, column) for row, column in places) for places in people)

    return Table(
        group_of,
        {(r, c): number(lambda row, column, r=r, c=c: (row, column) == (r, c))
         for r, c in product(group_of, COLUMNS)},
        {r: number(lambda row, _c, r=r: row == r) for r in group_of},
        {g: number(lambda row, _c, g=g: group_of[row] == g) for g in group_of.values()},
        {c: number(lambda _r, column, c=c: column == c) for c in COLUMNS},
        len(people),
    )  # fmt: skip


def wholes(table: Table) -> list[tuple]:
    """Every number of the table with the parts that people would add up to it."""
    rows, columns = list(table.rows), list(table.columns)
    return [
        (table.total, list(table.groups.values())),
        (table.total, list(table.rows.values())),
        (table.total, list(table.columns.values())),
        *((table.groups[g], [table.rows[r] for r in table.in_group(g)]) for g in table.groups),
        *((table.rows[r], [table.cells[r, c] for c in columns]) for r in rows),
        *((table.columns[c], [table.cells[r, c] for r in rows]) for c in columns),
    ]


def overlaps_told(table: Table) -> list[int]:
    """How many people in two parts the shown numbers tell of, where they are few."""
    excess = [
        sum(n for n in parts if n is not None) - whole
        for whole, parts in wholes(table)
        if whole is not None
    ]
    return [n for n in excess if 0 < n < LIMIT]


@settings(max_examples=300, deadline=None)
@given(placed, st.lists(st.sampled_from("ab"), min_size=3, max_size=3))
def test_no_few_people_in_two_parts_are_told(people, groups):
    whole = counted(people, dict(zip(["r0", "r1", "r2"], groups, strict=True)))
    shown = protect(whole, LIMIT)
    assert overlaps_told(shown) == []
    for place, number in numbers(shown).items():
        assert number is None or number == numbers(whole)[place]


def two_sides(both: int) -> Table:
    """60 municipal and 40 regional citizens, ``both`` of whom are both."""
    places = [{("fjord", "1")}] * 30 + [{("bakke", "1")}] * (30 - both)
    places += [{("bakke", "1"), ("region", "1")}] * both + [{("region", "1")}] * (40 - both)
    return counted(places, {"fjord": "towns", "bakke": "towns", "region": "region"})


def test_two_people_of_both_sides_hide_the_sides():
    shown = protect(two_sides(2), LIMIT)
    assert shown.total == 98
    assert shown.groups == {"towns": None, "region": None}
    assert shown.rows["region"] is None
    assert sum(n is None for n in shown.rows.values()) == 2


def test_five_people_of_both_sides_are_no_secret():
    shown = protect(two_sides(5), LIMIT)
    assert (shown.total, shown.groups) == (95, {"towns": 60, "region": 40})


def test_two_people_of_two_rows_hide_rows_of_the_side_but_not_its_sum():
    places = [{("fjord", "1")}] * 20 + [{("bakke", "1")}] * 10 + [{("dal", "1")}] * 12
    places += [{("fjord", "1"), ("dal", "1")}] * 2
    shown = protect(counted(places, dict.fromkeys(["fjord", "bakke", "dal"], "towns")), LIMIT)
    assert shown.groups == {"towns": 44}
    assert shown.rows == {"fjord": 22, "bakke": None, "dal": None}


def test_two_people_of_both_models_hide_the_models():
    places = (
        [{("fjord", "1")}] * 20 + [{("fjord", "2")}] * 10 + [{("fjord", "1"), ("fjord", "2")}] * 2
    )
    shown = protect(counted(places, {"fjord": "towns"}), LIMIT)
    assert (shown.total, shown.rows, shown.groups) == (32, {"fjord": 32}, {"towns": 32})
    assert {*shown.cells.values(), *shown.columns.values()} == {None}
