"""The numbers of rows, as addresses and forms bring them."""

from django.db import models

MOST_DIGITS = len(str(models.BigIntegerField.MAX_BIGINT))


def is_key(text: str) -> bool:
    """Whether a row of any table can have this number; no database takes a greater one."""
    return text.isdecimal() and len(text) < MOST_DIGITS
