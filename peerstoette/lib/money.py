"""Kroner as Decimal with two places: one rounding, one way to split, one way to read and write.

Nothing here accepts a float.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

ORE = Decimal("0.01")
ZERO = Decimal("0.00")
MINUS = "\N{MINUS SIGN}"

MAX_WHOLE_DIGITS = 12

# A dot or space groups thousands only when every group after it has three digits and the first one
# does not begin with a nought: 0.500 is no five hundred.
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:[ \u00a0][0-9]{3})+)")
_PLAIN = re.compile(r"[0-9]+")
_DECIMALS = re.compile(r"[0-9]{1,2}")


class NotAnAmount(ValueError):
    """The text cannot be read as an amount. ``code`` is ``decimals``, ``too_large`` or ``invalid``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kroner(value: Decimal | int | str) -> Decimal:
    """The value rounded half-up to the øre (rulings: half-up to the øre)."""
    return Decimal(value).quantize(ORE, rounding=ROUND_HALF_UP)


def total(amounts) -> Decimal:
    """The sum of amounts, ``0.00`` for none."""
    return sum(amounts, ZERO)


def split(amount: Decimal, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """Share ``amount`` (kr.) by ``weights`` with the largest remainder; the parts sum to it exactly.

    Equal remainders go to the earlier weight. Raises ValueError when no weight is positive or one
    is negative.
    """
    if any(weight < 0 for weight in weights) or not any(weights):
        raise ValueError("weights must be non-negative and not all zero")
    sign = -1 if amount < 0 else 1
    ore = int(abs(kroner(amount)) * 100)
    whole = sum(Decimal(weight) for weight in weights)
    exact = [Decimal(ore) * Decimal(weight) / whole for weight in weights]
    parts = [int(share) for share in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: ore - sum(parts)]:
        parts[i] += 1
    return [kroner(Decimal(sign * part) / 100) for part in parts]


def parse(text: str) -> Decimal:
    """Read an amount as a Dane writes it, in kr.

    ``1.234,50``, ``1234,5`` and ``1234.5`` are read right and ``1.234`` is one thousand two hundred
    and thirty-four. Raises NotAnAmount for anything else: letters, exponents, three decimals, more
    than twelve digits before the comma.
    """
    text = text.strip().replace(MINUS, "-")
    negative, digits = text.startswith("-"), text.removeprefix("-").strip(" \u00a0")
    whole, decimals = _parts(digits)
    if _GROUPED.fullmatch(whole):
        whole = re.sub(r"[. \u00a0]", "", whole)
    if not _PLAIN.fullmatch(whole):
        raise NotAnAmount("invalid")
    if decimals and not _DECIMALS.fullmatch(decimals):
        raise NotAnAmount("decimals" if _PLAIN.fullmatch(decimals) else "invalid")
    if len(whole.lstrip("0")) > MAX_WHOLE_DIGITS:
        raise NotAnAmount("too_large")
    value = kroner(f"{whole}.{decimals or 0}")
    return -value if negative else value


def _parts(digits: str) -> tuple[str, str]:
    """What stands before and after the decimal mark: a comma, or a single dot that groups nothing."""
    whole, mark, decimals = digits.partition(",")
    if not mark and not _GROUPED.fullmatch(digits):
        whole, mark, decimals = digits.partition(".")
    if mark and not decimals:
        raise NotAnAmount("invalid")
    return whole, decimals


def show(amount: Decimal, *, decimals: int = 2) -> str:
    """``1.234.567,50`` with a true minus sign; ``decimals=0`` for whole kroner on dashboards."""
    value = amount.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(value):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if value < 0 else text
