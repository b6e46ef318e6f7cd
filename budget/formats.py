"""The budget's tables as files: see ``peerstoette.lib.reading``."""

from peerstoette.lib.reading import CSV_TYPE, FORMULA, TableRefused, read, write_csv

__all__ = ["CSV_TYPE", "FORMULA", "TableRefused", "read", "write_csv"]
