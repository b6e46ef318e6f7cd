"""What was sealed cannot be changed, removed, added to or moved without being told by name."""

import math
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from accounts import anchors, seals
from accounts.models import TrailEntry, TrailSeal
from peerstoette.lib import dates, triggers
from tests.accounts.sealing import (
    change_places,
    ids,
    named,
    put_between,
    remove_seal,
    seal_all,
    set_entry,
    sql,
    swap,
    verify,
    without_guards,
    write,
)

pytestmark = pytest.mark.usefixtures("own_anchors")
SEALED_AFTER = timedelta(minutes=10)


def anchor_lines() -> list[str]:
    return settings.TRAIL_ANCHORS.read_text().splitlines()


def keep_lines(lines: list[str]) -> None:
    settings.TRAIL_ANCHORS.write_text("".join(line + "\n" for line in lines))


def test_a_whole_trail_is_told_as_whole(cast, sealed):
    assert [(seal.number, seal.count) for seal in sealed] == [
        (1, 3), (1, 4), (2, 4), (3, 2), (1, 4), (2, 1),
    ]  # fmt: skip
    code, lines = verify()
    assert (code, lines[-1]) == (0, "The trail is whole.")
    assert lines[0].startswith("6 seals, 18 entries looked through; 0 removed")


def test_an_empty_trail_is_whole(db):
    assert verify()[0] == 0


def test_every_field_of_an_entry_is_sealed():
    assert {field.name for field in TrailEntry._meta.fields} == set(seals.SEALED)


def test_every_field_of_a_seal_is_in_its_digest_but_its_removal():
    apart = {"id", "digest", "removed_on"}
    assert {field.name for field in TrailSeal._meta.fields} == set(seals.OF_SEAL) | apart


OTHER_VALUES = {
    "at": "2018-01-01 10:00:00+00:00",
    "actor_id": 999_999,
    "actor_label": "Somebody Else",
    "role": "auditor",
    "project_label": "Another",
    "action": "project.other",
    "object_type": "partners.month",
    "object_id": "999999",
    "object_label": "Another",
    "details": '{"n": 99}',
}


@pytest.mark.parametrize("column", OTHER_VALUES)
@pytest.mark.parametrize("place", [0, 5, 9])
def test_a_changed_field_is_named(cast, mine, column, place):
    set_entry(mine[place], column, OTHER_VALUES[column])
    code, lines = verify()
    assert code == 1
    assert lines[0] == f"Entry {mine[place]} ({named(cast, place // 4 + 1)}) was changed."
    assert len(lines) == 2  # nothing else is blamed, and the counts


def test_an_entry_that_was_moved_to_another_project_is_named(cast, mine):
    set_entry(mine[5], "project_id", cast.other_project.pk)
    lines = verify()[1]
    assert f"Entry {mine[5]} ({named(cast, 2)}) was moved to another project." in lines


def test_an_entry_with_another_number_is_named(cast, mine):
    set_entry(mine[2], "id", mine[-1] + 1000)
    assert f"Entry {mine[2]} ({named(cast, 1)}) was removed." in verify()[1]


@pytest.mark.parametrize("place", [0, 3, 4, 5, 9])
def test_a_removed_entry_is_named(cast, mine, place):
    sql("DELETE FROM accounts_trailentry WHERE id = %s", mine[place])
    code, lines = verify()
    assert code == 1
    assert lines[0] == f"Entry {mine[place]} ({named(cast, place // 4 + 1)}) was removed."
    assert len(lines) == 2


def test_entries_cut_off_the_end_of_a_sealed_segment_are_named(cast, mine):
    sql(
        "DELETE FROM accounts_trailentry WHERE id >= %s AND project_id = %s",
        mine[7],
        cast.project.pk,
    )
    told = "\n".join(verify()[1])
    for pk in mine[7:]:
        assert f"Entry {pk} (" in told


@pytest.mark.parametrize(("first", "second"), [(0, 1), (0, 3), (4, 6), (8, 9)])
def test_two_entries_that_changed_places_are_named(cast, mine, first, second):
    change_places(mine[first], mine[second])
    code, lines = verify()
    assert code == 1
    assert lines[0] == (
        f"Entries {mine[first]} and {mine[second]} ({named(cast, first // 4 + 1)})"
        " have changed places."
    )
    assert len(lines) == 2


def test_entries_that_changed_places_across_segments_are_both_named(cast, mine):
    change_places(mine[1], mine[6])
    lines = verify()[1]
    assert f"Entry {mine[1]} ({named(cast, 1)}) was changed." in lines
    assert f"Entry {mine[6]} ({named(cast, 2)}) was changed." in lines


@pytest.mark.parametrize("column", ["details", "at"])
def test_two_entries_that_exchanged_one_field_are_both_named(cast, mine, column):
    swap(column, mine[4], mine[5])
    lines = verify()[1]
    assert lines[:-1] == [
        f"Entry {mine[4]} ({named(cast, 2)}) was changed.",
        f"Entry {mine[5]} ({named(cast, 2)}) was changed.",
    ]


@pytest.mark.parametrize("column", ["project_id", "id"])
def test_an_entry_that_was_added_between_others_is_named(cast, column):
    """Numbers of other chains lie between a chain's own: one of them is taken, or one before all."""
    write(cast, mine=5, others=1, outside=0)
    write(cast, mine=5, others=0, outside=0)
    seal_all()
    without_guards()
    (taken,) = ids(cast.other_project.pk)
    if column == "project_id":
        set_entry(taken, "project_id", cast.project.pk)
        place = 2
    else:
        taken, place = -5, 1
        put_between(cast.project.pk, taken)
    assert f"Entry {taken} ({named(cast, place)}) was added later." in verify()[1]


def test_an_entry_in_the_place_of_a_removed_one_is_named(cast, mine):
    sql("DELETE FROM accounts_trailentry WHERE id = %s", mine[9])
    put_between(cast.project.pk, mine[9])
    assert f"Entry {mine[9]} ({named(cast, 3)}) was changed." in verify()[1]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("first_id", 0), ("last_id", 10**6), ("count", 77), ("until", "2018-01-01 10:00:00+00:00"),
        ("sealed_at", "2018-01-01 10:00:00+00:00"), ("macs", "[]"), ("previous", "x" * 64),
        ("digest", "x" * 64),
    ],
)  # fmt: skip
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_changed_seal_is_named(cast, mine, column, value, number):
    sql(
        f"UPDATE accounts_trailseal SET {column} = %s WHERE project_id = %s AND number = %s",
        value,
        cast.project.pk,
        number,
    )
    code, lines = verify()
    assert code == 1
    assert f"{named(cast, number)} was changed: its entries cannot be checked." in lines


@pytest.mark.parametrize("number", [1, 2])
def test_a_removed_seal_is_named(cast, mine, number):
    remove_seal(cast, number)
    code, lines = verify()
    assert code == 1
    assert f"{named(cast, number)} was removed." in lines
    assert not any("Entry" in line for line in lines)


@pytest.mark.parametrize("is_with_entries", [True, False])
def test_a_tail_that_was_cut_off_is_named(cast, mine, is_with_entries):
    remove_seal(cast, 3)
    if is_with_entries:
        sql("DELETE FROM accounts_trailentry WHERE id IN (%s, %s)", *mine[8:])
    code, lines = verify()
    assert code == 1
    assert f"{named(cast, 3)} was cut off: it was kept outside the database." in lines


def test_a_chain_that_is_gone_altogether_is_named(cast, mine):
    sql("DELETE FROM accounts_trailseal WHERE project_id = %s", cast.project.pk)
    sql("DELETE FROM accounts_trailentry WHERE project_id = %s", cast.project.pk)
    lines = verify()[1]
    assert sum("was cut off" in line for line in lines) == 3


def test_all_seals_gone_are_named(cast, mine):
    sql("DELETE FROM accounts_trailseal")
    assert sum("was cut off" in line for line in verify()[1]) == 6


def test_an_end_that_was_sealed_anew_is_named(cast, mine):
    """Somebody who can run the programme seals the end again after changing it."""
    remove_seal(cast, 3)
    set_entry(mine[9], "actor_label", "Somebody Else")
    list(seals.seal_chain(cast.project.pk, segment=4))
    assert f"{named(cast, 3)} is not the one that was kept outside the database." in verify()[1]


def test_another_key_is_told_from_a_changed_trail(cast, sealed, settings):
    settings.TRAIL_KEY = "another"
    code, lines = verify()
    assert code == 1
    assert "No seal fits the key: is TRAIL_KEY the one they were made with?" in lines


def test_no_entry_can_be_sealed_again_without_the_key(cast, mine, settings):
    """What a seal would say with another key does not fit."""
    key = settings.TRAIL_KEY
    set_entry(mine[5], "actor_label", "Somebody Else")
    seal = TrailSeal.objects.get(project_id=cast.project.pk, number=2)
    settings.TRAIL_KEY = "guessed"
    seal.macs = [[pk, seals.mark(TrailEntry.objects.get(pk=pk))] for pk, _mark in seal.macs]
    TrailSeal.objects.filter(pk=seal.pk).update(macs=seal.macs, digest=seals.digest(seal))
    settings.TRAIL_KEY = key
    assert f"{named(cast, 2)} was changed: its entries cannot be checked." in verify()[1]


def test_a_missing_anchors_file_is_named(cast, sealed):
    settings.TRAIL_ANCHORS.unlink()
    code, lines = verify()
    assert code == 1
    assert lines[0] == f"The anchors file {settings.TRAIL_ANCHORS} is missing."


@pytest.mark.parametrize("kept", [0, 1, 4])
def test_an_anchors_file_that_was_cut_is_named(cast, sealed, kept):
    keep_lines(anchor_lines()[:kept])
    code, lines = verify()
    assert code == 1
    assert (
        sum("is not in the anchors file, or was cut from it" in line for line in lines) == 6 - kept
    )


@pytest.mark.parametrize("line", [1, 2])
def test_a_line_taken_out_of_the_anchors_file_is_named(cast, sealed, line):
    lines = anchor_lines()
    keep_lines(lines[:line] + lines[line + 1 :])
    assert f"{named(cast, line)} was cut out of the anchors file." in verify()[1]


def test_a_changed_line_of_the_anchors_file_is_named(cast, sealed):
    lines = anchor_lines()
    keep_lines([*lines[:2], lines[2][:-64] + "0" * 64, *lines[3:]])
    assert f"{named(cast, 2)} is not the one that was kept outside the database." in verify()[1]


def test_a_line_that_is_no_anchor_is_named(cast, sealed):
    keep_lines([*anchor_lines()[:3], "nonsense"])
    code, lines = verify()
    assert code == 1
    assert lines[0].startswith("Line 4 of the anchors file")


def test_what_broke_off_before_the_anchor_is_no_fault_and_is_mended(cast, sealed):
    keep_lines(anchor_lines()[:-1])
    code, lines = verify()
    assert code == 0
    assert any("is not anchored yet" in line for line in lines)
    call_command("seal_trail")
    assert len(anchor_lines()) == 6
    assert verify()[0] == 0


def test_a_seal_that_does_not_build_on_the_last_anchor_is_not_added(cast, mine):
    lines = anchor_lines()
    sql("UPDATE accounts_trailseal SET previous = %s WHERE number = 3", "x" * 64)
    keep_lines([line for line in lines if f" {cast.project.pk} 3 " not in line])
    call_command("seal_trail")
    assert len(anchor_lines()) == 5


def test_sealing_refuses_to_begin_anchors_anew_unless_it_is_told_to(cast, sealed):
    before = {line.split(" ", 1)[1] for line in anchor_lines()}
    settings.TRAIL_ANCHORS.unlink()
    with pytest.raises(CommandError, match="is missing") as refused:
        call_command("seal_trail")
    assert refused.value.returncode == 1
    call_command("seal_trail", "--begin-anchors")
    assert {line.split(" ", 1)[1] for line in anchor_lines()} == before
    assert verify()[0] == 0


def test_heads_that_were_kept_on_paper_tell_of_a_tail_that_is_gone(cast, sealed, tmp_path, capsys):
    call_command("verify_trail", "--heads")
    paper = tmp_path / "paper.txt"
    paper.write_text(capsys.readouterr().out)
    assert len(paper.read_text().splitlines()) == 3
    assert verify("--against", str(paper))[0] == 0
    without_guards()
    remove_seal(cast, 3)
    keep_lines([line for line in anchor_lines() if f" {cast.project.pk} 3 " not in line])
    assert verify()[0] == 0
    code, lines = verify("--against", str(paper))
    assert code == 1
    assert f"{named(cast, 3)} was removed or cut off." in lines


@pytest.mark.parametrize("content", [None, "nonsense\n"])
def test_a_paper_that_cannot_be_read_is_wrong_usage(cast, sealed, tmp_path, content):
    paper = tmp_path / "paper.txt"
    if content:
        paper.write_text(content)
    with pytest.raises(CommandError) as refused:
        call_command("verify_trail", "--against", str(paper))
    assert refused.value.returncode == 2


def test_only_what_has_settled_is_sealed(cast, monkeypatch):
    write(cast, mine=2, others=0, outside=0)
    monkeypatch.setattr(seals, "SETTLED_AFTER", SEALED_AFTER)
    assert seal_all() == []
    later = dates.now() + 2 * SEALED_AFTER
    monkeypatch.setattr(dates, "now", lambda: later)
    assert [seal.count for seal in seal_all()] == [2]


def test_nothing_is_sealed_past_an_entry_that_has_not_settled(cast, monkeypatch):
    write(cast, mine=3, others=0, outside=0)
    without_guards()
    first, second, last = ids(cast.project.pk)
    for pk in [first, last]:
        TrailEntry.objects.filter(pk=pk).update(at=F("at") - timedelta(days=1))
    monkeypatch.setattr(seals, "SETTLED_AFTER", SEALED_AFTER)
    (seal,) = seal_all()
    assert (seal.first_id, seal.last_id) == (first, first)


def test_sealing_twice_changes_nothing(cast, sealed):
    before = (list(TrailSeal.objects.values()), anchor_lines())
    call_command("seal_trail")
    assert (list(TrailSeal.objects.values()), anchor_lines()) == before


def test_verifying_asks_as_often_for_a_segment_whatever_it_holds(cast):
    write(cast, mine=8, others=0, outside=0)
    anchors.begin()
    list(seals.seal_chain(cast.project.pk, segment=4))
    with CaptureQueriesContext(connection) as two_segments:
        verify()
    write(cast, mine=400, others=0, outside=0)
    list(seals.seal_chain(cast.project.pk, segment=200))
    with CaptureQueriesContext(connection) as four_segments:
        verify()
    assert len(four_segments) - len(two_segments) == 2


def test_verifying_writes_nothing(cast, sealed):
    with CaptureQueriesContext(connection) as captured:
        verify()
    written = [
        each["sql"] for each in captured if not each["sql"].lstrip("( ").startswith("SELECT")
    ]
    assert [sql for sql in written if "CURSOR" not in sql] == []


@pytest.mark.django_db(transaction=True)
def test_two_who_seal_at_once_leave_one_chain(fresh_cast):
    write(fresh_cast, mine=40, others=0, outside=20)
    start = threading.Barrier(2)
    failed = []

    def seal():
        start.wait()
        try:
            seal_all()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=seal) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failed == []
    call_command("seal_trail")
    numbers = TrailSeal.objects.filter(project_id=fresh_cast.project.pk).values_list(
        "number", flat=True
    )
    assert list(numbers) == list(range(1, 11))
    code, lines = verify()
    assert code == 0, lines


def test_an_entry_that_bears_a_time_to_come_keeps_nobody_from_being_sealed_and_is_named(
    cast, own_anchors
):
    write(cast, mine=2, others=0, outside=0)
    strange = TrailEntry.objects.order_by("-id")[0]
    without_guards()
    TrailEntry.objects.filter(pk=strange.pk).update(at=dates.now() + timedelta(days=40_000))
    triggers.install(triggers.registered())
    write(cast, mine=2, others=0, outside=0)
    assert sum(seal.count for seal in seal_all() if seal.project_id == cast.project.pk) >= 4
    code, lines = verify()
    assert code == 1
    assert any(f"Entry {strange.pk} " in line and "a time to come" in line for line in lines)


def test_entries_that_nobody_seals_are_told_after_a_day(cast, own_anchors, monkeypatch):
    write(cast)
    seal_all()
    write(cast)
    assert verify()[0] == 0
    tomorrow = dates.now() + timedelta(hours=25)
    monkeypatch.setattr(dates, "now", lambda: tomorrow)
    code, lines = verify()
    assert code == 1
    assert (
        f"Project {cast.project.pk}: entries have waited for their seal for more than a day."
        in lines
    )


def number_of_manipulations() -> int:
    """Ways to tamper with the trail, its seals or its anchors that are tried, each of which is named."""
    tests = [test for name, test in globals().items() if name.endswith("named") and callable(test)]
    return sum(
        math.prod(len(mark.args[1]) for mark in getattr(test, "pytestmark", []))
        for test in tests
        if test.__name__.startswith("test_")
    )
