"""Names in the order of the Danish alphabet: … z æ ø å, whether letters are large or small.

The same in Python, on SQLite, which knows no languages and is taught this one, and on PostgreSQL, which
has the order of its ICU library. As there, ``aa`` stands where ``å`` does, ``ä`` where ``æ`` does, ``ü``
where ``y`` does, and letters with accents where the bare ones do.
"""

import re
import unicodedata

from django.core import checks
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

COLLATION = "da-x-icu"
FUNCTION = "danish_order"
SIGNS = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
SPELT = {"aa": "å", "Aa": "Å", "AA": "Å"} | dict(zip("äÄöÖüÜłŁđĐ", "æÆøØyYlLdD", strict=True))
OTHER_SPELLING = re.compile("|".join(SPELT))
BETWEEN = "\x01"  # before every place, so that the shorter of two names comes first


class Places(dict[int, str]):
    """Where a letter stands. One with an accent stands with the bare one, an unknown one after all."""

    def __missing__(self, code: int) -> str:
        bare = unicodedata.normalize("NFD", chr(code))[0]
        self[code] = self.get(ord(bare), bare)
        return self[code]


PLACES = Places(
    (ord(letter), chr(ord(BETWEEN) + place))
    for place, letter in enumerate(f"{SIGNS}0123456789{LETTERS}", start=1)
)


def key(text: str) -> str:
    """What sorts as the text does. Of texts with the same letters, large ones come first."""
    text = unicodedata.normalize("NFC", text)
    spelt = OTHER_SPELLING.sub(lambda found: SPELT[found[0]], text)
    return f"{spelt.casefold().translate(PLACES)}{BETWEEN}{int(spelt != text)}{spelt}"


class Alphabetical(models.Func):
    """A text of the database as what to order by."""

    function = FUNCTION
    arity = 1
    output_field = models.CharField()

    def as_postgresql(self, compiler, connection, **context):
        template = f'(%(expressions)s) COLLATE "{COLLATION}"'
        return self.as_sql(compiler, connection, template=template, **context)


def teach(connection: BaseDatabaseWrapper, **kwargs) -> None:
    """Give a new connection to SQLite the function by which ``Alphabetical`` orders there."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            FUNCTION, 1, lambda text: None if text is None else key(text), deterministic=True
        )


def check_collation(databases: list[str] | None, **kwargs) -> list[checks.CheckMessage]:
    """Whether each PostgreSQL was built with ICU, as the packages of every distribution are."""
    missing = [alias for alias in databases or [] if not _has_collation(connections[alias])]
    text = "PostgreSQL does not know the order of Danish letters: it lacks the collation %s."
    return [checks.Error(text % COLLATION, obj=alias, id="peerstoette.E001") for alias in missing]


def _has_collation(connection: BaseDatabaseWrapper) -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_collation WHERE collname = %s", [COLLATION])
        return cursor.fetchone() is not None
