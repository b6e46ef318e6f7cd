"""The tables of all apps, in the order of the page."""

from partners.transfer.table import Table

_tables: dict[str, type[Table]] = {}


def register(table: type[Table]) -> type[Table]:
    """Decorator of a table in an app's ``transfers.py``."""
    _tables[table.slug] = table
    return table


def tables() -> list[type[Table]]:
    return list(_tables.values())


def find(slug: str) -> type[Table] | None:
    return _tables.get(slug)
