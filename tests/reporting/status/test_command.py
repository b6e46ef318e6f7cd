"""The command writes the newest version: the stored bytes, or a draft that is the same twice."""

from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import TrailEntry
from reporting.models import ReportVersion
from reporting.status import actions


def run(folder, slug: str = "peerstoette", year: int = 2018) -> int:
    try:
        call_command("status_report", slug, year, out=str(folder), stdout=StringIO())
    except CommandError as refusal:
        return refusal.returncode
    return 0


def test_it_writes_the_bytes_that_were_submitted(submitted, tmp_path):
    assert run(tmp_path) == 0
    (file,) = tmp_path.iterdir()
    assert file.name == "statusrapport-2018-version-1.pdf"
    content = file.read_bytes()
    assert content == bytes(ReportVersion.objects.get().content)
    assert sha256(content).hexdigest() == submitted.sha256


def test_the_file_is_on_the_trail(submitted, tmp_path):
    run(tmp_path)
    entry = TrailEntry.objects.get(action="file.download")
    assert entry.details == {"file_name": "statusrapport-2018-version-1.pdf"}
    assert (entry.actor_label, entry.object_type) == (
        "System: scheduler",
        "reporting.reportversion",
    )
    assert entry.project_id == submitted.project_id


def test_it_writes_a_draft_that_is_the_same_twice(complete, tmp_path):
    for name in ["one", "two"]:
        assert run(tmp_path / name) == 0
    one, two = (next((tmp_path / name).iterdir()) for name in ["one", "two"])
    assert one.name == "statusrapport-2018-version-1-kladde.pdf"
    assert one.read_bytes() == two.read_bytes()


def test_it_writes_the_newest_version(cast, approved, tmp_path):
    actions.revise(by=cast.lene, version=approved)
    run(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["statusrapport-2018-version-2-kladde.pdf"]


@pytest.mark.parametrize("asked", [{"slug": "nowhere"}, {"year": 2019}])
def test_an_unknown_project_or_report_is_wrong_usage(draft, tmp_path, asked):
    assert run(tmp_path, **asked) == 2


def test_a_folder_that_cannot_be_written_is_wrong_usage(draft, tmp_path):
    (tmp_path / "file").write_text("")
    assert run(tmp_path / "file" / "below") == 2


def test_a_report_that_cannot_be_drawn_is_blocked(draft, tmp_path, monkeypatch):
    def fail(_version):
        raise ValueError("no ink")

    module = "peerstoette.management.commands.status_report.document_of"
    monkeypatch.setattr(module, fail)
    assert run(tmp_path) == 1
