"""Whether the trail is what it was when it was sealed. Reads only, and never the whole trail at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from django.db.models import BigIntegerField, Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.anchors import Unreadable
from accounts.anchors import read as read_anchors
from accounts.models import TrailEntry, TrailSeal
from accounts.retention import is_due, utc_today
from accounts.seals import SETTLED_AFTER, Chain, Head, digest, mark, of_chain
from peerstoette.lib import dates

SEALS_AT_ONCE = 10
LONGEST_WAIT = timedelta(days=1)  # sealing runs every hour
BEFORE_ALL = -BigIntegerField.MAX_BIGINT
MOST_SWAPS = 50  # so many changed entries are compared with each other


@dataclass
class Verification:
    """What was looked at; ``faults`` are found while they are walked through, a sentence each.

    ``kept`` are the projects whose trail is never removed.
    """

    anchors: Path | None
    kept: frozenset[int] = frozenset()
    chains: int = 0
    seals: int = 0
    entries: int = 0
    removed: int = 0
    unsealed: int = 0
    unanchored: list[str] = field(default_factory=list)

    def faults(self) -> Iterator[str]:
        """Raises nothing for a trail in whatever state; a fault is told and the rest looked through."""
        anchored, faults = _anchored(self.anchors)
        yield from faults
        heads: dict[Chain, list[Head]] = {}
        for head in anchored:
            heads.setdefault(head.chain, []).append(head)
        misfits = 0
        for chain in _chains(heads):
            self.chains += 1
            walk = _Walk(chain, self)
            yield from walk.faults()
            misfits += walk.misfits
            if not faults:
                yield from self._compare(walk, heads.get(chain, []))
        if misfits and misfits == self.seals:
            yield _("No seal fits the key: is TRAIL_KEY the one they were made with?")
        if len(self.unanchored) > 1:
            for name in self.unanchored:
                yield _("%(seal)s is not in the anchors file, or was cut from it.") % {"seal": name}

    def _compare(self, walk: "_Walk", heads: list[Head]) -> Iterator[str]:
        yield from walk.against(heads)
        yield from _gaps(heads)
        last = max((head.number for head in heads), default=0)
        newer = sorted(number for number in walk.digests if number > last)
        if newer:
            newer = _not_added_since(self.anchors, walk.chain, newer)
        self.unanchored += [name_of(walk.chain, number) for number in newer]


class _Walk:
    """One chain from its first seal to its last."""

    def __init__(self, chain: Chain, told: Verification) -> None:
        self.chain, self.told = chain, told
        self.digests: dict[int, str] = {}
        self.misfits = 0

    def faults(self) -> Iterator[str]:
        number, previous, last, fits = 0, "", BEFORE_ALL, True
        seals = of_chain(TrailSeal.objects.order_by("number"), self.chain)
        for seal in seals.iterator(chunk_size=SEALS_AT_ONCE):
            name = name_of(self.chain, seal.number)
            self.told.seals += 1
            self.digests[seal.number] = seal.digest
            for missing in range(number + 1, seal.number):
                yield _("%(seal)s was removed.") % {"seal": name_of(self.chain, missing)}
            # where the one before cannot be trusted, it does not tell where this one begins
            follows = fits and seal.number == number + 1
            fits = digest(seal) == seal.digest
            if not fits:
                self.misfits += 1
                yield _("%(seal)s was changed: its entries cannot be checked.") % {"seal": name}
            elif seal.number == number + 1 and seal.previous != previous:
                yield _("%(seal)s does not build on the seal before it.") % {"seal": name}
            if fits:
                yield from self._of_segment(seal, name, last if follows else seal.first_id - 1)
            number, previous, last = seal.number, seal.digest, seal.last_id
        entries = of_chain(TrailEntry.objects.all(), self.chain).filter(id__gt=last)
        waiting = entries.aggregate(count=Count("id"), since=Min("at"))
        self.told.unsealed += waiting["count"]
        if waiting["count"] and waiting["since"] < dates.now() - LONGEST_WAIT:
            yield _("%(chain)s: entries have waited for their seal for more than a day.") % {
                "chain": chain_name(self.chain)
            }

    def against(self, heads: Iterable[Head]) -> Iterator[str]:
        """What was kept outside the database and is not in it any more, or says otherwise."""
        for head in heads:
            name = name_of(self.chain, head.number)
            found = self.digests.get(head.number)
            if found is None and head.number > max(self.digests, default=0):
                yield _("%(seal)s was cut off: it was kept outside the database.") % {"seal": name}
            elif found is not None and found != head.digest:
                yield _("%(seal)s is not the one that was kept outside the database.") % {
                    "seal": name
                }

    def _of_segment(self, seal: TrailSeal, name: str, after: int) -> Iterator[str]:
        entries = of_chain(TrailEntry.objects.order_by("id"), self.chain)
        rows = entries.filter(id__gt=after, id__lte=seal.last_id).iterator()
        if seal.removed_on is None:
            yield from self._compared(seal, name, rows)
            return
        self.told.removed += seal.count
        if problem := self._removal(seal, utc_today()):
            yield _("%(seal)s: %(problem)s") % {"seal": name, "problem": problem}
        for entry in rows:
            yield _("Entry %(id)s (%(seal)s) stands where entries were removed.") % {
                "id": entry.pk,
                "seal": name,
            }

    def _removal(self, seal: TrailSeal, day: date) -> str:
        if self.chain in self.told.kept:
            return _("its entries were removed, but this project's trail is kept.")
        if seal.removed_on > day:
            return _("its entries were removed on a day to come.")
        if not is_due(seal, seal.removed_on):
            return _("its entries were removed too early.")
        return ""

    def _compared(self, seal: TrailSeal, name: str, rows: Iterable[TrailEntry]) -> Iterator[str]:
        sealed = dict(seal.macs)
        changed: dict[int, TrailEntry] = {}
        for entry in rows:
            self.told.entries += 1
            expected = sealed.pop(entry.pk, None)
            if entry.at > seal.sealed_at + SETTLED_AFTER:
                yield _told(_("Entry %(id)s (%(seal)s) bears a time to come."), entry.pk, name)
            if expected is None:
                yield _told(_("Entry %(id)s (%(seal)s) was added later."), entry.pk, name)
            elif mark(entry) != expected:
                changed[entry.pk] = entry
        yield from _changes(changed, dict(seal.macs), name)
        elsewhere = set(_found(sealed)) if sealed else set()
        for pk in sealed:
            if pk in elsewhere:
                yield _told(_("Entry %(id)s (%(seal)s) was moved to another project."), pk, name)
            else:
                yield _told(_("Entry %(id)s (%(seal)s) was removed."), pk, name)


def compare(heads: Iterable[Head]) -> Iterator[str]:
    """What heads that somebody has kept tell of the seals as they are now."""
    by_chain: dict[Chain, list[Head]] = {}
    for head in heads:
        by_chain.setdefault(head.chain, []).append(head)
    for chain, kept in by_chain.items():
        walk = _Walk(chain, Verification(anchors=None))
        numbers = [head.number for head in kept]
        seals = of_chain(TrailSeal.objects.all(), chain)
        walk.digests = dict(seals.filter(number__in=numbers).values_list("number", "digest"))
        for head in kept:
            if head.number not in walk.digests:
                yield _("%(seal)s was removed or cut off.") % {"seal": name_of(chain, head.number)}
        yield from walk.against(head for head in kept if head.number in walk.digests)


def name_of(chain: Chain, number: int) -> str:
    if chain is None:
        return _("Seal %(number)s outside projects") % {"number": number}
    return _("Seal %(number)s of project %(project)s") % {"number": number, "project": chain}


def chain_name(chain: Chain) -> str:
    if chain is None:
        return _("Outside projects")
    return _("Project %(project)s") % {"project": chain}


def told(looked: Verification) -> str:
    """What was looked at, in one line."""
    seals = ngettext("%(count)s seal", "%(count)s seals", looked.seals) % {"count": looked.seals}
    entries = ngettext("%(count)s entry", "%(count)s entries", looked.entries) % {
        "count": looked.entries
    }
    return _(
        "%(seals)s, %(entries)s looked through; %(removed)s removed after their time, %(unsealed)s wait for their seal."
    ) % {
        "seals": seals,
        "entries": entries,
        "removed": looked.removed,
        "unsealed": looked.unsealed,
    }


def _anchored(path: Path) -> tuple[list[Head], list[str]]:
    try:
        return read_anchors(path), []
    except OSError:
        if not TrailSeal.objects.exists():
            return [], []
        return [], [_("The anchors file %(file)s is missing.") % {"file": path}]
    except Unreadable as error:
        return [], [
            _("Line %(line)s of the anchors file %(file)s is no anchor.")
            % {"line": error, "file": path}
        ]


def _chains(heads: dict) -> list[Chain]:
    """Every chain that has entries, seals or anchors, the one outside projects first."""
    found = set(heads)
    for model in (TrailEntry, TrailSeal):
        found |= set(model.objects.order_by().values_list("project_id", flat=True).distinct())
    return sorted(found, key=lambda chain: chain or 0)


def _gaps(heads: list[Head]) -> Iterator[str]:
    """Lines that were taken out of the middle: a chain's numbers follow each other."""
    numbers = [0, *(head.number for head in heads)]
    for before, after in pairwise(numbers):
        for number in range(before + 1, after):
            yield _("%(seal)s was cut out of the anchors file.") % {
                "seal": name_of(heads[0].chain, number)
            }


def _not_added_since(path: Path, chain: Chain, numbers: list[int]) -> list[int]:
    """Those that are still not in the file: seals may be made while the trail is looked through."""
    present = {head.number for head in _anchored(path)[0] if head.chain == chain}
    return [number for number in numbers if number not in present]


def _changes(changed: dict[int, TrailEntry], marks: dict[int, str], name: str) -> Iterator[str]:
    told: set[int] = set()
    swapped = _swaps(changed, marks) if len(changed) <= MOST_SWAPS else []
    for first, second in swapped:
        told |= {first, second}
        yield _("Entries %(first)s and %(second)s (%(seal)s) have changed places.") % {
            "first": first,
            "second": second,
            "seal": name,
        }
    for pk in changed:
        if pk not in told:
            yield _told(_("Entry %(id)s (%(seal)s) was changed."), pk, name)


def _swaps(changed: dict[int, TrailEntry], marks: dict[int, str]) -> Iterator[tuple[int, int]]:
    """Pairs that each stand under the other's number."""
    for pk, entry in changed.items():
        for other, its in changed.items():
            if (
                pk < other
                and mark(entry, id=other) == marks[other]
                and mark(its, id=pk) == marks[pk]
            ):
                yield pk, other


def _found(ids: Iterable[int]) -> Iterator[int]:
    return TrailEntry.objects.filter(id__in=list(ids)).values_list("id", flat=True).iterator()


def _told(text: str, pk: int, name: str) -> str:
    return text % {"id": pk, "seal": name}
