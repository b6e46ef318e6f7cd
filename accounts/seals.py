"""Sealing the trail: a chain of digests per project, with a key that the database never holds.

Whoever can write to the database can write entries, but cannot make the digests fit what was changed,
removed, added or moved afterwards. That the end of a chain was cut off is told by its anchors
(``accounts.anchors``). Entries are not told apart until they are sealed: whatever happens to one
before that leaves no mark.
"""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Min, QuerySet

from accounts.models import TrailEntry, TrailSeal
from peerstoette.lib import dates

# A transaction that is on its way can still bring an entry with a lower number.
SETTLED_AFTER = timedelta(minutes=10)
SEGMENT = 1000
MARK = 24  # letters of an entry's mark

# What is sealed of an entry. A field that comes later is not in what was sealed before.
SEALED = (
    "id", "at", "actor_id", "actor_label", "role", "project_id", "project_label", "action",
    "object_type", "object_id", "object_label", "details",
)  # fmt: skip
OF_SEAL = (
    "project_id", "number", "first_id", "last_id", "count", "until", "sealed_at", "macs", "previous",
)  # fmt: skip

Chain = int | None  # a project's number, None for entries without a project


@dataclass(frozen=True)
class Head:
    """What is kept of a seal outside the database."""

    chain: Chain
    number: int
    digest: str


def canonical(row: TrailEntry | TrailSeal, fields: tuple[str, ...], **instead) -> bytes:
    """The row's content, the same on every machine and engine; ``instead`` replaces some of it."""
    values = {name: instead.get(name, getattr(row, name)) for name in fields}
    told = {name: _plain(value) for name, value in values.items()}
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def mark(entry: TrailEntry, **instead) -> str:
    """The short mark of an entry's content, its number among it."""
    return keyed(b"entry", canonical(entry, SEALED, **instead))[:MARK]


def digest(seal: TrailSeal) -> str:
    return keyed(b"seal", seal.previous.encode() + canonical(seal, OF_SEAL))


def keyed(use: bytes, content: bytes) -> str:
    """HMAC-SHA256 with the trail's key; ``use`` keeps what it is used for apart."""
    return hmac.new(settings.TRAIL_KEY.encode(), use + b"\0" + content, "sha256").hexdigest()


def of_chain(rows: QuerySet, chain: Chain) -> QuerySet:
    return rows.filter(project_id=chain)


def chains() -> list[Chain]:
    """Those that have entries, the one outside projects first."""
    found = TrailEntry.objects.order_by().values_list("project_id", flat=True).distinct()
    return sorted(found, key=lambda chain: chain or 0)


def seal_chain(chain: Chain, *, segment: int = SEGMENT) -> Iterator[TrailSeal]:
    """Seal what has settled in a chain, each segment in a transaction of its own.

    Another process that seals the same chain meanwhile is left to it.
    """
    while True:
        try:
            with transaction.atomic():
                seal = _seal_next(chain, segment)
        except IntegrityError:
            return
        if seal is None:
            return
        yield seal


def heads() -> list[TrailSeal]:
    """The last seal of each chain."""
    found = TrailSeal.objects.order_by("project_id", "-number").defer("macs")
    last: dict[Chain, TrailSeal] = {}
    for seal in found.iterator():
        last.setdefault(seal.project_id, seal)
    return sorted(last.values(), key=lambda seal: seal.project_id or 0)


def _seal_next(chain: Chain, segment: int) -> TrailSeal | None:
    before = of_chain(TrailSeal.objects.order_by("-number"), chain).defer("macs").first()
    entries = list(_settled(chain, before.last_id if before else 0)[:segment])
    if not entries:
        return None
    seal = TrailSeal(
        project_id=chain,
        number=before.number + 1 if before else 1,
        first_id=entries[0].pk,
        last_id=entries[-1].pk,
        count=len(entries),
        # the clock may have been wrong, and who can write can write any time
        until=max(entry.at for entry in entries),
        sealed_at=dates.now(),
        macs=[[entry.pk, mark(entry)] for entry in entries],
        previous=before.digest if before else "",
    )
    seal.digest = digest(seal)
    seal.save(force_insert=True)
    return seal


def _settled(chain: Chain, after: int) -> QuerySet[TrailEntry]:
    """The entries after that number, up to the first that has not settled yet.

    One that bears a time to come waits for nothing: it would keep all after it from being sealed.
    """
    rows = of_chain(TrailEntry.objects.order_by("id"), chain).filter(id__gt=after)
    now = dates.now()
    around = (now - SETTLED_AFTER, now + SETTLED_AFTER)
    fresh = rows.filter(at__range=around).aggregate(first=Min("id"))["first"]
    return rows if fresh is None else rows.filter(id__lt=fresh)


def _plain(value):
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
