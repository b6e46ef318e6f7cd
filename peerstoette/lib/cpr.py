"""Danish personal numbers: detected so that they can be refused, never stored (R15, GDPR art. 5)."""

import re
from datetime import date
from unicodedata import category

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# What people write between the parts: blanks (also those that do not break), dots, slashes, every
# hyphen, dash and minus; or one mark of another kind, without a blank that would make it a list.
_BETWEEN = r"(?:[\s./\-\u2010-\u2015\u2212]{0,4}|[,_:\u00b7])"
# the whole stands in a lookahead, so that a number is found although another one runs into it
_CANDIDATE = re.compile(
    rf"(?<!\d)(?=(\d\d){_BETWEEN}(\d\d){_BETWEEN}(18|19|20)?(\d\d){_BETWEEN}\d{{4}}(?!\d))"
)
_CENTURIES = ("19", "20")
# marks that nobody sees, and those that stand on another letter
_UNSEEN = {"Cf", "Mn", "Me"}
# what nobody sees and no paper or workbook can hold; a number may be parted by it
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def looks_like_cpr(text: str) -> bool:
    """Whether the text holds a valid date followed by four digits (rulings, R15).

    The date is DDMMYY or DDMMYYYY, with up to four marks or blanks between its parts.
    """
    return any(_is_date(*match.groups()) for match in _CANDIDATE.finditer(_seen(text)))


def _seen(text: str) -> str:
    if text.isascii():
        return text
    return "".join(mark for mark in text if category(mark) not in _UNSEEN)


def _is_date(day: str, month: str, century: str | None, year: str) -> bool:
    for first in (century,) if century else _CENTURIES:
        try:
            date(int(first + year), int(month), int(day))
        except ValueError:
            continue
        return True
    return False


def refuse_cpr(text: str) -> None:
    """Validator of free text. Raises ValidationError when it holds what looks like a CPR number, or
    a character that would hide one."""
    if _HIDDEN.search(text):
        raise ValidationError(
            _("There is a hidden character in the text. Write it anew instead of pasting it."),
            code="hidden",
        )
    if looks_like_cpr(text):
        raise ValidationError(
            _(
                "This looks like a CPR number. It must not be stored here: leave it out and save again."
            ),
            code="cpr",
        )
