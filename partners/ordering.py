"""How the rows of a list are put in order, by the database or here, alike."""

from django.db.models import CharField, F, Model, QuerySet, TextField
from django.utils.functional import Promise
from django_tables2.utils import Accessor

from peerstoette.lib import alphabet, tables
from peerstoette.lib.alphabet import Alphabetical

Terms = list[tuple[str, bool]]  # what to sort by, the weightiest first, and whether it falls


def in_order(rows: QuerySet | list, terms: Terms) -> QuerySet | list:
    """Texts by the alphabet. Empty cells come last, whichever way; equal rows keep one order."""
    if not isinstance(rows, QuerySet):
        return _sorted(rows, terms)
    keys = [(_key(rows, name), falls) for name, falls in terms]
    by = [key.desc(nulls_last=True) if falls else key.asc(nulls_last=True) for key, falls in keys]
    return rows.order_by(*by, "pk")


def plain(value) -> tables.Value:
    """Lazy texts and rows of other tables in words, everything else as it is."""
    return str(value) if isinstance(value, Promise | Model) else value


def _key(rows: QuerySet, name: str) -> F | Alphabetical:
    field = F(name).resolve_expression(rows.query.clone()).output_field
    return Alphabetical(name) if isinstance(field, CharField | TextField) else F(name)


def _sorted(rows: list, terms: Terms) -> list:
    ordered = list(rows)
    for name, falls in reversed(terms):
        keyed = [(_sort_key(Accessor(name).resolve(row)), row) for row in ordered]
        some = [pair for pair in keyed if pair[0] is not None]
        some.sort(key=lambda pair: pair[0], reverse=falls)
        ordered = [row for _key, row in some] + [row for key, row in keyed if key is None]
    return ordered


def _sort_key(value):
    value = plain(value)
    return alphabet.key(value) if isinstance(value, str) else value
