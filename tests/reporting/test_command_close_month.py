"""The scheduler's command: closes, issues, writes the papers; a second run changes nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import TrailEntry
from budget.models import Invoice
from partners.models import Month
from peerstoette.management.commands.close_month import Command
from reporting import actions
from reporting.models import StoredPaper


def run(month: str, folder, slug: str = "peerstoette") -> tuple[int, str]:
    """The exit code and everything said."""
    out = StringIO()
    try:
        call_command("close_month", slug, month, out=str(folder), stdout=out, stderr=out)
    except CommandError as refusal:
        return refusal.returncode, out.getvalue() + str(refusal)
    return 0, out.getvalue()


def files(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_it_closes_issues_and_writes_every_paper(cast, ready, tmp_path):
    code, _said = run("2018-05", tmp_path / "papers")

    assert code == 0
    assert cast.may.state == Month.State.ISSUED
    assert Invoice.objects.get().number == 1
    assert sorted(path.suffix for path in (tmp_path / "papers").iterdir()) == [
        ".pdf",
        ".pdf",
        ".pdf",
        ".xlsx",
        ".xlsx",
    ]


def test_it_closes_and_issues_a_month_without_an_invoice(cast, own, tmp_path):
    code, _said = run("2018-05", tmp_path)

    assert code == 0
    assert cast.may.is_issued
    assert Invoice.objects.count() == 0
    assert len(files(tmp_path)) == 4


def test_it_goes_on_when_another_run_has_closed_the_month_meanwhile(cast, ready):
    stale = cast.may
    actions.close(by=cast.gitte, month=ready)
    Command(stdout=StringIO()).advance(stale, cast.lene)

    assert stale.is_issued
    assert cast.may.closed_by == cast.gitte


def test_it_has_nothing_to_do_when_another_run_has_issued_the_month_meanwhile(cast, closed):
    stale, out = cast.may, StringIO()
    actions.issue(by=cast.gitte, month=closed)
    Command(stdout=out).advance(stale, cast.lene)

    assert stale.is_issued
    assert out.getvalue() == ""
    assert Invoice.objects.count() == 1


def test_it_acts_as_the_named_system_account(cast, ready, tmp_path):
    run("2018-05", tmp_path)

    acts = TrailEntry.objects.filter(actor_label="System: scheduler", object_label__contains="1")
    assert acts.filter(action="invoice.issue").exists()
    assert cast.may.closed_by.email == "scheduler@system.invalid"
    assert not cast.may.closed_by.has_usable_password()


def test_a_second_run_changes_nothing(cast, ready, tmp_path):
    acts = TrailEntry.objects.exclude(action="file.download")
    run("2018-05", tmp_path / "first")
    before = acts.count(), StoredPaper.objects.count()
    code, _said = run("2018-05", tmp_path / "second")

    assert code == 0
    assert (acts.count(), StoredPaper.objects.count()) == before
    assert files(tmp_path / "first") == files(tmp_path / "second")


def test_each_file_that_it_writes_is_on_the_trail(cast, ready, tmp_path):
    run("2018-05", tmp_path)

    told = TrailEntry.objects.filter(action="file.download", object_type="partners.month")
    assert {entry.details["file_name"] for entry in told} == files(tmp_path).keys()
    assert {entry.actor_label for entry in told} == {"System: scheduler"}
    assert {entry.project_id for entry in told} == {cast.project.pk}


def test_it_issues_what_somebody_has_closed(cast, closed, tmp_path):
    assert run("2018-05", tmp_path)[0] == 0
    assert cast.may.closed_by == cast.gitte
    assert cast.may.is_issued
    assert len(files(tmp_path)) == 5


def test_it_ends_with_1_and_tells_why_when_the_month_is_blocked(cast, tmp_path):
    code, said = run("2018-05", tmp_path)

    assert code == 1
    assert "2018-0002" in said
    assert cast.may.state == Month.State.OPEN
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("slug", "month"),
    [
        ("nowhere", "2018-05"),
        ("peerstoette", "2018-13"),
        ("peerstoette", "2031-01"),
        ("peerstoette", "maj"),
    ],
)
def test_it_ends_with_2_for_wrong_usage(cast, tmp_path, slug, month):
    assert run(month, tmp_path, slug)[0] == 2


def test_it_closes_nothing_when_the_folder_cannot_be_written(cast, ready):
    # a folder that is there and takes no file, not even from root
    code, said = run("2018-05", "/proc/self")

    assert code == 2
    assert "/proc/self" in said
    assert cast.may.is_open


def test_it_ends_with_2_when_a_paper_cannot_be_written(cast, ready, tmp_path):
    run("2018-05", tmp_path / "first")
    for name in files(tmp_path / "first"):
        (tmp_path / "second" / name).mkdir(parents=True)
    before = TrailEntry.objects.count()
    code, said = run("2018-05", tmp_path / "second")

    assert code == 2
    assert "second" in said
    assert TrailEntry.objects.count() == before


def test_it_ends_with_2_when_the_folder_is_a_file(cast, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("")

    assert run("2018-05", taken)[0] == 2
