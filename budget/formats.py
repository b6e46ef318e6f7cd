"""The budget's tables as files: see ``peerstoette.lib.reading``."""

from peerstoette.lib.reading import CSV_TYPE, FORMULA, TableRefused, read

__all__ = ["CSV_TYPE", "FORMULA", "TableRefused", "read"]
