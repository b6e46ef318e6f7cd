"""Names that nobody bears: a Danish given name and a family name that says it is made up.

Family names are put together from what says "not real" and what ends a Danish place name.
"""

from itertools import product
from random import Random

from peerstoette.management.demo import tables


def distinct(rng: Random, count: int) -> list[tuple[str, str]]:
    """As many different (given name, family name) in random order, none that of somebody who signs in."""
    given, starts, ends = (_parts(part) for part in ("given", "family start", "family end"))
    families = [start + end for start, end in product(starts, ends)]
    taken = {(row["given_name"], row["family_name"]) for row in tables.rows("people")}
    return rng.sample([name for name in product(given, families) if name not in taken], count)


def _parts(part: str) -> list[str]:
    return [row["name"] for row in tables.rows("names") if row["part"] == part]
