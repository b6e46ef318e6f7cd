"""The anchors: what each seal said when it was made, in a file outside the database.

Lines are only added. A seal is stored first and anchored after: what breaks off in between leaves
one seal without its line, and the next run adds it.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from django.conf import settings

from accounts.models import TrailSeal
from accounts.seals import Chain, Head, digest, of_chain
from peerstoette.lib import dates

OUTSIDE = "-"  # how a line names the chain of entries without a project


class AnchorsMissing(Exception):
    """There are seals, and the file of their anchors is gone."""


class Unreadable(ValueError):
    """A line that is no anchor; the message is its number."""


def line(seal: TrailSeal, at: datetime) -> str:
    """``2026-11-22T06:00:00Z 4 17 5f0c…``: when it was anchored, project, number, digest."""
    chain = OUTSIDE if seal.project_id is None else seal.project_id
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {chain} {seal.number} {seal.digest}"


def parse(lines: Iterable[str]) -> Iterator[Head]:
    """The anchors of a file. Raises Unreadable for a line that is none."""
    for place, text in enumerate(lines, start=1):
        if text.strip():
            try:
                _at, chain, number, mark = text.split()
                yield Head(None if chain == OUTSIDE else int(chain), int(number), mark)
            except ValueError as error:
                raise Unreadable(place) from error


def read(path: Path) -> list[Head]:
    """Raises OSError for a file that cannot be read, Unreadable for a line that is no anchor."""
    with path.open(encoding="utf-8", errors="replace") as file:
        return list(parse(file))


def begin(*, anew: bool = False) -> None:
    """Make the file before the first seal is made. Raises AnchorsMissing where seals are there.

    ``anew`` begins a new one all the same, for a file that was lost.
    """
    path = settings.TRAIL_ANCHORS
    # asked first: whoever made a seal meanwhile has made the file before it
    has_seals = TrailSeal.objects.exists()
    if path.exists():
        return
    if has_seals and not anew:
        raise AnchorsMissing(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)


def append(chain: Chain) -> int:
    """Add the seals that the file does not have yet, as far as they build on its last; how many."""
    with _locked(settings.TRAIL_ANCHORS) as file:
        last = _last(file, chain)
        added = 0
        newer = of_chain(TrailSeal.objects.order_by("number"), chain).filter(
            number__gt=last.number if last else 0
        )
        for seal in newer.iterator(chunk_size=10):
            follows = last is None or (seal.number, seal.previous) == (last.number + 1, last.digest)
            if not follows or seal.digest != digest(seal):
                break
            file.write(line(seal, dates.now()) + "\n")
            last, added = Head(chain, seal.number, seal.digest), added + 1
    return added


def _last(file: IO[str], chain: Chain) -> Head | None:
    file.seek(0)
    last = None
    for head in parse(file):
        if head.chain == chain:
            last = head
    return last


@contextmanager
def _locked(path: Path) -> Iterator[IO[str]]:
    """The file, for adding to its end, by one process at a time."""
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
        file.flush()
        os.fsync(file.fileno())
