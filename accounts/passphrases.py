"""Which passphrases are easy to guess, though they are long.

Of Django's 19,640 common passwords only 48 have the fifteen letters that are demanded here. So it is
not asked whether a passphrase is on the list, but what is left of it without all that whoever guesses
tries first.
"""

import re
from collections import Counter
from collections.abc import Iterator
from unicodedata import normalize

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

# what a passphrase must be worth: a letter counts one, what is guessed first counts less
ENOUGH = 12
COMMON, GUESSED_FIRST = 3, 1
LOOKED_AT = 200  # letters
SHORTEST_COMMON, LONGEST_COMMON = 4, 33
SHORTEST_NAME, SHORTEST_SEQUENCE = 3, 4


def words_in(text: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", text) if len(word) >= SHORTEST_NAME]


# what this product and its projects are about (docs/administration.md)
ABOUT = frozenset(
    words_in(
        "peerstøtte peerstoette peer støtte recovery region kommune borger projekt psykiatri forening"
    )
)
# Danish ones that an English list does not hold
DANISH = frozenset(
    words_in(
        """
        kodeord adgangskode hemmelig hemmeligt velkommen danmark
        københavn aarhus odense aalborg esbjerg
        hovedstaden sjælland syddanmark midtjylland nordjylland
        forår sommer efterår vinter påske juleaften
        januar februar marts april juni juli august september oktober november december
        mandag tirsdag onsdag torsdag fredag lørdag søndag
        fodbold brøndby familie kærlighed skat elsker jegelskerdig goddag godmorgen
        """
    )
)
ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"
TRACKS = [ALPHABET, "01234567890", "qwertyuiopå", "asdfghjklæø", "zxcvbnm"]
TRACKS += [track[::-1] for track in TRACKS]
RUN = re.compile(r"(.)\1{2,}")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
PARTS = re.compile(r"\w+|\W")
LEET = str.maketrans("@4031!5$7", "aaoeiisst")


class PassphraseValidator(CommonPasswordValidator):
    """Refuses what is made of common passwords, names, sequences and repetitions, with little else."""

    def __init__(self) -> None:
        super().__init__()
        self.common = DANISH.union(self.passwords)

    def validate(self, password: str, user: User | None = None) -> None:
        if self.worth(password, user) < ENOUGH:
            raise ValidationError(
                _(
                    "This is easy to guess: too much of it is names, common passwords, numbers in"
                    " order or repetition. Write four words that have nothing to do with each other"
                    " or with you."
                ),
                code="password_too_easy",
            )

    def get_help_text(self) -> str:
        return _("Take four words that have nothing to do with each other or with you.")

    def worth(self, password: str, user: User | None = None) -> int:
        """How many letters it takes to guess; a word that stands there twice counts once."""
        text = _once(_plain(password[:LOOKED_AT]))
        own = ABOUT.union(map(_plain, self.words_of(user) if user else []))
        counted: Counter[str] = Counter()
        for part, worth in self._parts(text, own):
            counted[part] = worth if len(part) > 1 else counted[part] + worth
        return counted.total()

    def words_of(self, user: User) -> Iterator[str]:
        """What somebody who guesses knows of the person."""
        for told in [user.first_name, user.last_name, user.email]:
            yield from words_in(told)

    def _parts(self, text: str, own: frozenset[str]) -> Iterator[tuple[str, int]]:
        """What the text is made of, each with what it is worth."""
        rest, place = "", 0
        while place < len(text):
            known, worth = self._known(text, place, own)
            if known:
                yield from _unknown(rest)
                yield known, worth
            rest = "" if known else rest + text[place]
            place += len(known) or 1
        yield from _unknown(rest)

    def _known(self, text: str, place: int, own: frozenset[str]) -> tuple[str, int]:
        """The longest piece from there on that is guessed soon, and what it is worth; else none."""
        found = max(_first(text, place), _longest(text, place, own, SHORTEST_NAME), key=len)
        common = max(
            _longest(text, place, self.common, SHORTEST_COMMON),
            _longest(text.translate(LEET), place, self.common, SHORTEST_COMMON),
            key=len,
        )
        return (common, COMMON) if len(common) > len(found) else (found, GUESSED_FIRST)


def _plain(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _first(text: str, place: int) -> str:
    """A year, the same letter again and again, or letters as they lie in the alphabet or on the keys."""
    for form in (RUN, YEAR):
        found = form.match(text, place)
        if found:
            return found[0]
    ends = range(len(text), place + SHORTEST_SEQUENCE - 1, -1)
    pieces = (text[place:end] for end in ends)
    return next((piece for piece in pieces if any(piece in track for track in TRACKS)), "")


def _longest(text: str, place: int, words: frozenset[str], shortest: int) -> str:
    for end in range(min(len(text), place + LONGEST_COMMON), place + shortest - 1, -1):
        if text[place:end] in words:
            return text[place:end]
    return ""


def _unknown(rest: str) -> Iterator[tuple[str, int]]:
    """Words that nobody guesses at once, and signs between them."""
    for word in PARTS.findall(rest):
        yield word, len(_once(word))


def _once(text: str) -> str:
    """What the text repeats from its beginning to its end, else the text."""
    return next((text[:n] for n in range(1, len(text)) if text[n:] == text[:-n]), text)
